"""Filing what an address shows: its place among the articles, and beside what the address showed before.

All showings of an address are kept (see `showing`): the newest is its row in `appearances`, the others are rows in
`revisions`. Which article a text belongs to, `heads` decides; which appearance is an article's origin, `chain`. Filing
the same showings in any order, any number of times, gives the same archive.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from archive import chain, heads, texts
from archive.canonical import canonical
from archive.showing import RECORD, Showing, joined
from pipelines.items import Page

# The row of an address, as `states_of` takes it.
SHOWN_NOW = f"SELECT id, {', '.join(RECORD)}, text_since, last_seen, text_id FROM appearances WHERE canonical = ?"
LONGEST = 2_000_000  # characters; the longest chapter of a gazetteer has a tenth of that
TURNED = "shows something else now; the article is kept as it was"


@dataclass(frozen=True)
class Filed:
    """What became of a showing: its address's state in the ledger, and the capture that speaks for it."""

    state: str
    capture: str
    reason: str | None = None


def too_long(page: Page) -> str | None:
    """Why a page's text is too long to be an article's, or None."""
    chars = len(page.article.text or "")
    return f"a text of {chars:,} characters" if chars > LONGEST and not page.refused else None


def file_showing(conn: sqlite3.Connection, new: Showing, *, reread: bool = True) -> Filed:
    """Put a showing in its place; return the state its address is in now. `reread` is explained at `joined`.

    Runs inside the caller's transaction.
    """
    address = canonical(new.record["url"])
    row = conn.execute(SHOWN_NOW, (address,)).fetchone()
    if row is None:
        return _appear(conn, new, address)
    known = states_of(conn, row)
    states = joined(known, new, reread=reread)
    if states == known:
        return _filed(conn, row[0])
    return _rearrange(conn, row[0], known, states)


def _appear(conn: sqlite3.Connection, new: Showing, address: str) -> Filed:
    """File the first showing of an address."""
    text_id, touched, done = heads.place(conn, new.record["title"], new.text, _article(new))
    alone = len(touched) == 1  # then it is the text's own article
    (work,) = touched if alone else conn.execute("SELECT article_id FROM texts WHERE id = ?", (text_id,)).fetchone()
    kind = "mirror" if new.record["mirror"] else "original" if done == "new" else "reprint"
    appearance = texts.insert(conn, "appearances", {
        **new.record, "canonical": address, "article_id": work, "text_id": text_id, "kind": kind, "similarity": 1.0,
        "containment": 1.0, "first_seen": new.first_seen, "text_since": new.first_seen, "last_seen": new.last_seen,
    })
    if done == "new":
        return Filed("stored", new.record["capture"])
    chain.settle_all(conn, touched, appearance if done == "joined" else None)
    return _filed(conn, appearance)


def _article(new: Showing) -> dict[str, Any]:
    """The row of a new article."""
    shown = {column: new.record[column] for column in chain.SHOWN}
    return {**shown, "first_seen": new.first_seen, "last_seen": new.last_seen}


def _filed(conn: sqlite3.Connection, appearance: int, reason: str | None = None) -> Filed:
    """What became of a showing whose rows are all written, by the kind of its appearance."""
    kind, capture, only = conn.execute(
        "SELECT kind, appearances.capture, appearances.url = articles.url FROM appearances"
        " JOIN articles ON articles.id = article_id WHERE appearances.id = ?", (appearance,)).fetchone()
    return Filed(chain.state_of(kind, bool(only)), capture, reason)


def states_of(conn: sqlite3.Connection, row: tuple[Any, ...]) -> list[Showing]:
    """All that an address showed, from its SHOWN_NOW row and its revisions; what it shows at present comes first."""
    appearance, *record, since, last_seen, text_id = row
    present = Showing(dict(zip(RECORD, record, strict=True)), texts.text_of(conn, text_id), since, last_seen, text_id)
    former = conn.execute("SELECT record, text, first_seen, seen_at, text_id, id FROM revisions"
                          " WHERE appearance_id = ? ORDER BY id", (appearance,))
    return [present, *(Showing(json.loads(shown), *rest) for shown, *rest in former)]


