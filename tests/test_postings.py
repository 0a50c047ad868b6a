"""The marks of texts: found again whether in the log, on their way or in the table, by every connection."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive import postings
from archive.archive import Archive
from tests.making import page
from tests.reading import unsound
from tests.reprints import KINDS, work

Model = dict[int, tuple[int, ...]]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks are moved on after a few texts."""
    monkeypatch.setattr(postings, "HELD", 6)
    monkeypatch.setattr(postings, "REGION", 29)


def agrees(archive: Archive, model: Model, asked: list[int]) -> None:
    with archive.writing() as conn:
        expected = {mark: sorted(str(text) for text, has in model.items() if mark in has) for mark in asked}
        found = {mark: sorted(texts) for mark, texts in conn.postings.having(asked).items()}
        assert found == {mark: texts for mark, texts in expected.items() if texts}


@pytest.mark.parametrize("seed", range(6))
def test_marks_are_found_wherever_they_are(tmp_path: Path, hasty: None, seed: int) -> None:
    """Two connections add and take, one transaction in five is undone; numbers are used again."""
    dice = random.Random(seed)
    universe = [dice.getrandbits(32) for _ in range(40)]
    model: Model = {}
    with Archive(tmp_path / "a.db") as one, Archive(tmp_path / "a.db") as other:
        for _ in range(120):
            archive, after, undone = dice.choice((one, other)), dict(model), dice.random() < 0.2
            try:
                with archive.writing() as conn:
                    for _ in range(dice.randrange(1, 5)):
                        number = dice.randrange(1, 30)
                        if number in after:
                            conn.postings.take(number, after.pop(number))
                        else:
                            after[number] = tuple(sorted(dice.sample(universe, 8)))
                            conn.postings.add(number, after[number])
                    if undone:
                        raise InterruptedError
            except InterruptedError:
                after = model
            model = after
            agrees(dice.choice((one, other)), model, dice.sample(universe, 10))
        assert one.one("SELECT count(*) FROM marks") > 0
        assert one.one("SELECT count(*) FROM mark_log") < 60
    with Archive(tmp_path / "a.db") as again:
        agrees(again, model, universe)


def test_reprints_are_found_while_marks_are_moved(archive: Archive, hasty: None) -> None:
    for n in range(30):
        archive.add(page(f"http://a.example/{n}.htm", work(n), portal=None))
    for n in range(30):
        text = KINDS["cut to 60 %"](work(n), random.Random(n))
        assert archive.add(page(f"http://b.example/{n}.htm", text, portal=None)) == "duplicate"
    assert archive.one("SELECT count(*) FROM articles") == 30
    assert archive.one("SELECT count(DISTINCT value) FROM marks, json_each('[' || text_ids || ']')") > 30
    assert unsound(archive.path) == []
