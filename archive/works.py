"""Filing what an address showed: where it has its place among the articles, and what it showed before.

A `Showing` is a text at an address over a time. All showings of an address are kept: the newest is its appearance,
the others are its revisions. Filing the same showings in any order, any number of times, gives the same.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from archive import chain, heads, texts
from archive.canonical import canonical
from pipelines.dedup import content_digest, likeness, normalise
from pipelines.items import Article, Page

# What a page shows besides its text, as columns of appearances.
RECORD = ("url", "portal", "channel", "mirror", "title", "subtitle", "original_title", "breadcrumb", "published_at",
          "published_raw", "source", "author", "editor", "images", "script", "layout", "charset", "confidence",
          "origins", "notes", "capture", "parts")
SHOWN_NOW = f"SELECT id, {', '.join(RECORD)}, text_since, last_seen, text_id FROM appearances WHERE canonical = ?"
# One row for each address and what it gave, of the earliest time that it did, in whatever order these are filed. Lists
# may be thinned, half articles (`other`) are not read again: bytes that were an article's as well are kept as that.
FETCHED = ("INSERT INTO fetches (url, capture, kind, status, headers, fetched_at, portal) VALUES (?, ?, ?, ?, ?, ?, ?)"
           " ON CONFLICT (url, capture) DO UPDATE SET kind = iif(kind IN ('list', 'other'), excluded.kind, kind), "
           + ", ".join(f"{name} = iif(excluded.fetched_at < fetched_at, excluded.{name}, {name})"
                       for name in ("status", "headers", "fetched_at", "portal"))
           + " WHERE kind IN ('list', 'other') OR excluded.fetched_at < fetched_at")
# The further pages of a capture at an address, of the text shown now or of a former one.
PARTS = ("SELECT parts FROM appearances WHERE canonical = ?1 AND capture = ?2 UNION ALL"
         " SELECT json_extract(record, '$.parts') FROM revisions JOIN appearances ON appearances.id = appearance_id"
         " WHERE canonical = ?1 AND revisions.capture = ?2")
MET = ("url", "portal", "channel")  # the columns of RECORD that say where a page was met, and not what it shows
# The columns of RECORD that are an article's own, as the road read them.
AS_READ = tuple(name for name in RECORD if name in Article.__dataclass_fields__)
# A page that shows less than this part of a former text, and hardly a word of it, is a notice or a home page.
MUCH_SHORTER, NOTHING_LIKE = 0.5, 0.1
LONGEST = 2_000_000  # characters; the longest chapter of a gazetteer has a tenth of that
TURNED = "shows something else now; the article is kept as it was"
_encode = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes one for each call


@dataclass(frozen=True)
class Showing:
    """What an address showed, from when to when."""

    record: dict[str, Any]
    text: str
    first_seen: str
    last_seen: str
    text_id: int | None = field(default=None, compare=False)
    revision: int | None = field(default=None, compare=False)  # its row in revisions

    @cached_property
    def digest(self) -> str:
        """Of the folded text."""
        return content_digest(self.record["title"], self.text)

    def shows(self, other: Showing) -> bool:
        """Whether two showings have one text."""
        return (self.digest, self.text) == (other.digest, other.text)

    def is_state(self, other: Showing) -> bool:
        """Whether two showings are one state of an address: the same text, or two readings of the same bytes."""
        if self.shows(other):
            return True
        mine, theirs = self.record["parts"], other.record["parts"]
        return self.record["capture"] == other.record["capture"] and (mine == theirs or not (mine and theirs))

    def is_half_of(self, other: Showing) -> bool:
        """Whether it was read from the first page alone of what the other was read from whole."""
        mine, theirs = self.record, other.record
        return mine["capture"] == theirs["capture"] and not mine["parts"] and bool(theirs["parts"])

    def is_rival_of(self, other: Showing) -> bool:
        """Whether it is another reading of the very same pages."""
        mine, theirs = self.record, other.record
        return (mine["capture"], mine["parts"]) == (theirs["capture"], theirs["parts"]) and not self.shows(other)

    def turned_from(self, former: Showing) -> bool:
        """Whether an article stood here before, and this is none: much shorter and nothing like it."""
        shorter = len(normalise(self.text)) < MUCH_SHORTER * len(normalise(former.text))
        return former.first_seen < self.first_seen and shorter and (
            likeness(self.text, former.text).containment < NOTHING_LIKE)

    @property
    def reading(self) -> tuple[str, str]:
        """Of two readings of the same pages the greater counts, whenever and wherever these were met."""
        return json.dumps({**self.record, **dict.fromkeys(MET)}, sort_keys=True), self.text

    @property
    def order(self) -> tuple[str, ...]:
        """The newest is the greatest; of two that were seen at one time, always the same."""
        return self.last_seen, self.first_seen, json.dumps(self.record, sort_keys=True), self.text


@dataclass(frozen=True)
class Filed:
    """What became of a showing: its address's state in the ledger, and the capture that speaks for it."""

    state: str
    capture: str
    reason: str | None = None


def showing_of(page: Page, portal: str, now: str) -> Showing:
    """What a page that came off the road shows."""
    a = page.article
    record = dict.fromkeys(RECORD) | {name: getattr(a, name) for name in AS_READ} | {
        "url": page.capture.url, "portal": portal, "mirror": int(a.mirror),
        "breadcrumb": _json(a.breadcrumb), "origins": _json(a.origins), "notes": _json(a.notes),
        "images": _json([{"src": i.src, "caption": i.caption} for i in a.images]),
        "capture": page.capture.digest, "parts": _json([part.digest for part in page.capture.rest]),
    }
    return Showing(record, a.text or "", now, now)


