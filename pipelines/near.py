"""The part of a page around its headline: what stands far above it, or below its end, is not walked over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from pipelines.anchors import HEADINGS, TITLE_MAX, plain
from pipelines.density import weight
from pipelines.rows import BLOCK, ROLE, Box, Enough, Row, Walk

_TEXTS = etree.XPath("//text()[contains(., $words)]")
ABOVE = 24  # rows above the headline, for the breadcrumb and an info line
SMALL = 60  # elements; a larger block above the headline is looked at from its end
PROSE = 150  # characters of prose after which the article may end
SILENCE = -400  # ... when this much noise has followed it


def near_headline(root: Any, names: list[str]) -> list[Row] | None:
    """The rows around the headline; None where no element shows what <title> says."""
    head = shown(root, names)
    if head is None:
        return None
    boxes = boxes_around(head)
    above = rows_above(head, boxes)
    below = rows_below(head, boxes, len(above))
    for box in boxes.values():
        box.last = len(above) + len(below)
    return above + below


def shown(root: Any, names: list[str]) -> Any:
    """The first block whose text is a good part of <title>: a heading, else any."""
    for el in root.iter(*HEADINGS):
        if is_shown(el, names):
            return el
    words = min(names, key=len, default="")[:5].strip()
    for text in _TEXTS(root, words=words) if len(words) > 3 else ():
        el = text.getparent() if text.is_text else text.getparent().getparent()
        while el is not None and ROLE.get(el.tag) is None:
            el = el.getparent()
        if el is not None and ROLE[el.tag] == BLOCK and is_shown(el, names):
            return el
    return None


def is_shown(el: Any, names: list[str]) -> bool:
    """Whether the element's text is at least a third of what <title> or og:title say."""
    text = etree.tostring(el, method="text", encoding="unicode", with_tail=False)
    key = plain(text[: 3 * TITLE_MAX])
    return len(key) > 4 and any(key in name and len(key) >= 0.3 * len(name) for name in map(plain, names))


def boxes_around(el: Any) -> dict[Any, Box]:
    """For each ancestor, outermost first, the box that its lines stand in."""
    boxes: dict[Any, Box] = {}
    box: Box | None = None
    for up in reversed(list(el.iterancestors())):
        if box is None or ROLE.get(up.tag) == BLOCK:
            box = Box(up, box, 0)
        boxes[up] = box
    return boxes


def rows_above(head: Any, boxes: dict[Any, Box]) -> list[Row]:
    """Up to ABOVE rows that stand before the headline, in document order."""
    parts: list[list[Row]] = []
    count = 0
    for el in before(head):
        walk = Walk()
        walk.over((el,), boxes.get(el.getparent()) or Box(el.getparent(), None, 0))
        walk.flush(boxes.get(el.getparent()) or Box(el.getparent(), None, 0))
        parts.append(walk.rows)
        count += len(walk.rows)
        if count >= ABOVE:
            break
    rows: list[Row] = []
    for part in reversed(parts):
        for box in {row.box for row in part} - set(boxes.values()):
            box.first += len(rows)
            box.last += len(rows)
        rows += part
    return rows


def before(el: Any) -> Iterator[Any]:
    """The elements before this one, nearest first, the large ones by their parts."""
    while el is not None:
        for sibling in el.itersiblings(preceding=True):
            yield from parts_of(sibling)
        el = el.getparent()


def parts_of(el: Any) -> Iterator[Any]:
    """The element itself, or if it is large its children, last first."""
    if sum(1 for _ in el.iter()) <= SMALL:
        yield el
    else:
        for child in reversed(el):
            yield from parts_of(child)


def rows_below(head: Any, boxes: dict[Any, Box], offset: int) -> list[Row]:
    """The headline's rows and those after it, until long noise follows the article."""
    prose = noise = 0

    def watch(row: Row) -> None:
        nonlocal prose, noise
        value = weight(row)
        noise = noise + value if value < 0 else 0
        prose += max(0, value)
        if prose >= PROSE and noise < SILENCE:
            raise Enough

    walk = Walk(watch=watch, offset=offset)
    try:
        el = head
        walk.over((el,), boxes[el.getparent()])
        while (up := el.getparent()) is not None:
            walk.over(el.itersiblings(), boxes[up])
            walk.flush(boxes[up])
            el = up
    except Enough:
        pass
    return walk.rows
