"""Near-duplicates that were overlooked when they were filed, found when archives are merged.

Filing looks for a text by two dozen marks. A mark that many texts have (a crowded one) finds no further texts, and of
those that are found only some are compared: so filing costs no more in a great archive than in a small one. But so what
filing finds depends on what was filed before, and what a merged archive holds must not. Therefore a merge settles some
texts once more: those with crowded marks, and all that share a mark with one of them. It does so in an order that
depends on the texts alone, the longest first. Each is compared with the heads before it, of which a mark finds the
first `FOUND`. For texts without crowded marks filing has found everything.

That reads all sketches three times, which takes 30 s for a million; settling a text once more costs about what filing
it did.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from archive import chain, near, texts
from archive.archive import Archive
from archive.batches import batched
from archive.heads import Settling, Text
from archive.postings import unpacked

FOUND = 64  # heads that are found by one mark
COMPARED = 16  # heads whose sketches are compared: those that share most, and what few texts have
BATCH = 20  # texts in one transaction: a crawl beside it waits for a moment only
SLOTS = 1 << 24  # marks are counted by their last bits, in 16 MB; one taken for crowded costs time and changes nothing


def settle_overlooked(archive: Archive) -> int:
    """Settle once more what may have been overlooked; return how many articles turned out to be others' reprints."""
    last = archive.one("SELECT coalesce(max(id), 0) FROM texts")  # what a crawl files meanwhile is for the next merge
    if archive.one("SELECT coalesce(max(text_id), 0) FROM settled") == last:
        return 0
    before = archive.one("SELECT count(*) FROM redirects")
    crowd = Crowd(archive.conn)
    for batch in batched(sorted(crowd.ranks, reverse=True), BATCH):
        with archive.writing() as conn:
            settling = InTurn(conn, crowd)
            chain.settle_all(conn, {work for _, digest in batch for work in settling.take(digest)})
    with archive.writing() as conn:
        conn.execute("DELETE FROM settled")
        conn.execute("INSERT INTO settled (text_id) VALUES (?)", (last,))
    return int(archive.one("SELECT count(*) FROM redirects") - before)


class Crowd:
    """The texts that are settled once more, and an index of those heads among them that had their turn."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.counts = bytearray(SLOTS)
        for _, posts in _texts(conn):
            for mark in posts:
                slot = mark % SLOTS
                self.counts[slot] += self.counts[slot] < 255
        wanted = bytearray(SLOTS)
        for _, posts in _texts(conn):
            if self.crowded(posts):
                for mark in posts:
                    wanted[mark % SLOTS] = 1
        self.ranks = {rank for rank, posts in _texts(conn) if any(wanted[mark % SLOTS] for mark in posts)}
        self.digests = {digest for _, digest in self.ranks}
        self.strayed: set[str] = set()  # digests of those whose head has gone to another article
        self.heads: list[int] = []  # numbers of their texts, the longest first
        self.having: defaultdict[int, list[int]] = defaultdict(list)  # their places in that list, by mark

    def crowded(self, posts: Sequence[int]) -> bool:
        """Whether texts may share these marks that `near.Candidates` does not look at."""
        counts = [self.counts[mark % SLOTS] for mark in posts]
        # Two marks that are no more common than that tell enough, and each text that is met is met by two.
        return len(posts) < near.SHARED_POSTS or max(counts) > near.COMMON // near.SHARED_POSTS or (
            sum(counts) - len(counts) > near.COMPARED * near.SHARED_POSTS)

    def lead(self, text: Text) -> None:
        """Let shorter texts find a head that had its turn."""
        for mark in text.marks[: near.POSTED]:
            if self.counts[mark % SLOTS] > 1 and len(self.having[mark]) < FOUND:
                self.having[mark].append(len(self.heads))
        self.heads.append(text.id)

    def works(self, conn: sqlite3.Connection, marks: Sequence[int]) -> set[int]:
        """The articles of the heads that had their turn and are nearest to a text with this sketch."""
        weights: Counter[int] = Counter()
        for mark in marks[: near.POSTED]:
            weight = near.WHOLE // max(1, self.counts[mark % SLOTS])
            for place in self.having.get(mark, ()):
                weights[place] += weight
        nearest = sorted(weights, key=lambda place: (-weights[place], place))[:COMPARED]
        return near.works_alike(conn, marks, [self.heads[place] for place in nearest])


class InTurn(Settling):
    """Brings the texts of a crowd to their articles, each in its turn; texts outside the crowd that move, at once."""

    def __init__(self, conn: sqlite3.Connection, crowd: Crowd) -> None:
        super().__init__(conn)
        self.crowd = crowd

    def take(self, digest: str) -> set[int]:
        """Settle a text; none, where a crawl has replaced it meanwhile. Returns the articles that changed."""
        found = self._load("texts.digest = ?", digest)
        if not found:
            return set()
        (text,) = found
        touched = self._settle(text)
        if touched:
            touched |= self.settle(())
            (text,) = self._load("texts.digest = ?", digest)
        if texts.head_of(self.conn, text.work) == digest:
            self.crowd.lead(text)
        return touched

    def choose(self, text: Text, candidates: near.Candidates | None = None) -> tuple[int | None, list[Text]]:
        """As filing does; but where only its own article comes into question no text is compared, to save time."""
        if text.digest not in self.crowd.strayed and not self._kin(text) and self.works(text) == {text.work}:
            return text.work, []
        return super().choose(text, candidates)

    def leads(self, kin: tuple[int, str], text: Text) -> bool:
        """Only where the kin is longer: a shorter one has its turn later, and is still where it was filed."""
        return kin > text.rank

    def works(self, text: Text) -> set[int]:
        """As filing finds them; for a text with crowded marks, as the crowd does."""
        if self.crowd.crowded(text.marks[: near.POSTED]):
            return self.crowd.works(self.conn, text.marks)
        return super().works(text)

    def attracted(self, text: Text, heads: dict[int, str], kin: set[str]) -> list[Text]:
        """Only texts without a turn of their own; a text with crowded marks attracts none unless it has kin."""
        if self.crowd.crowded(text.marks[: near.POSTED]) and not kin:
            return []
        return [other for other in super().attracted(text, heads, kin) if other.digest not in self.crowd.digests]

    def _wait(self, where: str, *values: object, but: Text | None = None) -> None:
        super()._wait(where, *values, but=but)
        for digest in self.crowd.digests.intersection(self.waiting):
            self.crowd.strayed.add(digest)
            del self.waiting[digest]


def _texts(conn: sqlite3.Connection) -> Iterator[tuple[tuple[int, str], Sequence[int]]]:
    """The rank of every text that can be compared, and the marks it is found by."""
    rows = conn.execute("SELECT letters, digest, substr(sketch, 1, ?) FROM texts WHERE sketch <> x''",
                        (4 * near.POSTED,))
    return (((letters, digest), unpacked(marks)) for letters, digest, marks in rows)
