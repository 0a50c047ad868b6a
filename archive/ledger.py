"""The ledger: every address ever discovered, in exactly one state. It is the crawl frontier too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from archive.canonical import canonical

STATES = ("pending", "stored", "duplicate", "quarantined", "refused")
OUTSIDE = "outside the window"
NOT_CAPTURED = "not in the capture"
ROBOTS = "robots.txt"
# Refused by the circumstances of a run, not by the page: the next run that meets the link asks again.
REOPENED = (OUTSIDE, NOT_CAPTURED, ROBOTS)


KEPT = "state IN ('stored', 'duplicate') AND excluded.state NOT IN ('stored', 'duplicate')"


@dataclass(frozen=True)
class Link:
    """An article's address as a list page showed it."""

    url: str
    dated: str | None = None  # ISO date, from the list or the address
    channel: str | None = None


@dataclass(frozen=True)
class Discovered:
    """What a list page brought: the links to fetch, and how many of them nobody had seen before."""

    wanted: list[Link]
    new: int


def discover(conn: sqlite3.Connection, portal: str, links: Iterable[Link], now: str) -> Discovered:
    """Enter links as pending; return those that are to be fetched: the new, and the still pending.

    Runs inside the caller's transaction.
    """
    wanted: list[Link] = []
    new = 0
    for link in links:
        key = canonical(link.url)
        row = conn.execute("SELECT url, state, reason FROM ledger WHERE canonical = ?", (key,)).fetchone()
        if row is None:
            conn.execute(
                "INSERT INTO ledger (canonical, url, portal, channel, state, dated, discovered_at, changed_at)"
                " VALUES (?, ?, ?, ?, 'pending', ?, ?, ?)",
                (key, link.url, portal, link.channel, link.dated, now, now),
            )
            new += 1
            wanted.append(link)
        elif row[1] == "pending":
            wanted.append(Link(row[0], link.dated, link.channel))
        elif row[1] == "refused" and row[2] in REOPENED:
            settle(conn, link.url, "pending", None, now)
            wanted.append(Link(row[0], link.dated, link.channel))
    return Discovered(wanted, new)


def set_aside(conn: sqlite3.Connection, portal: str, links: Iterable[Link], now: str) -> None:
    """Enter links that this crawl's window leaves out, so that they count as discovered."""
    conn.executemany(
        "INSERT OR IGNORE INTO ledger"
        " (canonical, url, portal, channel, state, reason, dated, discovered_at, changed_at)"
        " VALUES (?, ?, ?, ?, 'refused', ?, ?, ?, ?)",
        [(canonical(x.url), x.url, portal, x.channel, OUTSIDE, x.dated, now, now) for x in links],
    )


def pending(conn: sqlite3.Connection, portal: str, channels: Iterable[str] | None = None) -> list[Link]:
    """What earlier runs of a portal left unfetched, newest first."""
    rows = conn.execute(
        "SELECT url, dated, channel FROM ledger WHERE portal = ? AND state = 'pending' ORDER BY dated DESC, canonical",
        (portal,),
    )
    chosen = None if channels is None else set(channels)
    return [Link(*row) for row in rows if chosen is None or row[2] in chosen]


def settle(
    conn: sqlite3.Connection, url: str, state: str, reason: str | None, now: str, *,
    portal: str | None = None, capture: str | None = None,
) -> None:
    """Move an address to a state. What is stored stays stored: a later failure is only noted as its reason."""
    conn.execute(
        "INSERT INTO ledger (canonical, url, portal, state, reason, capture, discovered_at, changed_at, tries)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)"
        " ON CONFLICT (canonical) DO UPDATE SET"
        "  state = iif(" + KEPT + ", state, excluded.state),"
        "  capture = iif(" + KEPT + ", capture, coalesce(excluded.capture, capture)),"
        "  reason = excluded.reason, changed_at = excluded.changed_at, tries = tries + 1",
        (canonical(url), url, portal, state, reason, capture, now, now),
    )


def counts(conn: sqlite3.Connection, portal: str | None = None) -> dict[str, int]:
    """How many addresses are in each state, and `discovered`, their sum."""
    where, values = ("WHERE portal = ?", [portal]) if portal else ("", [])
    found = dict(conn.execute(f"SELECT state, count(*) FROM ledger {where} GROUP BY state", values))
    result = {state: found.get(state, 0) for state in STATES}
    return {**result, "discovered": sum(result.values())}
