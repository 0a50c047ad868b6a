"""How boxes stand to each other: within, around, beside."""

from __future__ import annotations

import re

from pipelines.page.marks import named
from pipelines.page.rows import Box

WRAPPERS, NUMBER = frozenset(("div", "section", "article", "table")), re.compile(r"\d+")
EDITOR_MADE = named("brush|(?:v3-?)?editor", "135editor|135brush|xiumi|xmyeditor|96weixin")  # tools for setting texts


def inside(box: Box, outer: Box) -> bool:
    """Whether `box` lies within `outer`."""
    return outer.first <= box.first and box.last <= outer.last


def within(box: Box | None, outer: Box | None) -> Box | None:
    """The box right within `outer` that this one stands in."""
    while box is not None and box.up is not outer:
        box = box.up
    return box


def plain_name(box: Box) -> str:
    """A box's name without the number in it; empty for none."""
    return NUMBER.sub("", box.name).strip()


def kind_of(box: Box) -> tuple[Box | None, str, str]:
    """What boxes side by side have in common: the one around them, the tag and, numbers aside, the name."""
    return box.up, box.el.tag, plain_name(box)


def wrapper(box: Box) -> Box | None:
    """The outermost box that holds the same single line as a box, and is no paragraph nor a part of a table or text."""
    outer = None
    while box.up is not None and box.last - box.first == 1:
        if box.el.tag in WRAPPERS and not is_text(box):
            outer = box
        box = box.up
    return outer


def is_text(box: Box) -> bool:
    """Whether a <section> is one that an editor set into a text: it has a style, its maker's name or nothing, a page's
    part a name of its own.
    """
    if box.el.tag != "section":
        return False
    return box.el.get("style") is not None or not box.name.strip() or EDITOR_MADE.search(box.name) is not None
