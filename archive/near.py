"""The index of near-duplicates: which known articles a text may belong to.

Texts may be one article if they share at least two of their `POSTED` lowest marks, and enough of their sketches. That
is a matter of the two alone, whatever else the archive holds, so it does not matter in which order texts come. They
are found by the marks; one that many texts have (a slogan, a form of words) stops finding, so that the cost of a
question does not grow with the archive. Whether they are one article only their texts decide: `pipelines.dedup`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import itemgetter

from archive.connection import Connection
from archive.marks import unpacked
from pipelines.dedup import shared_marks

POSTED = 24  # marks a text is found by; 16 lose 4 % of reprints that are cut, mistyped and framed at once
COMMON = 16  # texts that may be found by one mark
SHARED_POSTS = 2
# Tried on the same reprints: they share 0.19 of their marks at least, unrelated articles on one subject 0.04.
SHARED_SKETCH = 0.15
# A mark that few texts have tells more than one that many have: each counts 1 divided by the texts it is met in.
TELLING = 0.25
COMPARED = 16  # texts whose sketches are compared: those of which most is told


def alike(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two sketches may be of one article. Symmetrical."""
    posts = len(set(one[:POSTED]).intersection(other[:POSTED]))
    return posts >= max(1, min(SHARED_POSTS, len(one), len(other))) and shared_marks(one, other) >= SHARED_SKETCH


class Candidates:
    """Articles that may hold near-duplicates of a text with these marks, and how often each mark is met already."""

    def __init__(self, conn: sqlite3.Connection, sketch: Sequence[int]) -> None:
        assert isinstance(conn, Connection)
        self.conn, self.sketch, self.posts = conn, sketch, sketch[:POSTED]
        self.rows = conn.marks.having(self.posts) if self.posts else []
        self.met = Counter(map(itemgetter(0), self.rows))

    def works(self) -> set[int]:
        """Their numbers."""
        weights: dict[int, float] = defaultdict(float)
        for mark, text_id in self.rows:
            weights[text_id] += 1 / self.met[mark]
        telling = [(-weight, text_id) for text_id, weight in weights.items() if weight >= TELLING]
        found = set()
        for _, text_id in sorted(telling)[:COMPARED]:
            work, marks = self.conn.execute("SELECT article_id, sketch FROM texts WHERE id = ?", (text_id,)).fetchone()
            if work not in found and alike(self.sketch, unpacked(marks)):
                found.add(work)
        return found

    def post(self, text_id: int) -> None:
        """Let a text be found by its marks, but for those that are common already."""
        if self.posts:
            self.conn.marks.add(text_id, [mark for mark in self.posts if self.met[mark] < COMMON])


def unpost(conn: sqlite3.Connection, text_id: int) -> None:
    """Let a text be found no longer."""
    assert isinstance(conn, Connection)
    row = conn.execute("SELECT sketch FROM texts WHERE id = ?", (text_id,)).fetchone()
    conn.marks.take(text_id, unpacked(row[0])[:POSTED])
