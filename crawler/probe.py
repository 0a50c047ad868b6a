"""Soft 404s: a host that answers every address with 200 is found out by asking for one that never was."""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from archive.ledger import LOST

ASCII = re.compile(rb"[\x00-\x7f]+")
LEAST = 20  # bytes beyond ASCII by which two pages can be compared
DIGITS = re.compile(rb"\d+")
DIGIT = re.compile(r"\d")
ENDING = re.compile(r"(?=\.\w{1,6}$)|$")


class ProbeMiddleware:
    """Asks each host once in a run, before its first article is believed, and marks articles that look like the answer.

    One request, as polite as any other; where nothing new is fetched, none.
    """

    def __init__(self, crawler: Any) -> None:
        if not crawler.settings.getbool("SOFT_404_PROBE") or crawler.settings["REPLAY"]:
            raise NotConfigured
        self.crawler = crawler
        self._lost: dict[str, asyncio.Task[int | None]] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> ProbeMiddleware:
        """Scrapy's way in."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Mark an article that is what the host shows for nothing at all."""
        if request.meta.get("kind") != "article" or response.status != 200:
            return response
        host = urlsplit(request.url).netloc
        if host not in self._lost:
            self._lost[host] = asyncio.ensure_future(self._probe(request.url))
        lost = await asyncio.shield(self._lost[host])
        return response.replace(flags=[*response.flags, LOST]) if lost == signature(response.body) else response

    async def _probe(self, url: str) -> int | None:
        """What the host shows for an address that never was; None where it says so, or nothing is known."""
        request = Request(never_was(url), meta={"kind": "probe"}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception:  # refused, or failed: the host's articles are judged by what they say
            return None
        return signature(response.body) if response.status == 200 else None


def never_was(url: str) -> str:
    """An address in the manner of another that nobody ever gave to a page: other digits, and eight more at its end.

    Other digits everywhere, for a lenient server may look at the number alone and not at the words behind it.
    """
    parts = urlsplit(url)
    path = DIGIT.sub(_digit, parts.path)
    if parts.query:
        return parts._replace(path=path, query=DIGIT.sub(_digit, parts.query) + _number()).geturl()
    return parts._replace(path=ENDING.sub(_number(), path, count=1)).geturl()


def _number() -> str:
    return DIGIT.sub(_digit, "0" * 8)


def _digit(_: re.Match[str]) -> str:
    return secrets.choice("123456789")


def signature(body: bytes) -> int:
    """What two copies of one page share: all that is not ASCII, so neither their own address, nor times, nor tokens."""
    beyond = ASCII.sub(b"", body)
    return hash(beyond if len(beyond) >= LEAST else DIGITS.sub(b"", body))
