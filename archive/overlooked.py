"""Near-duplicates that were overlooked when they were filed, found when archives are merged.

A text is looked for by two dozen marks, of which those that many texts have find nothing; so of some thousand pairs
one is overlooked, and which one depends on what was filed before. A merged archive must not depend on that. Of the
texts that no merge has looked at yet the articles' heads are therefore held against all other heads once more, by four
times as many marks, of which those count that few heads have. The cost is one reading of all sketches, about 10 s for a
million.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from archive import near
from archive.archive import Archive
from archive.heads import Settling
from archive.marks import unpacked
from archive.works import settle_origins

LOOKED_AT = 96  # marks of a head
FEW = 16  # heads that have a mark
SHARED = 2  # such marks that two heads must share
BATCH = 20  # pairs in one transaction: a crawl beside it waits for a moment only
HEADS = 5_000  # that are held against the others at once: 100 MB of memory


def settle_overlooked(archive: Archive) -> int:
    """Unite the articles whose likeness was overlooked; return how many were another's."""
    since = archive.one("SELECT coalesce(max(text_id), 0) FROM settled")
    last = archive.one("SELECT coalesce(max(id), 0) FROM texts")  # what a crawl files meanwhile is for the next merge
    before = gone = archive.one("SELECT count(*) FROM redirects")
    while pairs := [pair for new in _new_heads(archive.conn, since) for pair in _overlooked(archive.conn, new)]:
        for at in range(0, len(pairs), BATCH):
            with archive.writing() as conn:
                _settle(conn, pairs[at : at + BATCH])
        was, gone = gone, archive.one("SELECT count(*) FROM redirects")
        if gone == was:
            break
    with archive.writing() as conn:
        conn.execute("DELETE FROM settled")
        conn.execute("INSERT INTO settled (text_id) VALUES (?)", (last,))
    return int(gone - before)


def _settle(conn: sqlite3.Connection, pairs: Sequence[tuple[int, int]]) -> None:
    """Decide once more about pairs of texts; a crawl may have replaced some of them since they were read."""
    settling, ids = Settling(conn), {text_id for pair in pairs for text_id in pair}
    there = {row[0] for row in conn.execute("SELECT id FROM texts WHERE id IN (SELECT value FROM json_each(?))",
                                            (json.dumps(sorted(ids)),))}
    for one, other in pairs:
        if {one, other} <= there:
            settling.know_near(one, other)
    settle_origins(conn, settling.settle(there))


def _heads(conn: sqlite3.Connection) -> Iterator[tuple[int, Sequence[int]]]:
    """The head of every article and its marks."""
    rows = conn.execute("SELECT id, sketch, max(printf('%012d', letters) || digest) FROM texts GROUP BY article_id")
    return ((text_id, unpacked(sketch)) for text_id, sketch, _ in rows)


def _new_heads(conn: sqlite3.Connection, since: int) -> Iterator[dict[int, Sequence[int]]]:
    """The heads filed after the text `since`, in portions."""
    heads = (head for head in _heads(conn) if head[0] > since)
    while portion := dict(islice(heads, HEADS)):
        yield portion


def _overlooked(conn: sqlite3.Connection, new: dict[int, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of heads, one of them new, that may be of one article."""
    wanted = {mark for marks in new.values() for mark in marks[:LOOKED_AT]}
    having: defaultdict[int, list[int]] = defaultdict(list)
    for text_id, marks in _heads(conn):
        for mark in wanted.intersection(marks[:LOOKED_AT]):
            having[mark].append(text_id)
    shared = Counter(pair for found in having.values() if 2 <= len(found) <= FEW for pair in combinations(found, 2))
    for (one, other), count in shared.items():
        if count >= SHARED and (one in new or other in new):
            a, b = (new.get(text_id) or _marks(conn, text_id) for text_id in (one, other))
            if near.likes(a)(b):
                yield one, other


def _marks(conn: sqlite3.Connection, text_id: int) -> Sequence[int]:
    row = conn.execute("SELECT sketch FROM texts WHERE id = ?", (text_id,)).fetchone()
    return unpacked(row[0]) if row else ()
