"""The portal spider: it walks the lists of a portal's channels and yields captures of its articles."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import Any

from scrapy import Request, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure as TwistedFailure

from archive.archive import Archive
from archive.canonical import canonical
from archive.learned import learned_lines
from archive.ledger import LOST, Link
from crawler.failures import is_unchanged, outcome
from crawler.feeds import FEEDS, MAX_FEEDS, feed_links, no_feed
from crawler.frontier import Frontier
from crawler.home import is_address, trap
from crawler.lists import article_links, gone_home, gone_wrong, joined, may_match, no_page, selector, stub, too_many
from crawler.parts import bound, named_after, no_part
from crawler.portal import Portal
from crawler.recorder import capture_of, flaw
from crawler.window import Window
from pipelines.items import Capture, Failure, Page, PortalFacts

MAX_PARTS = 50  # pages of one article; the longest real ones have about twenty
MAX_LISTS = 10_000  # list pages of one channel in one run: beyond it, the paging is a trap
AT_ONCE = 1_000  # links of a sitemap that enter the ledger in one transaction; articles asked for again in one go
FRONT = 15  # the priority of front pages: before the articles that earlier runs left, be there ever so many
STALE = 3  # list pages in a row that showed nothing the run had not met: the paging goes in circles


class PortalSpider(Portal):
    """Walks what a portal declares (`Portal`), and fetches its articles; a method only where the site forces one."""

    frontier: Frontier
    corrected: Iterator[Link] | None  # what is asked for again when nothing else is left
    maps: set[str]  # the sitemaps and feeds this run has asked for: they may name each other

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, frontier: Frontier | None = None, **arguments: str) -> PortalSpider:
        """Scrapy's way in; a frontier is made here for those who run a spider without our commands."""
        spider = super().from_crawler(crawler, *args)
        spider.frontier = frontier or Frontier(
            Archive(crawler.settings["ARCHIVE"]), cls.name, Window.parse(arguments),
            replay=bool(crawler.settings["REPLAY"]),
        )
        spider.maps, spider.corrected = set(), None
        hosts, settings = spider.frontier.hosts, crawler.settings
        hosts.gap, hosts.pause = settings.getfloat("DOWNLOAD_DELAY"), settings.getfloat("RETRY_WAIT")
        hosts.give_up = settings.getint("HOST_FAILURES")
        spider.frontier.stop = spider.stop
        for signal in (signals.spider_error, signals.item_error):
            crawler.signals.connect(spider.count_error, signal=signal)
        crawler.signals.connect(spider.ask_again, signal=signals.spider_idle)
        return spider

    def stop(self, reason: str) -> None:
        """End the crawl from within: what is under way comes to its end, nothing more is asked."""
        engine: Any = self.crawler.engine
        self._stopping = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    def count_error(self) -> None:
        """A page broke the spider or the road: the run is not whole, and its report says so."""
        self.frontier.tally["errors"] += 1

    @cached_property
    def facts(self) -> PortalFacts:
        """What the pipelines of a crawl need to know of this portal, with the lines that the archive has learned."""
        return replace(self.as_facts(), learned=learned_lines(self.frontier.archive.conn, self.name))

    # Walking ---------------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request | Failure]:
        """What a run begins with, marked as Scrapy marks it: of one priority the first comes first then."""
        async for found in self.beginnings():
            if isinstance(found, Request):
                found.meta["is_start_request"] = True
            yield found

    async def beginnings(self) -> AsyncIterator[Request | Failure]:
        """The front pages, what earlier runs left, then sitemaps and feeds.

        Scrapy asks while this goes on: a host may be left alone for what earlier runs left, its lists unread.
        """
        await self.frontier.open(self.card())
        left = list(self.left_over())  # counts first in a run's limit
        full = self.frontier.full()
        for found in left if full else (*self.fronts(), *left):
            yield found
        if full:
            return
        for request in filter(None, map(self.feed_request, self.feeds)):
            yield request

    def ask_again(self) -> None:
        """When nothing is left to ask for: what may have been corrected, so that a run's limit is of the new first."""
        if self.corrected is None:
            days, frontier = self.settings.getint("RECHECK_DAYS"), self.frontier
            asked = days and not frontier.replay and frontier.crawl_id is not None and not frontier.broken
            self.corrected = iter(frontier.recent(days) if asked else ())
        if more := list(islice(self.corrected, AT_ONCE)):
            for link in more:
                self.crawler.engine.crawl(self.article_request(link, again=True))
            raise DontCloseSpider

    def fronts(self) -> Iterator[Request]:
        """The front page of every chosen channel."""
        for channel in self.frontier.window.channels or self.channels:
            yield self.list_request(self.channels[channel], channel, 1)

    def left_over(self) -> Iterator[Request | Failure]:
        """What earlier runs left; a row that no request can be made of is refused, and harms no other."""
        for link in self.frontier.left_over():
            if is_address(link.url):
                yield self.article_request(link)
            else:
                yield Failure(link.url, self.name, "not an address", permanent=True)

    def list_request(self, url: str, channel: str, number: int, **more: Any) -> Request:
        """A list page; lists are asked again in every run."""
        options = {"callback": self.parse_list, "errback": self.list_failed, "meta": {"kind": "list"},
                   "cb_kwargs": {"channel": channel, "number": number}, "dont_filter": number == 1,
                   "priority": FRONT if number == 1 else 0}
        return Request(url, **{**options, **more})

    def article_request(self, link: Link, again: bool = False) -> Request:
        """An article: before further lists, so that what is discovered is soon stored; what is stored, after all.

        What failed in earlier runs comes after the lists: a host may be left alone for it, its lists unread.
        """
        return Request(
            link.url, callback=self.parse_article, errback=self.article_failed,
            priority=-10 if again else -5 if link.tries else 10,
            meta={"kind": "article", "again": again}, cb_kwargs={"link": link},
        )

    async def parse_list(
        self, response: Response, channel: str, number: int, stale: int = 0
    ) -> AsyncIterator[Request]:
        """Discover the articles of a list page, and go on to the older one while there may be something new."""
        told, asked = number == 1 or not self.open_ended, response.url
        if lost := gone_home(response, self.homepage, self.channels.get(channel, "")):
            asked = response.meta["redirect_urls"][0]
            if told or self.frontier.listed_lately(asked):
                self.frontier.list_failed(channel, asked, lost)
                return
        links = list(article_links(self, response, channel))
        if left := too_many(response):
            self.frontier.note(response.url, left)
        wanted, new, unmet = await self.frontier.discover(links, channel)
        for link in wanted:
            yield self.article_request(link)
        if wrong := (not links and stub(response, told and number > 1)) or flaw(response) or no_page(response):
            self.frontier.list_failed(channel, response.url, wrong)
        elif self.frontier.full():
            return
        elif lost or self.reached_end(links, new, channel, number):
            await self.end_walk(channel, asked if lost or not links else "")
        elif (stale := 0 if unmet else stale + 1) >= STALE or number >= MAX_LISTS:
            self.frontier.note(response.url, f"trap: {channel} pages on without end, left after {number} list pages")
            await self.frontier.finish_walk(channel)
        elif self.frontier.left_empty(channel):  # the walk is not finished: the next run goes on below
            self.frontier.note(response.url, f"trap: {channel} names what is not there, left after {number} list pages")
        else:
            older = self.older(response, channel, number)
            if older is None:
                if links or number > 1:  # a front page without links is the end of nothing
                    await self.end_walk(channel, "" if links else asked)
            elif reason := trap(older.url):
                self.frontier.note(older.url, reason)
            else:
                older.cb_kwargs.setdefault("stale", stale)
                yield older

    async def end_walk(self, channel: str, nothing: str = "") -> None:
        """The walk of a channel's lists is finished; `nothing`: the address at which no list was, if it was that."""
        await self.frontier.finish_walk(channel)

    def feed_request(self, url: str) -> Request | None:
        """A sitemap or feed, after the lists, which know an article's channel; None where it is not to be read."""
        frontier, key = self.frontier, canonical(url)
        if frontier.window.channels or frontier.full() or len(self.maps) >= MAX_FEEDS or key in self.maps:
            return None
        if not (is_address(url) and self.at_home(url)):
            return None
        self.maps.add(key)
        return Request(url, callback=self.parse_feed, errback=self.feed_failed, priority=-1, meta={"kind": "list"})

    async def parse_feed(self, response: Response) -> AsyncIterator[Request]:
        """Discover the articles of a sitemap or feed, and read the sitemaps it names."""
        links, maps = feed_links(self, response, self.frontier.window, self.frontier.crawl_id or 0)
        if wrong := flaw(response) or no_feed(response):
            self.frontier.note(response.url, f"{FEEDS}: {wrong}")
        for at in range(0, len(links), AT_ONCE):
            wanted, _, _ = await self.frontier.discover(links[at : at + AT_ONCE], FEEDS)
            for link in wanted:
                yield self.article_request(link)
        if not self.frontier.full():
            for request in filter(None, map(self.feed_request, maps)):
                yield request

    def feed_failed(self, failure: TwistedFailure) -> None:
        """A sitemap that could not be had is told; the lists are what a portal's crawl is judged by."""
        self.frontier.note(failure.request.url, f"{FEEDS}: {outcome(failure).reason}")  # type: ignore[attr-defined]

    def reached_end(self, links: list[Link], new: int, channel: str, number: int) -> bool:
        """Newest first: most of the page is from before `since`, or all of it was met by a walk that was finished.

        Most, not the last or all: columns beside a list show old links on its first page and new ones on its last.
        """
        old = [self.frontier.window.older(link.dated) for link in links if link.dated]
        if 2 * sum(old) > len(old):
            return True
        return new == 0 and (number > 1 or bool(links)) and self.frontier.walked(channel)

    def older(self, response: Response, channel: str, number: int) -> Request | None:
        """The next older list page; None at the end. CMS bases know their systems' rules."""
        href = response.xpath(self.next_list).get() if isinstance(response, TextResponse) else None
        url = joined(response, href)
        return self.list_request(url, channel, number + 1) if url and url != response.url else None

    # Articles --------------------------------------------------------------------------------------------------

    def parse_article(self, response: Response, link: Link, parts: tuple[Capture, ...] = ()) -> Iterator[Any]:
        """The capture of an article; further pages of it are fetched first and travel with it."""
        parts = (*parts, capture_of(response, portal=self.name, channel=link.channel, requested=link.url))
        if len(parts) > 1 and (wrong := no_part(response)):
            yield bound(parts, f"page {len(parts)}: {wrong}")
            return
        if "redirect_urls" in response.meta and (
            lost := gone_home(response, self.homepage) or gone_wrong(link.url, response.url)
        ):
            yield Failure(link.url, self.name, f"redirect: {lost}", permanent=True)
            return
        if LOST in response.flags:
            yield Page(parts[0], facts=self.facts, refused=LOST)
            return
        following = self.following_part(response, parts)
        if following:
            yield Request(following, callback=self.parse_article, errback=self.article_failed, priority=20,
                          meta={"kind": "article"}, cb_kwargs={"link": link, "parts": parts})
            return
        yield bound(parts)

    def following_part(self, response: Response, parts: tuple[Capture, ...]) -> str | None:
        """The address of the article's next page, if it has one that was not read yet."""
        if not self.next_part or not isinstance(response, TextResponse) or len(parts) >= MAX_PARTS:
            return None
        if not may_match(self.next_part, response.body):  # most pages: they are parsed once, on the road, not here too
            return None
        url = joined(response, selector(response).xpath(self.next_part).get())
        if not url or not self.at_home(url) or url in {part.url for part in parts}:
            return None
        return None if self.is_article(url) and not named_after(parts[0].url or "", url) else url

    def article_failed(self, failure: TwistedFailure) -> Iterator[Capture | Failure]:
        """An article that could not be had: refused for good, or left pending; the first pages of one are kept."""
        known = failure.request.cb_kwargs  # type: ignore[attr-defined]
        url, parts = known["link"].url, known.get("parts")
        if is_unchanged(failure) and not parts:
            self.frontier.unchanged()
            return
        reason, permanent, tried = outcome(failure)
        self.logger.log(logging.INFO if permanent or not tried else logging.WARNING, "%s: %s", url, reason)
        if not tried and not failure.request.meta.get("retry_times"):  # type: ignore[attr-defined]
            self.frontier.unasked(url, reason)
        elif parts:
            yield bound(parts, f"page {len(parts) + 1}: {reason}")
        else:
            yield Failure(url, self.name, reason, permanent)

    def list_failed(self, failure: TwistedFailure) -> None:
        """A list page that could not be had; the run is not whole."""
        request = failure.request  # type: ignore[attr-defined]
        self.frontier.list_failed(request.cb_kwargs["channel"], request.url, outcome(failure).reason)

    async def closed(self, reason: str) -> None:
        """Scrapy's last call to a spider."""
        await self.frontier.close(reason, self.expect)
