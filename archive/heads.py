"""Which article every text belongs to.

The longest text of an article is its head. A text that is no near-duplicate of any longer head is a head itself; any
other text belongs to the longer head that it is most like. So a set of texts has one division into articles, in
whatever order they come. Chains of likenesses (A like B, B like C) make no article. A longer text that comes later may
take texts over from the heads they had; whatever that changes is settled again, the longest texts first, because only
longer texts decide where a text belongs.

"Kin" are texts that one address showed at different times, editions of one article: of them less likeness is asked.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from archive import near, texts
from archive.postings import packed, unpacked
from pipelines.dedup import EDITED, content_digest, likeness, normalise, sketch

Score = tuple[float, float]


@dataclass(frozen=True)
class Text:
    """A text, standing for all that are equal to it but for punctuation and width, and the article it is in."""

    id: int  # 0: not in the archive yet
    text: str
    letters: int  # how many it has when folded, without punctuation: its length
    digest: str
    marks: Sequence[int]
    work: int  # 0: in none yet

    @property
    def rank(self) -> tuple[int, str]:
        """The head of an article is the highest."""
        return self.letters, self.digest


class Placed(NamedTuple):
    """Where a text was put."""

    text_id: int
    touched: set[int]  # the articles whose texts changed
    done: str  # it is an article of its own (`new`), it `joined` one, or it took texts `over` from others


def place(
    conn: sqlite3.Connection, title: str | None, text: str, article: dict[str, Any], kin: Iterable[int] = ()
) -> Placed:
    """Find or make the row of a text, and its article. `article` is the row of a new one but for its text.

    `kin` are the numbers of the other texts of its address.
    """
    digest = content_digest(title, text)
    equal = conn.execute(
        "SELECT texts.id, article_id, coalesce(texts.text, articles.text) FROM texts JOIN articles"
        " ON articles.id = article_id WHERE texts.digest = ?", (digest,),
    ).fetchall()
    marks, letters = sketch(text), len(normalise(text))
    row = {"digest": digest, "letters": letters, "text": text, "sketch": packed(marks)}
    settling = Settling(conn)
    settling.know_kin(digest, kin)
    if equal:
        known = next((text_id for text_id, _, other in equal if other == text), None)
        text_id = known or texts.insert(conn, "texts", {**row, "article_id": equal[0][1]})
        return Placed(text_id, {equal[0][1]} | (settling.settle([text_id, *kin]) if kin else set()), "joined")
    new = Text(0, text, letters, digest, marks, 0)
    candidates = near.Candidates(conn, marks)
    head, lesser = settling.choose(new, candidates)
    work = head or settling.home(lesser)
    if work:
        text_id = texts.insert(conn, "texts", {**row, "article_id": work})
    else:
        work = texts.new_article(conn, {**article, "text": text, "chars": len(text), "digest": digest})
        text_id = texts.insert(conn, "texts", {**row, "text": None, "article_id": work})
    candidates.post(text_id)
    touched = settling.settle([other.id for other in lesser]) if lesser else set()
    return Placed(text_id, {work} | touched, "joined" if head else "over" if lesser else "new")


def drop(conn: sqlite3.Connection, text_id: int, appearance: int) -> set[int]:
    """Delete a text that no address shows or showed any more; nothing happens to one that some address does.

    If it was the last of its article, the article goes too, and its number leads to the article that `appearance` shows
    now. Returns the articles whose texts changed: if the text was a head, the others look for heads again.
    """
    shown = conn.execute("SELECT 1 FROM appearances WHERE text_id = ?1 UNION ALL"
                         " SELECT 1 FROM revisions WHERE text_id = ?1", (text_id,)).fetchone()
    if shown:
        return set()
    work, digest, text = conn.execute("SELECT article_id, digest, text FROM texts WHERE id = ?", (text_id,)).fetchone()
    was_head = texts.head_of(conn, work) == digest
    others = conn.execute("SELECT id, digest, sketch FROM texts WHERE article_id = ? AND id <> ?",
                          (work, text_id)).fetchall()
    if text is None and others:
        texts.adopt(conn, work, others[0][0])
    near.unpost(conn, text_id)
    conn.execute("DELETE FROM settled")  # its number may be another's next
    conn.execute("DELETE FROM texts WHERE id = ?", (text_id,))
    equal = [row for row in others if row[1] == digest]
    if equal:
        near.Candidates(conn, unpacked(equal[0][2])).post(equal[0][0])
    if not others:
        heir = conn.execute("SELECT article_id FROM appearances WHERE id = ?", (appearance,)).fetchone()[0]
        texts.retire(conn, work, heir)
        return {heir}
    return {work} | (Settling(conn).settle([row[0] for row in others]) if was_head and not equal else set())


class Settling:
    """Brings texts to their articles, one after another, the longest first: shorter ones cannot undo that."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.kin: defaultdict[str, set[str]] = defaultdict(set)  # digests that stood at one address, by digest
        self.waiting: dict[str, Text] = {}

    def know_kin(self, digest: str, ids: Iterable[int]) -> None:
        """Note as kin of a text, by its digest, those of these numbers: its address is not in the archive yet."""
        for text_id in ids:
            other = self.conn.execute("SELECT digest FROM texts WHERE id = ?", (text_id,)).fetchone()[0]
            self.kin[digest].add(other)
            self.kin[other].add(digest)

    def settle(self, ids: Iterable[int]) -> set[int]:
        """Bring texts, by number, and those that depend on them to their articles; return the articles that changed."""
        touched: set[int] = set()
        self.conn.execute("DELETE FROM settled")  # what follows may overlook something
        self._wait(f"texts.id IN ({', '.join(str(int(i)) for i in ids)})")
        while self.waiting:
            digest = max(self.waiting.values(), key=lambda text: text.rank).digest
            text = self._load("texts.digest = ?", digest)[0]
            del self.waiting[digest]
            touched |= self._settle(text)
        return touched

    def _settle(self, text: Text) -> set[int]:
        """Bring one text to its article; those that this may move wait for their turn. Returns the articles changed."""
        is_head = texts.head_of(self.conn, text.work) == text.digest
        work, lesser = self.choose(text)
        if work == text.work or (is_head and not work and not lesser):
            return set()
        if work and is_head:
            self._wait("article_id = ?", text.work, but=text)
            texts.move_all(self.conn, text.work, work)
        elif not work and not is_head and not (work := self.home(lesser)):
            work = texts.part(self.conn, text.id, text.work)
        elif work:
            texts.move(self.conn, text.digest, text.work, work)
        for other in lesser:
            self.waiting[other.digest] = other
        return {text.work, work or text.work}

    def home(self, lesser: list[Text]) -> int | None:
        """The article for a new head: the oldest of those whose heads it takes over; None where it takes over none."""
        works = [text.work for text in lesser if texts.head_of(self.conn, text.work) == text.digest]
        if not works:
            return None
        self._wait("article_id = ?", min(works))
        return min(works)

    def choose(self, text: Text, candidates: near.Candidates | None = None) -> tuple[int | None, list[Text]]:
        """The article of the longer head that a text is most like, and no texts; or None, and the texts it attracts."""
        works = candidates.works() if candidates else self.works(text)
        kin = self._kin(text)
        known = [row for digest in kin for row in self.conn.execute(
            "SELECT article_id, letters, digest FROM texts WHERE digest = ?", (digest,))]
        works |= {work for work, *rank in known if self.leads(tuple(rank), text)}
        heads = {work: texts.head_of(self.conn, work) for work in works | {row[0] for row in known}}
        scored = []
        for work in works:
            head = self._load("texts.digest = ?", heads[work])[0]
            if head.rank > text.rank and (score := _score(text, head, kin)):
                scored.append((score, head.rank, work))
        if scored:
            return max(scored)[2], []
        return None, self.attracted(text, heads, kin)

    def leads(self, kin: tuple[int, str], text: Text) -> bool:
        """Whether a text is to be compared with the head of the article that its kin, of this rank, is in."""
        return True

    def works(self, text: Text) -> set[int]:
        """The articles that may hold near-duplicates of a text."""
        return near.Candidates(self.conn, text.marks).works()

    def attracted(self, text: Text, heads: dict[int, str], kin: set[str]) -> list[Text]:
        """The shorter texts of these articles that are more like this one, which is a head, than like their own heads.

        `heads` has the digest of each article's head.
        """
        others = [other for work in sorted(heads) for other in self._load("article_id = ?", work)]
        return [other for other in others if other.rank < text.rank and self._attracts(text, other, heads, kin)]

    def _attracts(self, text: Text, other: Text, heads: dict[int, str], kin: set[str]) -> bool:
        """Whether a shorter text belongs to this one rather than to the head it has."""
        ours = _score(text, other, kin)
        if ours is None or heads[other.work] in (other.digest, text.digest):
            return ours is not None and heads[other.work] == other.digest
        head = self._load("texts.digest = ?", heads[other.work])[0]
        theirs = _score(other, head, self._kin(other))
        return theirs is None or (ours, text.rank) > (theirs, head.rank)

    def _kin(self, text: Text) -> set[str]:
        """The digests of a text's kin: the other texts of all addresses that show or showed it."""
        places = ("SELECT appearances.id FROM appearances JOIN texts ON texts.id = text_id WHERE digest = ?1 UNION"
                  " SELECT appearance_id FROM revisions JOIN texts ON texts.id = text_id WHERE digest = ?1")
        rows = self.conn.execute(
            f"SELECT digest FROM texts JOIN appearances ON text_id = texts.id WHERE appearances.id IN ({places})"
            f" UNION SELECT digest FROM texts JOIN revisions ON text_id = texts.id WHERE appearance_id IN ({places})",
            (text.digest,)) if text.id else ()
        return ({row[0] for row in rows} | self.kin[text.digest]) - {text.digest}

    def _wait(self, where: str, *values: Any, but: Text | None = None) -> None:
        """Let the texts that an SQL condition names, but for one, wait for their turn."""
        for text in self._load(where, *values):
            if but is None or text.digest != but.digest:
                self.waiting[text.digest] = text

    def _load(self, where: str, *values: Any) -> list[Text]:
        """The texts that an SQL condition names, the longest first; of equal ones one."""
        rows = self.conn.execute(
            "SELECT min(texts.id), coalesce(texts.text, articles.text), letters, texts.digest, sketch, article_id"
            f" FROM texts JOIN articles ON articles.id = article_id WHERE {where} GROUP BY texts.digest"
            " ORDER BY letters DESC, texts.digest DESC", values)
        return [Text(number, text, letters, digest, unpacked(marks), work)
                for number, text, letters, digest, marks, work in rows]


def _score(one: Text, other: Text, kin: set[str]) -> Score | None:
    """How alike two texts are (containment, similarity) if they may be one article, else None.

    `kin` are the digests of the kin of one of them.
    """
    related = one.digest in kin or other.digest in kin
    if not related and not near.likes(one.marks)(other.marks):
        return None
    alike = likeness(one.text, other.text)
    fit = alike.same or (related and alike.containment >= EDITED)
    return (alike.containment, alike.similarity) if fit else None
