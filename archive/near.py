"""The index of near-duplicates: which known articles a text may belong to.

The sketch of a text are the lowest hashes of its sequences of ten letters (MinHash, bottom-k: Broder 1997); the lowest
`POSTED` of them are its marks. Two texts may be one article if they share at least two marks and enough of their
sketches. That depends on the two alone, so it does not matter in which order texts come. Texts are found by their marks
(`postings`). A mark that many texts have (a slogan, a form of words) finds no further ones, so that the cost of a
question does not grow with the archive; what that overlooks, `overlooked` finds when archives are merged. Whether two
texts are one article their texts decide: `pipelines.dedup`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from archive.connection import Connection
from archive.postings import unpacked
from pipelines.dedup import comparable

POSTED = 24  # marks a text is found by; 16 lose 4 % of reprints that are cut, mistyped and framed at once
COMMON = 16  # texts that may be found by one mark
SHARED_POSTS = 2
# Tried on the same reprints: they share 0.19 of their marks at least, unrelated articles on one subject 0.04.
SHARED_SKETCH = 0.15
# A mark that few texts have tells more than one of many texts: it weighs WHOLE divided by how many have it.
WHOLE = 720_720  # divisible by all numbers up to COMMON: weights are whole, and their sums the same in any order
TELLING = WHOLE // 4  # the weight of all shared marks below which a text is not compared
COMPARED = 16  # texts whose sketches are compared: those whose shared marks weigh most


def likes(one: Sequence[int]) -> Callable[[Sequence[int]], bool]:
    """A function that tells whether another sketch may be of the same article as this one. Symmetrical."""
    posts, marks = frozenset(one[:POSTED]), frozenset(one)

    def alike(other: Sequence[int]) -> bool:
        found = len(posts.intersection(other[:POSTED]))
        return found >= max(1, min(SHARED_POSTS, len(one), len(other))) and (
            len(marks.intersection(other)) >= SHARED_SKETCH * comparable(one, other))

    return alike


def works_alike(conn: sqlite3.Connection, sketch: Sequence[int], ids: Sequence[int]) -> set[int]:
    """The articles of those of the texts with these numbers whose sketches are like this one."""
    if not ids:
        return set()
    rows = conn.execute(f"SELECT article_id, sketch FROM texts WHERE id IN ({', '.join('?' * len(ids))})", ids)
    alike = likes(sketch)
    return {work for work, marks in rows if alike(unpacked(marks))}


class Candidates:
    """Articles that may hold near-duplicates of a text with these marks."""

    def __init__(self, conn: sqlite3.Connection, sketch: Sequence[int]) -> None:
        assert isinstance(conn, Connection)
        self.conn, self.sketch, self.posts = conn, sketch, sketch[:POSTED]
        self.having = conn.postings.having(self.posts) if self.posts else {}

    def works(self) -> set[int]:
        """The numbers of these articles.

        Of the texts that share marks the COMPARED whose shared marks weigh most are held against the sketch.
        """
        weights: dict[str, int] = {}
        again: set[str] = set()  # met by more than one mark
        for texts in self.having.values():
            weight = WHOLE // len(texts)
            for text in texts:
                if text in weights:
                    again.add(text)
                weights[text] = weights.get(text, 0) + weight
        met = again if len(self.posts) >= SHARED_POSTS else weights
        telling = sorted([(-weights[text], int(text)) for text in met if weights[text] >= TELLING])[:COMPARED]
        return works_alike(self.conn, self.sketch, [text_id for _, text_id in telling])

    def post(self, text_id: int) -> None:
        """Let a text be found by its marks, but for those that are common already."""
        if self.posts:
            self.conn.postings.add(text_id, [mark for mark in self.posts if len(self.having.get(mark, ())) < COMMON])


def unpost(conn: sqlite3.Connection, text_id: int) -> None:
    """Let a text be found no longer."""
    assert isinstance(conn, Connection)
    row = conn.execute("SELECT sketch FROM texts WHERE id = ?", (text_id,)).fetchone()
    conn.postings.take(text_id, unpacked(row[0])[:POSTED])
