"""Digital newspapers (数字报): an issue a day, of printed pages (版面) that list their articles (spiders 2024)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import ClassVar

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure as TwistedFailure

from archive.errors import FangzhiError
from archive.ledger import Link
from archive.sheets import Sheet
from crawler.failures import GONE, outcome
from crawler.lists import article_links, grounded, joined, no_page, stub
from crawler.recorder import flaw
from crawler.spider import FRONT, PortalSpider

FORMS = {  # how a paper's addresses write the day, and what recognises it
    "%Y%m/%d": r"/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/",
    "%Y-%m/%d": r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/",
    "%Y%m%d": r"/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/",
    "%Y-%m-%d": r"/(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})/",
}
SHEET = r"(?:node_|col|Page|Qpaper|index|[lv]?[A-Z]{0,3}\d{1,3}\.)"  # how the file of a printed page begins
ARTICLE = rf"(?:\w{{1,20}}/)?(?!{SHEET})[\w-]{{1,60}}\.s?html?(?:\?[^#]{{0,60}})?$"
PDF = "..//a/@href[contains(translate(., 'PDF', 'pdf'), '.pdf')]"  # beside a link; of one page where it is the only one
ISSUES = "数字报"  # the one channel of a paper, and of an article whose printed page has no name
NO_ISSUE = 10  # days without an issue after which the paper's past is taken to end
LATE = 7  # days in which an issue may appear that was not there on its own


class Epaper(PortalSpider):
    """Supply `base` (with `{date:…}`), `first` (the first printed page of an issue) and `pages`, where they are known.

    Issues are walked from the newest, or from `until`, back to `since`. The printed page an article stands on is its
    channel: `第02版：要闻`. `list_item` selects an entry of a page; without it every link that is an article's counts.
    """

    cms = "e-paper"
    base: ClassVar[str]
    first: ClassVar[str]
    pages: ClassVar[str] = ""  # XPath of the links to the printed pages, or of what holds them
    ended = False  # the issues were walked to their end, or back to what is known
    newest: dt.date  # the first day this run asks for
    days: set[dt.date]  # all it has asked for
    unread = False  # a printed page could not be had, and may be in another run: without it the walk is not finished

    def fronts(self) -> Iterator[Request]:
        """The newest issue."""
        today = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()  # the day in China
        until = self.frontier.window.until
        self.newest, self.days = min(today, dt.date.fromisoformat(until)) if until else today, set()
        yield self.issue(self.newest, priority=FRONT)

    def issue(self, day: dt.date, missing: int = 0, priority: int = 0) -> Request:
        """The first printed page of a day's issue."""
        self.days.add(day)
        return Request(
            self.base.format(date=day) + self.first, callback=self.parse_issue, errback=self.no_issue,
            meta={"kind": "list"}, priority=priority, cb_kwargs={"channel": ISSUES, "day": day, "missing": missing},
        )

    async def parse_issue(self, response: Response, channel: str, day: dt.date, missing: int) -> AsyncIterator[Request]:
        """Discover the articles of an issue's first page; go on to its other pages and the issue of the day before."""
        sheets = self.sheets(response)
        channel = next((sheet.name for sheet in sheets if _file(sheet.url) == _file(response.url)), channel)
        links, whole = self.listed(response, channel, alone=not sheets)
        if whole and (links or sheets):
            await self.frontier.printed(day.isoformat(), sheets)
        for sheet in sheets:
            if _file(sheet.url) != _file(response.url):
                yield self.list_request(sheet.url, sheet.name, 2, callback=self.parse_sheet, errback=self.no_sheet)
        wanted, new, _ = await self.frontier.discover(links, channel, ISSUES)
        for link in wanted:
            yield self.article_request(link)
        if self.frontier.full() or not whole or self.ended:  # a late issue leads no further
            return
        if not links and not sheets:  # some hosts have a page for every day, with a paper or without
            async for request in self.beyond(day, missing):
                yield request
            return
        before = day - dt.timedelta(days=1)
        walked = new == 0 and self.frontier.walked(ISSUES)
        if walked or self.frontier.window.older(before.isoformat()):
            self.ended = True
            for late in self.missed() if walked else ():
                yield self.issue(late, NO_ISSUE)
        else:
            yield self.issue(before)

    def missed(self) -> list[dt.date]:
        """The days of the last week of which no article is known: a paper may put an issue there after the next one.

        And those of RECHECK_DAYS, known or not: pages are added to an issue, too.
        """
        again = self.settings.getint("RECHECK_DAYS")
        last = {back: self.newest - dt.timedelta(back) for back in range(1, max(LATE, again) + 1)}
        known = self.frontier.days_since(min(last.values()).isoformat())
        return [day for back, day in last.items()
                if day not in self.days and not self.frontier.window.older(day.isoformat())
                and (back <= again or (back <= LATE and day.isoformat() not in known))]

    async def parse_sheet(self, response: Response, channel: str, number: int) -> AsyncIterator[Request]:
        """Discover the articles of a further printed page."""
        links, whole = self.listed(response, channel)
        self.unread = self.unread or not whole
        wanted, _, _ = await self.frontier.discover(links, channel)
        for link in wanted:
            yield self.article_request(link)

    def listed(self, response: Response, channel: str, alone: bool = True) -> tuple[list[Link], bool]:
        """The articles a printed page links to, and whether it is one, and whole; if not, that is told."""
        links = list(article_links(self, response, channel))
        wrong = flaw(response) or no_page(response) or (alone and not links and stub(response))
        if wrong:
            self.frontier.list_failed(channel, response.url, wrong)
        return links, not wrong

    def sheets(self, response: Response) -> list[Sheet]:
        """The printed pages that a page of the issue links to, each once.

        `pages` tells the names; every other link beside the page's own file that is named as printed pages are counts
        too, for a spider's selector may have matched every second row only.
        """
        if not isinstance(response, TextResponse):
            return []
        folder = response.url.rpartition("/")[0] + "/"
        grounded(response)
        listed = response.xpath(self.pages).xpath("descendant-or-self::a[@href]") if self.pages else []
        found: dict[str, Sheet] = {}
        for anchor in (*listed, *response.xpath("//a[@href]")):
            url = joined(response, anchor.attrib["href"])
            if url and url not in found and url.startswith(folder) and re.match(SHEET, url[len(folder) :]):
                name = " ".join(anchor.xpath("string()").get("").split())
                beside = {joined(response, href) for href in anchor.xpath(PDF).getall()}
                found[url] = Sheet(url, name or ISSUES, beside.pop() if len(beside) == 1 else None)
        return [sheet for sheet in found.values() if not sheet.url.endswith(".pdf")]

    def no_sheet(self, failure: TwistedFailure) -> None:
        """A printed page that could not be had; one that is gone, or forbidden, is not waited for."""
        self.unread = self.unread or not outcome(failure).permanent
        self.list_failed(failure)

    async def no_issue(self, failure: TwistedFailure) -> AsyncIterator[Request]:
        """A day without a paper is no failure; after many such days the past has been walked."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        if isinstance(error, HttpError) and error.response.status in GONE:
            async for before in self.beyond(request.cb_kwargs["day"], request.cb_kwargs["missing"]):
                yield before
        else:
            self.list_failed(failure)

    async def beyond(self, day: dt.date, missing: int) -> AsyncIterator[Request]:
        """After a day without a paper, the day before, unless there were too many of them in a row."""
        before, missing = day - dt.timedelta(days=1), missing + 1
        if missing < NO_ISSUE and not self.frontier.window.older(before.isoformat()):
            yield self.issue(before, missing)
        elif self.frontier.tally["links"]:  # else nothing is known of this paper's past
            self.ended = True

    async def closed(self, reason: str) -> None:
        """The walk is finished when all printed pages have been read, those asked for again after a wait too."""
        with suppress(FangzhiError):  # the frontier has noted it
            if self.ended and not self.unread and reason == "finished":
                await self.frontier.finish_walk(ISSUES)
        await super().closed(reason)


def _file(url: str) -> str:
    return url.partition("?")[0]
