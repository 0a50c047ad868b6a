"""At home: no request leaves the portal, walks into a trap of addresses, or goes to a host that is left alone."""

from __future__ import annotations

import collections
import re
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

LONGEST = 1000  # characters of an address; the longest real ones of these portals have about 150
DEEPEST = 20  # segments of a path
REPEATS = 3  # of one segment with a letter in it: /rel/rel/rel/, a relative link that leads deeper each time
# Ports at which no browser asks for a page: mail, terminals and files are behind them (Fetch standard).
FOREIGN = frozenset((
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
    109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
    526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
    3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
))
LETTER = re.compile(r"[^\W\d_]")
HOST = re.compile(r"[\w.:-]+")  # a name, or an address of either kind: nobody ever answers for another


class Astray(IgnoreRequest):
    """A redirect, or a link, leads off the portal."""


class Trapped(IgnoreRequest):
    """An address that no person ever wrote."""


def is_address(url: str) -> bool:
    """Whether a request can be made of an address: `http://[`, `http://a b/` and a port 99999 cannot be asked for."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(HOST.fullmatch(parts.hostname or "")) and parts.port != 0
    except ValueError:
        return False


def trap(url: str) -> str:
    """Why an address looks like one of an endless number; '' for a sound one.

    Days like /01/01/01/ are no repetition: a segment without a letter may come as often as it likes.
    """
    if len(url) > LONGEST:
        return f"trap: an address of {len(url)} characters"
    parts = urlsplit(url)
    if parts.port in FOREIGN:
        return f"trap: port {parts.port} is not the web's"
    segments = parts.path.split("/")
    if len(segments) > DEEPEST:
        return f"trap: an address of {len(segments)} segments"
    if len(segments) - len({*segments}) < REPEATS - 1:  # most addresses: no segment stands there so often
        return ""
    counted = collections.Counter(segment for segment in segments if LETTER.search(segment))
    often = [segment for segment, count in counted.items() if count >= REPEATS]
    return f"trap: /{often[0][:40]}/ {counted[often[0]]} times in one address" if often else ""


class HomeMiddleware:
    """The first look at every request, redirects included; Scrapy's own lets redirects of start addresses through."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> HomeMiddleware:
        """Scrapy's way in."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises Astray, Trapped, HostClosed; and what ended the archive, where something has."""
        spider = self.crawler.spider
        spider.frontier.must_be_sound()
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        spider.frontier.hosts.check(host)
        if "@" in parts.netloc:
            raise Astray("off the portal: redirected to an address with a login")
        if request.meta.get("kind") == "robots":  # its redirects may lead anywhere (RFC 9309, 2.3.1.2)
            return
        if not spider.at_home(request.url):
            raise Astray(f"off the portal: redirected to {host}")
        if reason := trap(request.url):
            raise Trapped(reason)
