"""The verdict on a run: did it bring what it should, measured by the portal's own past?"""

from __future__ import annotations

import collections
import json
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.errors import DEGRADED, GOOD, NOTHING, USAGE

if TYPE_CHECKING:
    from crawler.frontier import Frontier

RECENT = 10  # runs that make a portal's past
ENOUGH = 20  # pages that make a share of the past
FEW = 8  # pages that make a share of today
DROP = 0.3  # of all pages: a field read on so many fewer of them than before is a fault of ours or a change of theirs
READ_BY = "layout"  # not a field: that a declared layout fitted, not the generic reader

PAST = """
SELECT field, layout, sum(hits), sum(misses) FROM portal_health
WHERE crawl_id IN (SELECT id FROM crawls WHERE portal = ? AND id < ? AND finished_at IS NOT NULL
                   ORDER BY id DESC LIMIT ?)
GROUP BY field, layout
"""
BEFORE = """
SELECT id FROM crawls WHERE portal = ? AND id < ? AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1
"""
LAST = """
SELECT links FROM crawls WHERE portal = ? AND id < ? AND arguments = ? AND finished_at IS NOT NULL
ORDER BY id DESC LIMIT 1
"""


class Share(NamedTuple):
    """On how many of how many pages something was read."""

    hits: int
    pages: int

    @property
    def part(self) -> float:
        """The share; 0 of no pages."""
        return self.hits / self.pages if self.pages else 0.0


def judge(run: Frontier, reason: str, expect: tuple[int, int]) -> tuple[int, str]:
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
        told = f"0 links where the last run had {last}" if last else "no article link on any list page"
        return DEGRADED if last else NOTHING, f"{told}: the portal moved, or its lists changed"
    if run.window.whole() and not run.replay and tally["links"] < expect[0]:
        return DEGRADED, f"{tally['links']} links, under the {expect[0]} this portal is expected to have"
    return GOOD, reason


def _hosts(run: Frontier) -> str:
    return "; ".join(f"{host} left alone: {why}" for host, why in sorted(run.hosts.closed.items()))


def _lists(run: Frontier) -> str:
    failed = run.tally["list_failures"]
    return f"{failed} list page(s) could not be fetched ({run.lost_list}); run again" if failed else ""


def _errors(run: Frontier) -> str:
    errors = run.tally["errors"]
    return f"{errors} page(s) broke the crawler itself: see the log" if errors else ""


def _channels(run: Frontier) -> str:
    """A channel without a link, that had some before: its list was rebuilt, and no request fails for that."""
    if run.replay or not run.tally["links"]:
        return ""
    empty = [channel for channel, links in run.channels.items() if not links]
    known = {channel: run.archive.one("SELECT count(*) FROM ledger WHERE portal = ? AND channel = ?",
                                      run.portal, channel) for channel in empty}
    return "; ".join(f"{channel}: 0 links where {count} are known" for channel, count in known.items() if count)


def _lost(run: Frontier) -> str:
    """A host in maintenance shows one page for all its addresses; a provider's own page, or a redirect, does so too."""
    lost, read = run.lost.total(), run.tally["stored"] + run.tally["duplicate"]
    if lost < FEW or read:
        return ""
    return f"{lost} article(s), and no other, were refused as {', '.join(sorted(run.lost))}; run again"


def _unread(run: Frontier) -> str:
    lost = run.tally["quarantined"] + run.tally["unfetched"]
    return f"{lost} article(s) not read: see the ledger's quarantined and pending rows" if lost else ""


def _drops(run: Frontier) -> list[str]:
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


def _run_before(run: Frontier, crawl_id: int) -> tuple[dict[str, Share], int]:
    """The shares of the last run before one, and its number; 0 where there is none."""
    before = _ask(run, BEFORE, run.portal, crawl_id)
    number = before[0][0] if before else 0
    return (_shares(_ask(run, PAST, run.portal, number + 1, 1)), number) if number else ({}, 0)


def shares(run: Frontier) -> dict[str, Share]:
    """Of this run: by field, on how many of the pages it was read."""
    rows = collections.Counter[tuple[str, str]]()
    missed = collections.Counter[tuple[str, str]]()
    for (layout, name, hit), count in run.health.items():
        (rows if hit else missed)[name, layout] += count
    return _shares([(*key, rows[key], missed[key]) for key in {*rows, *missed}])


def past_shares(run: Frontier, crawl_id: int | None = None) -> dict[str, Share]:
    """The same, of the runs before, or before another."""
    if run.crawl_id is None:
        return {}
    return _shares(_ask(run, PAST, run.portal, run.crawl_id if crawl_id is None else crawl_id, RECENT))


def links_before(run: Frontier) -> int:
    """How many links the last run with the same arguments saw."""
    arguments = json.dumps(run.window.__dict__, ensure_ascii=False)
    rows = _ask(run, LAST, run.portal, run.crawl_id or 0, arguments)
    return rows[0][0] or 0 if rows else 0


def _ask(run: Frontier, sql: str, *values: object) -> list[tuple[Any, ...]]:
    try:
        return run.archive.conn.execute(sql, values).fetchall()
    except sqlite3.DatabaseError:  # judged even so: that the archive is damaged is told elsewhere
        return []


def _shares(rows: list[tuple[Any, ...]]) -> dict[str, Share]:
    """From (field, layout, hits, misses). A `page` row counts pages read by a layout, not fields."""
    found: dict[str, Share] = {}
    for field, layout, hits, misses in rows:
        name, got, of = field, hits, hits + misses
        if field == "page":
            name, got, of = READ_BY, hits * (layout != "generic"), hits
        before = found.get(name, Share(0, 0))
        found[name] = Share(before.hits + got, before.pages + of)
    return found
