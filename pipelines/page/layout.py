"""The selector engine: reads a page by a layout that a portal declares as data."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from pipelines.items import Layout, Reading
from pipelines.page.crumbs import breadcrumb, crumbs, labelled_crumbs
from pipelines.page.density import weigh
from pipelines.page.images import pictures
from pipelines.page.rows import read_rows
from pipelines.page.trim import split_tail

_CSS = HTMLTranslator()
TAIL_MAX, LINE_MAX = 12, 120  # lines below the body; characters of such a line
NEAR = 3  # ancestors of the headline's element
_LITERAL, _EITHER = re.compile(r"'([^']+)'"), re.compile(r"\sor\s|not\(|!=|translate\(")
_COUNTING = re.compile(r"//[\w*]+\[\d|\]\[\d|\)\[\d|last\(|position\(|preceding|^/\w|:nth|:first|:last")


class SelectorMiss(LookupError):
    """A required selector of a layout matched nothing on a page."""

    def __init__(self, layout: str, selector: str, url: str | None) -> None:
        super().__init__(f"layout {layout}: {selector} matches nothing on {url or 'a page without address'}")
        self.layout = layout
        self.selector = selector


class Beyond(LookupError):
    """What a layout asks for may lie outside of the part of the page that was parsed."""


@lru_cache(maxsize=4096)
def compiled(selector: str) -> etree.XPath:
    """A selector as compiled XPath; CSS unless it begins as XPath does."""
    path = selector if selector.startswith(("/", "./", "(")) else _CSS.css_to_xpath(selector)
    return etree.XPath(path, smart_strings=False)


def select(root: Any, selectors: tuple[str, ...] | str) -> list[Any]:
    """What the first of the selectors that matches anything has matched."""
    for selector in (selectors,) if isinstance(selectors, str) else selectors:
        if found := compiled(selector)(root):
            return found if isinstance(found, list) else [found]
    return []


def line(root: Any, selectors: tuple[str, ...] | str) -> str | None:
    """The text of all that a selector matched, in one line; None where there is none."""
    return shown(select(root, selectors))


def shown(matches: list[Any]) -> str | None:
    """The text of elements and strings in one line; None where there is none."""
    texts = (m if isinstance(m, str) else " ".join(r.text for r in read_rows(m)) for m in matches)
    return " ".join(" ".join(texts).split()) or None


def read_layout(root: Any, layout: Layout, url: str | None, base: str | None, part: bool = False) -> Reading:
    """The page as this layout sees it; raises SelectorMiss where headline or body is not where it says.

    Of a `part` of a page it must see all that it asks for, and the body's end: raises Beyond where it does not.
    """
    if part and counts(layout):
        raise Beyond
    headings = select(root, layout.title)
    title = shown(headings)
    if title is None:
        raise SelectorMiss(layout.id, str(layout.title), url)
    clutter = set(select(root, layout.clutter))
    bodies = [el for el in select(root, layout.body) if not isinstance(el, str)]
    rows = [row for el in bodies for row in read_rows(el, clutter)]
    if not rows:
        raise SelectorMiss(layout.id, str(layout.body), url)
    weigh(rows)
    rows, tail = split_tail(rows)
    reading = Reading(layout.id, title, confidence=1.0)
    reading.rows = [row.text for row in rows if row.text]
    reading.images = pictures(rows, base)
    cut = [row.text for row in tail if row.text][:TAIL_MAX]
    reading.tail = cut + below(bodies[-1], TAIL_MAX - len(cut))
    reading.subtitle = line(root, layout.subtitle)
    reading.dateline = line(root, layout.dateline)
    reading.breadcrumb = trail(root, layout.breadcrumb) if layout.breadcrumb else trail_above(root, headings[0], title)
    for field in ("source", "author", "editor"):
        if value := line(root, getattr(layout, field)):
            reading.labelled[field] = value
    if part and not (is_closed(bodies) and has_all(reading, layout)):
        raise Beyond
    return reading


@lru_cache(maxsize=4096)
def counts(layout: Layout) -> bool:
    """Whether a layout counts elements of the page, or looks back from one: a part of the page has others."""
    asked = (layout.title, layout.body, layout.dateline, layout.breadcrumb, layout.source, layout.author, layout.editor)
    selectors = (selector for asks in asked for selector in ((asks,) if isinstance(asks, str) else asks))
    return any(map(_COUNTING.search, selectors))


@lru_cache(maxsize=4096)
def literals(selector: str) -> list[list[str]]:
    """What each branch of a selector compares with and a page must hold for it to match anything."""
    path = compiled(selector).path
    if _EITHER.search(path):
        return [[]]
    return [[text.strip() for text in _LITERAL.findall(branch)] for branch in path.split(" | ")]


def may_fit(layout: Layout, html: str) -> bool:
    """Whether a page's source holds what a layout tells headline and body by; if not, no parser will find them."""
    return all(
        any(all(text in html for text in branch) for selector in asked for branch in literals(selector))
        for asked in ((asks,) if isinstance(asks, str) else asks for asks in (layout.title, layout.body))
    )


def is_closed(bodies: list[Any]) -> bool:
    """Whether something follows a body, or the box of several: it does not end where the parsed part was cut."""
    el = bodies[-1] if len(bodies) == 1 else bodies[-1].getparent()
    while el is not None:
        if el.getnext() is not None or (el.tail and not el.tail.isspace()):
            return True
        el = el.getparent()
    return False


def has_all(reading: Reading, layout: Layout) -> bool:
    """Whether a reading has every field that its layout has a selector for."""
    labelled = all(field in reading.labelled for field in ("source", "author", "editor") if getattr(layout, field))
    own = all(getattr(reading, field) for field in ("subtitle", "dateline", "breadcrumb") if getattr(layout, field))
    return labelled and own


def trail(root: Any, selectors: tuple[str, ...] | str) -> list[str] | None:
    """The breadcrumb: one element holding it all, or one match a step."""
    texts = [m if isinstance(m, str) else " ".join(r.text for r in read_rows(m)) for m in select(root, selectors)]
    texts = [text for text in texts if text.strip()]
    steps = crumbs(texts[0]) if len(texts) == 1 else [" ".join(text.split()) for text in texts]
    return steps or None


def trail_above(root: Any, heading: Any, title: str) -> list[str] | None:
    """The breadcrumb as the generic reader tells it, where a layout declares none; a labelled one stands near."""
    near = [] if isinstance(heading, str) else islice(heading.iterancestors(), NEAR)
    looks = [*((el, labelled_crumbs) for el in near if el.tag not in ("body", "html")), (root, breadcrumb)]
    for within, told in looks:
        rows = read_rows(within, until=title)
        if rows and rows[-1].text == title and (steps := told(rows, len(rows) - 1)):
            return steps
    return None


def below(el: Any, most: int) -> list[str]:
    """The short lines right below an element, so many at most, until a long one comes."""
    lines: list[str] = []
    while len(lines) < most and el is not None and el.tag != "body":
        for sibling in el.itersiblings(etree.Element):
            for row in read_rows(sibling, most=most - len(lines)) if sibling.tag not in ("script", "style") else ():
                if len(row.text) > LINE_MAX:
                    return lines
                if row.text:
                    lines.append(row.text)
            if len(lines) == most:
                break
        el = el.getparent()
    return lines


def fits(layout: Layout, url: str | None) -> bool:
    """Whether the layout is meant for this address."""
    return not layout.urls or (url is not None and re.search(layout.urls, url) is not None)
