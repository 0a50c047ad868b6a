"""Founder (方正翔宇): `node_N.htm`, `node_N_2.htm` …, articles `/YYYY-MM/DD/content_N.htm` (spiders 2018-2019)."""

from __future__ import annotations

import re

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawler.lists import joined
from crawler.spider import PortalSpider

NODE = re.compile(r"/node_(?P<node>\w+?)(?:_(?P<page>\d{1,5}))?\.s?html?$")


class Founder(PortalSpider):
    """Supply `domains` and `channels`; tell a Founder portal by `<!--enpproperty …-->` in its articles.

    A list's further pages are `node_N_2.htm` and so on; the first has no number. They are followed by their
    names where the page links to them, else by a link 下一页.
    """

    cms = "Founder"
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/content_\d+\.html?$"
    next_part = "//div[@id='displaypagenum']//a[text()='下一页']/@href"

    def older(self, response: Response, channel: str, number: int) -> Request | None:
        """The page of the same node with the next number, if this one links to it."""
        if isinstance(response, TextResponse):
            for href in response.xpath("//a/@href").getall():
                url = joined(response, href)
                node = NODE.search(url) if url else None
                if url and node and node["page"] == str(number + 1):
                    return self.list_request(url, channel, number + 1)
        return super().older(response, channel, number)
