"""Where a query's hits stand in a text: for marking them, and for the line that shows the first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.search import terms
from archive.spelling import pattern, seen_with_places

AROUND = 28  # characters shown before the first hit; twice as many behind where it begins


def _hits(text: str, query: str) -> Iterator[tuple[int, int]]:
    """Where the wanted terms of a query stand in a text, from left to right."""
    wanted = sorted({term.characters for term in terms(query) if term.wanted}, key=len, reverse=True)
    if not wanted:
        return
    seen, place = seen_with_places(text)
    for hit in re.finditer("|".join(map(pattern, wanted)), seen):
        yield place[hit.start()], place[hit.end() - 1] + 1


def marked(text: str, query: str) -> list[tuple[str, bool]]:
    """A text in pieces, those that the query finds marked True; the pieces joined are the text."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in _hits(text, query):
        if start >= end:  # two folded characters may come of one
            pieces += [(text[end:start], False), (text[start:stop], True)]
            end = stop
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def excerpt(text: str, query: str) -> list[tuple[str, bool]]:
    """The place of a text where a query's first hit stands, on one line, in pieces as `marked` gives them."""
    first, _ = next(_hits(text, query), (0, 0))
    start = max(0, first - AROUND)
    stop = start + 3 * AROUND
    pieces = [(piece.replace("\n", " "), hit) for piece, hit in marked(text[start:stop], query)]
    return [("…", False)] * (start > 0) + pieces + [("…", False)] * (stop < len(text))


def snippet(text: str, query: str) -> str:
    """The place of a text where a query's first hit stands, on one line."""
    return "".join(piece for piece, _ in excerpt(text, query))
