"""Search in an archive: what it finds against LIKE, and in what order, whatever the order of filing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from rich.progress import Progress

from archive.archive import Archive
from archive.search import Question, count, search
from bench.bench_search import KINDS, PEERS, filled, measure
from tests.reprints import work

HELD = 5000  # articles: three blocks of numbers
CHARACTERISTIC = "扶", "发展", "合作社", "村民", "的", "2", "不存在"


def test_recall_and_precision_against_like_beside_unicode61(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick form of `make bench-search`: a third of its queries, untimed; unicode61 shows that it can fail."""
    monkeypatch.setattr("bench.bench_search.timed", lambda action: 0.0)
    monkeypatch.setattr("bench.bench_search.KINDS", {kind: number // 3 for kind, number in KINDS.items()})
    found = measure(2000, tmp_path, {"unicode61": PEERS["unicode61"]}, Progress(disable=True))
    assert sum(KINDS.values()) == 130
    assert len(found["fangzhi"].found) == 42
    for kind in KINDS:
        assert found["fangzhi"].rates(kind) == (1.0, 1.0), kind
    assert found["unicode61"].rates("2 characters")[0] < 0.1
    assert found["fangzhi"].size <= 0.85


@pytest.fixture(scope="module", params=["in the order of dates", "in any order", "backwards"])
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    dates = [f"{2008 + n // 400}-{1 + n % 400 // 34:02}-{1 + n % 28:02}" for n in range(HELD)]
    if request.param != "in the order of dates":
        random.Random(1).shuffle(dates) if request.param == "in any order" else dates.reverse()
    texts = [work(n) for n in range(250)]
    cut = (texts[n % 250][7 * (n // 250) :][:150] for n in range(HELD))
    rows = ((n + 1, dates[n], text[:18].replace("\n", ""), text) for n, text in enumerate(cut))
    with Archive(tmp_path_factory.mktemp("search") / "archive.db") as opened:
        filled(opened, islice(rows, HELD))
        opened.conn.execute("UPDATE articles SET published_at = NULL WHERE id % 97 = 0")
        opened.conn.execute("UPDATE articles SET portal = NULL WHERE id % 3 = 0")
        yield opened


@pytest.mark.parametrize("word", CHARACTERISTIC)
@pytest.mark.parametrize("asked", [{}, {"since": "2012-03"}, {"until": "2009"}, {"portal": "gscn"},
                                   {"offset": 40}, {"since": "2010-01-01", "until": "2010-02-01"}])
def test_the_newest_are_the_newest(archive: Archive, word: str, asked: dict[str, str]) -> None:
    ask = Question(word, **asked)  # type: ignore[arg-type]
    clauses, values = ask.filters()
    truth = archive.conn.execute(
        "SELECT id FROM articles WHERE (title LIKE ? OR text LIKE ?)" + "".join(f" AND {clause}" for clause in clauses)
        + " ORDER BY published_at DESC, id DESC LIMIT -1", [f"%{word}%"] * 2 + values).fetchall()
    assert [row["id"] for row in search(archive.conn, ask)] == [row[0] for row in truth][ask.offset :][:20]
    assert count(archive.conn, ask) == len(truth)


@pytest.mark.parametrize("word", CHARACTERISTIC)
def test_the_best_are_headlines_first_and_no_page_repeats_another(archive: Archive, word: str) -> None:
    pages = [search(archive.conn, Question(word, best=True, offset=at)) for at in (0, 20, 40)]
    ids = [row["id"] for page in pages for row in page]
    assert len(ids) == len(set(ids)) == min(60, count(archive.conn, Question(word)))
    named = [word in row["title"] for page in pages for row in page]
    assert named == sorted(named, reverse=True)
    assert all(word in row["title"] + row["text"] for page in pages for row in page)


def test_of_a_word_with_very_many_hits_those_filed_last_are_weighed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.WEIGHED", 500)
    found = [row["id"] for row in search(archive.conn, Question("，", best=True, limit=5000))
             if "，" not in row["title"]]
    assert found
    assert min(found) > HELD * 0.8
