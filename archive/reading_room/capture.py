"""The bytes of a capture as they were received, to download and never to show; and robots.txt."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.utils.asgi import NotFound, Response

from archive.captures import unpack
from archive.reading_room.room import Room

NO_ROBOTS = "User-agent: *\nDisallow: /\n"


def body_of(conn: sqlite3.Connection, digest: str) -> bytes | None:
    """The unpacked bytes of a capture."""
    row = conn.execute("SELECT body FROM captures WHERE digest = ?", (digest,)).fetchone()
    return unpack(row[0]) if row else None


async def view(datasette: Any, request: Any) -> Any:
    """`/ARCHIVE/-/capture/DIGEST`: an attachment of no type a browser would open."""
    room = await Room.enter(datasette, request, "captures")
    digest = request.url_vars["digest"]
    body = await room.ask(body_of, digest)
    if body is None:
        raise NotFound("No such capture")
    disposition = f'attachment; filename="{digest[:16]}.bin"'
    return Response(body, headers={"content-disposition": disposition}, content_type="application/octet-stream")


async def robots() -> Any:
    """An archive of other people's pages is not for search engines to index again."""
    return Response.text(NO_ROBOTS)
