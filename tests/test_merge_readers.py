"""Archives whose pages were read by different versions of the reader, merged in any order."""

from __future__ import annotations

from functools import partial, reduce
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.showing import RECORD, Showing, joined
from tests.making import page
from tests.reprints import FURNITURE, work
from tests.test_merge import in_groups

READERS = (lambda text: text, lambda text: f"{text}\n{FURNITURE[0]}", lambda text: text[: len(text) * 7 // 10])
FETCHED = st.tuples(st.integers(0, 2), st.integers(1, 5))  # an address, and the day of its bytes


def read_by(path: Path, reader: int, fetched: set[tuple[int, int]]) -> Archive:
    """An archive of one version of the reader: it reads another text in each of the bytes, which others read otherwise."""
    archive = Archive(path)
    for address, day in sorted(fetched, key=lambda event: event[1]):
        archive.add(page(f"http://a.example/{address}.htm", READERS[reader](work(5 * address + day)), portal=None,
                         body=f"{address} {day}".encode(), when=f"2020-01-0{day}T00:00:00+00:00", title=f"第{reader}版"))
    return archive


@settings(max_examples=3, deadline=None)
@given(machines=st.lists(st.tuples(st.integers(0, 2), st.sets(FETCHED, min_size=1, max_size=5)), min_size=3, max_size=3))
def test_archives_of_several_versions_of_the_reader_in_any_order(tmp_path_factory: pytest.TempPathFactory, machines: list) -> None:
    folder = tmp_path_factory.mktemp("readers")
    a, b, c = (read_by(folder / f"{n}.db", *machine) for n, machine in enumerate(machines))
    first = in_groups(folder, "abc", [[a], [b], [c]])
    assert in_groups(folder, "cba", [[c], [b], [a]]) == first
    assert in_groups(folder, "a(cb)", [[a], [c, b]]) == first
    for archive in (a, b, c):
        archive.close()


def readings(events: list[tuple[int, int]]) -> list[Showing]:
    """Of the bytes of some days by some versions of the reader, all of which read different texts."""
    return [Showing(dict.fromkeys(RECORD) | {"url": "u", "portal": "p", "capture": f"{day}", "title": f"第{reader}版"},
                    READERS[reader](work(day)), f"2020-01-0{day}", f"2020-01-0{day}") for reader, day in events]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), max_size=7).flatmap(
    lambda events: st.tuples(st.just(events), st.permutations(events), st.integers(0, len(events)))))
def test_states_are_the_same_in_whatever_order_and_groups_their_readings_come(drawn: tuple[list, list, int]) -> None:
    def states(*groups: list[Showing]) -> list[tuple[str, ...]]:
        """A group after the other: each is an archive, whose states are brought to those before."""
        known: list[Showing] = []
        for group in groups:
            own = reduce(partial(joined, reread=False), group, [])  # type: ignore[var-annotated]
            known = reduce(partial(joined, reread=False), own, known)
        return sorted(state.order for state in known)

    events, otherwise, cut = drawn
    once = states(readings(events))
    assert states(readings(otherwise)) == once
    assert states(readings(otherwise[:cut]), readings(otherwise[cut:])) == once
    assert states(readings(events), readings(otherwise)) == once
