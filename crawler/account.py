"""The account of a run: what it was asked for, and what it counts. By this it is judged and reported."""

from __future__ import annotations

import collections
import json
import logging
from typing import Any
from urllib.parse import urlsplit

from archive.archive import Archive
from archive.crawls import Health
from archive.errors import DEGRADED
from archive.ledger import DOUBTFUL
from crawler.failures import class_of
from crawler.hosts import Hosts
from crawler.seen import Seen
from crawler.window import Window
from pipelines.items import Page

log = logging.getLogger(__name__)
COUNTED = ("links", "lists", "stored", "duplicate", "quarantined", "refused")  # columns of `crawls`
HAD = ("stored", "duplicate", "quarantined", "unfetched", "unchanged")  # and not refused; some may be had later
FIELDS = ("title", "published_at", "source", "text")  # by which a portal's health is told
LOSSES = ("soft 404", *DOUBTFUL)  # reasons which, all at once, mean that something stood in the articles' place
EXAMPLES = 3  # of each class of failures
BARREN = 100  # list pages in a row whose articles were all refused: of a thousand and more none is there
UNENDED = "stopped before its end; run again, it goes on where it stopped"


class Run:
    """One run of a portal: its window, its counts, the hosts it met; the verdict on it, once there is one."""

    def __init__(self, archive: Archive, portal: str, window: Window, *, replay: bool = False) -> None:
        self.archive, self.portal, self.window, self.replay = archive, portal, window, replay
        self.hosts = Hosts(archive.locks.folder)
        self.asked = Seen()  # the articles this run has asked for
        self.tally: collections.Counter[str] = collections.Counter()
        self.health: collections.Counter[tuple[str, str, bool]] = collections.Counter()  # layout, field, was it read
        self.channels: collections.Counter[str] = collections.Counter()  # links by channel
        self.failures: dict[str, list[str]] = collections.defaultdict(list)  # class: "address: reason", the first few
        self.classes: collections.Counter[str] = collections.Counter()
        self.lost: collections.Counter[str] = collections.Counter()  # articles that a host may have shown none of
        self.barren: dict[str, tuple[int, int, int]] = {}  # by channel: lists, and what was had and asked for
        self.lost_list = ""  # the first list page that could not be had, and why
        self.waited = 0.0  # seconds: the longest wait for another process
        self.broken = ""  # why the archive can no longer be written
        self.crawl_id: int | None = None  # its row in `crawls`
        self.exit_code, self.reason = DEGRADED, UNENDED  # until the run has come to its end

    @property
    def arguments(self) -> str:
        """What the run was asked for, as JSON."""
        return json.dumps(self.window.__dict__, ensure_ascii=False)

    def count_reading(self, page: Page) -> None:
        """Count what the reading of a page tells about the portal's health: layouts that missed, fields that did."""
        if page.reading is None:
            return
        for missed in {miss.split(":")[0] for miss in page.reading.misses}:
            self.health[missed, "page", False] += 1
        layout = page.reading.layout
        self.health[layout, "page", True] += 1
        for name in FIELDS:
            self.health[layout, name, getattr(page.article, name) is not None] += 1

    def note(self, url: str, reason: str) -> None:
        """Count a failure by its class, with a few examples. A challenge ends the visit to its host."""
        kind = class_of(reason)
        self.classes[kind] += 1
        self.lost.update(told for told in LOSSES if reason.startswith(told))
        if len(self.failures[kind]) < EXAMPLES:
            self.failures[kind].append(f"{url}: {reason}")
        if kind == "challenge" and not self.replay:
            self.hosts.close(urlsplit(url).hostname or "", reason)

    def left_empty(self, channel: str) -> bool:
        """To be asked at each list page: whether BARREN in a row named articles to ask for, and not one could be had.

        Addresses that are ever new and never there make a list without end. What is known already is not asked for, so
        that the next run passes it by and goes on below, should there be older articles that are still there.
        """
        had = sum(self.tally[kind] for kind in HAD)
        lists, had_before, asked_before = self.barren.get(channel, (0, had, 0))
        lists = 0 if had > had_before else lists + (len(self.asked) > asked_before)
        self.barren[channel] = lists, had, len(self.asked)
        return lists > BARREN

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

    def health_rows(self) -> list[Health]:
        """The portal's health as this run saw it, by layout and field."""
        return [(layout, name, self.health[layout, name, True], self.health[layout, name, False])
                for layout, name in {key[:2] for key in self.health}]

    def report(self) -> dict[str, Any]:
        """The figures of the run, for a table or a log line."""
        figures = {key: self.tally[key] for key in (*COUNTED, "unfetched")}
        judged = {"exit": self.exit_code, "why": self.reason}
        return {"portal": self.portal, "requests": len(self.asked), **figures, **judged}
