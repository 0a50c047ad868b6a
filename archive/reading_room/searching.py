"""The search page: hits with their places marked, filters, paging."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from archive.gazetteer import places
from archive.places import within
from archive.reading_room.room import LAST_PAGE, Room, page_number
from archive.search import DAY, Question, count, search
from archive.snippet import excerpt, marked

PAGE = 20
LONGEST_QUERY = 200


def answer(conn: sqlite3.Connection, ask: Question) -> dict[str, Any]:
    """The hits of a page, how many there are in all, and what the filters offer."""
    query = ask.query or ""
    hits = search(conn, ask)
    portals = conn.execute("SELECT name, coalesce(title, name) AS site, province FROM portals ORDER BY site").fetchall()
    sites = {portal["name"]: portal["site"] for portal in portals}
    for hit in hits:
        hit["headline"] = marked(hit["title"], query) if hit["title"] else None
        hit["site"] = sites.get(hit["portal"])
        hit["excerpt"] = excerpt(hit["text"], query)
    return {
        "hits": hits,
        "total": count(conn, ask),
        "portals": portals,
        "provinces": sorted({portal["province"] for portal in portals if portal["province"]}),
    }


def takeaway(room: Room, typed: dict[str, str], ask: Question, found: dict[str, Any]) -> list[tuple[str, str]]:
    """The same question to be taken away: as our CSV, and to Datasette's table of articles in its forms.

    Label and address; a label says how many where the server's limit gives fewer than were found.
    """
    filters = {"_search": ask.query, "_place": ask.place, "published_at__gte": ask.since}
    if ask.until:
        filters["published_at__lt"] = ask.until + "~"  # after every date that begins so
    if ask.portal or ask.province:
        filters["portal__in"] = ",".join(
            portal["name"] for portal in found["portals"]
            if ask.portal in ("", portal["name"]) and ask.province in ("", portal["province"])
        )
    asked = {key: value for key, value in filters.items() if value is not None and (value or key == "portal__in")}
    table, most = room.datasette.urls.table(room.name, "articles"), room.datasette.setting("max_returned_rows")
    only = " " + room.t("first_only", n=f"{most:,}") if found["total"] > most else ""
    streamed = room.datasette.setting("allow_csv_stream")
    return [
        (room.t("as_table"), f"{table}?{urlencode(asked)}"),
        (f"CSV{'' if streamed else only}", room.search(**typed).replace("/-/search", "/-/search.csv", 1)),
        (f"JSON{only}", f"{table}.json?{urlencode({**asked, '_shape': 'array', '_size': 'max'})}"),
        (f"JSON Lines{only}", f"{table}.json?{urlencode({**asked, '_shape': 'array', '_nl': 'on', '_size': 'max'})}"),
        (f"Parquet{only}", f"{table}.parquet?{urlencode({**asked, '_size': 'max'})}"),
    ]


def of_place(request: Any, table: str) -> Any:
    """Datasette's own table of articles, narrowed by `_place=CODE` to a division and all that lies in it."""
    code = request.args.get("_place")
    if table != "articles" or not code:
        return None
    from datasette.filters import FilterArguments  # loads plugins, of which we are one

    if code not in places():
        return FilterArguments(["0"], {}, [f"no place has the code {code}"])
    where = "id IN (SELECT article_id FROM places WHERE code BETWEEN :place_first AND :place_last)"
    first, last = within(code)
    return FilterArguments([where], {"place_first": first, "place_last": last}, [f"{places()[code].name}"])


def question(request: Any) -> tuple[dict[str, str], Question, str | None]:
    """What a request asks of a search: as typed, as a question, and what is wrong with it, as a key of WORDS.

    A condition that is none is left out of the question: a page tells so above its form, a file is refused.
    """
    keys = ("portal", "province", "place", "since", "until", "order")
    asked = {key: (request.args.get(key) or "").strip() for key in keys}
    asked["q"] = (request.args.get("q") or "").strip()[:LONGEST_QUERY]
    trouble = "bad_place" if asked["place"] and asked["place"] not in places() else None
    asked["place"] = "" if trouble else asked["place"]
    bad_date = any(asked[key] and not DAY.fullmatch(asked[key]) for key in ("since", "until"))
    since, until = ("", "") if bad_date else (asked["since"], asked["until"])
    ask = Question(asked["q"] or None, asked["portal"], asked["province"], since, until, place=asked["place"])
    return asked, ask, "bad_date" if bad_date else trouble


async def view(datasette: Any, request: Any) -> Any:
    """`/ARCHIVE/-/search?q=&portal=&province=&place=&since=&until=&order=&page=`; without q, everything is found."""
    room = await Room.enter(datasette, request)
    asked, ask, trouble = question(request)
    page = page_number(request)
    ask = replace(ask, limit=PAGE, offset=PAGE * (page - 1), best=asked["order"] == "best")
    try:
        found = await room.ask(answer, ask)
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        return await room.page("search.html", 503, asked=asked, page=1, trouble="too_slow", found={"total": None})
    return await room.page(
        "search.html", asked=asked, page=page, found=found, trouble=trouble,
        place=places().get(asked["place"]),
        takeaway=takeaway(room, asked, ask, found), further=page < LAST_PAGE and found["total"] > page * PAGE,
    )
