"""robots.txt: one verdict for a host before its first page; an error means disallow (RFC 9309, 2.3.1)."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from archive.ledger import NOT_CAPTURED, ROBOTS, UNAVAILABLE
from crawler.failures import SHIELD, challenged, outcome
from crawler.hosts import HostClosed
from crawler.recorder import flaw
from crawler.rules import Rules, product_token
from pipelines.check import ACCEPTED, turned_away

log = logging.getLogger(__name__)
PASSING = frozenset({408, 425, 429})  # of 4xx those that say "not now", not that there are no rules
FRESH = 24 * 60 * 60  # seconds for which rules are believed (RFC 9309, 2.4): a first crawl may take days


class RobotsMiddleware:
    """Every request waits for its host's rules, which are fetched once in a run, and once a day.

    Scrapy's own middleware (2.14 to 2.19) lets every waiter but the first through; here all await one task.
    """

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.token = product_token(crawler.settings["USER_AGENT"])
        # By origin, and until when they are believed, on the monotonic clock.
        self._rules: dict[str, tuple[asyncio.Task[Rules | None], float]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> RobotsMiddleware:
        """Scrapy's way in."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuse what the host's rules forbid us.

        Raises IgnoreRequest for that, HostClosed where the rules could not be had: then nothing is allowed.
        """
        if request.meta.get("kind") == "robots":
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known, until = self._rules.get(origin, (None, 0.0))
        if known is None or time.monotonic() > until:
            known = asyncio.ensure_future(self._fetch(origin, parts.hostname or ""))
            self._rules[origin] = known, time.monotonic() + FRESH
        rules = known.result() if known.done() else await asyncio.shield(known)
        if rules is None:
            raise HostClosed(f"{UNAVAILABLE}: {parts.hostname}")
        if not rules.allows(request.url, self.token):
            self.crawler.stats.inc_value("robots/forbidden")
            raise IgnoreRequest(ROBOTS)

    async def _fetch(self, origin: str, host: str) -> Rules | None:
        """The rules of a host; None: unknown because of an error, so nothing is allowed in this run."""
        request = Request(f"{origin}/robots.txt", priority=1000, meta={"kind": "robots"}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever the network did: an unreachable robots.txt is a complete disallow
            if str(error) == NOT_CAPTURED:  # a replay asks nobody, so there is nobody to be polite to
                return Rules()
            self._unknown(origin, outcome(error).reason)
            return None
        if wrong := flaw(response):
            self._unknown(origin, wrong)
            return None
        if 200 <= response.status < 300:
            rules = Rules(response.body)
            if not rules.groups and (stands := turned_away(_words(response)) or _accepted(response)):
                self._unknown(origin, stands)
                return None
            asked = self.crawler.spider.frontier.hosts.asked  # by host: http and https may say different things
            asked[host] = max(asked.get(host, 0.0), rules.delay(self.token))
            self._offer(map(self.crawler.spider.feed_request, rules.sitemaps))
            return self._reopened(origin, rules)
        asked_by = challenged(response)
        if 400 <= response.status < 500 and response.status not in PASSING and not asked_by:
            return self._reopened(origin, Rules())
        self._unknown(origin, asked_by or f"HTTP {response.status}")
        return None

    def _reopened(self, origin: str, rules: Rules) -> Rules:
        """The rules, and a request for each article that an earlier day's forbade and these do not."""
        spider = self.crawler.spider
        again = spider.frontier.allowed_again(
            lambda url: url.startswith(f"{origin}/") and rules.allows(url, self.token))
        self._offer(map(spider.article_request, again))
        return rules

    def _offer(self, requests: Iterable[Request | None]) -> None:
        """Have asked for what a host's rules have shown: the sitemaps they name, the articles they have let go."""
        for request in filter(None, requests):
            self.crawler.engine.crawl(request)

    def _unknown(self, origin: str, reason: str) -> None:
        """Say it, and leave the host alone: nobody knows what it allows."""
        log.warning("%s/robots.txt: %s; nothing is fetched from there in this run", origin, reason)
        self.crawler.spider.frontier.note(f"{origin}/robots.txt", f"{UNAVAILABLE}: {reason}")


def _accepted(response: Response) -> str:
    """What is promised, as shields do, and not sent, in the place of rules; '' for what is sent."""
    return f"HTTP {ACCEPTED}" if response.status == ACCEPTED else ""


def _words(response: Response) -> str:
    """What stands in the place of rules, as far as a challenge shows itself in it."""
    return response.text[:SHIELD] if isinstance(response, TextResponse) else ""
