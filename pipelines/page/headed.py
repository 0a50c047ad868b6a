"""Boxes that begin with a heading of their own: parts of a text, or what a template sets beside it."""

from __future__ import annotations

import re

from pipelines.page.boxes import plain_name
from pipelines.page.marks import named
from pipelines.page.rows import Box, Row

LINES = frozenset(("p", "li"))
PART = re.compile(  # what heads a part of a text, or what goes with it
    r"[\W_]{0,3}(?:第?[一二三四五六七八九十\d]{1,3}[、.．章节部]|(?:新闻|背景|知识)?(?:链接|背景|资料|附[件录表])\W{0,2}$"
    r"|(?:名词|知识|背景)(?:解释|介绍|点)|(?:记者|采访|编辑|专家|本报)?(?:手记|点评|短评|编后|按语|提[示醒]|建议|贴士))"
)
PART_NAME = named("part|section|chapter|para(?:graph)?|te?xt|con(?:tent)?|article")


def heads_box(rows: list[Row], i: int) -> bool:
    """Whether a label is the first line of the box around its own, and so is the heading of what that box holds."""
    box, row = rows[i].box, rows[i]
    return row.weight < 0 and not row.links and box.el.tag not in LINES and box.up is not None and box.up.first == i


def heads_other(rows: list[Row], i: int, home: Box) -> bool:
    """Whether a row below a text heads a box of sentences that a template set there: a discussion, other texts, a call.

    Such a box has a name, and that is neither a text's nor that of the text's own box or of one right above or below
    it; nor is its heading one of a text's part: `二、主要做法`, `名词解释`, nor stands one over the text's own box.
    """
    box = rows[i].box.up if heads_box(rows, i) else None
    if box is None or PART.match(rows[i].text) or not any(row.weight > 0 for row in rows[i : box.last]):
        return False
    name = plain_name(box)
    if not name or PART_NAME.search(box.name) or heads_box(rows, home.first) or name == plain_name(home):
        return False
    above: Box | None = rows[i - 1].box
    while above is not None and plain_name(above) != name:
        above = above.up
    further = rows[box.last].box.up if box.last < len(rows) and heads_box(rows, box.last) else None
    return above is None and (further is None or plain_name(further) != name)
