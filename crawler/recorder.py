"""Keeps what is fetched on the way to the articles, so that a crawl can be replayed from its archive."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.http import Response

from archive.archive import utc_now
from crawler.conditional import NOT_MODIFIED
from crawler.whole import CUT, LIED
from pipelines.items import Capture

KINDS = {"list": "list", "robots": "robots"}


def flaw(response: Response) -> str | None:
    """Why a response's bytes may not be all of the page."""
    return next((flag for flag in response.flags if flag.startswith((CUT, LIED))), None)


def capture_of(response: Response, **more: Any) -> Capture:
    """A response as a capture: its bytes are decompressed already."""
    headers = {k.decode("latin-1").lower(): b", ".join(v).decode("latin-1") for k, v in response.headers.items()}
    return Capture(response.url, response.body, headers, response.status, utc_now(), wrong=flaw(response), **more)


class RecorderMiddleware:
    """Stands right behind decompression, before redirects are followed.

    Articles that came whole are left to the store, which keeps them in the article's own transaction.
    """

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> RecorderMiddleware:
        """Scrapy's way in."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Keep lists, robots.txt, redirects and refusals; not what is broken and will be asked for again."""
        kind = request.meta.get("kind", "other")
        if response.status == NOT_MODIFIED or kind == "probe" or (kind == "article" and response.status == 200):
            return response
        spider = self.crawler.spider
        capture = capture_of(response, portal=spider.name)
        if not capture.wrong:
            async with spider.frontier.writing() as archive:
                archive.keep(capture, KINDS.get(kind, "other"))
        return response
