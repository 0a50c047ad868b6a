"""The end of lists that nothing tells the end of: a page that is not there for once may be missing for now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import HtmlResponse

from archive.archive import unpack
from crawler.lists import article_links

if TYPE_CHECKING:
    from crawler.spider import PortalSpider

BEFORE = """
SELECT status, body FROM fetches JOIN captures ON digest = capture
WHERE fetches.url = ? AND kind = 'list' AND fetches.fetched_at < (SELECT started_at FROM crawls WHERE id = ?)
ORDER BY fetches.fetched_at DESC LIMIT 1
"""
OK = 200


def missed_before(portal: PortalSpider, url: str) -> bool:
    """Whether an earlier run found no list at an address either: then none is there. A capture is believed at once."""
    run = portal.frontier
    if run.replay:
        return True
    row = run.archive.conn.execute(BEFORE, (url, run.crawl_id)).fetchone()
    if row is None or row[0] != OK:
        return row is not None
    return next(article_links(portal, HtmlResponse(url, body=unpack(row[1])), ""), None) is None
