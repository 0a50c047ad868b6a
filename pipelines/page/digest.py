"""Digests: texts of one article that each stand below a heading which leads to the whole."""

from __future__ import annotations

from pipelines.page.density import LABEL, holder
from pipelines.page.marks import END
from pipelines.page.rows import Row

HEADINGS_MIN, HEADING_MIN, HEADING_MAX = 3, 4, 60  # so many make a digest; characters of one


def unlink_headings(rows: list[Row], first: int, last: int) -> None:
    """Take linked headings for the text's own where the first of its paragraphs and two more stand below one, and no
    other line of the text is a link: what leads elsewhere stands between paragraphs, not above the first.
    """
    if first == 0 or not is_heading(rows, first - 1):
        return
    linked = [i for i in range(first - 1, last) if rows[i].links and rows[i].weight <= 0]
    if len(linked) >= HEADINGS_MIN and all(is_heading(rows, i) for i in linked):
        for i in linked:
            rows[i].links, rows[i].weight = 0, LABEL


def is_heading(rows: list[Row], i: int) -> bool:
    """Whether a line that is a link stands right above prose, in one box with it."""
    row, below = rows[i], rows[i + 1]
    if not (HEADING_MIN <= len(row.text) <= HEADING_MAX and row.links * 5 > len(row.text) * 4 and below.weight > 0):
        return False
    return holder(row) is holder(below) and END.match(row.text) is None
