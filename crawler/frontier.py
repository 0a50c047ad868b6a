"""The frontier of one crawl: the ledger decides what is fetched, the archive's transaction what is done."""

from __future__ import annotations

import collections
import json
from typing import Any

from archive.archive import Archive, utc_now
from archive.canonical import canonical
from archive.errors import DEGRADED, GOOD, NOTHING
from archive.ledger import Link, counts, pending
from crawler.window import Window
from pipelines.items import Failure, Page

__all__ = ["Frontier", "Link"]
COUNTED = ("links", "lists", "stored", "duplicate", "quarantined", "refused")


class Frontier:
    """Holds a portal's lock and its row in `crawls` from start to finish.

    Raises Busy where another run crawls the portal, FangzhiError where the archive cannot be opened.
    """

    def __init__(self, archive: Archive, portal: str, window: Window, *, replay: bool = False) -> None:
        self.archive, self.portal, self.window, self.replay = archive, portal, window, replay
        self.lock = archive.lock_portal(portal)
        self.tally: collections.Counter[str] = collections.Counter()
        self.health: collections.Counter[tuple[str, str, bool]] = collections.Counter()
        self.asked: set[str] = set()  # canonical addresses of the articles this run has asked for
        self.exit_code = GOOD
        self.reason = ""

    def open(self, facts: dict[str, str | None]) -> None:
        """Begin the run: the portal's facts, and a row that says it has begun."""
        self.archive.know_portal(self.portal, **facts)
        arguments = json.dumps(self.window.__dict__, ensure_ascii=False)
        with self.archive.writing() as conn:
            self.crawl_id = conn.execute(
                "INSERT INTO crawls (portal, arguments, started_at) VALUES (?, ?, ?)",
                (self.portal, arguments, utc_now()),
            ).lastrowid

    def left_over(self) -> list[Link]:
        """What earlier runs discovered and did not fetch, newest first, as far as this run's limit allows."""
        links = pending(self.archive.conn, self.portal, self.window.channels or None)
        return self._within_limit([link for link in links if self.window.holds(link.dated)])

    def discover(self, links: list[Link]) -> tuple[list[Link], int]:
        """Enter a list page's links; return those to request now, and how many were new to the ledger."""
        self.tally["links"] += len(links)
        self.tally["lists"] += 1
        inside = [link for link in links if self.window.holds(link.dated) and canonical(link.url) not in self.asked]
        outside = [link for link in links if not self.window.holds(link.dated)]
        found = self.archive.discover(self.portal, inside, outside)
        return self._within_limit(found.wanted), found.new

    def _within_limit(self, links: list[Link]) -> list[Link]:
        if self.window.limit:
            links = links[: max(0, self.window.limit - len(self.asked))]
        self.asked.update(canonical(link.url) for link in links)
        return links

    def full(self) -> bool:
        """Whether the limit of this run is reached."""
        return bool(self.window.limit) and len(self.asked) >= self.window.limit

    def walked(self, channel: str) -> bool:
        """Whether an earlier run walked this channel's lists to the end, at least as far back as this one would."""
        since = self.archive.one("SELECT since FROM walks WHERE portal = ? AND channel = ?", self.portal, channel)
        return since is not None and since <= self.window.since

    def finish_walk(self, channel: str) -> None:
        """The lists of a channel were walked to their end, or back to `since`."""
        if self.window.until and not self.window.since:
            return
        with self.archive.writing() as conn:
            conn.execute(
                "INSERT INTO walks (portal, channel, since, finished_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET since = min(since, excluded.since), finished_at = excluded.finished_at",
                (self.portal, channel, self.window.since, utc_now()),
            )

    def done(self, page: Page) -> None:
        """A page came off the road: file it, and count what its reading says about the portal's health."""
        state = self.archive.add(page)
        self.tally[state] += 1
        if page.reading is not None:
            for missed in {miss.split(":")[0] for miss in page.reading.misses}:
                self.health[missed, "page", False] += 1
            layout = page.reading.layout
            self.health[layout, "page", True] += 1
            for field in ("title", "published_at", "source", "text"):
                self.health[layout, field, getattr(page.article, field) is not None] += 1

    def failed(self, failure: Failure) -> None:
        """An address gave no capture."""
        self.archive.fail(failure)
        self.tally["refused" if failure.permanent else "unfetched"] += 1

    def list_failed(self, channel: str, reason: str) -> None:
        """A list page could not be had: its links are unknown, so the run is not whole."""
        self.tally["list_failures"] += 1

    def close(self, reason: str, expect: tuple[int, int]) -> None:
        """End the run: judge it, write its row, let go of the portal."""
        self.exit_code, self.reason = self._judge(reason, expect)
        now_in = counts(self.archive.conn, self.portal)
        with self.archive.writing() as conn:
            conn.execute(
                "UPDATE crawls SET finished_at = ?, reason = ?, exit_code = ?, links = ?, lists = ?, stored = ?,"
                " duplicate = ?, quarantined = ?, refused = ?, requests = ?, pending = ? WHERE id = ?",
                (utc_now(), self.reason, self.exit_code,
                 *(self.tally[key] for key in COUNTED),
                 len(self.asked), now_in["pending"], self.crawl_id),
            )
            conn.executemany(
                "INSERT INTO portal_health (crawl_id, layout, field, hits, misses) VALUES (?, ?, ?, ?, ?)",
                [(self.crawl_id, layout, field, self.health[layout, field, True], self.health[layout, field, False])
                 for layout, field in {key[:2] for key in self.health}],
            )
        self.lock.release()

    def _judge(self, reason: str, expect: tuple[int, int]) -> tuple[int, str]:
        """The exit code of the run, and why it ended, in words."""
        tally = self.tally
        if reason not in ("finished", "limit"):
            return DEGRADED, f"ended early: {reason}"
        if tally["list_failures"]:
            return DEGRADED, f"{tally['list_failures']} list page(s) could not be fetched; run again"
        if not tally["links"] and not self.asked:
            return NOTHING, "no article link on any list page: the portal moved, or its lists changed"
        if tally["quarantined"] or tally["unfetched"]:
            lost = tally["quarantined"] + tally["unfetched"]
            return DEGRADED, f"{lost} article(s) not read: see the ledger's quarantined and pending rows"
        if self.window.whole() and not self.replay and tally["links"] < expect[0]:
            return DEGRADED, f"{tally['links']} links, under the {expect[0]} this portal is expected to have"
        return GOOD, reason

    def report(self) -> dict[str, Any]:
        """The figures of the run, for a table or a log line."""
        figures = {key: self.tally[key] for key in (*COUNTED, "unfetched")}
        judged = {"exit": self.exit_code, "why": self.reason}
        return {"portal": self.portal, "requests": len(self.asked), **figures, **judged}
