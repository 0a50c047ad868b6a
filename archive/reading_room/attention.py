"""Attention over time: how many articles a search finds each month, and of how many; by province or portal, too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from datasette.utils.asgi import Response

from archive.export import unarmed
from archive.reading_room.carry import BOM, lines
from archive.reading_room.draw import Bars, chart, gathered, spans
from archive.reading_room.front import MONTH
from archive.reading_room.room import Room
from archive.reading_room.searching import question
from archive.search import HITS, Question, match_expression

GROUPS = 12  # charts below each other; the file holds all
KINDS = ("", "province", "portal")
PER = 1000
COLUMNS = ("group", "month", "articles", "of_all", "per_thousand")
Cells = dict[str, dict[str, tuple[int, int]]]  # group -> month -> articles with the word, and all


def counted(conn: sqlite3.Connection, ask: Question, by: str) -> Cells:
    """Articles by group and month; `by` is one of KINDS. Days are counted as the months they are in."""
    group = {"": "''", "province": "coalesce(province, '')", "portal": "coalesce(title, name)"}[by]
    ask = replace(ask, since=(ask.since or "")[:7], until=(ask.until or "")[:7])
    clauses, values = replace(ask, place=None).filters()
    all_clauses = [clause.replace("published_at", "month") for clause in clauses]
    where = "".join(f" AND {clause}" for clause in all_clauses)
    totals = conn.execute(
        f"SELECT {group}, month, sum(articles) FROM months JOIN portals ON name = portal WHERE {MONTH}{where}"
        " GROUP BY 1, 2", values).fetchall()
    clauses, values = ask.filters()
    # Down the index of portals and dates, asking of each entry whether it is a hit: no article has to be read.
    clauses = [f"+id IN ({HITS})", *clauses] if ask.query else clauses
    values = [match_expression(ask.query), *values] if ask.query else values
    found = conn.execute(
        "SELECT portal, substr(published_at, 1, 7) AS month, count(*) FROM articles INDEXED BY articles_portal"
        f" WHERE {' AND '.join([*clauses, MONTH])} AND portal IS NOT NULL GROUP BY 1, 2", values).fetchall()
    groups = dict(conn.execute(f"SELECT name, {group} FROM portals").fetchall())
    cells: Cells = {}
    for name, month, number in totals:
        cells.setdefault(name, {})[month] = (0, number)
    for portal, month, number in found:
        name = groups[portal]
        with_word, of_all = cells[name][month]
        cells[name][month] = (with_word + number, of_all)
    return cells


@dataclass(frozen=True)
class Line:
    """One group's attention: how much in all, and its two charts on the scales of all groups."""

    name: str
    articles: int
    of_all: int
    counts: Bars
    shares: Bars  # per thousand of all articles of the time

    @property
    def per_thousand(self) -> float:
        """The share of all articles."""
        return PER * self.articles / self.of_all


def drawn(cells: Cells) -> list[Line]:
    """The groups that have the word, most articles first, drawn over the same time."""
    unit, names = spans({month for months in cells.values() for month in months})
    made = []
    for group, months in cells.items():
        articles = gathered({month: cell[0] for month, cell in months.items()}, unit)
        of_all = gathered({month: cell[1] for month, cell in months.items()}, unit)
        if any(articles.values()):
            shares = {span: PER * number / of_all[span] for span, number in articles.items()}
            made.append((group, articles, of_all, shares))
    made = sorted(made, key=lambda one: (-sum(one[1].values()), one[0]))[:GROUPS]
    most = max((max(one[1].values()) for one in made), default=0)
    return [
        Line(group, sum(articles.values()), sum(of_all.values()), chart(unit, names, articles, most),
             chart(unit, names, shares))
        for group, articles, of_all, shares in made
    ]


def file_rows(cells: Cells) -> Iterable[tuple[Any, ...]]:
    """Every group and month, in order, as the file holds them; the months without the word too."""
    for group, months in sorted(cells.items()):
        for month, (articles, of_all) in sorted(months.items()):
            yield unarmed(group), month, articles, of_all, round(PER * articles / of_all, 3)


async def view(datasette: Any, request: Any) -> Any:
    """`/ARCHIVE/-/attention[.csv]?q=&by=`, with the filters of the search page; `by`: nothing, province or portal."""
    room = await Room.enter(datasette, request)
    asked, ask, trouble = question(request)
    asked["by"] = by if (by := request.args.get("by") or "") in KINDS else ""
    del asked["order"]
    if trouble and request.url_vars["form"]:
        return Response.text(room.t(trouble), status=400)
    cells: Cells = {}
    if asked["q"]:
        try:
            cells = await room.ask(counted, ask, asked["by"])
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise
            return await room.page("attention.html", 503, asked=asked, kinds=KINDS, lines=[], trouble="too_slow")
    if request.url_vars["form"]:
        return _file(cells)
    return await room.page("attention.html", asked=asked, kinds=KINDS, lines=drawn(cells), trouble=trouble)


def _file(cells: Cells) -> Any:
    """The figures as CSV."""
    headers = {"content-disposition": 'attachment; filename="attention.csv"'}
    return Response(BOM + lines([COLUMNS, *file_rows(cells)]), headers=headers, content_type="text/csv; charset=utf-8")
