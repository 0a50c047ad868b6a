"""What is derived from articles: the full-text index, and the places they speak of.

Whoever changes an article notes it here (`changing`, `made`); as the transaction ends, `flush` brings all of them up to
date. FTS5 writes out what it has gathered whenever another statement opens a savepoint: entries made one by one among
other writes cost three times as much as the same entries made together.
"""

from __future__ import annotations

import sqlite3

from archive import places, spelling
from archive.connection import Connection, Entry


def _entry(conn: sqlite3.Connection, work: int) -> Entry | None:
    entry: Entry | None = conn.execute("SELECT title, text FROM articles WHERE id = ?", (work,)).fetchone()
    return entry


def changing(conn: sqlite3.Connection, work: int) -> None:
    """Note an article before its title or text changes, or before it is deleted. `work` is its number."""
    assert isinstance(conn, Connection)
    if work not in conn.indexed:
        conn.indexed[work] = _entry(conn, work)


def made(conn: sqlite3.Connection, work: int) -> None:
    """Note a new article, by its number."""
    assert isinstance(conn, Connection)
    conn.indexed.setdefault(work, None)


def flush(conn: sqlite3.Connection) -> None:
    """Bring index and places up to date with all articles noted since the transaction began."""
    assert isinstance(conn, Connection)
    for work, before in conn.indexed.items():
        now = _entry(conn, work)
        if now != before:
            if before and holds(conn, work):
                spelling.unindex(conn, work, *before)
            if now:
                spelling.index(conn, work, *now)
    places.settle(conn, conn.indexed)
    conn.indexed.clear()


def holds(conn: sqlite3.Connection, work: int) -> bool:
    """Whether the index has an entry of an article; while it is made again (`reindex`), it lacks some."""
    return conn.execute("SELECT 1 FROM articles_fts_docsize WHERE id = ?", (work,)).fetchone() is not None
