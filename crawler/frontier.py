"""The frontier of one crawl: the ledger decides what is fetched, the archive's transaction what counts as done."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from scrapy.exceptions import CloseSpider

from archive import crawls, ledger, walks
from archive.archive import Archive, utc_now
from archive.errors import FangzhiError
from archive.group_commit import GroupCommit
from archive.ledger import Link
from archive.sheets import Sheet, keep_sheets
from crawler.account import COUNTED, Run
from crawler.judge import judge
from crawler.seen import Seen
from crawler.window import WRITTEN, Window, sane
from pipelines.items import Failure, Page

log = logging.getLogger(__name__)
POLL = 0.01  # seconds between two looks whether the other writer has finished
PATIENCE = 600  # seconds after which a writer that holds on to the archive has to be somebody's mistake
LATELY = dt.timedelta(30)  # in which a list that was there does not lose its pages: it only grows
AHEAD = dt.timedelta(hours=1)  # by which clocks may differ; a walk that ended later has been dated by a wrong one


class Broken(FangzhiError, CloseSpider):
    """The archive failed. In a callback Scrapy takes it for what it is, the end of the crawl."""


class Frontier(Run):
    """A run, and what it may still ask for. Holds the portal's lock and its row in `crawls` from start to finish.

    Raises Busy where another run crawls the portal, FangzhiError where the archive cannot be opened.
    """

    def __init__(self, archive: Archive, portal: str, window: Window, *, replay: bool = False) -> None:
        super().__init__(archive, portal, window, replay=replay)
        self.lock = archive.lock_portal(portal)
        self.filing = GroupCommit(self.writing)
        self.stop: Callable[[str], None] = lambda reason: None  # ends the crawl; the spider puts the engine's here
        self.met = Seen()  # all that the run's lists have shown
        self._turn = asyncio.Lock()  # of this crawl's own tasks, in the order in which they came

    # The archive -----------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Archive]:
        """A transaction. While another process writes, the crawl goes on and this waits for its turn.

        Raises Broken, and ends the crawl, where the archive cannot be written.
        """
        self.must_be_sound()
        try:
            async with self._turn:
                began = time.monotonic()
                while not self.archive.try_begin():
                    if time.monotonic() > began + PATIENCE:
                        raise TimeoutError(f"another program has been writing for {PATIENCE} s")
                    await asyncio.sleep(POLL)
                self.waited = max(self.waited, time.monotonic() - began)
                with self.archive.ending():
                    if self.archive.replaced():
                        raise OSError("another file has taken its place")
                    yield self.archive
        except (sqlite3.OperationalError, OSError) as error:
            raise self._broke(error) from error
        except sqlite3.DatabaseError as error:
            if type(error) is not sqlite3.DatabaseError:  # a constraint: a fault of one page, not of the file
                raise
            raise self._broke(error) from error

    def must_be_sound(self) -> None:
        """Raises Broken once the archive has failed: nothing more is asked of anybody then."""
        if self.broken:
            raise Broken(self.broken)

    def _broke(self, error: Exception) -> Broken:
        if not self.broken:
            self.broken = (f"{self.archive.path}: {error}; what was acknowledged is kept, the rest is pending:"
                           " mend it (free space, doctor, a backup) and run again")
            log.error("%s", self.broken)
            self.stop("archive")
        return Broken(self.broken)

    # The run ---------------------------------------------------------------------------------------------------

    async def open(self, facts: dict[str, str | None]) -> None:
        """Begin the run: the portal's facts, and a row that says it has begun."""
        async with self.writing() as archive:
            archive.know_portal(self.portal, **facts)
            self.crawl_id = crawls.begin(archive.conn, self.portal, self.arguments, utc_now())

    def left_over(self) -> list[Link]:
        """What earlier runs discovered and did not fetch, newest first, as far as this run's limit allows."""
        links = ledger.pending(self.archive.conn, self.portal, utc_now(), self.window.channels)
        return self._to_ask([link for link in links if self.window.holds(link.dated)])

    def allowed_again(self, allows: Callable[[str], bool]) -> list[Link]:
        """What robots.txt once forbade, and does no longer: lists need not show it any more."""
        links = ledger.forbidden(self.archive.conn, self.portal, self.window.channels)
        return self._to_ask([link for link in links if self.window.holds(link.dated) and allows(link.url)])

    def recent(self, days: int) -> list[Link]:
        """The articles of the last days that are stored, newest first: they may have been corrected since."""
        day = (dt.date.today() - dt.timedelta(days)).isoformat()
        return self._to_ask(ledger.recent(self.archive.conn, self.portal, day, self.window.channels))

    async def discover(self, links: list[Link], channel: str, walk: str = "") -> tuple[list[Link], int, int]:
        """Enter a list page's links: those to request now; how many were new to the walk, and to this run's lists.

        New to a channel's walk is what its last finished one cannot have met, be it known: a run that broke off knew
        the first pages, other lists know the newest, and neither knows what stands below. On one page of the walk only:
        a column beside the list has the same on each.
        """
        self.tally["links"] += len(links)
        self.tally["lists"] += 1
        self.channels[channel] += len(links)
        inside: list[Link] = []
        outside: list[Link] = []
        insane: list[Link] = []
        for link in links:
            (insane if not sane(link.dated) else inside if self.window.holds(link.dated) else outside).append(link)
        unmet = self.met.add(link.url for kind in (inside, outside) for link in kind)
        async with self.writing() as archive:  # other lists were read while this one waited for its turn
            found = archive.discover(self.portal, [x for x in inside if x.url not in self.asked], outside)
            ledger.set_aside(archive.conn, self.portal, insane, utc_now(), ledger.CALENDAR)
            new = found.new
            ledger.redate(archive.conn, inside, _latest(), utc_now())
            if ended := walks.ended(archive.conn, self.portal, walk or channel, _latest()):
                fresh = [link for link in inside if self.met.add([link.url], walk or channel)]
                new = max(new, ledger.discovered_after(archive.conn, fresh, ended))
            return self._to_ask(found.wanted), new, unmet

    def _to_ask(self, links: list[Link]) -> list[Link]:
        """Those that this run has not asked for yet, as far as its limit allows; it does so now."""
        return [link for link in links if not self.full() and self.asked.add([link.url])]

    def full(self) -> bool:
        """Whether the limit of this run is reached."""
        return bool(self.window.limit) and len(self.asked) >= self.window.limit

    def walked(self, channel: str) -> bool:
        """Whether an earlier run walked this channel's lists to the end, at least as far back as this one would."""
        since = walks.since(self.archive.conn, self.portal, channel, _latest())
        return since is not None and since <= self.window.since

    async def finish_walk(self, channel: str) -> None:
        """Note that the lists of a channel were walked to their end, or back to `since`."""
        if self.window.until and not self.window.since:
            return
        async with self.writing() as archive:
            walks.finish(archive.conn, self.portal, channel, self.window.since, utc_now(), _latest())

    def listed_lately(self, url: str) -> bool:
        """Whether an address was a list page within the last weeks."""
        since = (dt.datetime.now(dt.UTC) - LATELY).isoformat(timespec="seconds")
        return self.archive.captures.was_list(url, since)

    def days_since(self, day: str) -> set[str]:
        """The days (ISO) from one on, of which an article of this portal is known."""
        return ledger.days_since(self.archive.conn, self.portal, day)

    async def printed(self, day: str, sheets: list[Sheet]) -> None:
        """Note the printed pages of a newspaper's issue; `day` is ISO."""
        async with self.writing() as archive:
            keep_sheets(archive.conn, self.portal, day, sheets)

    async def done(self, page: Page) -> None:
        """A page came off the road: file it, and count what became of it and how it was read."""
        if reason := page.failed or page.refused:  # before it is filed: after a challenge the host is asked no more
            self.note(page.capture.url or "", reason)
        self.tally[await self.filing.add(page)] += 1
        self.count_reading(page)

    async def failed(self, failure: Failure) -> None:
        """Note an address that gave no capture."""
        async with self.writing() as archive:
            archive.fail(failure)
        self.tally["refused" if failure.permanent else "unfetched"] += 1
        self.note(failure.url, failure.reason)

    async def close(self, reason: str, expect: tuple[int, int]) -> None:
        """End the run: judge it, write its row, let go of the portal."""
        try:
            self.exit_code, self.reason = judge(self, reason, expect)
            if not self.broken and self.crawl_id is not None:
                async with self.writing() as archive:
                    self._write_row(archive.conn)
        except FangzhiError:
            self.exit_code, self.reason = judge(self, reason, expect)
        finally:
            self.lock.release()

    def _write_row(self, conn: sqlite3.Connection) -> None:
        row = {"finished_at": utc_now(), "reason": self.reason, "exit_code": self.exit_code,
               **{key: self.tally[key] for key in COUNTED}, "requests": len(self.asked),
               "pending": ledger.counts(conn, self.portal)["pending"]}
        crawls.finish(conn, self.crawl_id or 0, row, self.health_rows())


def _latest() -> str:
    """The latest moment at which a walk can have ended; any, under a clock that was never set."""
    now = dt.datetime.now(dt.UTC)
    return (now + AHEAD).isoformat(timespec="seconds") if now.year >= WRITTEN else "9999"
