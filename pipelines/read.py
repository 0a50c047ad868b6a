"""The reading job: from restored HTML to a Reading, by the portal's layouts or by the generic reader."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Any

from lxml import etree

from pipelines.check import no_article
from pipelines.decode import decode_page
from pipelines.facts.published import published
from pipelines.items import Capture, Layout, Page, PortalFacts, Reading
from pipelines.page.generic import read_generic
from pipelines.page.guards import ATTRIBUTES_MAX, check, complaint, has_giant_tag
from pipelines.page.images import base_of
from pipelines.page.layout import Cut, SelectorMiss, fits, may_fit, read_layout
from pipelines.page.marks import DATE
from pipelines.page.meta import read_meta
from pipelines.page.rows import break_lines, embody
from pipelines.page.window import Beyond, has_stops, without_scripts
from pipelines.restore import restore_page, restore_whole, take_part
from pipelines.stage import Stage
from pipelines.text.smallprint import encoded

THIN = 100  # characters; a shorter body from a part of the page is looked for again in the whole
CONFIRMED = 0.7  # a Reading's confidence where <title> confirms the headline
_STOP = "。".encode()
_STATES = ("_baidu", "ld+json")  # what holds date and source, anywhere on a page
REPEATED = 6  # first rows of an article that the top of its further pages may show again: 原标题, the byline
_PARSER = etree.HTMLParser(collect_ids=False, encoding="utf-8")  # what libxml2 works in
_SAYS_HIDDEN, _HIDDEN = re.compile(rb" hidden[ >=]"), etree.XPath("//body//*[@hidden]")
_JAMMERS = etree.XPath("//body//*[@class='jammer']")
_PLAYER = etree.XPath("//body//*[contains(@class, 'vjs-')]")  # a player's menus and dialogs, by Video.js' own names
_XML_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,200}>")


class Unreadable(ValueError):
    """A page that cannot be parsed, or not whole."""


def parse(source: bytes) -> Any:
    """A page, or a part of one, in UTF-8, as one tree."""
    if declared := _XML_DECLARATION.match(source):
        source = source[declared.end() :]
    if has_giant_tag(source):
        raise Unreadable(f"too many attributes: more than {ATTRIBUTES_MAX} on one tag")
    try:
        root = etree.fromstring(source, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"not HTML: {error}") from error
    if root is None:
        raise Unreadable("no article: no element")
    if reason := complaint(_PARSER):
        raise Unreadable(reason)
    for second in list(root.itersiblings()):
        root.append(second)  # after an early </html> the parser begins another tree
    if b"</head" not in source and b"</HEAD" not in source:
        embody(root)
    if next(root.iter("pre"), None) is not None:
        break_lines(root)
    return root


def read_page(page: Page) -> None:
    """Fill page.reading: the portal's layouts first, newest first, then the generic reader."""
    try:
        reading = read_html(page)
    except Unreadable as error:
        page.failed = str(error)
        return
    page.part = b""  # its memory is for the next page
    for number, further in enumerate(page.capture.rest, 2):
        try:
            add_part(page, reading, further)
        except Unreadable as error:
            page.failed = f"page {number}: {error}"
            page.capture = replace(page.capture, wrong=page.failed)
            return
    page.reading = reading


def read_html(page: Page) -> Reading:
    """What the first layout that fits sees, else the generic reader. Raises Unreadable."""
    url = page.capture.url
    if reason := check(page.html, page.capture.body):
        raise Unreadable(reason)
    if not page.part:
        take_part(page)
    root = parse_part(page.html, page.part)
    meta = stated(root, page.part)
    base = base_of(meta, url)
    reading, misses = None, list[str]()
    try:
        if layouts := [layout for layout in newest_first(page.facts) if fits(layout, url)]:
            reading, misses = by_layouts(layouts, root, url, base, Cut(page.html, page.part) if page.cut else None)
        reading = reading or read_generic(root, meta, base, page.cut)
        if page.cut and (needs_more(page, reading) or states_more(page, reading, meta)):
            raise Beyond
    except Beyond:
        whole, meta = whole_of(page)
        base = base_of(meta, url)
        reading, misses = by_layouts(layouts, whole, url, base)
        reading = reading or read_generic(whole, meta, base)
    reading.meta = meta
    reading.misses = misses
    return reading


