"""Enorth WebPublisher (北方网): exact paging through `count_page_list_*.js` (fact sheet 1.1, spiders 2019-2023)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawler.lists import joined
from crawler.spider import PortalSpider

MAXPAGE = re.compile(r"var\s+maxpage\s*=\s*(\d{1,9})\s*;")
COUNT_JS = re.compile(r"^(?P<base>.*/system/count/)(?P<a>\d{7})/(?P<b>\d{12})/count_page_list_\d{19}\.js")


class Enorth(PortalSpider):
    """Supply `domains` and `channels` (front pages); tell an Enorth portal by `<!--enorth cms …-->` in its pages.

    A channel's front page holds the newest entries and names a script with `maxpage`. Older pages are numbered
    down from maxpage to 1; full pages never move, and page maxpage overlaps the front page.
    """

    cms = "Enorth"
    article = r"/system/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/\d{9}\.s?html?$"
    next_part = "//div[@id='news_more_page_div_id']/a[text()='下一页']/@href"

    def older(self, response: Response, channel: str, number: int) -> Request | None:
        """From the front page to the script that counts; from a numbered page to the one below it."""
        pages = response.meta.get("pages")
        if pages is None:
            sources = response.xpath("//script[contains(@src, 'count_page_list_')]/@src") if isinstance(
                response, TextResponse) else []
            script = joined(response, sources[0].get() if sources else None)
            if script is None or not COUNT_JS.match(script):
                return None
            return self.list_request(script, channel, number, callback=self.parse_count, dont_filter=True)
        url, page = pages
        return self._page(url, page - 1, channel, number + 1)

    async def parse_count(
        self, response: Response, channel: str, number: int, stale: int = 0
    ) -> AsyncIterator[Request]:
        """Read from the list's script how many pages there are, and go on to the newest older page."""
        found = MAXPAGE.search(response.body.decode("ascii", "ignore"))
        if found is None:
            self.frontier.list_failed(channel, response.url, "no maxpage in its script")
            return
        request = self._page(response.url, int(found[1]), channel, number + 1)
        if request:
            yield request
        else:
            await self.frontier.finish_walk(channel)

    def _page(self, script: str, page: int, channel: str, number: int) -> Request | None:
        place = COUNT_JS.match(script)
        if page < 1 or place is None:
            return None
        a, b = place["a"], place["b"]
        url = f"{place['base']}/{a}/{b}/{page // 1_000_000:03d}/{page // 1000 % 1000:03d}/c{a}{b}_{page:09d}.shtml"
        meta: dict[str, Any] = {"kind": "list", "pages": (script, page)}
        return self.list_request(url, channel, number, meta=meta)
