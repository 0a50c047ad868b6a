"""The front page: search, what the archive holds, and questions to start with."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.connection import rows
from archive.gazetteer import named
from archive.reading_room.draw import bars, tiles
from archive.reading_room.room import Room, first_archive
from archive.search import Question, search

LATEST, REPRINTED = 8, 6
# Months as a chart takes them; not those of pages that show a year alone, or no date.
MONTH = "month GLOB '[12][0-9][0-9][0-9]-[01][0-9]'"


def holdings(conn: sqlite3.Connection) -> dict[str, Any]:
    """What the archive holds. Every query reads an index, or the counts the archive keeps."""

    def one(sql: str) -> int:
        return int(conn.execute(sql).fetchone()[0] or 0)

    appearances = one("SELECT count(*) FROM appearances")
    return {
        "articles": one("SELECT sum(articles) FROM months"),
        "appearances": appearances,
        "repeats": one("SELECT count(*) FROM appearances WHERE kind <> 'original'"),
        "latest": search(conn, Question(None, limit=LATEST)),
        "months": dict(conn.execute(f"SELECT month, sum(articles) FROM months WHERE {MONTH} GROUP BY 1").fetchall()),
        "portals": portals(conn),
        "reprinted": most_reprinted(conn),
    }


def portals(conn: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every portal, the fullest first, with its articles and the months they span."""
    return rows(
        conn,
        "SELECT name, coalesce(title, name) AS title, province, prefecture, coalesce(n, 0) AS articles, first, last"
        " FROM portals LEFT JOIN (SELECT portal, sum(articles) AS n, min(nullif(month, '')) AS first,"
        " max(nullif(month, '')) AS last FROM months GROUP BY portal) ON portal = name"
        " ORDER BY articles DESC, name",
    )


def most_reprinted(conn: sqlite3.Connection) -> list[tuple[int, str | None, int]]:
    """Articles with the most appearances: number, headline, how many."""
    found = conn.execute(
        "SELECT article_id, (SELECT title FROM articles WHERE id = article_id), n + 1 FROM"
        " (SELECT article_id, count(*) AS n FROM appearances WHERE kind <> 'original' GROUP BY article_id"
        "  ORDER BY n DESC, article_id LIMIT ?)",
        (REPRINTED,),
    )
    return [(row[0], row[1], row[2]) for row in found]


def by_province(known: list[dict[str, Any]]) -> dict[str, int]:
    """The articles of the portals of each province, by its code."""
    counts: dict[str, int] = {}
    for portal in known:
        for place in named(portal["province"] or ""):
            if place.code.endswith("0000"):
                counts[place.code] = counts.get(place.code, 0) + portal["articles"]
    return counts


async def view(datasette: Any, request: Any, send: Any) -> Any:
    """`/`: the first archive that this reader may read; else Datasette's own index."""
    name = await first_archive(datasette, request)
    if name is None:
        from datasette.views.index import IndexView  # loads plugins, of which we are one

        return await IndexView.as_view(datasette)(request, send)
    room = Room(datasette, name, request)
    held = await room.ask(holdings)
    return await room.page(
        "front.html", held=held, chart=bars(held["months"]), tiles=tiles(by_province(held["portals"])),
        questions=await questions(room), others=await others(room),
    )


async def others(room: Room) -> list[str]:
    """The other databases served here that this reader may see."""
    found = []
    for name in room.datasette.databases:
        if name not in (room.name, "_internal") and await room.may_see(name):
            found.append(name)
    return found


async def questions(room: Room) -> list[tuple[str, str]]:
    """The canned queries that this reader may see: title in the reader's language, address."""
    if not hasattr(room.datasette, "get_canned_queries"):  # Datasette 1.0 knows none of a plugin's
        return []
    queries = await room.datasette.get_canned_queries(room.name, room.request.actor)
    address = room.datasette.urls.query
    return [(room.either(query.get("title", name)), address(room.name, name)) for name, query in queries.items()]
