"""Printed pages (版面) of digital newspapers: number, name, address, PDF. The name is the channel of its articles."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

NUMBER = re.compile(r"第?\s*([A-Z]{0,2}\d{1,3})\s*版|^([A-Z]{0,2}\d{1,3})\b")
KEEP = """
INSERT INTO sheets (portal, day, url, number, name, pdf) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  number = max(number, excluded.number), name = max(name, excluded.name),
  pdf = max(coalesce(pdf, excluded.pdf), coalesce(excluded.pdf, pdf))
"""


class Sheet(NamedTuple):
    """A printed page, as an issue links to it."""

    url: str
    name: str  # as linked: 第02版：要闻
    pdf: str | None = None

    @property
    def number(self) -> str:
        """The page's number as printed: 02 of 第02版：要闻, A3 of A3版; '' where the name tells none."""
        found = NUMBER.search(self.name)
        return (found[1] or found[2]) if found else ""


def keep_sheets(conn: sqlite3.Connection, portal: str, day: str, sheets: Iterable[Sheet]) -> None:
    """Note an issue's printed pages; `day` is ISO text. Noting them again changes nothing."""
    conn.executemany(KEEP, [(portal, day, sheet.url, sheet.number, sheet.name, sheet.pdf) for sheet in sheets])
