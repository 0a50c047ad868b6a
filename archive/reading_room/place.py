"""The page of a province, prefecture or county: what is written about it, across all portals."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.utils.asgi import NotFound, Response

from archive.connection import rows
from archive.gazetteer import Place, named, places
from archive.places import within
from archive.reading_room.draw import bars, tiles
from archive.reading_room.front import MONTH
from archive.reading_room.room import Room, page_number
from archive.search import Question, search

PAGE, PORTALS, REPRINTED = 20, 20, 5
OF_PLACE = "(SELECT DISTINCT article_id AS id FROM places WHERE code BETWEEN ? AND ?)"


def record(conn: sqlite3.Connection, place: Place, page: int) -> dict[str, Any]:
    """All that the archive knows of a division and of what lies in it."""
    codes = within(place.code)
    stem = 4 if place.prefecture else 2
    return {
        "total": conn.execute(f"SELECT count(*) FROM {OF_PLACE}", codes).fetchone()[0],
        "hits": search(conn, Question(None, place=place.code, limit=PAGE, offset=PAGE * (page - 1))),
        "months": dict(conn.execute(
            f"SELECT substr(published_at, 1, 7) AS month, count(*) FROM {OF_PLACE} JOIN articles USING (id)"
            f" WHERE {MONTH} GROUP BY month", codes).fetchall()),
        "portals": rows(
            conn,
            "SELECT name, coalesce(portals.title, name) AS title, province, count(*) AS articles"
            f" FROM {OF_PLACE} JOIN articles USING (id) JOIN portals ON name = articles.portal"
            " GROUP BY name ORDER BY articles DESC, name LIMIT ?", *codes, PORTALS),
        "parts": dict(conn.execute(
            f"SELECT substr(code, 1, {stem + 2}) AS stem, count(DISTINCT article_id) FROM places"
            f" WHERE code BETWEEN ? AND ? AND code <> ? GROUP BY stem", (*codes, place.code)).fetchall()),
        "sites": dict(conn.execute("SELECT name, coalesce(title, name) FROM portals").fetchall()),
        "reprinted": rows(
            conn,
            f"SELECT article_id AS id, articles.title, count(*) + 1 AS times FROM {OF_PLACE} AS here"
            " JOIN appearances ON article_id = here.id AND kind <> 'original' JOIN articles ON articles.id = here.id"
            " GROUP BY article_id ORDER BY times DESC, article_id LIMIT ?", *codes, REPRINTED),
    }


def parts(place: Place, counts: dict[str, int]) -> list[tuple[Place, int]]:
    """The divisions next below that are written about, the most first."""
    found = [(places()[code], number) for stem, number in counts.items() if (code := stem.ljust(6, "0")) in places()]
    return sorted(found, key=lambda part: (-part[1], part[0].code))


def above(place: Place) -> list[Place]:
    """The divisions a place lies in, the widest first."""
    codes = dict.fromkeys([place.code[:2] + "0000", place.code[:4] + "00"])
    return [places()[code] for code in codes if code in places() and code != place.code]


async def view(datasette: Any, request: Any) -> Any:
    """`/ARCHIVE/-/place/CODE`, or `/ARCHIVE/-/place?name=甘谷`, long or short: there, or a choice of namesakes."""
    room = await Room.enter(datasette, request)
    code = request.url_vars.get("code")
    if code is None:
        asked = (request.args.get("name") or "").strip()[:30]
        found = named(asked) if asked else ()
        if len(found) == 1:
            return Response.redirect(room.place(found[0].code))
        counts = await room.ask(_by_province)
        return await room.page("places.html", asked=asked, found=found, above=above, tiles=tiles(counts))
    if code not in places():
        raise NotFound("No such place")
    place, page = places()[code], page_number(request)
    known = await room.ask(record, place, page)
    return await room.page(
        "place.html", place=place, above=above(place), page=page, chart=bars(known["months"]), **known,
        divisions=parts(place, known["parts"]), further=known["total"] > page * PAGE,
    )


def _by_province(conn: sqlite3.Connection) -> dict[str, int]:
    sql = "SELECT substr(code, 1, 2) || '0000', count(DISTINCT article_id) FROM places GROUP BY 1"
    return dict(conn.execute(sql).fetchall())
