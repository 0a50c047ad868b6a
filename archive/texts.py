"""Every text the archive holds, once, and the article it belongs to.

The longest text of an article is its head: every other text of it is a near-duplicate of the head, and of no other
longer head more so. Chains of likenesses (A like B, B like C) therefore make no article, and it does not matter in
which order the texts come: a longer one that comes later takes over the articles whose heads are like it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from archive import index, near
from archive.marks import packed, unpacked
from pipelines.dedup import EDITED, content_digest, likeness, normalise, sketch

Score = tuple[float, float]


@dataclass(frozen=True)
class Text:
    """A text on its way to its article; `kin` are texts that its address showed at other times."""

    id: int
    text: str
    letters: int
    digest: str
    kin: frozenset[int] = frozenset()

    @property
    def rank(self) -> tuple[int, str]:
        """The head of an article is the highest."""
        return self.letters, self.digest


def insert(conn: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    """One row; table and columns are ours, values are bound."""
    return int(conn.execute(_insertion(table, tuple(row)), tuple(row.values())).lastrowid or 0)


@lru_cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def place(
    conn: sqlite3.Connection, title: str | None, text: str, article: dict[str, Any], kin: Iterable[int] = ()
) -> tuple[int, set[int], str]:
    """Find or make a text's row and its article; `article` is the row of a new one.

    Returns the text's number, the articles whose texts changed, and what it did: it is `new`, an article of its own,
    or it `joined` one, or it took texts `over` from others.
    """
    digest = content_digest(title, text)
    equal = conn.execute(
        "SELECT texts.id, article_id, coalesce(texts.text, articles.text) FROM texts JOIN articles"
        " ON articles.id = article_id WHERE texts.digest = ?", (digest,),
    ).fetchall()
    marks, letters = sketch(text), len(normalise(text))
    row = {"digest": digest, "letters": letters, "text": text, "sketch": packed(marks)}
    if equal:
        work = equal[0][1]
        known = next((text_id for text_id, _, other in equal if other == text), None)
        return known or insert(conn, "texts", {**row, "article_id": work}), {work}, "joined"
    new = Text(0, text, letters, digest, frozenset(kin))
    candidates = near.Candidates(conn, marks)
    found = candidates.likely() + _with_articles(conn, new.kin)
    head = _head_for(conn, new, {work for _, work in found})
    taken = [] if head else _shorter_heads(conn, new, {work for _, work in found})
    if head or taken:
        work = head or min(taken)
        text_id = insert(conn, "texts", {**row, "article_id": work})
    else:
        work = _article(conn, {**article, "text": text, "chars": len(text), "digest": digest})
        text_id = insert(conn, "texts", {**row, "text": None, "article_id": work})
    candidates.post(text_id)
    if head:
        return text_id, {work}, "joined"
    touched = _take_over(conn, Text(text_id, text, letters, digest, new.kin), work, taken, found)
    return text_id, touched, "over" if taken or len(touched) > 1 else "new"


def _article(conn: sqlite3.Connection, row: dict[str, Any]) -> int:
    """A new article, under a number that none ever had."""
    last = conn.execute("SELECT max(coalesce((SELECT max(id) FROM articles), 0),"
                        " coalesce((SELECT max(id) FROM redirects), 0))").fetchone()[0]
    work = insert(conn, "articles", {"id": last + 1, **row})
    index.made(conn, work)
    return work


def _with_articles(conn: sqlite3.Connection, ids: Iterable[int]) -> list[tuple[int, int]]:
    return [(i, conn.execute("SELECT article_id FROM texts WHERE id = ?", (i,)).fetchone()[0]) for i in sorted(ids)]


def _load(conn: sqlite3.Connection, where: str, *values: Any) -> list[Text]:
    """Texts of an article, the head first; of equal ones one."""
    return [Text(*row) for row in conn.execute(
        "SELECT min(texts.id), coalesce(texts.text, articles.text), letters, texts.digest FROM texts"
        f" JOIN articles ON articles.id = article_id WHERE {where} GROUP BY texts.digest"
        " ORDER BY letters DESC, texts.digest DESC", values)]


def head_of(conn: sqlite3.Connection, work: int) -> Text:
    """The longest text of an article."""
    row = conn.execute("SELECT id, letters, digest FROM texts WHERE article_id = ?"
                       " ORDER BY letters DESC, digest DESC, id LIMIT 1", (work,)).fetchone()
    return Text(row[0], near.text_of(conn, row[0]), row[1], row[2])


def _score(one: Text, other: Text) -> Score | None:
    """How alike two texts are if they may be one article, else None."""
    alike = likeness(one.text, other.text)
    kin = other.id in one.kin or one.id in other.kin
    fit = alike.same or (kin and alike.containment >= EDITED)
    return (alike.containment, alike.similarity) if fit else None


def _head_for(conn: sqlite3.Connection, text: Text, works: Iterable[int]) -> int | None:
    """Among articles whose heads are longer than a text, the one it belongs to."""
    scored = []
    for work in works:
        head = head_of(conn, work)
        score = _score(text, head) if head.rank > text.rank else None
        if score:
            scored.append((score, head.rank, work))
    return max(scored)[2] if scored else None


def _shorter_heads(conn: sqlite3.Connection, text: Text, works: Iterable[int]) -> list[int]:
    heads = [(work, head_of(conn, work)) for work in works]
    return [work for work, head in heads if head.rank < text.rank and _score(text, head)]


def _take_over(
    conn: sqlite3.Connection, head: Text, work: int, taken: list[int], found: list[tuple[int, int]]
) -> set[int]:
    """A new head takes the texts that are most like it; return the articles that gained or lost one."""
    touched = {work}
    orphans = [(other, text) for other in taken for text in _load(conn, "article_id = ?", other)]
    for other, text in sorted(orphans, key=lambda orphan: orphan[1].rank, reverse=True):
        if text.id != head.id and not _score(head, text):
            touched |= {other, _settle_anew(conn, text, other)}
    for other in taken:
        if other != work:
            _move_all(conn, other, work)
            retire(conn, other, work)
    for text_id, other in found:
        row = _load(conn, "texts.id = ?", text_id)
        if other not in taken and row and row[0].rank < head.rank:
            theirs, ours = head_of(conn, other), _score(head, row[0])
            if theirs.id != text_id and ours and (ours, head.rank) > (_score(row[0], theirs) or (0, 0), theirs.rank):
                move(conn, row[0].digest, other, work)
                touched.add(other)
    return touched


def _settle_anew(conn: sqlite3.Connection, text: Text, left: int) -> int:
    """Find another article for a text that its former head has left, or make it one of its own."""
    marks = unpacked(conn.execute("SELECT sketch FROM texts WHERE id = ?", (text.id,)).fetchone()[0])
    works = {work for _, work in near.Candidates(conn, marks).likely()} - {left}
    work = _head_for(conn, text, works)
    if work is None:
        row = conn.execute("SELECT * FROM articles WHERE id = ?", (left,))
        article = dict(zip([column[0] for column in row.description], row.fetchone(), strict=True))
        del article["id"]
        work = _article(conn, {**article, "text": text.text, "chars": len(text.text), "digest": text.digest})
        move(conn, text.digest, left, work)
        conn.execute("UPDATE texts SET text = NULL WHERE id = ?", (text.id,))
    else:
        move(conn, text.digest, left, work)
    return work


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


def _move_all(conn: sqlite3.Connection, left: int, work: int) -> None:
    conn.execute("UPDATE texts SET text = coalesce(text, (SELECT text FROM articles WHERE id = ?1)), article_id = ?2"
                 " WHERE article_id = ?1", (left, work))
    conn.execute("UPDATE revisions SET article_id = ? WHERE article_id = ?", (work, left))
    _follow(conn, work)


def _follow(conn: sqlite3.Connection, work: int) -> None:
    """Appearances and revisions stand at the article of their text."""
    for table in ("appearances", "revisions"):
        conn.execute(f"UPDATE {table} SET article_id = ?1 WHERE text_id IN (SELECT id FROM texts WHERE article_id = ?1)"
                     " AND article_id <> ?1", (work,))


def retire(conn: sqlite3.Connection, work: int, heir: int) -> None:
    """Take an article out whose texts are gone to another, which answers to its number from now on."""
    index.changing(conn, work)
    conn.execute("UPDATE redirects SET article_id = ? WHERE article_id = ?", (heir, work))
    conn.execute("DELETE FROM articles WHERE id = ?", (work,))
    conn.execute("INSERT INTO redirects (id, article_id) VALUES (?, ?)", (work, heir))


def adopt(conn: sqlite3.Connection, work: int, text_id: int) -> None:
    """Make a text the article's own."""
    index.changing(conn, work)
    text = near.text_of(conn, text_id)
    conn.execute("UPDATE texts SET text = (SELECT text FROM articles WHERE id = ?1) WHERE article_id = ?1"
                 " AND text IS NULL", (work,))
    conn.execute("UPDATE articles SET text = ?, chars = ?, digest = (SELECT digest FROM texts WHERE id = ?)"
                 " WHERE id = ?", (text, len(text), text_id, work))
    conn.execute("UPDATE texts SET text = NULL WHERE id = ?", (text_id,))


