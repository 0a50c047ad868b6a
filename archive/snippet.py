"""Where a query's hits stand in a text: for marking them, and for the line that shows the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.search import terms
from archive.spelling import pattern
from pipelines.text.script import fold

AROUND = 28  # characters shown before the first hit; twice as many behind where it begins


def _hits(text: str, query: str) -> Iterator[tuple[int, int]]:
    """Where the wanted terms of a query stand in a text, from left to right."""
    wanted = sorted({term.characters for term in terms(query) if term.wanted}, key=len, reverse=True)
    if not wanted:
        return
    folded, place = _folded_with_places(text)
    for hit in re.finditer("|".join(map(pattern, wanted)), folded):
        yield place[hit.start()], place[hit.end() - 1] + 1


def _folded_with_places(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place it comes from (one may fold to several: ﬁ to fi)."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, range(len(text))
    return folded, [n for n, char in enumerate(text) for _ in fold(char)]


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
