"""The verdict on a run: did it bring what it should, measured by the portal's own past?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from archive import crawls
from archive.crawls import Health
from archive.errors import DEGRADED, GOOD, NOTHING, USAGE
from archive.ledger import known_of
from crawler.account import Run

RECENT = 10  # runs that make a portal's past
ENOUGH = 20  # pages that make a share of the past
FEW = 8  # pages that make a share of today
DROP = 0.3  # of all pages: a field read on so many fewer of them than before is a fault of ours or a change of theirs
READ_BY = "layout"  # not a field: that a declared layout fitted, not the generic reader


class Share(NamedTuple):
    """On how many of how many pages something was read."""

    hits: int
    pages: int

    @property
    def part(self) -> float:
        """The share as a number from 0 to 1; 0 of no pages."""
        return self.hits / self.pages if self.pages else 0.0


def judge(run: Run, reason: str, expect: tuple[int, int]) -> tuple[int, str]:
    """The exit code of a run, and why, in words. The gravest comes first."""
    tally = run.tally
    if run.broken:
        return USAGE, run.broken
    if reason not in ("finished", "limit"):
        return DEGRADED, f"ended early: {reason}; run again, it goes on where it stopped"
    for told in (_hosts(run), _lists(run), _errors(run), _channels(run), _lost(run), _unread(run), *_drops(run)):
        if told:
            return DEGRADED, told
    if not tally["links"] and not run.asked:
        last = links_before(run)
        told = f"0 links where an earlier run had {last}" if last else "no article link on any list page"
        return DEGRADED if last else NOTHING, f"{told}: the portal moved, or its lists changed"
    if run.window.whole() and not run.replay and tally["links"] < expect[0]:
        return DEGRADED, f"{tally['links']} links, under the {expect[0]} this portal is expected to have"
    return GOOD, reason


def _hosts(run: Run) -> str:
    return "; ".join(f"{host} left alone: {why}" for host, why in sorted(run.hosts.closed.items()))


def _lists(run: Run) -> str:
    failed = run.tally["list_failures"]
    return f"{failed} list page(s) could not be fetched ({run.lost_list}); run again" if failed else ""


def _errors(run: Run) -> str:
    errors = run.tally["errors"]
    return f"{errors} page(s) broke the crawler itself: see the log" if errors else ""


def _channels(run: Run) -> str:
    """A channel without a link, that had some before: its list was rebuilt, and no request fails for that."""
    if run.replay or not run.tally["links"]:
        return ""
    empty = [channel for channel, links in run.channels.items() if not links]
    known = {channel: known_of(run.archive.conn, run.portal, channel) for channel in empty}
    return "; ".join(f"{channel}: 0 links where {count} are known" for channel, count in known.items() if count)


def _lost(run: Run) -> str:
    """A host in maintenance shows one page for all its addresses; a provider's own page, or a redirect, does so too."""
    lost, read = run.lost.total(), run.tally["stored"] + run.tally["duplicate"]
    if lost < FEW or read:
        return ""
    return f"{lost} article(s), and no other, were refused as {', '.join(sorted(run.lost))}; run again"


def _unread(run: Run) -> str:
    lost = run.tally["quarantined"] + run.tally["unfetched"]
    return f"{lost} article(s) not read: see the ledger's quarantined and pending rows" if lost else ""


def _drops(run: Run) -> list[str]:
    """What is read on far fewer pages than in the runs before.

    A portal of a few articles a day never has enough of them in one run: then the last runs are looked at as one.
    """
    past, today = past_shares(run), shares(run)
    lately, since = today, run.crawl_id or 0
    while (pages := lately.get("text", Share(0, 0)).pages) and pages < FEW and since:
        earlier, since = _run_before(run, since)
        lately = {name: _both(lately.get(name), earlier.get(name)) for name in {**lately, **earlier}}
    past = past if lately is today else past_shares(run, since)
    return [
        f"{name} read on {share.part:.0%} of {share.pages} pages, {past[name].part:.0%} before: a layout changed"
        for name, share in sorted(lately.items())
        if name in past and past[name].pages >= ENOUGH and share.pages >= FEW
        and max(share.part, today[name].part if name in today else 1) < past[name].part - DROP
    ]


def _both(one: Share | None, other: Share | None) -> Share:
    return Share(*map(sum, zip(one or (0, 0), other or (0, 0), strict=True)))


def _run_before(run: Run, crawl_id: int) -> tuple[dict[str, Share], int]:
    """The shares of the last run before one, and its number; 0 where there is none."""
    conn = run.archive.conn
    try:
        number = crawls.before(conn, run.portal, crawl_id)
        return _shares(crawls.health_before(conn, run.portal, number + 1, 1)) if number else {}, number
    except sqlite3.DatabaseError:  # judged even so: that the archive is damaged is told elsewhere
        return {}, 0


def shares(run: Run) -> dict[str, Share]:
    """Of this run: by field, on how many of the pages it was read."""
    return _shares(run.health_rows())


def past_shares(run: Run, crawl_id: int | None = None) -> dict[str, Share]:
    """The same, of the last RECENT runs before this one, or before another; none where the run was not entered."""
    if run.crawl_id is None:
        return {}
    before = run.crawl_id if crawl_id is None else crawl_id
    try:
        return _shares(crawls.health_before(run.archive.conn, run.portal, before, RECENT))
    except sqlite3.DatabaseError:
        return {}


def links_before(run: Run) -> int:
    """How many links the last run with the same arguments saw that saw any: a portal stays lost until it is found."""
    try:
        return crawls.links_before(run.archive.conn, run.portal, run.crawl_id or 0, run.arguments)
    except sqlite3.DatabaseError:
        return 0


def _shares(rows: Iterable[Health]) -> dict[str, Share]:
    """By field, on how many pages it was read. A `page` row counts the pages read by a layout, not a field."""
    found: dict[str, Share] = {}
    for layout, field, hits, misses in rows:
        name, got, of = field, hits, hits + misses
        if field == "page":
            name, got, of = READ_BY, hits * (layout != "generic"), hits
        before = found.get(name, Share(0, 0))
        found[name] = Share(before.hits + got, before.pages + of)
    return found