def drop(conn: sqlite3.Connection, text_id: int, heir: int) -> set[int]:
    """Forget a text that no address shows or showed any more; if it was an article's last, `heir` takes the number.

    Returns the articles that gained or lost a text, where its going leaves others without a head.
    """
    shown = conn.execute("SELECT 1 FROM appearances WHERE text_id = ?1 UNION ALL"
                         " SELECT 1 FROM revisions WHERE text_id = ?1", (text_id,)).fetchone()
    if shown:
        return set()
    work, digest, text = conn.execute("SELECT article_id, digest, text FROM texts WHERE id = ?", (text_id,)).fetchone()
    was_head = head_of(conn, work).digest == digest
    others = conn.execute("SELECT id, digest, sketch FROM texts WHERE article_id = ? AND id <> ?",
                          (work, text_id)).fetchall()
    if text is None and others:
        adopt(conn, work, others[0][0])
    near.unpost(conn, text_id)
    conn.execute("DELETE FROM texts WHERE id = ?", (text_id,))
    equal = [row for row in others if row[1] == digest]
    if equal:
        near.Candidates(conn, unpacked(equal[0][2])).post(equal[0][0])
    if not others:
        conn.execute("UPDATE revisions SET article_id = ? WHERE article_id = ?", (heir, work))
        retire(conn, work, heir)
        return {heir}
    return _without_head(conn, work) if was_head and not equal else {work}


def _without_head(conn: sqlite3.Connection, work: int) -> set[int]:
    """An article has lost its head: the next longest text is it, and what is not like that goes its own way."""
    head, *rest = _load(conn, "article_id = ?", work)
    touched = {work}
    for text in rest:
        if not _score(head, text):
            touched.add(_settle_anew(conn, text, work))
    return touched
