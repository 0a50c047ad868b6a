"""The ledger: every address ever discovered, in exactly one state. It is the crawl frontier too."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from archive.canonical import canonical

STATES = ("pending", "stored", "duplicate", "quarantined", "refused")
KEPT_STATES = ("stored", "duplicate")  # of an address that has an article
OUTSIDE = "outside the window"
NOT_CAPTURED = "not in the capture"
ROBOTS = "robots.txt"
UNAVAILABLE = "robots.txt unavailable"
CALENDAR = "outside the calendar"
# Refused by the circumstances of a run, not by the page: the next run that meets the link asks again. CALENDAR may have
# been the fault of a wrong clock, or of a misprint in a list.
REOPENED = (OUTSIDE, NOT_CAPTURED, ROBOTS, CALENDAR)
# A host in maintenance shows one page for every address.
LOST = "soft 404: the same page as for an address that never was"
# Reasons that may pass, whatever state they lead to: the address is asked for again, after longer and longer waits.
PASSING = (
    "cut short", "coding:", "challenge", "no article: empty page", "no article: JSON", "error page", LOST,
    "page ",  # of an article's further pages: "page 2: HTTP 404"
)
# What may have stood in the page's place: a provider's own page, a script that loads one, a redirect to either. Asked
# for again after these hours, then believed: there are articles without text, and some that have moved away.
DOUBTFUL = ("off the portal", "no article: no text found", "no article: a sitemap", "redirect:")
DOUBTS = (6, 24)
WAITS = (0, 1, 6, 24, 72, 168)  # hours, after the first, second … failure; the last for all further ones
DUE = "(next_try IS NULL OR next_try <= ? OR next_try > ?)"  # a time beyond all waits was set by a wrong clock

COLUMNS = "canonical, state, changed_at, url, portal, channel, reason, dated, next_try, capture, tries, discovered_at"
# In an upsert: the address has an article, and the new state has none.
KEPT = "state IN ('stored', 'duplicate') AND excluded.state NOT IN ('stored', 'duplicate')"


@dataclass(frozen=True)
class Link:
    """An article's address as a list page showed it."""

    url: str
    dated: str | None = None  # ISO date, from the list or the address
    channel: str | None = None
    tries: int = 0  # that failed, in earlier runs


@dataclass(frozen=True)
class Discovered:
    """What a list page brought: the links to fetch, and how many of them nobody had seen before."""

    wanted: list[Link]
    new: int


def discover(conn: sqlite3.Connection, portal: str, links: Iterable[Link], now: str) -> Discovered:
    """Enter links as pending; return those that are to be fetched: the new ones, and those that are due again.

    `now` here and below is UTC, ISO 8601. Whatever writes runs inside the caller's transaction.
    """
    wanted: list[Link] = []
    new = 0
    due_by = _due(now)
    for link in links:
        key = canonical(link.url)
        row = conn.execute(
            f"SELECT url, state, reason, next_try IS NOT NULL, {DUE} FROM ledger WHERE canonical = ?", (*due_by, key)
        ).fetchone()
        if row is None:
            conn.execute(
                "INSERT INTO ledger (canonical, url, portal, channel, state, dated, discovered_at, changed_at)"
                " VALUES (?, ?, ?, ?, 'pending', ?, ?, ?)",
                (key, link.url, portal, link.channel, link.dated, now, now),
            )
            new += 1
            wanted.append(link)
            continue
        url, state, reason, passing, due = row
        reopened = state == "refused" and reason in REOPENED
        if reopened:
            conn.execute("UPDATE ledger SET state = 'pending', changed_at = ? WHERE canonical = ?", (now, key))
        if reopened or ((state == "pending" or passing) and due):
            wanted.append(Link(url, link.dated, link.channel))
    return Discovered(wanted, new)


def discovered_after(conn: sqlite3.Connection, links: Iterable[Link], moment: str) -> int:
    """How many of these links were discovered later than a moment."""
    sql = "SELECT count(*) FROM ledger WHERE canonical = ? AND discovered_at > ?"
    return sum(conn.execute(sql, (canonical(link.url), moment)).fetchone()[0] for link in links)


def redate(conn: sqlite3.Connection, links: Iterable[Link], latest: str, now: str) -> None:
    """Links that a list shows now were not discovered later than now: put right what a wrong clock wrote.

    `latest` is the latest moment that can be right, with some room for clocks that differ.
    """
    conn.executemany("UPDATE ledger SET discovered_at = ? WHERE canonical = ? AND discovered_at > ?",
                     [(now, canonical(link.url), latest) for link in links])


def set_aside(
    conn: sqlite3.Connection, portal: str, links: Iterable[Link], now: str, reason: str = OUTSIDE
) -> None:
    """Enter links that this crawl leaves out as refused for a reason, so that they count as discovered."""
    conn.executemany(
        "INSERT OR IGNORE INTO ledger"
        " (canonical, url, portal, channel, state, reason, dated, discovered_at, changed_at)"
        " VALUES (?, ?, ?, ?, 'refused', ?, ?, ?, ?)",
        [(canonical(x.url), x.url, portal, x.channel, reason, x.dated, now, now) for x in links],
    )


def pending(conn: sqlite3.Connection, portal: str, now: str, channels: Sequence[str]) -> list[Link]:
    """What earlier runs of a portal left to be fetched, and is due: the untried first, then newest first.

    Only of these channels, as in the functions below; of all where none is named.
    """
    rows = conn.execute(
        "SELECT url, dated, channel, tries FROM ledger WHERE portal = ? AND (state = 'pending' OR next_try IS NOT NULL)"
        f" AND {DUE} ORDER BY tries > 0, dated DESC, canonical",
        (portal, *_due(now)),
    )
    return _chosen(rows, channels)


