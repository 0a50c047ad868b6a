"""Conditional requests: what has not changed is not sent again. A list is then read from the archive."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from pipelines.items import Capture

VALIDATORS = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
NOT_MODIFIED = 304


def is_conditional(request: Request) -> bool:
    """Whether a request names what we have: to another, "not modified" is no answer."""
    return any(name in request.headers for _, name in VALIDATORS)


def _is_past(known: Capture) -> bool:
    """Whether a page was changed before it was fetched, as it says (RFC 9110, 8.8.2.1).

    To a day of 2038 a server may answer "not modified" until then, whatever it publishes.
    """
    try:
        changed = parsedate_to_datetime(known.headers.get("last-modified", ""))
        return changed.timestamp() <= dt.datetime.fromisoformat(known.fetched_at or "").timestamp()
    except (ValueError, TypeError, OverflowError):
        return False


class ConditionalMiddleware:
    """Sends the validators of what is kept: of lists, and of articles that are asked for again.

    For 304 the kept bytes of a list take the answer's place; an article is left as it is.
    """

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> ConditionalMiddleware:
        """Scrapy's way in."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Ask for a page only if it has changed since the capture we have (If-None-Match, If-Modified-Since)."""
        frontier, kind = self.crawler.spider.frontier, request.meta.get("kind")
        if frontier.replay or not (kind == "list" or request.meta.get("again")):
            return
        known = frontier.archive.captures.latest(request.url, kind)
        for header, name in VALIDATORS:
            request.headers.pop(name, None)  # after a redirect it is the former address's
            if known is not None and (header == "etag" or _is_past(known)) and header in known.headers:
                request.headers[name] = known.headers[header]

    def process_response(self, request: Request, response: Response) -> Response:
        """Answer with the kept list where the host says that it has not changed (HTTP 304)."""
        if response.status != NOT_MODIFIED or request.meta.get("kind") != "list" or not is_conditional(request):
            return response
        known = self.crawler.spider.frontier.archive.captures.latest(request.url, "list")
        if known is None:
            return response
        self.crawler.stats.inc_value("lists/unchanged")
        kind = responsetypes.from_args(headers=known.headers, url=request.url, body=known.body)
        return kind(request.url, headers=known.headers, body=known.body, flags=["unchanged"])
