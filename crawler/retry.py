"""Asking again in the same run: after growing waits, and never sooner than the host wants."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.misc import load_object

from crawler.failures import challenged, said
from crawler.hosts import Hosts
from crawler.whole import CUT, LIED

DENIED = frozenset({401, 403, 451})  # one page may be; all of them are a host that wants us gone


class RetryMiddleware:
    """Takes the place of Scrapy's, which asks three times within a tenth of a second and reads no Retry-After.

    What still fails is left pending in the ledger, for a later run.
    """

    def __init__(self, crawler: Any) -> None:
        settings = crawler.settings
        if not settings.getbool("RETRY_ENABLED") or settings["REPLAY"]:  # a capture never answers otherwise
            raise NotConfigured
        self.crawler = crawler
        self.codes = {int(code) for code in settings.getlist("RETRY_HTTP_CODES")}
        self.errors = tuple(load_object(error) for error in settings.getlist("RETRY_EXCEPTIONS"))

    @classmethod
    def from_crawler(cls, crawler: Any) -> RetryMiddleware:
        """Scrapy's way in."""
        return cls(crawler)

    @property
    def hosts(self) -> Hosts:
        """The hosts of this crawl, and our manners towards them."""
        hosts: Hosts = self.crawler.spider.frontier.hosts
        return hosts

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask again where the answer is a passing error, or not whole."""
        host, reason = urlsplit(request.url).hostname or "", f"HTTP {response.status}"
        if challenged(response):  # it ends the visit, as soon as the spider has heard of it
            return response
        if response.status in self.codes:
            self.hosts.failed(host, reason)
            return await self._again(request, reason) or response
        if response.status >= 500 or response.status in DENIED:
            self.hosts.failed(host, reason)
            return response
        self.hosts.well(host)
        for flag in response.flags:
            if flag.startswith(LIED) and request.headers.get("Accept-Encoding") != b"identity":
                plain = request.copy()
                plain.headers["Accept-Encoding"] = "identity"
                return await self._again(plain, flag) or response
            if flag.startswith(CUT):
                return await self._again(request, flag) or response
        return response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again where the network failed."""
        if not isinstance(exception, self.errors):
            return None
        reason = said(exception)
        self.hosts.failed(urlsplit(request.url).hostname or "", reason)
        return await self._again(request, reason)

    async def _again(self, request: Request, reason: str) -> Request | None:
        spider = self.crawler.spider
        if (urlsplit(request.url).hostname or "") in self.hosts.closed:
            return None
        wait = self.hosts.wait(request.meta.get("retry_times", 0))
        again = get_retry_request(request, spider=spider, reason=reason, give_up_log_level="DEBUG")
        if again is not None:
            await asyncio.sleep(wait)
        return again
