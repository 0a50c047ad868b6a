"""CmsTop-like portals: articles at `/YYYY/MMDD/N.shtml` (a guess from addresses and class names, spiders 2018-2019)."""

from __future__ import annotations

from crawler.spider import PortalSpider


class CmsTop(PortalSpider):
    """Supply `domains` and `channels`; tell one by its addresses and by classes like `article-content` and `pubDate`.

    No rule of its lists is known: 下一页 is followed.
    """

    cms = "CmsTop-like"
    article = r"/(?P<y>\d{4})/(?P<m>\d{2})(?P<d>\d{2})/\d+\.s?html?$"
