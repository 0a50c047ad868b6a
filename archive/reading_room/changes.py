"""What changed between two texts: paragraph by paragraph, and character by character inside a paragraph."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import zip_longest

Pieces = list[tuple[str, str]]  # ("same" | "gone" | "new", text)
# Comparing characters takes the square of their number; a longer paragraph is shown as replaced.
LONGEST = 3000


def changes(old: str, new: str) -> list[Pieces | int]:
    """The new text against the old: each paragraph that changed as pieces, and how many between them did not."""
    before, after = old.split("\n"), new.split("\n")
    result: list[Pieces | int] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            result.append(b - a)
        else:
            result += [_paragraph(x, y) for x, y in zip_longest(before[a:b], after[c:d], fillvalue="")]
    return result


def _paragraph(old: str, new: str) -> Pieces:
    if not old or not new or max(len(old), len(new)) > LONGEST:
        return [piece for piece in (("gone", old), ("new", new)) if piece[1]]
    pieces: Pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(("same", old[a:b]))
        else:
            pieces += [piece for piece in (("gone", old[a:b]), ("new", new[c:d])) if piece[1]]
    return pieces
