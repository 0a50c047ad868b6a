"""One portal as a whole: from an address to a page, by arithmetic."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import ceil
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from tests.town import pages
from tests.town.cms import FRONTS, Cms, Enorth, Epaper, Listing
from tests.town.news import DATA, Story, article, headline
from tests.town.pages import Item, Link, Page
from tests.town.portals import Channel, Portal

BUCKET = 64  # neighbouring articles share a side column
HOT = 20  # links it holds
PAGERS = {"enorth": "news_more_page_div_id", "founder": "displaypagenum"}
GONE = "/gone/"


@dataclass(frozen=True)
class Guest:
    """A story that is not of the generator's making, with its finished page; its channel lists it by `day`."""

    story: Story
    page: Page
    channel: Channel
    day: datetime


class Aside(NamedTuple):
    """Links to other articles, and the side column made of them."""

    hot: list[Link]
    html: Markup


class Site:
    """A portal with so many articles, its list pages of `per_page` each."""

    def __init__(
        self, portal: Portal, articles: int = 40, per_page: int = 20, seed: int = 1, multipage: bool = False
    ) -> None:
        self.portal, self.seed, self.per_page, self.multipage = portal, seed, per_page, multipage
        self.of = self.articles = articles
        self.guests: dict[str, Guest] = {}
        self.domain = portal.site
        self.quiet = _quiet_fronts(portal)
        self.systems = {c.cms or portal.cms for c in portal.channels}
        self.aside = lru_cache(maxsize=256)(self._aside)

    def publish(self, count: int) -> list[str]:
        """Add newer articles; their addresses."""
        self.articles += count
        return [self.url(n) for n in range(self.articles - count, self.articles)]

    def url(self, n: int, part: int = 1) -> str:
        """Address of a page of article n."""
        return self.portal.url(n, self.of, part)

    def article(self, n: int) -> Story:
        """Article n."""
        return article(self.portal, n, self.seed, self.of)

    def find(self, host: str, path: str) -> tuple[int, int] | None:
        """Number and page of the article at an address."""
        for cms in self.systems:
            code, part = cms.read_path(path) or (-1, 1)
            for n in self.portal.numbers(code, self.articles):
                if self.url(n, part) == f"http://{host}{path}" and 1 <= part <= self.parts(n):
                    return n, part
        return None

    def story(self, host: str, path: str) -> Story | None:
        """What a reader must find at an address, if an article begins there."""
        guest = self.guests.get(f"http://{host}{path}")
        if guest:
            return guest.story
        n, part = self.find(host, path) or (-1, 0)
        return self.article(n) if part == 1 else None

    def page(self, host: str, path: str) -> Page:
        """The page at an address; 页面没有找到 where there is none."""
        if path == "/robots.txt":
            return Page(f"User-agent: *\nDisallow: {self.portal.closed}\n".encode(), "text/plain", self._date(0))
        guest = self.guests.get(f"http://{host}{path}")
        if guest:
            return guest.page
        found = (0, 1) if path.startswith(self.portal.closed) else self.find(host, path)
        if found:
            return self._article_page(*found)
        return self._list(host, path) or pages.lost_page(self.portal, 200 if path.startswith(GONE) else 404)

    def parts(self, n: int) -> int:
        """How many pages article n has."""
        cms = self._cms(self.portal.place(n)[0])
        return 2 + n % 2 if self.multipage and n % 5 == 3 and cms.name in PAGERS else 1

    def total(self, channel: Channel) -> int:
        """How many articles a channel lists."""
        return self.portal.total(channel, self.articles) + len(self._guests_of(channel))

    def list_urls(self, channel: Channel) -> Iterator[str]:
        """List pages of a channel, under each of its front pages, and what is needed to find them."""
        cms, total = self._cms(channel), self.total(channel)
        paths = {path: None for front in (channel.front, *channel.aliases)
                 for path in cms.list_paths(urlsplit(front).path, channel.code, total, self.per_page)}
        return (f"http://{channel.host}{path}" for path in paths)

    def urls(self) -> Iterator[str]:
        """Every address of the portal: robots.txt, list pages and scripts, articles."""
        hosts = {channel.host for channel in self.portal.channels} | {urlsplit(front).netloc for front in self.quiet_urls()}
        yield from (f"http://{host}/robots.txt" for host in sorted(hosts))
        for channel in self.portal.channels:
            yield from self.list_urls(channel)
        yield from self.quiet_urls()
        for n in range(self.articles):
            yield from (self.url(n, part) for part in range(1, self.parts(n) + 1))
        yield from self.guests

    def quiet_urls(self) -> Iterator[str]:
        """The lists of channels without articles of their own."""
        listed = {_front_key(channel.host, urlsplit(front).path)
                  for channel in self.portal.channels for front in (channel.front, *channel.aliases)}
        return (front for key, (_, front) in self.quiet.items() if key not in listed)

    def _cms(self, channel: Channel) -> Cms:
        return channel.cms or self.portal.cms

    def _article_page(self, n: int, part: int) -> Page:
        story, parts, (channel, k) = self.article(n), self.parts(n), self.portal.place(n)
        each = ceil(len(story.rows) / parts)
        hrefs = [self.url(n, p + 1) for p in range(parts)]
        aside = self.aside(n // BUCKET % 256)
        return pages.story_page(
            self.portal, story, aside.hot, aside.html,
            rows=story.rows[(part - 1) * each : part * each],
            pager=pages.pager(PAGERS.get(self._cms(channel).name, ""), hrefs, part),
            sheet=k % Epaper.ISSUE // Epaper.PIECES + 1,
        )

    def _list(self, host: str, path: str) -> Page | None:
        for channel in (c for c in self.portal.channels if c.host == host):
            cms, total = self._cms(channel), self.total(channel)
            if isinstance(cms, Enorth) and path == cms.script_path(channel.code):
                script = f"var maxpage = {max(1, ceil(total / self.per_page))};\n"
                return Page(script.encode(), "application/x-javascript", self._date(self.articles - 1))
            for front in (channel.front, *channel.aliases):
                listing = cms.listing(path, urlsplit(front).path, channel.code, total, self.per_page)
                if listing:
                    return self._list_page(channel, listing)
        quiet, _ = self.quiet.get(_front_key(host, path), (None, ""))
        if quiet is None:
            return None
        newest = range(self.total(quiet) - 1, max(-1, self.total(quiet) - 1 - self.per_page), -1)
        return self._list_page(quiet, Listing(newest, 1, 1, None))

    def _list_page(self, channel: Channel, listing: Listing) -> Page:
        cms = self._cms(channel)
        items = [self._item(channel, rank) for rank in listing.ranks]
        day = items[0].when if items else self._date(0)
        sheets: list[tuple[str, str]] = []
        if isinstance(cms, Epaper):
            issue = listing.ranks[0] // cms.ISSUE
            held = ceil(min(self.total(channel) - issue * cms.ISSUE, cms.ISSUE) / cms.PIECES)
            sheets = [(cms.sheet_path(channel.code, issue, s + 1), pages.SHEETS[s]) for s in range(held)]
        first, _ = self.portal.place(0)
        return pages.list_page(
            self.portal, cms.name, items, day, channel=channel, listing=listing, sheets=sheets, day=day,
            script=f"http://{channel.host}{cms.script_path(channel.code)}" if isinstance(cms, Enorth) else "",
            closed=self.portal.closed.rstrip("/") + urlsplit(self.url(0)).path[len(first.folder) :],
        )

    def _item(self, channel: Channel, rank: int) -> Item:
        guests = self._guests_of(channel)
        for position, guest in guests:
            if rank == position:
                return Item(guest.story.shown_title, guest.story.url, guest.day)
        n = self._n(channel, rank - sum(position < rank for position, _ in guests))
        return Item(headline(self.portal, n, self.seed, self.of), self.url(n), self._date(n))

    def _guests_of(self, channel: Channel) -> list[tuple[int, Guest]]:
        """A channel's guests and the ranks their days give them."""
        mine = sorted((g for g in self.guests.values() if g.channel is channel), key=lambda g: g.day)
        own = range(self.portal.total(channel, self.articles))
        return [
            (bisect_left(own, guest.day, key=lambda k: self._date(self._n(channel, k))) + i, guest)
            for i, guest in enumerate(mine)
        ]

    def _n(self, channel: Channel, k: int) -> int:
        return k * len(self.portal.channels) + self.portal.channels.index(channel)

    def _date(self, n: int) -> datetime:
        return self.portal.when(n, self.of)

    def _aside(self, bucket: int) -> Aside:
        step = max(1, self.of // HOT)
        chosen = [(bucket + i * step) % self.of for i in range(min(HOT, self.of))]
        hot = [(headline(self.portal, n, self.seed, self.of), self.url(n)) for n in chosen]
        return Aside(hot, pages.side(self.portal, hot))


def _quiet_fronts(portal: Portal) -> dict[tuple[str, str], tuple[Channel, str]]:
    """Channels without articles of their own, and where: their one list page repeats the newest of another channel."""
    lines = (DATA / "channels.tsv").read_text("utf-8").splitlines()[1:]
    fronts = [front for name, front, _ in (line.split("\t") for line in lines) if name == portal.name]
    whole = (front if front.count("/") > 2 else f"{front}/" for front in (pages.home(portal), *fronts))
    places = [(urlsplit(front), front) for front in whole]
    return {_front_key(place.netloc, place.path): (portal.channels[i % len(portal.channels)], front)
            for i, (place, front) in enumerate(places)}


def _front_key(host: str, path: str) -> tuple[str, str]:
    """Host and path of a front page, whatever its index file is called."""
    folder, _, name = path.rpartition("/")
    return host, folder + "/" if name in FRONTS else path
