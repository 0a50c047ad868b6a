"""Any table or query of Datasette's as Parquet, beside its CSV and JSON."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from datasette.utils.asgi import Response

from archive.reading_room.room import archives


def can_render(datasette: Any, database: str | None) -> bool:
    """Whether the link is shown: for archives, where pyarrow is installed."""
    return database in archives(datasette) and find_spec("pyarrow") is not None


def render(columns: Sequence[str], rows: Sequence[Any], table: str | None, query_name: str | None) -> Any:
    """The rows of the page or query as a file; as many as the JSON of the same address has."""
    if find_spec("pyarrow") is None:
        return Response.text("Parquet needs pyarrow on the server: pip install 'fangzhi[parquet]'", status=501)
    headers = {"content-disposition": f'attachment; filename="{table or query_name or "query"}.parquet"'}
    return Response(packed(columns, rows), headers=headers, content_type="application/vnd.apache.parquet")


def packed(columns: Sequence[str], rows: Sequence[Any]) -> bytes:
    """Rows as one Parquet file. SQLite's types are the values' own: a column of several kinds becomes text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.table([_column([row[n] for row in rows]) for n in range(len(columns))], names=[*columns]), stream)
    return stream.getvalue()


def _column(values: list[Any]) -> Any:
    import pyarrow as pa

    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        return pa.array(values, pa.float64())
    if len(kinds) > 1:
        texts = [value if value is None or isinstance(value, str) else str(value) for value in values]
        return pa.array(texts, pa.string())
    return pa.array(values, None if kinds else pa.string())
