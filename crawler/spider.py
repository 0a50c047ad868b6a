"""The portal spider: it walks the lists of a portal's channels and yields captures of its articles."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Iterator
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit

import scrapy
from parsel import Selector
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure as TwistedFailure

from archive.archive import Archive
from archive.errors import FangzhiError
from archive.ledger import NOT_CAPTURED, ROBOTS
from crawler.frontier import Frontier, Link
from crawler.recorder import capture_of
from crawler.window import Window
from pipelines.items import Capture, Failure, Layout, PortalFacts

GONE = frozenset({404, 410})
LIST_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)[-/年.](?P<m>\d{1,2})[-/月.](?P<d>\d{1,2})")
MAX_PARTS = 50  # pages of one article; the longest real ones have about twenty
MAX_LISTS = 10_000  # list pages of one channel in one run: beyond it, the paging is a trap
MAX_ENTRY = 300  # characters of one entry of a list; more is a whole block, whose dates are not the link's
REQUIRED = ("title", "province", "homepage", "domains", "channels", "article", "confidence")
CARD = ("title", "province", "prefecture", "homepage", "cms", "confidence")
EXAMPLE = "crawler/portals/gscn.py"


class PortalSpider(scrapy.Spider):
    """Declare a portal with attributes; a method only where the site forces one.

    `article` is a regular expression of an article's address; its groups `y`, `m` and `d`, where it has them,
    date the address. `list_item` selects one entry of a list page (XPath); without it, or where it matches
    nothing, every link that is an article's counts. `expect` is how many links a whole crawl finds: floor, ceiling.
    """

    title: ClassVar[str]
    province: ClassVar[str]
    prefecture: ClassVar[str | None] = None
    homepage: ClassVar[str]
    domains: ClassVar[tuple[str, ...]]
    channels: ClassVar[dict[str, str]]
    article: ClassVar[str]
    layouts: ClassVar[tuple[Layout, ...]] = ()
    confidence: ClassVar[str]
    cms: ClassVar[str] = "own"
    expect: ClassVar[tuple[int, int]] = (1, 1_000_000)
    list_item: ClassVar[str] = ""
    next_list: ClassVar[str] = "//a[normalize-space()='下一页']/@href"
    next_part: ClassVar[str] = ""
    _article: ClassVar[re.Pattern[str]]

    frontier: Frontier

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" in cls.__dict__:
            missing = [field for field in REQUIRED if not getattr(cls, field, None)]
            if missing:
                raise TypeError(f"{cls.__module__}: portal {cls.name} declares no {', '.join(missing)}; see {EXAMPLE}")
            cls.allowed_domains = list(cls.domains)  # type: ignore[attr-defined]
            cls._article = re.compile(cls.article)

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, frontier: Frontier | None = None, **arguments: str) -> PortalSpider:
        """Scrapy's way in; a frontier is made here for those who run a spider without our commands."""
        spider = super().from_crawler(crawler, *args)
        spider.frontier = frontier or Frontier(
            Archive(crawler.settings["ARCHIVE"]), cls.name, Window.parse(arguments),
            replay=bool(crawler.settings["REPLAY"]),
        )
        return spider

    @classmethod
    def as_facts(cls) -> PortalFacts:
        """What the pipelines need to know of this portal."""
        return PortalFacts(cls.name, cls.title, cls.domains, cls.article, cls.layouts)

    @cached_property
    def facts(self) -> PortalFacts:
        """The same, for the pipelines of a crawl."""
        return self.as_facts()

    @classmethod
    def card(cls) -> dict[str, str | None]:
        """What the archive notes of this portal."""
        return {key: getattr(cls, key) for key in CARD}

    # Walking ---------------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """What earlier runs left, then the front page of every chosen channel."""
        self.frontier.open(self.card())
        for link in self.frontier.left_over():
            yield self.article_request(link)
        if self.frontier.full():
            return
        for channel in self.frontier.window.channels or self.channels:
            yield self.list_request(self.channels[channel], channel, 1)

    def list_request(self, url: str, channel: str, number: int, **more: Any) -> Request:
        """A list page; lists are asked again in every run."""
        options = {"callback": self.parse_list, "errback": self.list_failed, "meta": {"kind": "list"},
                   "cb_kwargs": {"channel": channel, "number": number}, "dont_filter": number == 1}
        return Request(url, **{**options, **more})

    def article_request(self, link: Link) -> Request:
        """An article: before further lists, so that what is discovered is soon stored."""
        return Request(link.url, callback=self.parse_article, errback=self.article_failed, priority=10,
                       meta={"kind": "article"}, cb_kwargs={"link": link})

    def parse_list(self, response: Response, channel: str, number: int) -> Iterator[Request]:
        """Discover the articles of a list page, and go on to the older one while there may be something new."""
        if self.off_site(response):
            self.frontier.list_failed(channel, f"redirected to {response.url}")
            return
        links = list(self.links(response, channel))
        wanted, new = self.frontier.discover(links)
        for link in wanted:
            yield self.article_request(link)
        if self.frontier.full():
            return
        if self.reached_end(links, new, channel, number):
            self.frontier.finish_walk(channel)
            return
        older = self.older(response, channel, number)
        if older is None:
            self.frontier.finish_walk(channel)
        else:
            yield older

    def reached_end(self, links: list[Link], new: int, channel: str, number: int) -> bool:
        """Newest first: the page's last date is before `since`, or all of it was met by a walk that was finished."""
        dates = [link.dated for link in links if link.dated]
        if dates and self.frontier.window.older(dates[-1]):
            return True
        if number >= MAX_LISTS:
            self.logger.warning("%s: %d list pages; the paging looks endless and is left", channel, number)
            return True
        return new == 0 and (number > 1 or bool(links)) and self.frontier.walked(channel)

    def older(self, response: Response, channel: str, number: int) -> Request | None:
        """The next older list page; None at the end. CMS bases know their systems' rules."""
        href = response.xpath(self.next_list).get() if isinstance(response, TextResponse) else None
        url = self.joined(response, href)
        return self.list_request(url, channel, number + 1) if url and url != response.url else None

    def links(self, response: Response, channel: str) -> Iterator[Link]:
        """The article links of a list page, in its order, each once."""
        if not isinstance(response, TextResponse):
            return
        seen = set()
        for anchor, entry in self.anchors(response):
            url = self.joined(response, anchor.attrib.get("href"))
            if url and url not in seen and self.is_article(url):
                seen.add(url)
                yield Link(url, self.dated(url, " ".join(entry.xpath(".//text()").getall())), channel)

    def anchors(self, response: TextResponse) -> Iterator[tuple[Selector, Selector]]:
        """Every link of a list page with the entry it stands in: where its date is looked for."""
        items = response.xpath(self.list_item) if self.list_item else []
        if self.list_item and not items:
            self.crawler.stats.inc_value("lists/item_missed")
        for item in items:
            for anchor in item.xpath(".//a[@href]"):
                yield anchor, item
        if not items:
            for anchor in response.xpath("//a[@href]"):
                yield anchor, anchor.xpath("..")[0]

    @classmethod
    def is_article(cls, url: str) -> bool:
        """Whether an address is an article of this portal."""
        return cls.at_home(url) and bool(cls._article.search(url))

    def dated(self, url: str, entry: str = "") -> str | None:
        """The date beside a link, else the one in its address (a day, or a month), as ISO text."""
        beside = LIST_DATE.search(entry) if len(entry) <= MAX_ENTRY else None
        found = beside or self._article.search(url)
        groups = found.groupdict() if found else {}
        if not groups.get("y"):
            return None
        return "-".join(f"{int(groups[key]):02d}" for key in ("y", "m", "d") if groups.get(key))

    # Articles --------------------------------------------------------------------------------------------------

    def parse_article(self, response: Response, link: Link, parts: tuple[Capture, ...] = ()) -> Iterator[Any]:
        """The capture of an article; further pages of it are fetched first and travel with it."""
        if self.off_site(response):
            yield Failure(link.url, self.name, f"redirected off the portal to {urlsplit(response.url).hostname}", True)
            return
        parts = (*parts, capture_of(response, portal=self.name, channel=link.channel, requested=link.url))
        following = self.following_part(response, parts)
        if following:
            yield Request(following, callback=self.parse_article, errback=self.article_failed, priority=20,
                          meta={"kind": "article"}, cb_kwargs={"link": link, "parts": parts})
            return
        first, *rest = parts
        yield Capture(**{**first.__dict__, "rest": tuple(rest)}) if rest else first

    def following_part(self, response: Response, parts: tuple[Capture, ...]) -> str | None:
        """The address of the article's next page, if it has one that was not read yet."""
        if not self.next_part or not isinstance(response, TextResponse) or len(parts) >= MAX_PARTS:
            return None
        url = self.joined(response, response.xpath(self.next_part).get())
        return url if url and self.at_home(url) and url not in {part.url for part in parts} else None

    def article_failed(self, failure: TwistedFailure) -> Iterator[Failure]:
        """An article that could not be had: refused for good, or left pending for another run."""
        reason, permanent = why(failure)
        level = logging.INFO if permanent else logging.WARNING
        self.logger.log(level, "%s: %s", failure.request.url, reason)  # type: ignore[attr-defined]
        yield Failure(failure.request.cb_kwargs["link"].url, self.name, reason, permanent)  # type: ignore[attr-defined]

    def list_failed(self, failure: TwistedFailure) -> None:
        """A list page that could not be had; the run is not whole."""
        request = failure.request  # type: ignore[attr-defined]
        reason, _ = why(failure)
        self.logger.warning("list page %s: %s", request.url, reason)
        self.frontier.list_failed(request.cb_kwargs["channel"], reason)

    def closed(self, reason: str) -> None:
        """Scrapy's last call to a spider."""
        self.frontier.close(reason, self.expect)

    # Addresses -------------------------------------------------------------------------------------------------

    def joined(self, response: Response, href: str | None) -> str | None:
        """A link made absolute; None for what is no web address (`javascript:`, `http://[`)."""
        try:
            url = response.urljoin((href or "").strip())
            return url if href and urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None
        except ValueError:
            return None

    @classmethod
    def at_home(cls, url: str) -> bool:
        """Whether an address is on one of the portal's domains."""
        host = urlsplit(url).hostname or ""
        return any(host == domain or host.endswith("." + domain) for domain in cls.domains)

    def off_site(self, response: Response) -> bool:
        """Whether redirects led away from the portal."""
        return not self.at_home(response.url)


def why(failure: TwistedFailure) -> tuple[str, bool]:
    """In a few words, why a request gave no page, and whether asking again is useless."""
    error = failure.value
    if isinstance(error, HttpError):
        return f"HTTP {error.response.status}", error.response.status in GONE
    if isinstance(error, IgnoreRequest):
        reason = str(error) or "ignored"
        return reason, reason in (ROBOTS, NOT_CAPTURED)
    if isinstance(error, FangzhiError):
        return str(error), False
    return f"{type(error).__name__}: {error}"[:200], False
