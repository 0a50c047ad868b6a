"""The frontier of one crawl: the ledger decides what is fetched, the archive's transaction what is done."""

from __future__ import annotations

import asyncio
import collections
import datetime as dt
import json
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import CloseSpider

from archive.archive import Archive, utc_now
from archive.errors import DEGRADED, FangzhiError
from archive.group_commit import GroupCommit
from archive.ledger import CALENDAR, DOUBTFUL, Link, counts, discovered_after, forbidden, pending, redate, set_aside
from archive.sheets import Sheet, keep_sheets
from crawler.failures import class_of
from crawler.hosts import Hosts
from crawler.judge import judge
from crawler.seen import Seen
from crawler.window import WRITTEN, Window, sane
from pipelines.items import Failure, Page

__all__ = ["Frontier", "Link"]
log = logging.getLogger(__name__)
COUNTED = ("links", "lists", "stored", "duplicate", "quarantined", "refused")
FIELDS = ("title", "published_at", "source", "text")
LOSSES = ("soft 404", *DOUBTFUL)  # which of them all at once mean that something stood in the articles' place
POLL = 0.01  # seconds between two looks whether the other writer has finished
UNENDED = "stopped before its end; run again, it goes on where it stopped"
PATIENCE = 600  # seconds after which a writer that holds on to the archive has to be somebody's mistake


RECENT = """
SELECT url, dated, channel FROM ledger
WHERE portal = ? AND state IN ('stored', 'duplicate') AND dated >= ? AND next_try IS NULL
ORDER BY dated DESC, canonical
"""

ENDED = "SELECT finished_at FROM walks WHERE portal = ? AND channel = ? AND finished_at <= ?"
WALKED = "SELECT since FROM walks WHERE portal = ? AND channel = ? AND finished_at <= ?"
LISTED = "SELECT 1 FROM fetches WHERE url = ? AND kind = 'list' AND status = 200 AND fetched_at >= ?"
LATELY = dt.timedelta(30)  # in which a list that was there does not lose its pages: it only grows
AHEAD = dt.timedelta(hours=1)  # by which clocks may differ; a walk that ended later has been dated by a wrong one


class Broken(FangzhiError, CloseSpider):
    """The archive failed. In a callback Scrapy takes it for what it is, the end of the crawl."""


