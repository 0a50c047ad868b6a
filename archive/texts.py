"""The texts of the archive as rows: how they move from article to article, and what moves with them.

Each text is kept once: an article's own (its origin's) in its row in `articles`, with NULL in `texts.text`; every other
in `texts`. Which article a text belongs to, `heads` decides. `work` is an article's number throughout.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from typing import Any

from archive import derived
from archive.connection import rows


def insert(conn: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    """Insert a row, values by column; return its number. Table and columns must be ours, values are bound."""
    return int(conn.execute(_insertion(table, tuple(row)), tuple(row.values())).lastrowid or 0)


@lru_cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def new_article(conn: sqlite3.Connection, row: dict[str, Any]) -> int:
    """Insert a new article, under a number that none ever had; return the number."""
    last = conn.execute("SELECT max(coalesce((SELECT max(id) FROM articles), 0),"
                        " coalesce((SELECT max(id) FROM redirects), 0))").fetchone()[0]
    work = insert(conn, "articles", {"id": last + 1, **row})
    derived.made(conn, work)
    return work


def text_of(conn: sqlite3.Connection, text_id: int) -> str:
    """A text, by its number in `texts`."""
    row = conn.execute(
        "SELECT coalesce(texts.text, articles.text) FROM texts JOIN articles ON articles.id = article_id"
        " WHERE texts.id = ?", (text_id,),
    ).fetchone()
    return str(row[0])


def head_of(conn: sqlite3.Connection, work: int) -> str:
    """The digest of an article's longest text."""
    row = conn.execute("SELECT digest FROM texts WHERE article_id = ? ORDER BY letters DESC, digest DESC LIMIT 1",
                       (work,)).fetchone()
    return str(row[0])


def move(conn: sqlite3.Connection, digest: str, left: int, work: int) -> None:
    """Take a text, with all that show or showed it, from one article to another."""
    rest = conn.execute("SELECT min(id) FROM texts WHERE article_id = ? AND digest <> ?", (left, digest)).fetchone()[0]
    if rest is not None and conn.execute(
        "SELECT 1 FROM texts WHERE article_id = ? AND digest = ? AND text IS NULL", (left, digest)
    ).fetchone():
        adopt(conn, left, rest)
    conn.execute("UPDATE texts SET text = coalesce(text, (SELECT text FROM articles WHERE id = ?1)), article_id = ?2"
                 " WHERE article_id = ?1 AND digest = ?3", (left, work, digest))
    _follow(conn, work)


def part(conn: sqlite3.Connection, text_id: int, left: int) -> int:
    """Make a text, which is not the last of its article, one of its own; return its number."""
    digest = conn.execute("SELECT digest FROM texts WHERE id = ?", (text_id,)).fetchone()[0]
    text = text_of(conn, text_id)
    (article,) = rows(conn, "SELECT * FROM articles WHERE id = ?", left)
    del article["id"]  # the rest is as it was, until its origin is settled
    work = new_article(conn, {**article, "text": text, "chars": len(text), "digest": digest})
    move(conn, digest, left, work)
    conn.execute("UPDATE texts SET text = NULL WHERE id = ?", (text_id,))
    return work


def move_all(conn: sqlite3.Connection, left: int, work: int) -> None:
    """Take all texts of one article (`left`) to another (`work`), to which its number leads from now on."""
    conn.execute("UPDATE texts SET text = coalesce(text, (SELECT text FROM articles WHERE id = ?1)), article_id = ?2"
                 " WHERE article_id = ?1", (left, work))
    _follow(conn, work)
    retire(conn, left, work)


def _follow(conn: sqlite3.Connection, work: int) -> None:
    """Appearances and revisions stand at the article of their text."""
    for table, appearance in (("appearances", "id"), ("revisions", "appearance_id")):
        strayed = conn.execute(f"SELECT DISTINCT {appearance} FROM {table} WHERE text_id IN"
                               " (SELECT id FROM texts WHERE article_id = ?1) AND article_id <> ?1", (work,)).fetchall()
        for (number,) in strayed:
            follow(conn, number)


def follow(conn: sqlite3.Connection, appearance: int) -> None:
    """What an address shows and showed stands at the article of its text; what was none, at that shown now."""
    shown = conn.execute("UPDATE appearances SET article_id = (SELECT article_id FROM texts WHERE id = text_id)"
                         " WHERE id = ? RETURNING article_id", (appearance,)).fetchone()[0]
    conn.execute("UPDATE revisions SET article_id = coalesce((SELECT article_id FROM texts WHERE id = text_id), ?)"
                 " WHERE appearance_id = ?", (shown, appearance))


def retire(conn: sqlite3.Connection, work: int, heir: int) -> None:
    """Delete an article whose texts are gone; its number leads to `heir` from now on."""
    derived.changing(conn, work)
    conn.execute("UPDATE redirects SET article_id = ? WHERE article_id = ?", (heir, work))
    conn.execute("DELETE FROM articles WHERE id = ?", (work,))
    conn.execute("INSERT INTO redirects (id, article_id) VALUES (?, ?)", (work, heir))


def adopt(conn: sqlite3.Connection, work: int, text_id: int) -> None:
    """Make a text of an article its own: it moves into the article's row, and the former one out of it."""
    derived.changing(conn, work)
    text = text_of(conn, text_id)
    conn.execute("UPDATE texts SET text = (SELECT text FROM articles WHERE id = ?1) WHERE article_id = ?1"
                 " AND text IS NULL", (work,))
    conn.execute("UPDATE articles SET text = ?, chars = ?, digest = (SELECT digest FROM texts WHERE id = ?)"
                 " WHERE id = ?", (text, len(text), text_id, work))
    conn.execute("UPDATE texts SET text = NULL WHERE id = ?", (text_id,))
