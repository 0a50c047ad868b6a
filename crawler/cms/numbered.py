"""Portals whose list pages bear a number in the address while nothing tells the last one (spiders 2018-2019)."""

from __future__ import annotations

import re
from typing import ClassVar

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure as TwistedFailure

from crawler.ends import missed_before
from crawler.failures import GONE
from crawler.lists import article_links
from crawler.spider import PortalSpider


class Numbered(PortalSpider):
    """Supply `list_number`: a pattern of list addresses with the groups `stem`, `n` (the number) and `end`.

    `second` is what follows the stem on page 2 where page 1 bears no number: `_2` for index.html, index_2.html.
    Pages are counted up while they list articles. The first that is gone, or lists none, is the end of the list and no
    failure, if an earlier run has found the same there; else the next run goes down this list once more.
    """

    list_number: ClassVar[str]
    second: ClassVar[str] = "_2"
    open_ended = True

    def older(self, response: Response, channel: str, number: int) -> Request | None:
        """The page with the next number; an address that bears none is followed by 下一页."""
        found = re.match(self.list_number, response.url)
        if found is None:
            return super().older(response, channel, number)
        if next(article_links(self, response, channel), None) is None:
            return None
        if found["n"]:
            url = response.url[: found.start("n")] + str(int(found["n"]) + 1) + response.url[found.end("n") :]
        else:
            url = found["stem"] + self.second + found["end"]
        return self.list_request(url, channel, number + 1, errback=self.beyond)

    async def beyond(self, failure: TwistedFailure) -> None:
        """A further page could not be had: beyond the last there is nothing, all else is a failure."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        gone = isinstance(error, HttpError) and error.response.status in GONE
        if gone and not self.frontier.listed_lately(request.url):
            await self.end_walk(request.cb_kwargs["channel"], request.url)
        else:
            self.list_failed(failure)

    async def end_walk(self, channel: str, nothing: str = "") -> None:
        """The walk is finished, unless nothing was found at an address for the first time."""
        if not nothing or missed_before(self, nothing):
            await super().end_walk(channel)
