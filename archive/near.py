"""The index of near-duplicates: which known articles a text belongs to.

Candidates are texts that share at least two of their `POSTED` lowest marks; a mark that many texts have (a slogan, a
form of words) stops finding candidates, so that the cost of a question does not grow with the archive. Of each
candidate the whole sketch is compared, of those that pass it the text: only the text decides.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import Counter
from operator import itemgetter

from pipelines.dedup import shared_marks

POSTED = 24  # marks a text is found by; 16 lose 4 % of reprints that are cut, mistyped and framed at once
COMMON = 32  # texts that may be found by one mark
SHARED_POSTS = 2
# Forms of words are shared with many, by two texts two or three at a time: such a pair is left out unless one of the
# marks is rare. A mark counts 1 divided by the texts it is met in.
MANY_POSTS, TELLING = 4, 0.25
# Tried on the same reprints: they share 0.19 of their marks at least, unrelated articles on one subject 0.04.
SHARED_SKETCH = 0.15
COMPARED = 16  # texts whose sketches are compared: those that share most


def packed(marks: list[int]) -> bytes:
    """A sketch as the archive keeps it."""
    return _little_endian(array("I", marks)).tobytes()


def unpacked(blob: bytes) -> array[int]:
    """A sketch as kept, as numbers."""
    marks = array("I")
    marks.frombytes(blob)
    return _little_endian(marks)


def _little_endian(marks: array[int]) -> array[int]:
    if sys.byteorder == "big":
        marks.byteswap()
    return marks


def text_of(conn: sqlite3.Connection, text_id: int) -> str:
    """A text by its number, wherever it is kept."""
    row = conn.execute(
        "SELECT coalesce(texts.text, articles.text) FROM texts JOIN articles ON articles.id = article_id"
        " WHERE texts.id = ?", (text_id,),
    ).fetchone()
    return str(row[0])


class Candidates:
    """Texts that may be near-duplicates of one with these marks, and how often each mark is met already."""

    def __init__(self, conn: sqlite3.Connection, marks: list[int]) -> None:
        self.conn, self.marks, self.posts = conn, marks, marks[:POSTED]
        places = ", ".join("?" * len(self.posts))
        rows = conn.execute(f"SELECT mark, text_id FROM marks WHERE mark IN ({places})", self.posts).fetchall()
        self.met = Counter(map(itemgetter(0), rows))
        self.shared = Counter(map(itemgetter(1), rows))
        rare = {mark: 1 / count for mark, count in self.met.items()}
        self.telling: dict[int, float] = {}
        for mark, text_id in rows:
            self.telling[text_id] = self.telling.get(text_id, 0.0) + rare[mark]

    def likely(self) -> list[tuple[int, int]]:
        """Their numbers and their articles', the likeliest first."""
        wanted, ranked = min(SHARED_POSTS, len(self.posts)), []
        for text_id, count in self.shared.most_common(COMPARED):
            if count < wanted:
                break
            if count < MANY_POSTS and self.telling[text_id] < TELLING:
                continue
            article_id, blob = self.conn.execute(
                "SELECT article_id, sketch FROM texts WHERE id = ?", (text_id,)).fetchone()
            likely = shared_marks(self.marks, unpacked(blob))
            if likely >= SHARED_SKETCH:
                ranked.append((-likely, text_id, article_id))
        return [(text_id, article_id) for _, text_id, article_id in sorted(ranked)]

    def post(self, text_id: int) -> None:
        """Let a text be found by its marks, but for those that are common already."""
        self.conn.executemany("INSERT INTO marks (mark, text_id) VALUES (?, ?)",
                              [(mark, text_id) for mark in self.posts if self.met[mark] < COMMON])


def unpost(conn: sqlite3.Connection, text_id: int) -> None:
    """Let a text be found no longer."""
    row = conn.execute("SELECT sketch FROM texts WHERE id = ?", (text_id,)).fetchone()
    conn.executemany("DELETE FROM marks WHERE mark = ? AND text_id = ?",
                     [(mark, text_id) for mark in unpacked(row[0])[:POSTED]])
