"""Readers' comments without a heading, told by the buttons below them; a live report has such buttons too."""

from __future__ import annotations

import re

from pipelines.page.rows import Box, Row

BUTTONS, ANSWERS = 60, 2  # characters of a line of buttons below a reader's comment; so many make a discussion
COMMENTS = 24  # rows below a text in which its discussion is looked for
ANSWER = re.compile(r"(?:回复|回覆|支持|举报|[顶踩赞])\W{0,3}(?:\d|$)")
LIVE = re.compile(r"[-_ ](?:timeline[-_ ]|(?:live|zhibo)(?:[-_ ](?!comm|cmt|chat|repl)|list|item|box|cont?|msg|text))")
BESIDE = 2  # rows of an entry that may stand above its text: who wrote it, when


def is_answer(row: Row) -> bool:
    """Whether a row is the buttons to answer a reader's comment: `回复 赞(3)`."""
    return row.weight <= 0 and len(row.text) <= BUTTONS and ANSWER.search(row.text) is not None


def is_discussed(rows: list[Row], first: int) -> bool:
    """Whether from a row on half the prose, two rows at the least, has buttons to answer it: readers' comments.

    So have the entries of a live report, in a box named so that begins there.
    """
    below = rows[first : first + COMMENTS]
    answers = sum(map(is_answer, below))
    if answers < ANSWERS or answers * 2 < sum(row.weight > 0 for row in below):
        return False
    box: Box | None = rows[first].box
    while box is not None and box.first >= first - BESIDE:
        if LIVE.search(box.name):
            return False
        box = box.up
    return True