def forbidden(conn: sqlite3.Connection, portal: str, channels: Sequence[str]) -> list[Link]:
    """What robots.txt forbade in earlier runs, newest first."""
    rows = conn.execute(
        "SELECT url, dated, channel, tries FROM ledger WHERE portal = ? AND state = 'refused' AND reason = ?"
        " ORDER BY dated DESC, canonical", (portal, ROBOTS),
    )
    return _chosen(rows, channels)


def recent(conn: sqlite3.Connection, portal: str, day: str, channels: Sequence[str]) -> list[Link]:
    """The articles from a day on that are in the archive and not to be asked for again anyhow, newest first."""
    rows = conn.execute(
        "SELECT url, dated, channel FROM ledger WHERE portal = ? AND state IN ('stored', 'duplicate') AND dated >= ?"
        " AND next_try IS NULL ORDER BY dated DESC, canonical", (portal, day),
    )
    return _chosen(rows, channels)


def known_of(conn: sqlite3.Connection, portal: str, channel: str) -> int:
    """How many addresses are known of a portal's channel, in whatever state."""
    sql = "SELECT count(*) FROM ledger WHERE portal = ? AND channel = ?"
    return int(conn.execute(sql, (portal, channel)).fetchone()[0])


def days_since(conn: sqlite3.Connection, portal: str, day: str) -> set[str]:
    """The days from one on, of which an article is known."""
    sql = "SELECT DISTINCT dated FROM ledger WHERE portal = ? AND dated >= ?"
    return {dated for (dated,) in conn.execute(sql, (portal, day))}


def _chosen(rows: Iterable[tuple[Any, ...]], channels: Sequence[str]) -> list[Link]:
    """Rows of url, dated, channel, and perhaps tries, as links; those of other channels are left out."""
    return [Link(*row) for row in rows if not channels or row[2] in channels]


def waiting(conn: sqlite3.Connection, portal: str, now: str) -> int:
    """How many addresses of a portal are to be asked for again, but not yet."""
    sql = f"SELECT count(*) FROM ledger WHERE portal = ? AND next_try IS NOT NULL AND NOT {DUE}"
    return int(conn.execute(sql, (portal, *_due(now))).fetchone()[0])


def settle(
    conn: sqlite3.Connection, url: str, state: str, reason: str | None, now: str, *,
    portal: str | None = None, capture: str | None = None,
) -> None:
    """Move an address to a state, and set when it is to be asked for again: by WAITS or DOUBTS, or never.

    What is stored stays stored: a later failure is only noted as its reason. `capture` is the digest of the bytes that
    led to the state.
    """
    key = canonical(url)
    again = None
    passing = state == "pending" or (reason or "").startswith(PASSING)
    if passing or (reason or "").startswith(DOUBTFUL):
        row = conn.execute("SELECT tries FROM ledger WHERE canonical = ?", (key,)).fetchone()
        hours = (WAITS if passing else DOUBTS)[row[0] if row else 0 :]
        again = _after(now, hours[0] if hours else WAITS[-1]) if hours or passing else None
    conn.execute(
        "INSERT INTO ledger"
        " (canonical, url, portal, state, reason, capture, discovered_at, changed_at, next_try, tries)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
        " ON CONFLICT (canonical) DO UPDATE SET"
        "  state = iif(" + KEPT + ", state, excluded.state),"
        "  capture = iif(" + KEPT + ", capture, coalesce(excluded.capture, capture)),"
        "  next_try = iif(" + KEPT + ", NULL, excluded.next_try),"
        "  reason = excluded.reason, changed_at = excluded.changed_at, tries = tries + 1",
        (key, url, portal, state, reason, capture, now, now, again),
    )


def take(conn: sqlite3.Connection, row: tuple[Any, ...]) -> None:
    """Take a row (COLUMNS) of another ledger, or one entered under older rules for addresses, into this ledger.

    It gets the key that its address has today. If that key is known, one row is made of two: the state is that of the
    row with an article, else of the later one; discovered is the earlier of both.
    """
    row = (canonical(row[3]), *row[1:])
    known = conn.execute(f"SELECT {COLUMNS} FROM ledger WHERE canonical = ?", row[:1]).fetchone()
    if known:
        *best, _, _ = max(known, row, key=_rank)
        row = (*best, max(known[-2], row[-2]), min(known[-1], row[-1]))
    if row != known:
        conn.execute(f"INSERT OR REPLACE INTO ledger ({COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)


def _rank(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What two rows of one address are ordered by: always the same, whichever is taken first.

    Of `tries` and `discovered_at` each is taken from both rows, so they do not count. Where the address has an article,
    the reprint chain decides state and capture, and has done so in one of the rows: these come last.
    """
    _, state, changed_at, *rest, capture, _, _ = row
    kept = state in ("stored", "duplicate")
    return kept, changed_at, "" if kept else state, json.dumps(rest), state, capture or ""


def _after(now: str, hours: int) -> str:
    return (dt.datetime.fromisoformat(now) + dt.timedelta(hours=hours)).isoformat(timespec="seconds")


def _due(now: str) -> tuple[str, str]:
    """The values for DUE."""
    return now, _after(now, WAITS[-1] + 1)


def counts(conn: sqlite3.Connection, portal: str | None = None) -> dict[str, int]:
    """How many addresses are in each state, and `discovered`, their sum."""
    where, values = ("WHERE portal = ?", [portal]) if portal else ("", [])
    found = dict(conn.execute(f"SELECT state, count(*) FROM ledger {where} GROUP BY state", values))
    result = {state: found.get(state, 0) for state in STATES}
    return {**result, "discovered": sum(result.values())}
