"""The number of an article that another has taken over: its address leads to the other's."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from datasette.utils.asgi import Forbidden, NotFound, Response

from archive.reading_room.room import Room

ROW = re.compile(r"/articles/(?P<id>[1-9][0-9]{0,17})(?P<form>\.json)?$")


def heir(conn: sqlite3.Connection, article_id: int) -> int | None:
    """The article that answers to a retired number; `redirects` never points to a retired one."""
    row = conn.execute("SELECT article_id FROM redirects WHERE id = ?", (article_id,)).fetchone()
    return row and int(row[0])


async def redirect(datasette: Any, request: Any, exception: Exception) -> Any:
    """A permanent redirect, for the page and the JSON of an article that is not there but was; else None."""
    asked = ROW.search(request.path)
    if not isinstance(exception, NotFound) or not asked or "database" not in request.url_vars:
        return None
    try:
        room = await Room.enter(datasette, request)
    except (NotFound, Forbidden):
        return None
    found = await room.ask(heir, int(asked["id"]))
    if found is None or request.path != f"{room.base}/articles/{asked[0].rpartition('/')[2]}":
        return None
    return Response.redirect(room.article(found) + (asked["form"] or ""), status=301)
