"""What Datasette's own table pages are given: descriptions, and short cells."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from datasette.utils import parse_metadata

FILE = Path(__file__).parent.parent / "metadata.yaml"
# SQLite's limit is a gigabyte a value, which a query may build out of nothing: hex(zeroblob(5e8)).
LONGEST_VALUE = 64 * 1024 * 1024
CELL = 60
SHORTENED = {
    "articles": ("text", "images", "digest"),
    "appearances": ("origins", "notes", "breadcrumb", "images", "capture", "parts"),
    "revisions": ("text", "capture", "record"),
    "texts": ("text", "digest"),
    "fetches": ("headers", "capture"),
}


@cache
def _described() -> str:
    return json.dumps(parse_metadata(FILE.read_text("utf-8")))


def metadata(names: list[str]) -> dict[str, Any]:
    """`metadata.yaml`, its one database standing for every archive. A new copy each time: Datasette writes into it."""
    described = json.loads(_described())
    about = described.pop("databases").popitem()[1]
    if not names:
        return {}
    return {**described, "databases": {name: json.loads(json.dumps(about)) for name in names}}


def shortened(value: Any, table: str | None, column: str) -> str | None:
    """The beginning of a long cell; None where it may stand as it is."""
    if column not in SHORTENED.get(table or "", ()) or not isinstance(value, str) or len(value) <= CELL:
        return None
    return value[:CELL].replace("\n", " ") + "…"
