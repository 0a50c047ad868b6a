"""A portal's page: what it is, how much of it the archive has, and how well it is read."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import NotFound

from archive.connection import rows
from archive.ledger import STATES, counts
from archive.reading_room.draw import Day, calendar
from archive.reading_room.room import Room

CRAWLS = 5


def record(conn: sqlite3.Connection, name: str) -> dict[str, Any]:
    """All that the archive knows of a portal; empty where it knows none of that name."""
    found = rows(conn, "SELECT * FROM portals WHERE name = ?", name)
    if not found:
        return {}
    seen = "FROM appearances WHERE portal = ?"
    return {
        "portal": found[0],
        "articles": conn.execute("SELECT count(*) FROM articles WHERE portal = ?", (name,)).fetchone()[0],
        "kinds": dict(conn.execute(f"SELECT kind, count(*) {seen} GROUP BY kind", (name,)).fetchall()),
        "layouts": conn.execute(f"SELECT layout, count(*) {seen} GROUP BY layout ORDER BY 2 DESC", (name,)).fetchall(),
        "got": dict(conn.execute(
            f"SELECT substr(published_at, 1, 10), count(*) {seen} AND length(published_at) >= 10 GROUP BY 1", (name,)
        ).fetchall()),
        "missing": dict(conn.execute(
            "SELECT dated, count(*) FROM ledger WHERE portal = ? AND state IN ('pending', 'quarantined')"
            " AND dated IS NOT NULL GROUP BY dated", (name,)
        ).fetchall()),
        "ledger": counts(conn, name),
        "crawls": rows(conn, "SELECT * FROM crawls WHERE portal = ? ORDER BY id DESC LIMIT ?", name, CRAWLS),
        "health": rows(
            conn,
            "SELECT layout, field, hits, misses FROM portal_health"
            " WHERE crawl_id = (SELECT max(id) FROM crawls WHERE portal = ?) ORDER BY layout, field", name,
        ),
    }


def by_month(days: Iterable[Day]) -> list[tuple[str, int, int, int, int]]:
    """The calendar in figures: month, articles expected, got and known to be missing, days with articles."""
    months: dict[str, list[int]] = {}
    for day in days:
        line = months.setdefault(day.day[:7], [0, 0, 0, 0])
        for column, number in enumerate((day.expected, day.got, day.missing, int(day.got > 0))):
            line[column] += number
    return [(month, *line) for month, line in sorted(months.items()) if any(line)]  # type: ignore[misc]


async def view(datasette: Any, request: Any) -> Any:
    """`/ARCHIVE/-/portal/NAME`."""
    room = await Room.enter(datasette, request)
    known = await room.ask(record, unquote(request.url_vars["portal"]))
    if not known:
        raise NotFound("No such portal")
    drawn = calendar(known["got"], known["missing"], dt.date.today())
    figures = by_month(drawn.days) if drawn else []
    return await room.page("portal.html", **known, states=STATES, calendar=drawn, figures=figures)
