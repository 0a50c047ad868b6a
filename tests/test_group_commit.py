"""Pages filed together: few transactions, nothing told before its commit, a fault of one page not the others'."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from archive import group_commit
from archive.archive import Archive
from archive.errors import FangzhiError
from pipelines.items import Page
from tests.making import page
from tests.reprints import work
from tests.timing import TRIES


def file(archive: Archive, pages: list[Page], broken: str = "") -> tuple[list, int]:
    """What became of each, and in how many transactions; told only when another connection sees it."""
    begun = 0

    @asynccontextmanager
    async def writing() -> AsyncIterator[Archive]:
        nonlocal begun
        begun += 1
        if broken:
            raise FangzhiError(broken)
        with archive.writing():
            yield archive

    async def one(together: group_commit.GroupCommit, made: Page) -> str:
        state = await together.add(made)
        with sqlite3.connect(archive.path) as other:
            assert other.execute("SELECT state FROM ledger WHERE url = ?", (made.capture.url,)).fetchone() == (state,)
        return state

    async def all_of_them() -> list:
        together = group_commit.GroupCommit(writing)
        return await asyncio.gather(*(one(together, made) for made in pages), return_exceptions=True)

    return asyncio.run(all_of_them()), begun


def test_pages_that_come_together_are_filed_together(archive: Archive) -> None:
    texts = [work(n // 2)[:300] for n in range(2 * group_commit.SIZE + 5)]
    pages = [page(f"http://a.example/{n}.htm", text, portal=None) for n, text in enumerate(texts)]
    states, begun = file(archive, pages)
    assert states == [("stored", "duplicate")[n % 2] for n in range(len(pages))]
    assert begun == 3


@pytest.mark.parametrize(("chars", "transactions"), [
    ([100] * group_commit.SIZE, 1), ([group_commit.CHARS // 4] * 8, 2), ([100, group_commit.CHARS, 100], 2), ([3 * group_commit.CHARS], 1),
])
def test_long_pages_share_a_transaction_with_few(archive: Archive, chars: list[int], transactions: int) -> None:
    texts = [(work(n) * (size // 500 + 1))[:size] for n, size in enumerate(chars)]
    pages = [page(f"http://a.example/{n}.htm", text, portal=None) for n, text in enumerate(texts)]
    assert file(archive, pages) == (["stored"] * len(pages), transactions)


def test_one_page_alone_waits_no_longer_than_said(archive: Archive) -> None:
    states, begun = file(archive, [page()])
    assert (states, begun) == (["stored"], 1)


def test_a_page_that_cannot_be_filed_takes_no_other_with_it(archive: Archive) -> None:
    pages = [page(f"http://a.example/{n}.htm", work(n), portal=None) for n in range(5)]
    pages[2].article.title = {"no": "title"}
    states, _ = file(archive, pages)
    assert [isinstance(state, sqlite3.Error) for state in states] == [False, False, True, False, False]
    assert archive.one("SELECT count(*) FROM articles") == 4


def test_an_archive_that_fails_is_told_to_all(archive: Archive) -> None:
    states, begun = file(archive, [page(f"http://a.example/{n}.htm") for n in range(3)], broken="disk full")
    assert ([str(state) for state in states], begun) == (["disk full"] * 3, 1)


@pytest.mark.parametrize("size", [1, group_commit.SIZE])
def test_the_crawl_stands_still_for_moments_only(archive: Archive, size: int) -> None:
    archive.add_many([page(f"http://b.example/{n}.htm", work(n), portal=None) for n in range(200, 260)])
    spent = []
    for first in range(0, TRIES * size, size):  # a filed page costs less, so each try has its own
        made = [page(f"http://a.example/{n}.htm", work(n), portal=None) for n in range(first, first + size)]
        longest = 0.0
        for batch in group_commit.batches([(one, None) for one in made]):  # type: ignore[misc]
            started = time.process_time()
            archive.add_many([one for one, _ in batch])
            longest = max(longest, time.process_time() - started)
        spent.append(longest)
    assert min(spent) < 0.1


@pytest.mark.long
def test_single_pages_after_a_bulk_of_them_are_filed_in_small_steps(archive: Archive) -> None:
    """By its defaults FTS5 merges the bulk with them at once: 680 pages of the file in one transaction here."""
    log = Path(f"{archive.path}-wal")
    archive.conn.execute("PRAGMA wal_autocheckpoint = 0")
    pages = [page(f"http://a.example/{n}.htm", work(n, 21), portal=None) for n in range(1_700)]
    for at in range(0, 1_500, 25):
        archive.add_many(pages[at : at + 25])
    sizes = [log.stat().st_size]
    for one in pages[1_500:]:
        archive.add(one)
        sizes.append(log.stat().st_size)
    assert max(after - before for before, after in pairwise(sizes)) < 600 * 4096
