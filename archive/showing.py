"""What an address showed, from when to when; and which showings of it are one state.

A crawl meets an address again and again, a merge brings what others met there, and bytes are read anew by later rules.
So several showings may tell of one state of the address: they have the same text, or were read from the same bytes.
These become one. The rules depend on the showings alone, so that the order in which they come does not matter.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pipelines.dedup import content_digest, likeness, normalise
from pipelines.items import Article, Page

# What a page shows besides its text, as columns of appearances.
RECORD = ("url", "portal", "channel", "mirror", "title", "subtitle", "original_title", "breadcrumb", "published_at",
          "published_raw", "source", "author", "editor", "images", "script", "layout", "charset", "confidence",
          "origins", "notes", "capture", "parts")
MET = ("url", "portal", "channel")  # the columns of RECORD that say where a page was met, and not what it shows
# The columns of RECORD that are an article's own, as the road read them.
AS_READ = tuple(name for name in RECORD if name in Article.__dataclass_fields__)
# A page that shows less than this part of a former text, and hardly a word of it, is a notice or a home page.
MUCH_SHORTER, NOTHING_LIKE = 0.5, 0.1
_encode = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes one for each call


@dataclass(frozen=True)
class Showing:
    """What an address showed, from when to when. Times are UTC, ISO 8601."""

    record: dict[str, Any]  # by column of RECORD
    text: str
    first_seen: str
    last_seen: str
    text_id: int | None = field(default=None, compare=False)  # its row in texts; None: none yet, or it is no article
    revision: int | None = field(default=None, compare=False)  # its row in revisions

    @cached_property
    def digest(self) -> str:
        """The digest of title and folded text: equal for texts that differ in punctuation and width alone."""
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
        """Whether this one was read from the first page alone of an article that the other was read from whole."""
        mine, theirs = self.record, other.record
        return mine["capture"] == theirs["capture"] and not mine["parts"] and bool(theirs["parts"])

    def is_rival_of(self, other: Showing) -> bool:
        """Whether this one is another reading, with another text, of the very same pages."""
        mine, theirs = self.record, other.record
        return (mine["capture"], mine["parts"]) == (theirs["capture"], theirs["parts"]) and not self.shows(other)

    def turned_from(self, former: Showing) -> bool:
        """Whether this is no article any more, but what came after one: much shorter, and nothing like the former."""
        shorter = len(normalise(self.text)) < MUCH_SHORTER * len(normalise(former.text))
        return former.first_seen < self.first_seen and shorter and (
            likeness(self.text, former.text).containment < NOTHING_LIKE)

    @property
    def reading(self) -> tuple[str, str]:
        """What two readings of the same pages are ordered by, so that a merge keeps the same one of them everywhere."""
        return json.dumps({**self.record, **dict.fromkeys(MET)}, sort_keys=True), self.text

    @property
    def order(self) -> tuple[str, ...]:
        """What showings are ordered by: the newest is the greatest; of two of one time, always the same."""
        return self.last_seen, self.first_seen, json.dumps(self.record, sort_keys=True), self.text


def showing_of(page: Page, portal: str, now: str) -> Showing:
    """What a page that came off the road shows; `now` is when it was fetched."""
    a = page.article
    record = dict.fromkeys(RECORD) | {name: getattr(a, name) for name in AS_READ} | {
        "url": page.capture.url, "portal": portal, "mirror": int(a.mirror),
        "breadcrumb": _json(a.breadcrumb), "origins": _json(a.origins), "notes": _json(a.notes),
        "images": _json([{"src": i.src, "caption": i.caption} for i in a.images]),
        "capture": page.capture.digest, "parts": _json([part.digest for part in page.capture.rest]),
    }
    return Showing(record, a.text or "", now, now)


def joined(known: list[Showing], new: Showing, *, reread: bool) -> list[Showing]:
    """The states of an address when a showing is added to those known: a new one, or `new` becomes part of one.

    `reread`: of two readings of the same bytes the new one counts, for it is by today's rules. Otherwise (in a merge,
    where neither is the later one) the greater `reading` counts.
    """
    same = _same_state(known, new)
    rivals = [] if reread else [state for state in same if state.is_rival_of(new)]
    if any(rival.reading > new.reading for rival in rivals):
        same = rivals  # the new reading counts for nothing: it must not join others for having its text
    if not same:
        return [*known, new]
    best = _best(same, new, reread=reread, rivals=bool(rivals))
    together = [*same, new]
    one = replace(
        best, record=best.record | _met(best, together),
        first_seen=min(state.first_seen for state in together), last_seen=max(state.last_seen for state in together),
        text_id=next((state.text_id for state in same if state.shows(best)), None), revision=same[0].revision,
    )
    return [one if state is same[0] else state for state in known if state is same[0] or state not in same]


def _same_state(known: list[Showing], new: Showing) -> list[Showing]:
    """The known states that a showing is one state with.

    The first page alone may be that of several editions, which differ further on: it counts for the newest of them.
    """
    same = [state for state in known if state.is_state(new)]
    wholes = [state for state in same if new.is_half_of(state)]
    newest = max(wholes, key=lambda state: state.order, default=None)
    return [state for state in same if state is newest or state not in wholes]


def _best(same: list[Showing], new: Showing, *, reread: bool, rivals: bool) -> Showing:
    """Which of the showings of one state speaks for it: a whole article, of today's reading, the newest."""
    together = [*same, new]
    whole = [state for state in together if not any(state.is_half_of(other) for other in together)]
    if rivals:  # of several readings of the same pages only the greatest
        whole = [state for state in whole if not any(state.is_rival_of(other) and state.reading < other.reading
                                                     for other in whole)]
    is_newest = new.last_seen == max(state.last_seen for state in together)
    is_read_again = any(state.record["capture"] == new.record["capture"] for state in same)
    if reread and (is_newest or is_read_again) and new in whole:
        return new
    return max(whole, key=lambda state: state.order)


def _met(best: Showing, same: list[Showing]) -> dict[str, Any]:
    """Where the bytes of a state were met last, as the MET columns of its record.

    A reading that comes from no crawl (a WARC, a merge) knows no channel: then any that led to the state counts.
    """
    readings = [state for state in same if state.record["capture"] == best.record["capture"]]
    last = max(readings, key=lambda state: (state.last_seen, state.record["url"], state.record["portal"]))
    led = max((state for state in same if state.record["channel"]), default=best,
              key=lambda state: (state in readings, state.last_seen, state.record["channel"]))
    return {"url": last.record["url"], "portal": last.record["portal"], "channel": led.record["channel"]}


def _json(value: Any) -> str | None:
    return _encode(value) if value else None
