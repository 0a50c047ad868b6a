"""The reading job: from restored HTML to a Reading, by the portal's layouts or by the generic reader."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from pipelines.generic import read_generic
from pipelines.guards import check
from pipelines.items import Page, Reading
from pipelines.layout import SelectorMiss, fits, read_layout
from pipelines.meta import read_meta
from pipelines.stage import Stage


_PARSER = etree.HTMLParser(collect_ids=False)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}>")


def parse(html: str) -> Any:
    """The page as one tree; None where it holds no element."""
    if declared := _XML_DECLARATION.match(html):
        html = html[declared.end() :]
    root = etree.fromstring(html, _PARSER)
    for second in list(root.itersiblings()) if root is not None else ():
        root.append(second)  # after an early </html> the parser begins another tree
    return root


def read_page(page: Page) -> None:
    """Fill page.reading: the portal's layouts first, newest first, then the generic reader."""
    if reason := check(page.html):
        page.failed = reason
        return
    root = parse(page.html)
    if root is None:
        page.failed = "no article: no element"
        return
    url = page.capture.url
    meta = read_meta(root, page.html)
    misses: list[str] = []
    page.reading = by_layouts(page, root, misses) or read_generic(root, meta, url)
    page.reading.meta = meta
    page.reading.misses = misses


def by_layouts(page: Page, root: Any, misses: list[str]) -> Reading | None:
    """The first declared layout that fits the address and finds its headline and body."""
    for layout in page.facts.layouts if page.facts else ():
        if fits(layout, page.capture.url):
            try:
                return read_layout(root, layout, page.capture.url)
            except SelectorMiss as miss:
                misses.append(f"{miss.layout}:{miss.selector}")
    return None


class ReadPipeline(Stage):
    """Reading as a Scrapy item pipeline."""

    job = read_page
