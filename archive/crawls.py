"""Crawls: a row for each run of a portal, and what its pages told of the portal's health (`portal_health`).

A row of health counts, for a layout and a field, on how many pages it was read and on how many missed; the field `page`
counts the pages themselves.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

Health = tuple[str, str, int, int]  # layout, field, hits, misses

HEALTH = """
SELECT layout, field, sum(hits), sum(misses) FROM portal_health
WHERE crawl_id IN (SELECT id FROM crawls WHERE portal = ? AND id < ? AND finished_at IS NOT NULL
                   ORDER BY id DESC LIMIT ?)
GROUP BY field, layout
"""
BEFORE = "SELECT id FROM crawls WHERE portal = ? AND id < ? AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1"
LINKS = """
SELECT links FROM crawls WHERE portal = ? AND id < ? AND arguments = ? AND finished_at IS NOT NULL AND links > 0
ORDER BY id DESC LIMIT 1
"""


def begin(conn: sqlite3.Connection, portal: str, arguments: str, now: str) -> int:
    """Enter a run that begins; return its number. `arguments` is JSON."""
    sql = "INSERT INTO crawls (portal, arguments, started_at) VALUES (?, ?, ?)"
    return conn.execute(sql, (portal, arguments, now)).lastrowid or 0


def finish(conn: sqlite3.Connection, number: int, row: Mapping[str, Any], health: Iterable[Health]) -> None:
    """Write what a run came to, by columns of `crawls`, and its portal's health."""
    columns = ", ".join(f"{column} = ?" for column in row)
    conn.execute(f"UPDATE crawls SET {columns} WHERE id = ?", (*row.values(), number))
    conn.executemany("INSERT INTO portal_health (crawl_id, layout, field, hits, misses) VALUES (?, ?, ?, ?, ?)",
                     [(number, *line) for line in health])


def health_before(conn: sqlite3.Connection, portal: str, number: int, runs: int) -> list[Health]:
    """The health of a portal in so many finished runs before one, added up by layout and field."""
    return conn.execute(HEALTH, (portal, number, runs)).fetchall()


def before(conn: sqlite3.Connection, portal: str, number: int) -> int:
    """The number of a portal's last finished run before one; 0 where there is none."""
    row = conn.execute(BEFORE, (portal, number)).fetchone()
    return row[0] if row else 0


def links_before(conn: sqlite3.Connection, portal: str, number: int, arguments: str) -> int:
    """How many links the last finished run before one saw that had the same arguments and saw any; 0 where none did."""
    row = conn.execute(LINKS, (portal, number, arguments)).fetchone()
    return (row[0] or 0) if row else 0
