"""The index of near-duplicates: which known articles a text belongs to.

Candidates are texts that share at least two of their `POSTED` lowest marks; a mark that many texts have (a slogan, a
form of words) stops finding candidates, so that the cost of a question does not grow with the archive. Of each
candidate the whole sketch is compared, of those that pass it the text: only the text decides.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from operator import itemgetter

from archive.connection import Connection
from archive.marks import unpacked
from pipelines.dedup import shared_marks

POSTED = 24  # marks a text is found by; 16 lose 4 % of reprints that are cut, mistyped and framed at once
COMMON = 16  # texts that may be found by one mark
SHARED_POSTS = 2
# Forms of words are shared with many, by two texts two or three at a time: such a pair is left out unless one of the
# marks is rare. A mark counts 1 divided by the texts it is met in.
MANY_POSTS, TELLING = 4, 0.25
# Tried on the same reprints: they share 0.19 of their marks at least, unrelated articles on one subject 0.04.
SHARED_SKETCH = 0.15
COMPARED = 16  # texts whose sketches are compared: those that share most


def text_of(conn: sqlite3.Connection, text_id: int) -> str:
    """A text by its number, wherever it is kept."""
    row = conn.execute(
        "SELECT coalesce(texts.text, articles.text) FROM texts JOIN articles ON articles.id = article_id"
        " WHERE texts.id = ?", (text_id,),
    ).fetchone()
    return str(row[0])


class Candidates:
    """Texts that may be near-duplicates of one with these marks, and how often each mark is met already."""

    def __init__(self, conn: sqlite3.Connection, sketch: Sequence[int]) -> None:
        assert isinstance(conn, Connection)
        self.conn, self.sketch, self.posts = conn, sketch, sketch[:POSTED]
        self.rows = conn.marks.having(self.posts) if self.posts else []
        self.met = Counter(map(itemgetter(0), self.rows))

    def likely(self) -> list[tuple[int, int]]:
        """Their numbers and their articles', the likeliest first."""
        ranked = []
        for text_id in self._telling():
            article_id, blob = self.conn.execute(
                "SELECT article_id, sketch FROM texts WHERE id = ?", (text_id,)).fetchone()
            likely = shared_marks(self.sketch, unpacked(blob))
            if likely >= SHARED_SKETCH:
                ranked.append((-likely, text_id, article_id))
        return [(text_id, article_id) for _, text_id, article_id in sorted(ranked)]

    def _telling(self) -> list[int]:
        """The texts that share most, if what they share tells them from others."""
        wanted = min(SHARED_POSTS, len(self.posts))
        shared = Counter(map(itemgetter(1), self.rows))
        most = sorted((-count, text_id) for text_id, count in shared.items() if count >= wanted)[:COMPARED]
        telling = dict.fromkeys((text_id for _, text_id in most), 0.0)
        for mark, text_id in self.rows:
            if text_id in telling:
                telling[text_id] += 1 / self.met[mark]
        return [text_id for count, text_id in most if -count >= MANY_POSTS or telling[text_id] >= TELLING]

    def post(self, text_id: int) -> None:
        """Let a text be found by its marks, but for those that are common already."""
        if self.posts:
            self.conn.marks.add(text_id, [mark for mark in self.posts if self.met[mark] < COMMON])


def unpost(conn: sqlite3.Connection, text_id: int) -> None:
    """Let a text be found no longer."""
    assert isinstance(conn, Connection)
    row = conn.execute("SELECT sketch FROM texts WHERE id = ?", (text_id,)).fetchone()
    conn.marks.take(text_id, unpacked(row[0])[:POSTED])
