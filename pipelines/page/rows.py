"""From an element to paragraph rows: the one place that knows which tags break a line, hide or hold a picture."""

from __future__ import annotations

import sys
from collections.abc import Container
from contextlib import suppress
from typing import Any

from lxml import etree

from pipelines.facts.words import words

INLINE, LINK, BLOCK, BREAK, IMAGE, SKIP = range(6)

# What a tag does to the running text; a tag that is not listed stands inside the line.
ROLE: dict[Any, int] = {
    **dict.fromkeys((etree.Comment, etree.ProcessingInstruction, etree.Entity), SKIP),
    **dict.fromkeys(
        words(
            "script style noscript head title iframe frame select option textarea button input object embed applet"
            " template svg canvas video audio map datalist rt rp"
        ),
        SKIP,
    ),
    **dict.fromkeys(
        words(
            "html body p div center section article main header footer aside nav address blockquote pre form fieldset"
            " legend figure figcaption picture ul ol li dl dt dd table thead tbody tfoot caption tr td th marquee"
            " h1 h2 h3 h4 h5 h6 founder-content details summary"
        ),
        BLOCK,
    ),
    **dict.fromkeys(("br", "hr"), BREAK),
    "a": LINK,
    "img": IMAGE,
}


WRAPPED, LINE_ENDS = 24, "。！？：；”』」）…"  # characters of a line that may be wrapped; ends of others
_OUTER_PRE = etree.XPath("//pre[not(ancestor::pre)]")
OPEN = sys.maxsize  # the end of a box that is not walked through yet


class Box:
    """A block element and the stretch of rows it holds: rows[first:last]."""

    __slots__ = ("el", "first", "last", "lined", "up", "widget")

    def __init__(self, el: Any, up: Box | None, first: int) -> None:
        self.el = el
        self.up = up
        self.first = first
        self.last = OPEN
        self.lined = False  # whether its inner boxes are the lines of one text
        self.widget: bool | None = None  # whether it is a widget, once somebody has asked: see trim.is_widget

    @property
    def name(self) -> str:
        """Its class and its id in lower case, with blanks around them."""
        return f" {self.el.get('class') or ''} {self.el.get('id') or ''} ".lower()


class Row:
    """One line as a reader sees it, and where it stands."""

    __slots__ = ("box", "home", "image", "links", "text", "weight")

    def __init__(self, text: str, box: Box, links: int = 0, image: Any = None) -> None:
        self.text = text  # blanks collapsed; empty for a picture
        self.box = box  # the innermost block the line stands in
        self.links = links  # how many of its characters stand in links
        self.image = image  # the <img> element
        self.weight = 0  # see density.weigh
        self.home: Box | None = None  # see density.holder


class Reached(Exception):
    """The line is there up to which was to be walked."""


class Walk:
    """Collects rows while it walks over elements."""

    __slots__ = ("linked", "most", "pieces", "rows", "until", "without")

    def __init__(self, without: Container[Any], until: str | None, most: int) -> None:
        self.rows: list[Row] = []
        self.pieces: list[str] = []  # of the line that is open
        self.linked: list[str] = []  # those of the pieces that stand in links
        self.without = without
        self.until = until
        self.most = most

    def over(self, parent: Any, box: Box, in_link: bool = False) -> None:
        """Walk over the children of an element that stands in `box`, each with the text behind it.

        Blank text opens no line. That is written out twice: a call for every text costs a fifth of the walk.
        """
        pieces, links, rows, without = self.pieces, self.linked, self.rows, self.without
        for el in parent[:]:  # a list is made faster than an iterator
            role = ROLE.get(el.tag, INLINE)
            if role <= BLOCK:
                style = el.get("style")
                if (style is None or not hides(style)) and not (without and el in without):
                    inner, linked = box, in_link
                    if role == BLOCK:
                        if pieces:
                            self.flush(box)
                        inner = Box(el, box, len(rows))
                    elif role == LINK:
                        linked = in_link or el.get("href") is not None
                    text = el.text
                    if text and (pieces or not text.isspace()):
                        pieces.append(text)
                        if linked:
                            links.append(text)
                    if len(el):
                        self.over(el, inner, linked)
                    if role == BLOCK:
                        if pieces:
                            self.flush(inner)
                        inner.last = len(rows)
            elif role < SKIP:
                if pieces:
                    self.flush(box)
                if role == IMAGE:
                    rows.append(Row("", box, image=el))
            text = el.tail
            if text and (pieces or not text.isspace()):
                pieces.append(text)
                if in_link:
                    links.append(text)

    def flush(self, box: Box) -> None:
        """End the open line."""
        pieces, linked = self.pieces, self.linked
        text = " ".join((pieces[0] if len(pieces) == 1 else "".join(pieces)).split())
        links = 0
        if linked:
            links = len(text) if len(linked) == len(pieces) else len(" ".join("".join(linked).split()))
            linked.clear()
        pieces.clear()
        self.rows.append(Row(text, box, links))
        self.most -= 1
        if text == self.until or not self.most:
            raise Reached


