"""The selector engine: reads a page by a layout that a portal declares as data."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from pipelines.items import Layout, Reading
from pipelines.page.crumbs import breadcrumb, crumbs, labelled_crumbs
from pipelines.page.density import weigh
from pipelines.page.images import pictures
from pipelines.page.rows import read_rows
from pipelines.page.tail import split_tail
from pipelines.page.window import Beyond

_CSS = HTMLTranslator()
TAIL_MAX, LINE_MAX = 12, 120  # lines below the body; characters of such a line
SURE = 8  # characters of a headline that <title> confirms; a site's name is shorter
NEAR = 3  # ancestors of the headline's element
_LITERAL, _EITHER = re.compile(r"'([^']+)'"), re.compile(r"\sor\s|not\(|!=|translate\(")
_STEP = re.compile(r"[^/\[\]]+(?:\[[^\]]*\])*")
_ASKED = re.compile(r"@\w+(?:\), ' '\))?\s*([=,])\s*'([^']+)'")
_COUNTING = re.compile(r"//[\w*]+\[\d|\]\[\d|\)\[\d|last\(|position\(|preceding|^/\w|:nth|:first|:last")


class SelectorMiss(LookupError):
    """A required selector of a layout matched nothing on a page."""

    def __init__(self, layout: str, asked: tuple[str, ...] | str, url: str | None) -> None:
        super().__init__(f"layout {layout}: {asked} matches nothing on {url or 'a page without address'}")
        self.layout = layout
        self.asked = asked


class Cut(NamedTuple):
    """A page's source, and the part of it that was parsed."""

    html: str
    part: bytes

    def lacks(self, asked: tuple[str, ...] | str, last: bool = False) -> bool:
        """Whether tags outside of the part bear what selectors compare with; `last`: what their last such step does."""
        told = {mark for selector in listed(asked) for mark in marks(selector, last)}
        more = [sign for sign, value in told if self.html.count(value) > self.part.count(value.encode())]
        part = self.part.decode() if more else ""
        return any(len(sign.findall(self.html)) > len(sign.findall(part)) for sign in more)


@lru_cache(maxsize=4096)
def compiled(selector: str) -> etree.XPath:
    """A selector as compiled XPath; CSS unless it begins as XPath does."""
    path = selector if selector.startswith(("/", "./", "(")) else _CSS.css_to_xpath(selector)
    return etree.XPath(path, smart_strings=False)


def select(root: Any, selectors: tuple[str, ...] | str) -> list[Any]:
    """What the first of the selectors that matches anything has matched."""
    for selector in listed(selectors):
        if found := compiled(selector)(root):
            return found if isinstance(found, list) else [found]
    return []


def listed(selectors: tuple[str, ...] | str) -> tuple[str, ...]:
    """One selector, or several, as several."""
    return (selectors,) if isinstance(selectors, str) else selectors


def line(root: Any, selectors: tuple[str, ...] | str) -> str | None:
    """The text of all that a selector matched, in one line; None where there is none."""
    return shown(select(root, selectors))


def shown(matches: list[Any]) -> str | None:
    """The text of elements and strings in one line; None where there is none."""
    texts = (m if isinstance(m, str) else " ".join(r.text for r in read_rows(m)) for m in matches)
    return " ".join(" ".join(texts).split()) or None


def heading(root: Any, found: list[Any]) -> list[Any]:
    """Of several places that may be the headline's the one of which <title> tells most, with the lines right beside it:
    a logo, other headlines and the box around it match too.
    """
    said = root.find(".//title") if len(found) > 1 and not any(isinstance(m, str) for m in found) else None
    if said is None:
        return found
    stated = "".join((said.text or "").split())
    texts = ["".join((shown([el]) or "").split()) for el in found]
    told = [len(text) if text in stated else 0 for text in texts]
    if max(told) < SURE:
        return found
    own = told.index(max(told))
    beside = (found[own].getprevious(), found[own].getnext())
    return [el for i, el in enumerate(found) if i == own or (el in beside and texts[i] != texts[own])]


def read_layout(root: Any, layout: Layout, url: str | None, base: str | None, cut: Cut | None = None) -> Reading:
    """The page as this layout sees it; raises SelectorMiss where headline or body is not where it says.

    Of a page that is `cut` it must see all that it asks for, and the body's end: raises Beyond where it does not.
    """
    if cut and counts(layout):
        raise Beyond
    headings = heading(root, select(root, layout.title))
    title = shown(headings)
    if title is None:
        raise SelectorMiss(layout.id, layout.title, url)
    clutter = set(select(root, layout.clutter))
    bodies = [el for el in select(root, layout.body) if not isinstance(el, str)]
    rows = [row for el in bodies for row in read_rows(el, clutter)]
    if not rows:
        raise SelectorMiss(layout.id, layout.body, url)
    weigh(rows)
    rows, tail = split_tail(rows)
    reading = Reading(layout.id, title, confidence=1.0)
    reading.rows = [row.text for row in rows if row.text]
    reading.images = pictures(rows, base)
    ends = [row.text for row in tail if row.text][:TAIL_MAX]
    reading.tail = ends + below(bodies[-1], TAIL_MAX - len(ends))
    reading.subtitle = line(root, layout.subtitle)
    reading.dateline = line(root, layout.dateline)
    reading.breadcrumb = trail(root, layout.breadcrumb) if layout.breadcrumb else trail_above(root, headings[0], title)
    for field in ("source", "author", "editor"):
        if value := line(root, getattr(layout, field)):
            reading.labelled[field] = value
    if cut and not (is_closed(bodies, layout) and has_all(reading, layout) and not cut.lacks(layout.body, last=True)):
        raise Beyond
    return reading


@lru_cache(maxsize=4096)
def counts(layout: Layout) -> bool:
    """Whether a layout counts elements of the page, or looks back from one: a part of the page has others."""
    asked = (layout.title, layout.body, layout.dateline, layout.breadcrumb, layout.source, layout.author, layout.editor)
    selectors = (selector for asks in asked for selector in listed(asks))
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
        for asked in map(listed, (layout.title, layout.body))
    )


@lru_cache(maxsize=4096)
def marks(selector: str, last: bool) -> frozenset[tuple[re.Pattern[str], str]]:
    """What a selector's steps, or the last of them to do so, compare attributes with, and how a tag would bear it."""
    found = set()
    for branch in compiled(selector).path.split(" | "):
        steps = [pairs for step in _STEP.findall(branch) if (pairs := _ASKED.findall(step))]
        asked = [pair for step in (steps[-1:] if last else steps) for pair in step]
        for equals, value in asked:
            if (equals, f" {value} ") in asked:  # a class by CSS is asked for twice
                continue
            word = re.escape(value.strip())
            some = equals == "," and value[0] != " "  # contains(@class,'a'), not a whole name or value
            within, rest = (r"=\s\w-", r"[\w\s-]{0,80}") if some else ("=" if equals == "=" else r"=\s", "")
            sign = rf"{word}(?:(?<=[=\s][\"']{word})|(?<=[{within}]{word}))(?={rest}[\"'\s>])"
            found.add((re.compile(sign), value.strip()))
    return frozenset(found)


def is_closed(bodies: list[Any], layout: Layout) -> bool:
    """Whether something follows a body, or the box of several: it does not end where the parsed part was cut.

    So it is with the one body that nothing but its place in a box tells, for there may be more.
    """
    lasts = (_STEP.findall(compiled(body).path)[-1] for body in listed(layout.body))
    el = bodies[-1] if len(bodies) == 1 and all(map(_ASKED.search, lasts)) else bodies[-1].getparent()
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
