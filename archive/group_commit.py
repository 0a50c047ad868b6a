"""Pages that come off the road at about the same time are filed in one transaction (group commit).

A transaction costs as much as filing a page does, most of it for the full-text index, which writes a segment each
time. Nothing is acknowledged before its transaction is committed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, suppress

from archive.archive import Archive
from archive.errors import FangzhiError
from pipelines.items import Page

SIZE, CHARS = 48, 32_000  # pages and characters a transaction: the crawl stands still for about 50 ms
AGE = 0.2  # seconds that a page waits for others

Waiting = tuple[Page, "asyncio.Future[str]"]


class GroupCommit:
    """Gathers pages, and files them together in transactions that `writing` begins."""

    def __init__(self, writing: Callable[[], AbstractAsyncContextManager[Archive]]) -> None:
        self.writing = writing
        self.waiting: list[Waiting] = []
        self.chars = 0  # of them
        self.full = asyncio.Event()
        self.tasks: set[asyncio.Task[None]] = set()

    async def add(self, page: Page) -> str:
        """File a page; return the state of its address once that is committed. Raises what its filing raises."""
        filed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.waiting.append((page, filed))
        self.chars += chars_of(page)
        if len(self.waiting) == 1:
            task = asyncio.create_task(self._file())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        if len(self.waiting) >= SIZE or self.chars >= CHARS:
            self.full.set()
        return await filed

    async def _file(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.full.wait(), AGE)
        self.full.clear()
        gathered, self.waiting, self.chars = self.waiting, [], 0
        for batch in batches(gathered):
            await self._commit(batch)

    async def _commit(self, batch: list[Waiting]) -> None:
        try:
            async with self.writing() as archive:
                states = archive.add_many([page for page, _ in batch])
        except Exception as error:
            if isinstance(error, FangzhiError) or len(batch) == 1:
                for _, filed in batch:
                    if not filed.cancelled():
                        filed.set_exception(error)
                return
            for waiting in batch:  # a fault of one page is not the others'
                await self._commit([waiting])
            return
        for (_, filed), state in zip(batch, states, strict=True):
            if not filed.cancelled():
                filed.set_result(state)


def chars_of(page: Page) -> int:
    """How long a page's text is: what its filing costs goes with that."""
    return len(page.article.text or "")


def batches(waiting: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    """What one transaction takes: at most SIZE pages, of hardly more than CHARS characters, in their order."""
    batch: list[Waiting] = []
    chars = 0
    for page, filed in waiting:
        batch.append((page, filed))
        chars += chars_of(page)
        if len(batch) == SIZE or chars >= CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch
