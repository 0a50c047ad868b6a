"""The reading job: from restored HTML to a Reading, by the portal's layouts or by the generic reader."""

from __future__ import annotations

from typing import Any

from lxml import etree

from pipelines.generic import read_generic
from pipelines.guards import check
from pipelines.items import Page, Reading
from pipelines.layout import SelectorMiss, fits, read_layout
from pipelines.meta import read_meta
from pipelines.stage import Stage


def parse(html: str) -> Any:
    """The page as one tree: after an early </html> the parser would begin a second one."""
    body = html.encode("utf-8", "replace")
    for end in (b"</html>", b"</HTML>", b"</body>", b"</BODY>"):
        body = body.replace(end, b"")
    parser = etree.HTMLParser(encoding="utf-8", collect_ids=False)
    return etree.fromstring(body, parser)


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