def _rearrange(conn: sqlite3.Connection, appearance: int, known: list[Showing], states: list[Showing]) -> Filed:
    """Write the states of an address anew: the newest that is an article is its appearance, the others revisions.

    A state that `turned_from` another (a notice where the page was taken down) is no article, and gets no text row.
    """
    odd = [state for state in states if any(state.turned_from(other) for other in states)]
    touched: set[int] = set()
    placed = {id(state): _placed(conn, state, known, touched) for state in states if state not in odd}
    present = max((state for state in states if id(state) in placed), key=lambda state: state.order)
    points = sorted({point for state in states for point in (state.first_seen, state.last_seen)})
    conn.execute(
        f"UPDATE appearances SET {', '.join(f'{column} = ?' for column in RECORD)}, text_id = ?, first_seen = ?,"
        " text_since = ?, last_seen = ? WHERE id = ?",
        (*present.record.values(), placed[id(present)], points[0], present.first_seen, present.last_seen, appearance))
    former = [state for state in states if state is not present]
    gone = {state.revision for state in known} - {state.revision for state in former}
    conn.executemany("DELETE FROM revisions WHERE id = ?", [(revision,) for revision in gone])
    for state in former:
        until = next((point for point in points if point > state.last_seen), state.last_seen)
        _revision(conn, appearance, state, placed.get(id(state)), until)
    _tidy(conn, appearance, {state.text_id for state in known if state.text_id} | set(placed.values()), touched)
    newest = max(states, key=lambda state: state.order)
    return _filed(conn, appearance, TURNED if newest in odd else None)


def _placed(conn: sqlite3.Connection, state: Showing, known: list[Showing], touched: set[int]) -> int:
    """The number of a state's text; other editions of it at its address are its kin. Notes the articles touched."""
    if state.text_id is not None:
        return state.text_id
    kin = {other.text_id for other in known if other.text_id is not None}
    placed = heads.place(conn, state.record["title"], state.text, _article(state), kin)
    touched |= placed.touched
    return placed.text_id


def _revision(conn: sqlite3.Connection, appearance: int, state: Showing, text_id: int | None, until: str) -> None:
    """Write a former state as a revision, or update its row; `until` is when another was seen in its place."""
    row = {"appearance_id": appearance, "text_id": text_id, "url": state.record["url"], "title": state.record["title"],
           "text": state.text, "capture": state.record["capture"], "first_seen": state.first_seen,
           "seen_at": state.last_seen, "replaced_at": until, "record": json.dumps(state.record, ensure_ascii=False)}
    if state.revision is None:
        work = conn.execute("SELECT article_id FROM appearances WHERE id = ?", (appearance,)).fetchone()[0]
        texts.insert(conn, "revisions", {**row, "article_id": work})
    else:
        conn.execute(f"UPDATE revisions SET {', '.join(f'{column} = ?' for column in row)} WHERE id = ?",
                     (*row.values(), state.revision))


def _tidy(conn: sqlite3.Connection, appearance: int, ids: set[int], touched: set[int]) -> None:
    """After a change at an address: its rows go to the articles of their texts, texts that none shows go, origins hold.

    `ids` are the texts it shows or showed before or after the change, `touched` the articles changed so far.
    """
    articles = "SELECT DISTINCT article_id FROM texts WHERE id IN (SELECT value FROM json_each(?))"
    touched |= {row[0] for row in conn.execute(articles, (json.dumps(sorted(ids)),))}
    texts.follow(conn, appearance)
    gone = ids - {row[0] for row in conn.execute(
        "SELECT text_id FROM appearances WHERE id = ?1 UNION SELECT text_id FROM revisions WHERE appearance_id = ?1",
        (appearance,))}
    for text_id in sorted(gone):
        touched |= heads.drop(conn, text_id, appearance)
    if gone:  # the others have lost their kin
        touched |= heads.Settling(conn).settle(ids)
    chain.settle_all(conn, touched)
