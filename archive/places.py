"""Which prefectures and counties an article is of, so that 甘谷 or 临夏 can be asked for across portals."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from archive.errors import FangzhiError
from archive.gazetteer import OPENING, named, places, spoken_of

Row = tuple[str, str, str | None, str | None, str]  # code, province, prefecture, county, where it is said


def code_of(name: str) -> str:
    """The code of the one division of a name, long or short, or of a code. Raises FangzhiError for none or several."""
    found = [places()[name]] if name in places() else [*named(name)]
    if len(found) == 1:
        return found[0].code
    if not found:
        raise FangzhiError(f"{name}: no such place; give a name of GB/T 2260, long or short, or a code")
    told = ", ".join(f"{place.code} {place.name}" for place in found)
    raise FangzhiError(f"{name}: several places bear that name ({told}); give one's whole name or its code")


def within(code: str) -> tuple[str, str]:
    """The first and the last code of a division and of all that lies in it: 620000 to 629999."""
    stem = code.removesuffix("00").removesuffix("00")
    return code, stem.ljust(6, "9")


def settle(conn: sqlite3.Connection, works: Iterable[int]) -> None:
    """Bring the places of articles in line with what they and their appearances show today."""
    for work in works:
        known = conn.execute(
            "SELECT code, province, prefecture, county, said FROM places WHERE article_id = ? ORDER BY code", (work,)
        ).fetchall()
        told = sorted(_told(conn, work))
        if told != known:
            if known:
                conn.execute("DELETE FROM places WHERE article_id = ?", (work,))
            conn.executemany("INSERT INTO places (article_id, code, province, prefecture, county, said)"
                             " VALUES (?, ?, ?, ?, ?, ?)", [(work, *row) for row in told])


def _told(conn: sqlite3.Connection, work: int) -> Iterator[Row]:
    """The places by the article's headline and first sentence, and by the breadcrumb of every appearance."""
    shown = conn.execute(
        "SELECT coalesce(articles.title, ''), substr(articles.text, 1, ?), breadcrumb, appearances.channel,"
        " coalesce(province, '') FROM appearances JOIN articles ON articles.id = article_id"
        " LEFT JOIN portals ON name = appearances.portal WHERE article_id = ?", (OPENING, work))
    found: dict[str, Row] = {}
    for title, opening, breadcrumb, channel, province in {*shown}:
        crumbs = (json.loads(breadcrumb) if breadcrumb else []) + ([channel] if channel else [])
        for code, (place, said) in spoken_of(crumbs, title, opening.split("\n")[0], province).items():
            row = code, place.province, place.prefecture, place.county, said
            found[code] = min(row, found.get(code, row), key=lambda told: told[4])  # the breadcrumb before the headline
    yield from found.values()
