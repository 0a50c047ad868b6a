"""The end of lists that nothing tells the end of: a page that is not there for once may be missing for now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import HtmlResponse

from crawler.lists import article_links

if TYPE_CHECKING:
    from crawler.spider import PortalSpider

OK = 200


def missed_before(portal: PortalSpider, url: str) -> bool:
    """Whether an earlier run found no list at an address either: then none is there. A capture is believed at once."""
    run = portal.frontier
    if run.replay:
        return True
    last = run.archive.captures.before(run.crawl_id, url, "list")
    if last is None or last.status != OK:
        return last is not None
    return next(article_links(portal, HtmlResponse(url, body=last.body), ""), None) is None
