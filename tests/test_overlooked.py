"""Reprints that marks do not find are united when archives are merged."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from archive import near, overlooked
from archive.archive import Archive
from archive.merge import merge
from archive.overlooked import Crowd, settle_overlooked
from tests.making import page
from tests.reading import unsound
from tests.reprints import KINDS, different, work

WORKS = 12


@pytest.fixture
def overlooking(monkeypatch: pytest.MonkeyPatch) -> None:
    """No mark finds a second text."""
    monkeypatch.setattr(near, "COMMON", 0)


def filled(path: Path) -> Path:
    """Works and their reprints, and pairs of articles that only have a form of words in common."""
    dice = random.Random(7)
    with Archive(path) as archive:
        for n in range(WORKS):
            archive.add(page(f"http://a.example/{n}.htm", work(n)))
            archive.add(page(f"http://b.example/{n}.htm", KINDS["cut to 60 %"](work(n), dice)))
            for side, text in zip("cd", different(n, dice), strict=True):
                archive.add(page(f"http://{side}.example/{n}.htm", text))
    return path


def together(archive: Archive) -> int:
    return int(archive.one("SELECT count(*) FROM (SELECT 1 FROM appearances GROUP BY article_id HAVING count(*) = 2)"))


def test_merging_unites_what_was_overlooked_and_nothing_else(tmp_path: Path, overlooking: None) -> None:
    source = filled(tmp_path / "a.db")
    with Archive(source, readonly=True) as other, Archive(tmp_path / "b.db") as into:
        assert together(other) == 0
        merge(into, other)
        assert together(into) == WORKS
        assert into.one("SELECT count(*) FROM articles") == 3 * WORKS
    assert unsound(tmp_path / "b.db") == []


def test_what_was_looked_at_once_is_not_looked_at_again(tmp_path: Path, overlooking: None) -> None:
    with Archive(filled(tmp_path / "a.db")) as archive:
        assert settle_overlooked(archive) == WORKS
        assert settle_overlooked(archive) == 0
        archive.add(page("http://e.example/1.htm", "编者按：" + work(1)))
        assert settle_overlooked(archive) > 0
        assert archive.one("SELECT count(*) FROM articles") == 3 * WORKS


def test_a_text_that_a_crawl_replaced_meanwhile_is_passed_over(tmp_path: Path, overlooking: None) -> None:
    with Archive(filled(tmp_path / "a.db")) as archive, archive.writing() as conn:
        articles = archive.one("SELECT count(*) FROM articles")
        settling = overlooked.InTurn(conn, overlooked.Crowd(conn))
        assert settling.take("a digest that no text has any more") == set()
        assert archive.one("SELECT count(*) FROM articles") == articles


def test_what_is_settled_is_looked_at_again_when_a_text_is_gone(tmp_path: Path) -> None:
    """The next text may have its number."""
    with Archive(filled(tmp_path / "a.db")) as archive:
        settle_overlooked(archive)
        assert archive.one("SELECT text_id FROM settled") == archive.one("SELECT max(id) FROM texts")
        newest = archive.one("SELECT url FROM appearances ORDER BY id DESC")
        archive.add(page(newest, "编者按：" + different(WORKS - 1, random.Random(7))[1], when="2020-02-01T00:00:00+00:00"))
        assert archive.one("SELECT count(*) FROM settled") == 0 or (
            archive.one("SELECT text_id FROM settled") < archive.one("SELECT max(id) FROM texts"))


def test_a_shorter_edition_that_has_its_turn_later_leads_no_longer_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a crowd that hides the longest text from its abridged editions, they are an article of their own in any order."""
    def close(crowd: Crowd, conn: sqlite3.Connection, marks: Sequence[int]) -> set[int]:
        heads = (conn.execute("SELECT article_id, length(sketch) / 4 FROM texts WHERE id = ?", (head,)).fetchone()
                 for head in crowd.heads)
        return {work for work, size in heads if abs(size - len(marks)) * 5 < size}

    monkeypatch.setattr(Crowd, "crowded", lambda *_: True)
    monkeypatch.setattr(Crowd, "works", close)
    whole, first, second = work(1), work(1)[: len(work(1)) * 6 // 10], work(1)[: len(work(1)) * 62 // 100]
    pages = [page("http://a.example/1.htm", whole, when="2020-01-01T00:00:00+00:00"),
             page("http://b.example/1.htm", first, when="2020-01-02T00:00:00+00:00"),
             page("http://b.example/1.htm", second, when="2020-01-03T00:00:00+00:00")]
    found = set()
    for n, order in enumerate(permutations(pages)):
        with Archive(tmp_path / f"{n}.db") as archive:
            for one in order:
                archive.add(one)
            settle_overlooked(archive)
            found.add(tuple(archive.conn.execute("SELECT texts.digest, articles.digest FROM texts JOIN articles"
                                                 " ON articles.id = article_id ORDER BY 1").fetchall()))
    assert len(found) == 1
    assert len({article for _, article in found.pop()}) == 2
