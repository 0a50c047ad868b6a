"""The reprint chain: which appearance of an article is its origin, and what follows from that.

An article's row repeats what its origin shows. The choice depends on the appearances alone, not on their order.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from archive import derived, texts
from pipelines.dedup import likeness

# The columns of an article's row that its origin shows, and that are so called in appearances too.
SHOWN = ("title", "subtitle", "original_title", "published_at", "source", "author", "editor", "images", "script",
         "portal", "channel", "url")
# A 来源 that names no other: the page claims the article for its own site.
OWN = frozenset({"本站", "本网", "本报", "本台", "原创", "本站原创", "本网原创", "本网讯", "本报讯"})
NAMED = 3  # characters of a 来源 that is a part of a portal's title: 甘肃网, but not 甘肃


class Member(NamedTuple):
    """An appearance, as far as the choice of an origin needs it."""

    id: int
    canonical: str
    kind: str
    mirror: int
    text_id: int
    published_at: str | None
    source: str | None
    first_seen: str
    capture: str
    site: str | None


def names(source: str | None, site: str | None) -> bool:
    """Whether a 来源 names a site: 来源：中国甘肃网-民族日报 names 中国甘肃网."""
    return bool(source and site) and (site in source or (len(source) >= NAMED and source in site))  # type: ignore


def origin(members: Sequence[Member]) -> Member:
    """The origin of an article, chosen by these rules, the first that tells two apart deciding.

    It is no mirror; it stands on the site that a 来源 of any member names; it was published earliest (a date without a
    time is the end of its day); it was seen first; it is of a declared portal. `members` must not be empty.
    """
    sources = {member.source for member in members if member.source}

    def rank(member: Member) -> tuple[Any, ...]:
        claimed = member.source in OWN or any(names(source, member.site) for source in sources)
        when = member.published_at or "9999"
        when = when if "T" in when else f"{when}T99"
        return member.mirror, not claimed, when, member.first_seen, member.site is None, member.canonical

    return min(members, key=rank)


def settle(conn: sqlite3.Connection, work: int, changed: int | None = None) -> None:
    """Decide an article's origin again, and bring its row, the kinds of its appearances and the ledger in line.

    `work` is the article's number. `changed` is the appearance that is new or shows another text: the likeness of the
    others is measured again only if the origin's text is another now. Without it all are measured.
    """
    members = [Member(*row) for row in conn.execute(
        "SELECT appearances.id, canonical, kind, mirror, text_id, published_at, source, first_seen,"
        " capture, portals.title FROM appearances LEFT JOIN portals ON name = portal WHERE article_id = ?", (work,))]
    if not members:
        _settle_past(conn, work)
        return
    first = origin(members)
    row = conn.execute(f"SELECT {', '.join(SHOWN)} FROM appearances WHERE id = ?", (first.id,)).fetchone()
    seen = conn.execute(
        "SELECT text_since, last_seen FROM appearances WHERE article_id = ?1 UNION ALL"
        " SELECT first_seen, seen_at FROM revisions WHERE article_id = ?1 AND text_id IS NOT NULL", (work,)).fetchall()
    other_text = _write(conn, work, dict(zip(SHOWN, row, strict=True)), first.text_id, seen)
    for member in members:
        _write_kind(conn, member, first, fresh=changed in (None, member.id))
        if other_text or changed in (None, member.id):
            _write_likeness(conn, member, first)


def settle_all(conn: sqlite3.Connection, works: set[int], changed: int | None = None) -> None:
    """`settle` for articles whose texts have changed, by number; those that are gone since are passed over."""
    for work in sorted(works):
        if conn.execute("SELECT 1 FROM articles WHERE id = ?", (work,)).fetchone():
            settle(conn, work, changed)


def _settle_past(conn: sqlite3.Connection, work: int) -> None:
    """An article that no address shows any more: its row is made of the last state that showed it."""
    rows = conn.execute("SELECT record, text_id, first_seen, seen_at FROM revisions WHERE article_id = ?"
                        " AND text_id IN (SELECT id FROM texts WHERE article_id = ?)", (work, work)).fetchall()
    record, text_id, _, _ = max(rows, key=lambda row: (row[3], row[0]))
    shown = json.loads(record)
    _write(conn, work, {column: shown[column] for column in SHOWN}, text_id, [row[2:] for row in rows])


def _write(
    conn: sqlite3.Connection, work: int, shown: dict[str, Any], text_id: int, seen: list[tuple[str, str]]
) -> bool:
    """Bring an article's row in line; return whether its text is another now."""
    own = conn.execute("SELECT id FROM texts WHERE article_id = ? AND text IS NULL", (work,)).fetchone()[0]
    was = conn.execute(
        f"SELECT {', '.join(SHOWN)}, first_seen, last_seen FROM articles WHERE id = ?", (work,)).fetchone()
    values = (*shown.values(), min(s[0] for s in seen), max(s[1] for s in seen))
    if own != text_id:
        texts.adopt(conn, work, text_id)
    if values != was:
        derived.changing(conn, work)
        columns = ", ".join(f"{column} = ?" for column in (*SHOWN, "first_seen", "last_seen"))
        conn.execute(f"UPDATE articles SET {columns} WHERE id = ?", (*values, work))
    return bool(own != text_id)


def state_of(kind: str, is_origin: bool) -> str:
    """The ledger's state of an address that shows an article: `stored` for its origin, else `duplicate`."""
    return "stored" if is_origin or kind == "original" else "duplicate"


def _write_kind(conn: sqlite3.Connection, member: Member, first: Member, fresh: bool) -> None:
    kind = "mirror" if member.mirror else "original" if member.id == first.id else "reprint"
    if kind != member.kind:
        conn.execute("UPDATE appearances SET kind = ? WHERE id = ?", (kind, member.id))
    if kind == member.kind and not (fresh or member.mirror):
        return
    state = state_of(kind, member.id == first.id)
    conn.execute("UPDATE ledger SET state = ?1, capture = ?2 WHERE canonical = ?3"
                 " AND state IN ('stored', 'duplicate') AND (state, capture) <> (?1, ?2)",
                 (state, member.capture, member.canonical))


def _write_likeness(conn: sqlite3.Connection, member: Member, first: Member) -> None:
    same = member.text_id == first.text_id
    alike = None if same else likeness(texts.text_of(conn, member.text_id), texts.text_of(conn, first.text_id))
    similarity, containment = (alike.similarity, alike.containment) if alike else (1.0, 1.0)
    conn.execute("UPDATE appearances SET similarity = ?, containment = ? WHERE id = ?",
                 (similarity, containment, member.id))
