"""What stands apart from a page's article by its name: the foot, what is beside the text, adverts."""

from __future__ import annotations

from pipelines.page.marks import named
from pipelines.page.rows import Box, Row

_NAMES = r"footer|foot|copyright|(?<!has[-_])(?<!with[-_])(?<!no[-_])sidebar"
ASIDE, ASIDE_NAME = frozenset(("footer", "aside")), named(_NAMES)
ASIDE_OR_ADVERT = named(f"{_NAMES}|ads?|advs?", "guanggao|advert")
ADVERT_MAX = 8  # rows of an advertisement's box


def around(rows: list[Row], top: int, prose: list[int]) -> dict[Box, bool]:
    """The boxes that hold the headline, which row `top` shows, and half the prose: none is apart, whatever its name, as
    `has-sidebar` is that of a page's whole middle.
    """
    found: dict[Box, bool] = {}
    box = rows[top].box if top >= 0 else None
    while box is not None:
        if sum(box.first <= i < box.last for i in prose) * 2 > len(prose):
            found[box] = False
        box = box.up
    return found


def is_apart(box: Box, known: dict[Box, bool]) -> bool:
    """Whether a box, or one around it, is by its name the page's foot, what stands beside its text or an advert."""
    if box not in known:
        name = ASIDE_OR_ADVERT if box.last - box.first <= ADVERT_MAX else ASIDE_NAME
        own = box.el.tag in ASIDE or name.search(box.name) is not None
        known[box] = own or (box.up is not None and is_apart(box.up, known))
    return known[box]
