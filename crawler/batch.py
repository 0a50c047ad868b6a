"""Group commit: pages that come off the road at about the same time are filed in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from archive.archive import Archive
from archive.errors import FangzhiError
from pipelines.items import Page

MOST = 16  # pages of one transaction: what others must wait for stays well under a second
LINGER = 0.1  # seconds that a page waits for company

Writing = Callable[[], AbstractAsyncContextManager[Archive]]


class Batch:
    """Pages on their way into the archive. A commit costs as much as filing a page: so many share one.

    Nothing is acknowledged before its transaction is: a crawl that is killed asks for the rest again.
    """

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._waiting: list[tuple[Page, asyncio.Future[str]]] = []
        self._filing: asyncio.Task[None] | None = None

    async def file(self, page: Page) -> str:
        """File a page and return the state of its address, once that is committed. Raises what the archive raises."""
        filed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((page, filed))
        if self._filing is None or self._filing.done():
            self._filing = asyncio.ensure_future(self._file_all())
        return await filed

    async def _file_all(self) -> None:
        await asyncio.sleep(LINGER)
        while self._waiting:
            some, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                await self._commit(some)
            except FangzhiError as error:
                _refuse(some, error)
            except Exception:  # a fault of one of the pages, which must not cost the others
                for one in some:
                    await self._file_alone(one)

    async def _file_alone(self, one: tuple[Page, asyncio.Future[str]]) -> None:
        try:
            await self._commit([one])
        except Exception as error:  # its own waiter is told
            _refuse([one], error)

    async def _commit(self, some: list[tuple[Page, asyncio.Future[str]]]) -> None:
        async with self._writing() as archive:
            states = archive.add_many([page for page, _ in some])
        for (_, filed), state in zip(some, states, strict=True):
            if not filed.done():
                filed.set_result(state)


def _refuse(some: list[tuple[Page, asyncio.Future[str]]], error: Exception) -> None:
    for _, filed in some:
        if not filed.done():
            filed.set_exception(error)