def too_long(page: Page) -> str | None:
    """Why a page's text is too long to be an article's, or None."""
    chars = len(page.article.text or "")
    return f"a text of {chars:,} characters" if chars > LONGEST and not page.refused else None


def file_showing(conn: sqlite3.Connection, new: Showing, *, reread: bool = True) -> Filed:
    """Put a showing in its place. `reread`: of two readings of the same bytes the new one counts, it is today's.

    Runs inside the caller's transaction.
    """
    address = canonical(new.record["url"])
    row = conn.execute(SHOWN_NOW, (address,)).fetchone()
    if row is None:
        return _appear(conn, new, address)
    known = states_of(conn, row)
    states = _joined(known, new, reread)
    if states == known:
        return _filed(conn, row[0])
    return _rearrange(conn, row[0], known, states)


def _appear(conn: sqlite3.Connection, new: Showing, address: str) -> Filed:
    """The first showing of an address."""
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
    settle_origins(conn, touched, appearance if done == "joined" else None)
    return _filed(conn, appearance)


def settle_origins(conn: sqlite3.Connection, works: set[int], appearance: int | None = None) -> None:
    """Decide the origins of articles again whose texts have changed, but for those that are gone."""
    for work in sorted(works):
        if conn.execute("SELECT 1 FROM articles WHERE id = ?", (work,)).fetchone():
            chain.settle(conn, work, appearance)


def _article(new: Showing) -> dict[str, Any]:
    """The row of a new article."""
    shown = {column: new.record[column] for column in chain.SHOWN}
    return {**shown, "first_seen": new.first_seen, "last_seen": new.last_seen}


def _filed(conn: sqlite3.Connection, appearance: int, reason: str | None = None) -> Filed:
    kind, capture, only = conn.execute(
        "SELECT kind, appearances.capture, appearances.url = articles.url FROM appearances"
        " JOIN articles ON articles.id = article_id WHERE appearances.id = ?", (appearance,)).fetchone()
    return Filed(chain.state_of(kind, bool(only)), capture, reason)


def states_of(conn: sqlite3.Connection, row: tuple[Any, ...]) -> list[Showing]:
    """All that an address showed, the present first."""
    appearance, *record, since, last_seen, text_id = row
    present = Showing(dict(zip(RECORD, record, strict=True)), texts.text_of(conn, text_id), since, last_seen, text_id)
    former = conn.execute("SELECT record, text, first_seen, seen_at, text_id, id FROM revisions"
                          " WHERE appearance_id = ? ORDER BY id", (appearance,))
    return [present, *(Showing(json.loads(shown), *rest) for shown, *rest in former)]


def _joined(known: list[Showing], new: Showing, reread: bool) -> list[Showing]:
    """The states of an address when a showing is added: what is the same state becomes one, over the whole time."""
    same = [state for state in known if state.is_state(new)]
    if not same:
        return [*known, new]
    if wholes := [state for state in same if new.is_half_of(state)]:  # of editions that differ further on the newest
        newest = max(wholes, key=lambda state: state.order)
        same = [state for state in same if state is newest or state not in wholes]
    rivals = [] if reread else [state for state in same if state.is_rival_of(new)]
    if any(state.reading > new.reading for state in rivals):  # it counts for nothing, and joins none that have its text
        same = rivals
    last = max(new.last_seen, *(state.last_seen for state in same))
    is_todays = reread and (new.last_seen == last or any(s.record["capture"] == new.record["capture"] for s in same))
    whole = [state for state in (*same, new) if not any(state.is_half_of(other) for other in (*same, new))]
    if rivals:
        whole = [state for state in whole if not any(state.is_rival_of(other) and state.reading < other.reading
                                                     for other in whole)]
    best = new if is_todays and new in whole else max(whole, key=lambda state: state.order)
    joined = replace(
        best, record=best.record | _met(best, [*same, new]),
        first_seen=min(new.first_seen, *(state.first_seen for state in same)), last_seen=last,
        text_id=next((s.text_id for s in same if s.shows(best)), None), revision=same[0].revision,
    )
    return [joined if state is same[0] else state for state in known if state is same[0] or state not in same]


def _met(best: Showing, same: list[Showing]) -> dict[str, Any]:
    """Where the bytes of a state were met last; which channel led there a reading without a crawl cannot tell."""
    readings = [state for state in same if state.record["capture"] == best.record["capture"]]
    last = max(readings, key=lambda state: (state.last_seen, state.record["url"], state.record["portal"]))
    led = max((state for state in same if state.record["channel"]), default=best,
              key=lambda state: (state in readings, state.last_seen, state.record["channel"]))
    return {"url": last.record["url"], "portal": last.record["portal"], "channel": led.record["channel"]}


def _rearrange(conn: sqlite3.Connection, appearance: int, known: list[Showing], states: list[Showing]) -> Filed:
    """Write the states of an address anew: the newest article is what it shows, the others are its revisions."""
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
    text_id, works, _ = heads.place(conn, state.record["title"], state.text, _article(state), kin)
    touched |= works
    return text_id


def _revision(conn: sqlite3.Connection, appearance: int, state: Showing, text_id: int | None, until: str) -> None:
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
    """After a change at an address: rows stand at the article of their text, texts have a witness, origins hold."""
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
    settle_origins(conn, touched)


def _json(value: Any) -> str | None:
    return _encode(value) if value else None