class Frontier:
    """Holds a portal's lock and its row in `crawls` from start to finish.

    Raises Busy where another run crawls the portal, FangzhiError where the archive cannot be opened.
    """

    def __init__(self, archive: Archive, portal: str, window: Window, *, replay: bool = False) -> None:
        self.archive, self.portal, self.window, self.replay = archive, portal, window, replay
        self.lock = archive.lock_portal(portal)
        self.hosts = Hosts(archive.locks.folder)
        self.filing = GroupCommit(self.writing)
        self.stop: Callable[[str], None] = lambda reason: None  # ends the crawl; the spider puts the engine's here
        self.tally: collections.Counter[str] = collections.Counter()
        self.health: collections.Counter[tuple[str, str, bool]] = collections.Counter()
        self.channels: collections.Counter[str] = collections.Counter()  # links by channel
        self.failures: dict[str, list[str]] = collections.defaultdict(list)  # class: "address: reason", the first few
        self.classes: collections.Counter[str] = collections.Counter()
        self.lost: collections.Counter[str] = collections.Counter()  # articles that a host may have shown none of
        self.lost_list = ""  # the first list page that could not be had, and why
        self.asked = Seen()  # the articles this run has asked for
        self.met = Seen()  # all that its lists have shown
        self._turn = asyncio.Lock()  # of this crawl's own tasks, in the order in which they came
        self.waited = 0.0  # seconds: the longest wait for another process
        self.broken = ""  # why the archive can no longer be written
        self.crawl_id: int | None = None
        self.exit_code, self.reason = DEGRADED, UNENDED  # until `close` has come to its end

    # The archive -----------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Archive]:
        """A transaction. While another process writes, the crawl goes on; what the archive cannot do ends it."""
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
        arguments = json.dumps(self.window.__dict__, ensure_ascii=False)
        async with self.writing() as archive:
            archive.know_portal(self.portal, **facts)
            self.crawl_id = archive.conn.execute(
                "INSERT INTO crawls (portal, arguments, started_at) VALUES (?, ?, ?)",
                (self.portal, arguments, utc_now()),
            ).lastrowid

    def left_over(self) -> list[Link]:
        """What earlier runs discovered and did not fetch, newest first, as far as this run's limit allows."""
        links = pending(self.archive.conn, self.portal, utc_now(), self.window.channels or None)
        return self._to_ask([link for link in links if self.window.holds(link.dated)])

    def allowed_again(self, allows: Callable[[str], bool]) -> list[Link]:
        """What robots.txt once forbade, and does no longer: lists need not show it any more."""
        links = forbidden(self.archive.conn, self.portal, self.window.channels or None)
        return self._to_ask([link for link in links if self.window.holds(link.dated) and allows(link.url)])

    def recent(self, days: int) -> list[Link]:
        """The articles of the last days that are stored, newest first: they may have been corrected since."""
        day = (dt.date.today() - dt.timedelta(days)).isoformat()
        links = [Link(*row) for row in self.archive.conn.execute(RECENT, (self.portal, day))]
        chosen = self.window.channels
        return self._to_ask([link for link in links if not chosen or link.channel in chosen])

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
            set_aside(archive.conn, self.portal, insane, utc_now(), CALENDAR)
            new = found.new
            redate(archive.conn, inside, _latest(), utc_now())
            if ended := self.archive.one(ENDED, self.portal, walk or channel, _latest()):
                fresh = [link for link in inside if self.met.add([link.url], walk or channel)]
                new = max(new, discovered_after(archive.conn, fresh, ended))
            return self._to_ask(found.wanted), new, unmet

    def _to_ask(self, links: list[Link]) -> list[Link]:
        """Those that this run has not asked for yet, as far as its limit allows; it does so now."""
        return [link for link in links if not self.full() and self.asked.add([link.url])]

    def full(self) -> bool:
        """Whether the limit of this run is reached."""
        return bool(self.window.limit) and len(self.asked) >= self.window.limit

    def walked(self, channel: str) -> bool:
        """Whether an earlier run walked this channel's lists to the end, at least as far back as this one would."""
        since = self.archive.one(WALKED, self.portal, channel, _latest())
        return since is not None and since <= self.window.since

    async def finish_walk(self, channel: str) -> None:
        """The lists of a channel were walked to their end, or back to `since`."""
        if self.window.until and not self.window.since:
            return
        async with self.writing() as archive:
            archive.conn.execute(
                "INSERT INTO walks (portal, channel, since, finished_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET"  # between the last walk and this one's `since` nobody has looked
                " since = iif(finished_at < excluded.since, excluded.since, min(since, excluded.since)),"
                " finished_at = max(iif(finished_at <= ?, finished_at, ''), excluded.finished_at)",
                (self.portal, channel, self.window.since, utc_now(), _latest()),
            )

    def listed_lately(self, url: str) -> bool:
        """Whether an address was a list page within the last weeks."""
        since = (dt.datetime.now(dt.UTC) - LATELY).isoformat(timespec="seconds")
        return self.archive.one(LISTED, url, since) is not None

    def days_since(self, day: str) -> set[str]:
        """The days from one on, of which an article is known."""
        sql = "SELECT DISTINCT dated FROM ledger WHERE portal = ? AND dated >= ?"
        return {dated for (dated,) in self.archive.conn.execute(sql, (self.portal, day))}

    async def printed(self, day: str, sheets: list[Sheet]) -> None:
        """The printed pages of a newspaper's issue."""
        async with self.writing() as archive:
            keep_sheets(archive.conn, self.portal, day, sheets)

    async def done(self, page: Page) -> None:
        """A page came off the road: file it, and count what its reading says about the portal's health."""
        if reason := page.failed or page.refused:  # before it is filed: after a challenge the host is asked no more
            self.note(page.capture.url or "", reason)
        self.tally[await self.filing.add(page)] += 1
        if page.reading is not None:
            for missed in {miss.split(":")[0] for miss in page.reading.misses}:
                self.health[missed, "page", False] += 1
            layout = page.reading.layout
            self.health[layout, "page", True] += 1
            for name in FIELDS:
                self.health[layout, name, getattr(page.article, name) is not None] += 1

    async def failed(self, failure: Failure) -> None:
        """An address gave no capture."""
        async with self.writing() as archive:
            archive.fail(failure)
        self.tally["refused" if failure.permanent else "unfetched"] += 1
        self.note(failure.url, failure.reason)

    def note(self, url: str, reason: str) -> None:
        """Count a failure by its class, with a few examples. A challenge ends the visit to its host."""
        kind = class_of(reason)
        self.classes[kind] += 1
        self.lost.update(told for told in LOSSES if reason.startswith(told))
        if len(self.failures[kind]) < 3:
            self.failures[kind].append(f"{url}: {reason}")
        if kind == "challenge" and not self.replay:
            self.hosts.close(urlsplit(url).hostname or "", reason)

    def unchanged(self) -> None:
        """An article that was asked for again is still as it was."""
        self.tally["unchanged"] += 1

    def unasked(self, url: str, reason: str) -> None:
        """An address was not asked for, its host being left alone: it stays pending, and this was no try."""
        self.tally["unfetched"] += 1
        self.note(url, reason)

    def list_failed(self, channel: str, url: str, reason: str) -> None:
        """A list page could not be had: its links are unknown, so the run is not whole."""
        self.tally["list_failures"] += 1
        self.lost_list = self.lost_list or f"{url}: {reason}"
        self.note(url, reason)
        log.warning("%s, %s: list page %s: %s", self.portal, channel, url, reason)

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
        conn.execute(
            "UPDATE crawls SET finished_at = ?, reason = ?, exit_code = ?, links = ?, lists = ?, stored = ?,"
            " duplicate = ?, quarantined = ?, refused = ?, requests = ?, pending = ? WHERE id = ?",
            (utc_now(), self.reason, self.exit_code, *(self.tally[key] for key in COUNTED), len(self.asked),
             counts(conn, self.portal)["pending"], self.crawl_id),
        )
        conn.executemany(
            "INSERT INTO portal_health (crawl_id, layout, field, hits, misses) VALUES (?, ?, ?, ?, ?)",
            [(self.crawl_id, layout, name, self.health[layout, name, True], self.health[layout, name, False])
             for layout, name in {key[:2] for key in self.health}],
        )

    def report(self) -> dict[str, Any]:
        """The figures of the run, for a table or a log line."""
        figures = {key: self.tally[key] for key in (*COUNTED, "unfetched")}
        judged = {"exit": self.exit_code, "why": self.reason}
        return {"portal": self.portal, "requests": len(self.asked), **figures, **judged}


def _latest() -> str:
    """The latest moment at which a walk can have ended; any, under a clock that was never set."""
    now = dt.datetime.now(dt.UTC)
    return (now + AHEAD).isoformat(timespec="seconds") if now.year >= WRITTEN else "9999"
