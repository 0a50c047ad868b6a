"""Walks: how far the lists of each channel were read to their end, so that a crawl need not go down all of them again.

`latest` is the latest moment at which a walk can have ended: one that ended later was dated by a wrong clock, and
counts for nothing.
"""

from __future__ import annotations

import sqlite3


def ended(conn: sqlite3.Connection, portal: str, channel: str, latest: str) -> str | None:
    """When the last walk of a channel came to its end (UTC, ISO 8601), or None."""
    row = conn.execute("SELECT finished_at FROM walks WHERE portal = ? AND channel = ? AND finished_at <= ?",
                       (portal, channel, latest)).fetchone()
    return row and str(row[0])


def since(conn: sqlite3.Connection, portal: str, channel: str, latest: str) -> str | None:
    """The day back to which a channel was walked without a gap, '' for all of it; None where it never was."""
    row = conn.execute("SELECT since FROM walks WHERE portal = ? AND channel = ? AND finished_at <= ?",
                       (portal, channel, latest)).fetchone()
    return row and str(row[0])


def finish(conn: sqlite3.Connection, portal: str, channel: str, day: str, now: str, latest: str) -> None:
    """A channel was walked back to a day, or to its end (''). Between the last walk and this day nobody has looked."""
    conn.execute(
        "INSERT INTO walks (portal, channel, since, finished_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " since = iif(finished_at < excluded.since, excluded.since, min(since, excluded.since)),"
        " finished_at = max(iif(finished_at <= ?, finished_at, ''), excluded.finished_at)",
        (portal, channel, day, now, latest),
    )
