"""Old states of list pages may go; whatever anything else refers to stays, and the archive stays sound."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.merge import merge
from archive.thin import drop, superfluous
from archive.verify import verify
from pipelines.items import Capture
from tests.making import TEXT, page
from tests.reading import unsound
from tests.running import forked

LIST = "http://www.gscn.com.cn/gsyw/"
OTHER = "http://www.gscn.com.cn/sljj/"


def day(text: str) -> str:
    """A day of 2020, or so many days ago."""
    if text.startswith("-"):
        return (dt.datetime.now(dt.UTC) - dt.timedelta(-int(text))).isoformat(timespec="seconds")
    return f"2020-{text}T02:00:00+00:00"


def keep(archive: Archive, when: str, body: str, url: str = LIST, kind: str = "list", status: int = 200) -> None:
    """File a state of a list as a crawl does."""
    archive.know_portal("gscn")
    archive.keep(Capture(url, body.encode(), {}, status, day(when), "gscn"), kind)


def thinned(archive: Archive, days: int = 90) -> int:
    """How many states were dropped."""
    return sum(pages for pages, _ in drop(archive, superfluous(archive.conn, days)))


def bodies(archive: Archive, url: str = LIST) -> list[str]:
    """The states of a list that are kept."""
    return [capture.body.decode() for capture in archive.captures.all("any") if capture.url == url]


@pytest.mark.parametrize(("states", "kept"), [
    (["01-01 a"], "a"),
    (["01-01 a", "01-02 b", "01-03 c", "01-04 d"], "ad"),
    (["01-01 a", "01-02 b", "02-01 c", "02-09 d", "03-01 e"], "ace"),
    (["01-01 a", "01-02 b", "-89 c", "-88 d", "-1 e"], "acde"),
    (["01-01 a", "01-02 b", "01-03 c", "01-02 b"], "ac"),
], ids=["the only one", "a month's first and the newest", "of every month the first", "younger ones", "seen twice"])
def test_which_states_of_a_list_are_kept(archive: Archive, states: list[str], kept: str) -> None:
    for state in states:
        keep(archive, *state.split())
    assert thinned(archive) == len(dict.fromkeys(states)) - len(kept)
    assert "".join(bodies(archive)) == kept
    assert archive.one("SELECT count(*) FROM captures") == len(kept)
    assert thinned(archive) == 0
    assert not unsound(archive.path)


def test_an_error_page_is_not_the_newest_state(archive: Archive) -> None:
    for state in ("01-01 a", "01-02 b", "01-03 c"):
        keep(archive, *state.split())
    keep(archive, "01-04", "busy", status=503)
    thinned(archive)
    assert bodies(archive) == ["a", "c"]
    latest = archive.captures.latest(LIST, "list")
    assert latest and latest.body == b"c"


@pytest.mark.parametrize("kind", ["robots", "other", "article", "part"])
def test_other_kinds_are_never_dropped(archive: Archive, kind: str) -> None:
    for state in ("01-01 a", "01-02 b", "01-03 c", "01-04 d"):
        keep(archive, *state.split(), kind=kind)
    assert thinned(archive) == 0
    assert bodies(archive) == list("abcd")


def test_bytes_that_another_address_shows_too_are_kept(archive: Archive) -> None:
    for state in ("01-01 a", "01-02 b", "01-03 c", "01-04 d"):
        keep(archive, *state.split())
    keep(archive, "01-02", "b", OTHER)
    assert thinned(archive) == 1
    assert bodies(archive) == ["a", "b", "d"]
    assert bodies(archive, OTHER) == ["b"]


def used_by_article(archive: Archive) -> None:
    archive.add(page(text=TEXT, body=b"b"))


def used_at_the_list_s_own_address(archive: Archive) -> None:
    archive.add(page(url=LIST, text=TEXT, body=b"b"))


def used_by_a_revision(archive: Archive) -> None:
    archive.add(page(text=TEXT, body=b"b"))
    archive.add(page(text=TEXT + "更正。", body=b"new", when="2020-03-01T00:00:00+00:00"))


def used_by_quarantine(archive: Archive) -> None:
    archive.add(page(url=LIST, body=b"b", failed="too deep"))


def used_as_a_further_part(archive: Archive) -> None:
    made = page(text=TEXT, body=b"first")
    part = Capture(LIST, b"b", fetched_at=day("01-02"), portal="gscn")
    made.capture = Capture(**{**made.capture.__dict__, "rest": (part,)})
    archive.add(made)


USES = [used_by_article, used_at_the_list_s_own_address, used_by_a_revision, used_by_quarantine, used_as_a_further_part]


@pytest.mark.parametrize("use", USES, ids=lambda use: use.__name__)
@pytest.mark.parametrize("when", ["before the list", "after the list", "between look and drop"])
def test_what_an_article_or_the_ledger_refers_to_stays(archive: Archive, use: object, when: str) -> None:
    assert callable(use)
    if when == "before the list":
        use(archive)
    for state in ("01-01 a", "01-02 b", "01-03 c", "01-04 d"):
        keep(archive, *state.split())
    if when == "after the list":
        use(archive)
    found = superfluous(archive.conn, 90)
    if when == "between look and drop":
        use(archive)
    assert sum(pages for pages, _ in drop(archive, found)) == 1
    assert "c" not in bodies(archive)
    assert archive.one("SELECT count(*) FROM captures WHERE size = 1") == 3, "a, b, d"
    assert not archive.conn.execute("PRAGMA foreign_key_check").fetchall()
    assert not [finding for finding in unsound(archive.path) if "without" in finding]


def test_a_copy_that_has_them_brings_them_back_and_verify_is_content(archive: Archive, tmp_path: Path) -> None:
    archive.add(page(text=TEXT, body=TEXT.encode()))
    for state in ("01-01 a", "01-02 b", "01-03 c"):
        keep(archive, *state.split())
    with Archive(tmp_path / "whole.db") as whole:
        merge(whole, archive)
        assert thinned(archive) == 1
        merge(archive, whole)
    assert sorted(bodies(archive)) == ["a", "b", "c"]
    assert [*verify(archive)] == [None]


def test_fangzhi_thin_says_what_it_drops_or_would_drop(archive: Archive) -> None:
    for state in ("01-01 a", "01-02 b", "01-03 c", "01-04 d"):
        keep(archive, *state.split())
    for words, says in ((("--dry-run",), "2 list pages would be dropped"), ((), "2 list pages dropped"),
                        ((), "0 list pages dropped")):
        done = forked("fangzhi", "thin", archive.path, *words)
        assert (done.returncode, says in done.stdout) == (0, True), done.stdout + done.stderr
    assert bodies(archive) == ["a", "d"]
    with archive.lock_job():
        assert forked("fangzhi", "thin", archive.path).returncode == 75
    missing = forked("fangzhi", "thin", archive.path.with_name("none.db"))
    assert (missing.returncode, len(missing.stderr.splitlines())) == (2, 1)