def read_rows(
    root: Any, without: Container[Any] = (), until: str | None = None, most: int = sys.maxsize
) -> list[Row]:
    """Every visible line and picture under `root`, in document order, but for the subtrees in `without`.

    If a line is `until`, it is the last of them, and so is the line of text at which there are `most`; the boxes that
    it stands in are left open.
    """
    walk = Walk(without, until, most)
    box = Box(root, None, 0)
    if root.text and not root.text.isspace():
        walk.pieces.append(root.text)
    with suppress(Reached):
        walk.over(root, box)
        if walk.pieces:
            walk.flush(box)
        box.last = len(walk.rows)
    return walk.rows


def embody(root: Any) -> None:
    """Take out of <head> what is shown: where a page leaves out the tags between, libxml2 takes what begins the body
    for the head's if that is a <main>, an <article>, a <header>.
    """
    shown = next((el for el in root.iterfind("head/*") if ROLE.get(el.tag) == BLOCK), None)
    if shown is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for i, el in enumerate([shown, *shown.itersiblings()]):
        body.insert(i, el)


def break_lines(root: Any) -> None:
    """Put a <br> where a <pre> breaks its text, but for prose that was wrapped at a width: `…在农`, `户家里…`."""
    for pre in _OUTER_PRE(root):
        for el in list(pre.iter(etree.Element)):
            first, *further = _wrapped(el.text)
            if further:
                el.text = first
                for line in reversed(further):
                    el.insert(0, _break(line))
            first, *further = _wrapped(el.tail if el is not pre else None)
            if further:
                el.tail = first
                for line in reversed(further):
                    tail, el.tail = el.tail, None
                    el.addnext(_break(line))
                    el.tail = tail


def _break(line: str) -> Any:
    el = etree.Element("br")
    el.tail = line
    return el


def _wrapped(text: str | None) -> list[str]:
    """The lines of a text, each joined to the one before that was wrapped at a width."""
    out: list[list[str]] = []
    before = ""
    for line in (text or "").splitlines():
        if len(before) >= WRAPPED and before[-1] not in LINE_ENDS and line[:1].strip():
            out[-1].append(line)
        else:
            out.append([line])
        before = line.rstrip()
    return ["".join(pieces) for pieces in out] or [""]


def line_of(rows: list[Row], i: int) -> str:
    """A row's text with a blank behind each element that ends in it, which minified HTML leaves out."""
    text, box = rows[i].text, rows[i].box
    if box.last - box.first > 1 or not len(box.el) or not text:
        return text
    pieces: list[str] = []
    _set_apart(box.el, pieces)
    return " ".join("".join(pieces).split())


def _set_apart(el: Any, pieces: list[str]) -> None:
    pieces.append(el.text or "")
    for child in el[:]:
        tail = child.tail
        if ROLE.get(child.tag, INLINE) != SKIP and not hides(child.get("style") or ""):
            _set_apart(child, pieces)
            if not tail or tail[0].isalnum():
                pieces.append(" ")
        pieces.append(tail or "")


def hides(style: str) -> bool:
    """Whether a style says that its element is not shown."""
    return "none" in style and "display:none" in style.replace(" ", "").lower()
