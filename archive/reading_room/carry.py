"""All that a search found as CSV, streamed: the hits are looked up once, then handed out a few hundred at a time.

Datasette's own CSV of a table asks its question again for every page of rows, and gives formulas as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from datasette.utils.asgi import AsgiStream, Response

from archive.batches import batched
from archive.export import COLUMNS as EXPORTED
from archive.export import unarmed
from archive.reading_room.room import Room
from archive.reading_room.searching import question
from archive.search import numbers, rows_of

COLUMNS = ("id", *EXPORTED)
ALL = 10**9
BATCH = 500  # articles a question
BOM = "\ufeff"  # which spreadsheets need to read Chinese


async def view(datasette: Any, request: Any) -> Any:
    """`/ARCHIVE/-/search.csv`, with the question of the search page; cut where the server does not stream.

    A condition that is none is no reason to hand out everything: that is refused.
    """
    room = await Room.enter(datasette, request)
    _, ask, trouble = question(request)
    if trouble:
        return Response.text(room.t(trouble), status=400)
    most = ALL if datasette.setting("allow_csv_stream") else datasette.setting("max_returned_rows")
    ids = await room.ask(numbers, replace(ask, limit=most))

    async def stream(answer: Any) -> None:
        await answer.write(BOM + lines([COLUMNS]))
        for batch in batched(ids, BATCH):
            rows = await room.ask(rows_of, batch, ", ".join(f"articles.{name}" for name in COLUMNS))
            await answer.write(lines([unarmed(value) for value in row.values()] for row in rows))

    headers = {"content-disposition": 'attachment; filename="articles.csv"'}
    return AsgiStream(stream, headers=headers, content_type="text/csv; charset=utf-8")


def lines(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as lines of CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
