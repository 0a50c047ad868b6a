"""Articles whose source holds them whole, parted into leaves that a script shows one at a time."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from pipelines.page.boxes import NUMBER
from pipelines.page.rows import Box, Row, hides, read_rows

BELOW = 6  # rows below a text among which the way to its next leaf stands
_TURNS = re.compile(r"下一?页|下一頁|1\W{1,4}2(?!\d)")


def hidden_leaves(rows: list[Row], last: int, home: Box) -> list[Row]:
    """The lines of the hidden boxes that follow a text's own and bear its name, where a pager stands right below.

    Without one they may be anything that a tab shows: another text, a copy for telephones.
    """
    word = first_word(home.el)
    following = home.el.itersiblings("*")
    leaves = list(takewhile(lambda el: hides(el.get("style") or "") and first_word(el) == word, following))
    if not (leaves and word and _TURNS.search(" ".join(row.text for row in rows[last : last + BELOW]))):
        return []
    return [row for leaf in leaves for row in read_rows(leaf)]


def first_word(el: Any) -> str:
    """The first word of an element's class or id, without numbers: of its further ones one may say which is shown."""
    words = (el.get("class") or el.get("id") or "").split()
    return f"{el.tag} {NUMBER.sub('', words[0])}" if words else ""
