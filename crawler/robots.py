"""robots.txt: one verdict for a host before its first page; an error means disallow (RFC 9309, 2.3.1)."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from archive.ledger import NOT_CAPTURED, ROBOTS

log = logging.getLogger(__name__)
MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is read
UNAVAILABLE = "robots.txt unavailable"


class RobotsMiddleware:
    """Every request waits for its host's rules, which are fetched once.

    Scrapy's own middleware (2.14 to 2.19) lets every waiter but the first through; here all await one task.
    """

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self._rules: dict[str, asyncio.Task[Protego | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        """Scrapy's way in."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuse what the host's rules forbid this User-Agent."""
        if request.meta.get("kind") == "robots":
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = asyncio.ensure_future(self._fetch(origin))
        rules = await asyncio.shield(self._rules[origin])
        if rules is None:
            raise IgnoreRequest(UNAVAILABLE)
        agent = request.headers.get("User-Agent") or self.crawler.settings["USER_AGENT"].encode()
        if not rules.can_fetch(request.url, agent.decode("latin-1")):
            self.crawler.stats.inc_value("robots/forbidden")
            raise IgnoreRequest(ROBOTS)

    async def _fetch(self, origin: str) -> Protego | None:
        """The rules of a host; None: unknown because of an error, so nothing is allowed in this run."""
        request = Request(f"{origin}/robots.txt", priority=1000, meta={"kind": "robots"}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest as refused:
            if str(refused) == NOT_CAPTURED:  # a replay asks nobody, so there is nobody to be polite to
                return Protego.parse("")
            return None
        except Exception as error:  # whatever the network did: an unreachable robots.txt is a complete disallow
            log.warning("%s/robots.txt: %s; nothing is fetched from there in this run", origin, error)
            return None
        if 200 <= response.status < 300:
            return Protego.parse(response.body[:MAX_BYTES].decode("utf-8", "ignore"))
        if 400 <= response.status < 500 and response.status != 429:
            return Protego.parse("")
        log.warning("%s/robots.txt: HTTP %s; nothing is fetched from there in this run", origin, response.status)
        return None
