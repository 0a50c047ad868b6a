"""TRS WCM (拓尔思): `index.html`, `index_1.html` … with the total in `createPageHTML` (spiders 2018-2021)."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from crawler.spider import PortalSpider

CREATE_PAGE = re.compile(
    r"createPageHTML\(\s*(?P<total>\d{1,6})\s*,\s*(?P<current>\d{1,6})\s*,\s*[\"'](?P<stem>[\w-]+)[\"']\s*,"
    r"\s*[\"'](?P<ext>s?html?)[\"']"
)


class Trs(PortalSpider):
    """Supply `domains`, `channels` and `article` where a portal drops TRS's `tYYYYMMDD_` names.

    Tell a TRS portal by `div.TRS_Editor`, by attachments `W0YYYYMMDD….jpg`, or by `createPageHTML(total, current, …)`
    in its lists. Page n of a list is `index_{n-1}.html`; page n of an article is `…_{n-1}.html`.
    """

    cms = "TRS"
    article = r"/(?P<y>\d{4})(?P<m>\d{2})/t\d{6}(?P<d>\d{2})_\d+\.s?html?$"
    next_part = "//a[normalize-space()='下一页'][contains(@href, '_')]/@href"

    def older(self, response: Response, channel: str, number: int) -> Request | None:
        """The next number, while there is one; a list without the script may still have a link 下一页."""
        found = CREATE_PAGE.search(response.body.decode("ascii", "ignore"))
        if found is None:
            return super().older(response, channel, number)
        following = int(found["current"]) + 1
        if following >= int(found["total"]):
            return None
        url = urljoin(response.url, f"{found['stem']}_{following}.{found['ext']}")
        return self.list_request(url, channel, number + 1)
