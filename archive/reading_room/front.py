"""The front page: search, what the archive holds, and questions to start with."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.reading_room.draw import bars
from archive.reading_room.room import Room, rows
from archive.search import Question, search

LATEST, REPRINTED = 8, 5


def holdings(conn: sqlite3.Connection) -> dict[str, Any]:
    """What the archive holds. Every query reads an index, or a few rows."""

    def one(sql: str) -> int:
        return int(conn.execute(sql).fetchone()[0])

    articles = one("SELECT count(*) FROM articles")
    appearances = one("SELECT count(*) FROM appearances")
    return {
        "articles": articles,
        "appearances": appearances,
        "repeats": appearances - one("SELECT count(DISTINCT article_id) FROM appearances"),
        "latest": search(conn, Question(None, limit=LATEST)),
        "months": per_month(conn),
        "portals": portals(conn),
        "reprinted": most_reprinted(conn),
    }


def per_month(conn: sqlite3.Connection) -> dict[str, int]:
    """Dated articles by month."""
    return dict(conn.execute(
        "SELECT substr(published_at, 1, 7) AS month, count(*) FROM articles"
        " WHERE published_at GLOB '[12][0-9][0-9][0-9]-[01][0-9]*' GROUP BY month"
    ).fetchall())


def portals(conn: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every portal, the fullest first, with its articles and the dates they span."""
    return rows(
        conn,
        "SELECT name, coalesce(title, name) AS title, province, prefecture, coalesce(n, 0) AS articles, first, last"
        " FROM portals LEFT JOIN (SELECT portal, count(*) AS n, min(published_at) AS first, max(published_at) AS last"
        " FROM articles GROUP BY portal) ON portal = name ORDER BY articles DESC, name",
    )


def most_reprinted(conn: sqlite3.Connection) -> list[tuple[int, str | None, int]]:
    """Articles with the most appearances: number, headline, how many."""
    found = conn.execute(
        "SELECT article_id, (SELECT title FROM articles WHERE id = article_id), n FROM"
        " (SELECT article_id, count(*) AS n FROM appearances GROUP BY article_id HAVING n > 1"
        "  ORDER BY n DESC, article_id LIMIT ?)",
        (REPRINTED,),
    )
    return [(row[0], row[1], row[2]) for row in found]


async def variables(room: Room) -> dict[str, Any]:
    """What `index.html` shows."""
    held = await room.ask(holdings)
    return room.context(held=held, chart=bars(held["months"]), questions=await questions(room))


async def questions(room: Room) -> list[tuple[str, str]]:
    """The canned queries that this reader may see: title in the reader's language, address."""
    if not hasattr(room.datasette, "get_canned_queries"):  # Datasette 1.0 knows none of a plugin's
        return []
    queries = await room.datasette.get_canned_queries(room.name, room.request.actor)
    address = room.datasette.urls.query
    return [(room.either(query.get("title", name)), address(room.name, name)) for name, query in queries.items()]
