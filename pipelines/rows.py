"""From an element to paragraph rows: the one place that knows which tags break a line, hide or hold a picture."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from lxml import etree

SKIP, BREAK, BLOCK, LINK, IMAGE = range(1, 6)

# What a tag does to the running text; a tag that is not listed stands inside the line.
ROLE: dict[Any, int] = {
    **dict.fromkeys((etree.Comment, etree.ProcessingInstruction, etree.Entity), SKIP),
    **dict.fromkeys(
        "script style noscript head title iframe frame select option textarea button input object embed applet"
        " template svg canvas video audio map datalist".split(),
        SKIP,
    ),
    **dict.fromkeys(
        "html body p div center section article main header footer aside nav address blockquote pre form fieldset"
        " legend figure figcaption picture ul ol li dl dt dd table thead tbody tfoot caption tr td th marquee"
        " h1 h2 h3 h4 h5 h6 founder-content details summary".split(),
        BLOCK,
    ),
    **dict.fromkeys(("br", "hr"), BREAK),
    "a": LINK,
    "img": IMAGE,
}


class Box:
    """A block element and the stretch of rows it holds: rows[first:last]."""

    __slots__ = ("el", "first", "last", "lined", "up")

    def __init__(self, el: Any, up: Box | None, first: int) -> None:
        self.el = el
        self.up = up
        self.first = first
        self.last = first
        self.lined = False  # whether its inner boxes are the lines of one text


class Row:
    """One line as a reader sees it, and where it stands."""

    __slots__ = ("box", "image", "links", "text")

    def __init__(self, text: str, box: Box, links: int = 0, image: Any = None) -> None:
        self.text = text  # blanks collapsed; empty for a picture
        self.box = box  # the innermost block the line stands in
        self.links = links  # how many of its characters stand in links
        self.image = image  # the <img> element


def read_rows(root: Any, without: Container[Any] = ()) -> list[Row]:
    """Every visible line and picture under `root`, in document order, but for the subtrees in `without`."""
    rows: list[Row] = []
    pieces: list[str] = []
    linked: list[str] = []  # those of the pieces that stand in links

    def flush(box: Box) -> None:
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            rows.append(Row(text, box, len(" ".join("".join(linked).split())) if linked else 0))
        linked.clear()

    def visit(el: Any, box: Box, in_link: bool) -> None:
        text = el.text
        if text:
            pieces.append(text)
            if in_link:
                linked.append(text)
        for child in el:
            role = ROLE.get(child.tag)
            if role is None:
                if not (is_hidden(child) or child in without):
                    visit(child, box, in_link)
            elif role == LINK:
                visit(child, box, in_link or child.get("href") is not None)
            elif role == BREAK:
                if pieces:
                    flush(box)
            elif role == IMAGE:
                if pieces:
                    flush(box)
                rows.append(Row("", box, image=child))
            elif role == BLOCK and not (is_hidden(child) or child in without):
                if pieces:
                    flush(box)
                inner = Box(child, box, len(rows))
                visit(child, inner, in_link)
                if pieces:
                    flush(inner)
                inner.last = len(rows)
            text = child.tail
            if text:
                pieces.append(text)
                if in_link:
                    linked.append(text)

    outer = Box(root, None, 0)
    visit(root, outer, False)
    flush(outer)
    outer.last = len(rows)
    return rows


def is_hidden(el: Any) -> bool:
    """Whether the element itself says that it is not shown."""
    style = el.get("style")
    return style is not None and "none" in style and "display:none" in style.replace(" ", "").lower()