def needs_more(page: Page, reading: Reading) -> bool:
    """Whether what the generic reader saw of a part of a page is undated, or thin: a brief below its headline is not
    where hardly a sentence stands outside of the part.
    """
    if reading.layout != "generic":
        return False
    if sum(map(len, reading.rows)) < THIN:
        stops = page.part.count(_STOP)
        if reading.confidence < CONFIRMED or has_stops(page.html, 3 * stops // 2 + 1, 0):
            return True
    return not (_shows_date(reading) or published(reading, None, None).iso)


def states_more(page: Page, reading: Reading, meta: dict[str, str]) -> bool:
    """Whether a page states something of itself outside of the part that was read, and its info line not all.

    A <time> counts that is the only one: of several the part may hold one.
    """
    dated, line = _shows_date(reading), reading.dateline or ""
    if dated and ("source" in reading.labelled or "源" in line or "来自" in line):
        return False
    signs = _STATES if dated or "time datetime" not in meta else (*_STATES, "<time")
    return any((many := page.html.count(sign)) and many > page.part.count(sign.encode()) for sign in signs)


def _shows_date(reading: Reading) -> bool:
    return DATE.search(reading.dateline or "") is not None


def stated(root: Any, source: bytes) -> dict[str, str]:
    """What the page states of itself, hidden elements too. Then those with the attribute `hidden` are emptied, a
    player's parts, and the garbage against copying that Discuz strews between a text's words.
    """
    meta = read_meta(root, source)
    unseen = _HIDDEN(root) if b" hidden" in source and _SAYS_HIDDEN.search(source) else []
    unseen += _PLAYER(root) if b"vjs-modal-dialog" in source else []  # a long word is found faster
    unseen += _JAMMERS(root) if meta.get("generator", "").startswith("Discuz") else []
    for el in unseen:
        el.clear(keep_tail=True)
    return meta


def whole_of(page: Page) -> tuple[Any, dict[str, str]]:
    """All that a reader may see of a page, restored, as a tree, and what the page states of itself."""
    restore_whole(page)
    source = encoded(without_scripts(page.html))
    root = parse(source)
    return root, stated(root, source)


def parse_part(html: str, part: bytes) -> Any:
    """The part of a page that must be read, as a tree; the whole page where there is nothing but scripts."""
    try:
        return parse(part)
    except Unreadable:
        whole = encoded(html)
        if part == whole:
            raise
        return parse(whole)


def newest_first(facts: PortalFacts | None) -> list[Layout]:
    """The portal's layouts, those without years first: they are of today."""
    return sorted(facts.layouts if facts else (), key=lambda layout: -(layout.years or (9999, 9999))[1])


def by_layouts(
    layouts: list[Layout], root: Any, url: str | None, base: str | None, cut: Cut | None = None
) -> tuple[Reading | None, list[str]]:
    """What the first of the layouts sees that finds its headline and body, and the selectors that missed.

    `cut`: the page that the root is but a part of; raises Beyond where a layout must see more of it.
    """
    misses: list[str] = []
    for layout in layouts:
        try:
            return read_layout(root, layout, url, base, cut), misses
        except SelectorMiss as miss:
            misses.append(f"{miss.layout}:{miss.asked}")
            if cut and may_fit(layout, cut.html) and cut.lacks(miss.asked):
                raise Beyond from None  # an older layout may fit the part, and this one the page
    if cut and any(may_fit(layout, cut.html) for layout in layouts):
        raise Beyond
    return None, misses


def add_part(page: Page, reading: Reading, capture: Capture) -> None:
    """Join a further page of the same article to the first one's reading. Raises Unreadable for what is none."""
    part = Page(capture, facts=page.facts)
    for job in (decode_page, restore_page):
        job(part)
    more = part.reading = read_html(part)
    if reason := no_part(part, page.capture.url or "", reading.title):
        raise Unreadable(reason)
    page.steps += part.steps
    head = set(reading.rows[:REPEATED])
    reading.rows += itertools.dropwhile(head.__contains__, more.rows)
    reading.images += [image for image in more.images if image not in reading.images]
    reading.tail = more.tail or reading.tail


def no_part(part: Page, url: str, headline: str | None) -> str | None:
    """Why a page is no further page of the article of that address and headline: an error, a challenge, a list.

    Pictures alone are one, or a word, where the page names the first, as paging does, or has its headline; a busy
    server's excuse does not.
    """
    reason = no_article(part)
    if reason and not reason.startswith("no article"):
        return reason
    rows, images = (part.reading.rows, part.reading.images) if part.reading else ([], [])
    known = any(sign and sign in part.html for sign in (url.rpartition("/")[2].partition(".")[0], headline))
    if sum(map(len, rows)) >= THIN or (known and (rows or images)):
        return None
    return reason or "no article: hardly any text, and nothing of page 1"


class ReadPipeline(Stage):
    """Reading as a Scrapy item pipeline."""

    job = read_page
