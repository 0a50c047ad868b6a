"""Chinese full text: every letter is a token, a query is a phrase of letters, in either script.

FTS5's unicode61 tokenizer takes a run of Han characters for one word, so that 脱贫 is not found inside a
sentence. Index and query are therefore folded (traditional to simplified, width, case) and spelled out letter
by letter; a phrase of letters then matches as a substring would, from one character up.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from pipelines.script import fold

TERM = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"?|“(?P<cn>[^”]*)”?|(?P<word>[^\s"“]+))')
LETTER = re.compile(r"[^\W_]")


def spelled(text: str) -> str:
    """A text as the index takes it: folded, every character apart."""
    return " ".join(fold(text))


def match_expression(query: str) -> str:
    """What a reader typed, as an FTS5 MATCH expression that is never a syntax error.

    Blanks separate terms (all must be there), quotes join a phrase, a leading `-` excludes a term.
    A query without any letter gives a phrase that matches nothing.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in TERM.finditer(query):
        letters = LETTER.findall(fold(term["phrase"] or term["cn"] or term["word"] or ""))
        if letters:
            (unwanted if term["no"] else wanted).append('"' + " ".join(letters) + '"')
    if not wanted:
        return '""'
    return " ".join(["(" + " AND ".join(wanted) + ")", *(f"NOT {term}" for term in unwanted)])


@dataclass(frozen=True)
class Question:
    """A search: what is asked, and of which part of the archive."""

    query: str
    portal: str | None = None
    province: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = 20


def search(conn: sqlite3.Connection, ask: Question) -> list[dict[str, Any]]:
    """The newest articles that match, as rows with id, title, published_at, source, portal, url, text."""
    sql = [
        "SELECT articles.id, articles.title, published_at, source, author, editor, portal, url, text FROM articles",
        "WHERE articles.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)",
    ]
    values: list[Any] = [match_expression(ask.query)]
    for clause, value in (
        ("AND portal = ?", ask.portal),
        ("AND portal IN (SELECT name FROM portals WHERE province = ?)", ask.province),
        ("AND published_at >= ?", ask.since),
        ("AND substr(published_at, 1, 10) <= ?", ask.until),
    ):
        if value:
            sql.append(clause)
            values.append(value)
    sql.append("ORDER BY published_at DESC, articles.id DESC LIMIT ?")
    cursor = conn.execute(" ".join(sql), [*values, ask.limit])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def snippet(text: str, query: str, around: int = 28) -> str:
    """The place of a text where the first term of a query stands, on one line."""
    flat = text.replace("\n", " ")
    folded = fold(flat)
    places = [folded.find(fold(word)) for word in re.findall(r'[^\s"“”-]+', query)]
    if len(folded) != len(flat):  # folding changed a width (ﬁ -> fi): places would not agree
        places = []
    start = max(0, min((p for p in places if p >= 0), default=0) - around)
    return ("…" if start else "") + flat[start : start + 3 * around] + ("…" if start + 3 * around < len(flat) else "")


def index(conn: sqlite3.Connection, article_id: int, title: str | None, text: str) -> None:
    """Put an article into the full-text index."""
    conn.execute(
        "INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)",
        (article_id, spelled(title or ""), spelled(text)),
    )


def unindex(conn: sqlite3.Connection, article_id: int, title: str | None, text: str) -> None:
    """Take an article out of the index; FTS5 must be told what it held (external content)."""
    conn.execute(
        "INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (article_id, spelled(title or ""), spelled(text)),
    )
