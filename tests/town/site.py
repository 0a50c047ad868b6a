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
from tests.town.cms import EPAPER, FRONTS, Enorth, Epaper, Listing
from tests.town.news import DATA, Row, Story, article, headline
from tests.town.pages import Item, Link, Page
from tests.town.portals import Channel, Portal

BUCKET = 64  # neighbouring articles share a side column
PAGERS = {"enorth": "news_more_page_div_id", "founder": "displaypagenum"}
GONE = "/gone/"


@dataclass(frozen=True)
class Guest:
    """A story that is not of the generator's making, with its finished page; listed in a channel by its date."""

    story: Story
    page: Page
    channel: Channel


class Aside(NamedTuple):
    """Links to other articles, and the side column made of them."""

    hot: list[Link]
    html: Markup


def quiet_fronts(portal: str) -> list[str]:
    """Front pages of all channels known of a portal."""
    lines = (DATA / "channels.tsv").read_text("utf-8").splitlines()
    return [front for name, front, _ in (line.split("\t") for line in lines[1:]) if name == portal]


class Site:
    """A portal with so many articles, its list pages of `per_page` each."""

    def __init__(self, portal: Portal, articles: int = 40, per_page: int = 20, seed: int = 1,
                 multipage: bool = False) -> None:
        self.portal, self.seed, self.per_page, self.multipage = portal, seed, per_page, multipage
        self.of = self.articles = articles
        self.guests: dict[str, Guest] = {}
        self.fronts = {_key(front): (c, False) for c in portal.channels for front in (c.front, *c.aliases)}
        for i, front in enumerate(quiet_fronts(portal.name)):
            self.fronts.setdefault(_key(front), (portal.channels[i % len(portal.channels)], True))
        domain = portal.channels[0].host.split(".", 1)[1]
        self.hosts = {urlsplit(f"//{host}").netloc for host, _ in self.fronts} | {f"www.{domain}", domain}
        self.aside = lru_cache(maxsize=256)(self._aside)

    def publish(self, count: int) -> list[str]:
        """Add newer articles; their addresses."""
        self.articles += count
        return [self.url(n) for n in range(self.articles - count, self.articles)]

    def url(self, n: int, part: int = 1) -> str:
        """Address of article n."""
        return self.portal.url(n, self.of, part)

    def article(self, n: int) -> Story:
        """Article n."""
        return article(self.portal, n, self.seed, self.of)

    def find(self, host: str, path: str) -> tuple[int, int] | None:
        """Number and page of the article at an address."""
        for cms in {id(cms): cms for cms in (self.portal.cms, *(c.cms for c in self.portal.channels if c.cms))}.values():
            read = cms.read_path(path)
            for n in self.portal.numbers(read[0], self.articles) if read else ():
                part = read[1] if read else 1
                if self.url(n, part) == f"http://{host}{path}" and 1 <= part <= self.parts(n):
                    return n, part
        return None

    def story(self, host: str, path: str) -> Story | None:
        """What a reader must find at an address."""
        guest = self.guests.get(f"http://{host}{path}")
        if guest:
            return guest.story
        found = self.find(host, path)
        return self.article(found[0]) if found and found[1] == 1 else None

    def page(self, host: str, path: str) -> Page:
        """The page at an address; 页面没有找到 where there is none."""
        if path == "/robots.txt":
            return Page(f"User-agent: *\nDisallow: {self.portal.closed}\n".encode(), "text/plain", self._date(0))
        guest = self.guests.get(f"http://{host}{path}")
        if guest:
            return guest.page
        closed = path.startswith(self.portal.closed)
        found = self.find(host, path) or ((0, 1) if closed else None)
        if found:
            return self._article_page(*found)
        return self._list(host, path) or pages.lost_page(self.portal, 200 if path.startswith(GONE) else 404)

    def parts(self, n: int) -> int:
        """How many pages article n has."""
        channel, _ = self.portal.place(n)
        cms = channel.cms or self.portal.cms
        return 2 + n % 2 if self.multipage and n % 5 == 3 and cms.name in PAGERS else 1

    def total(self, channel: Channel) -> int:
        """How many articles a channel lists."""
        return self.portal.total(channel, self.articles) + len(self._guests(channel))

    def urls(self, guests_only: bool = False) -> Iterator[str]:
        """Every address of the portal: robots.txt, list pages and scripts, articles."""
        for host in sorted({channel.host for channel in self.portal.channels}):
            yield f"http://{host}/robots.txt"
        for channel in self.portal.channels:
            cms = channel.cms or self.portal.cms
            path = urlsplit(channel.front).path
            for listed in cms.list_paths(path, channel.code, self.total(channel), self.per_page):
                yield f"http://{channel.host}{listed}"
        for n in range(self.articles):
            yield from (self.url(n, part) for part in range(1, self.parts(n) + 1))
        yield from self.guests

    def _article_page(self, n: int, part: int) -> Page:
        story, parts, (channel, k) = self.article(n), self.parts(n), self.portal.place(n)
        cms = channel.cms or self.portal.cms
        each = ceil(len(story.rows) / parts)
        aside = self.aside(n // BUCKET % 256)
        return pages.story_page(
            self.portal, story, aside.hot, aside.html,
            rows=_linked(story.rows[(part - 1) * each : part * each], channel),
            pager=pages.pager(PAGERS.get(cms.name, ""), [self.url(n, p + 1) for p in range(parts)], part),
            sheet=k % Epaper.ISSUE // Epaper.PIECES + 1,
        )

    def _list(self, host: str, path: str) -> Page | None:
        for channel in self.portal.channels:
            cms = channel.cms or self.portal.cms
            total = self.total(channel)
            if host != channel.host:
                continue
            if isinstance(cms, Enorth) and path == cms.script_path(channel.code):
                script = f"var maxpage = {max(1, ceil(total / self.per_page))};\nvar pagename = '{channel.code}';\n"
                return Page(script.encode(), "application/x-javascript", self._newest(channel))
            for front in (channel.front, *channel.aliases):
                listing = cms.listing(urlsplit(front).path or "/", urlsplit(front).path, channel.code, total,
                                      self.per_page) if path == urlsplit(front).path else cms.listing(
                    path, urlsplit(front).path, channel.code, total, self.per_page)
                if listing and urlsplit(front).netloc == host:
                    return self._list_page(channel, listing)
        channel, quiet = self.fronts.get(_key(f"http://{host}{path}"), (None, False))
        if channel is None or not quiet:
            return None
        newest = range(self.total(channel) - 1, max(-1, self.total(channel) - 1 - self.per_page), -1)
        return self._list_page(channel, Listing(newest, 1, 1, None))

    def _list_page(self, channel: Channel, listing: Listing) -> Page:
        cms = channel.cms or self.portal.cms
        items = [self._item(channel, rank) for rank in listing.ranks]
        day = items[0].when if items else self._date(0)
        sheets: list[tuple[str, str]] = []
        if isinstance(cms, Epaper):
            issue = (day - cms.day(channel.code, 0)).days
            held = min(self.total(channel) - issue * cms.ISSUE, cms.ISSUE)
            sheets = [(cms.sheet_path(channel.code, issue, s + 1), pages.SHEETS[s]) for s in range(ceil(held / cms.PIECES))]
        script = f"http://{channel.host}{cms.script_path(channel.code)}" if isinstance(cms, Enorth) else ""
        return pages.list_page(
            self.portal, cms.name, items, self._newest(channel), channel=channel, listing=listing, script=script,
            sheets=sheets, day=day, closed=self._closed_url(),
        )

    def _item(self, channel: Channel, rank: int) -> Item:
        guests = self._guests(channel)
        for position, guest in guests:
            if rank == position:
                return Item(guest.story.shown_title, guest.story.url, guest.story.published or self._listed_on(guest))
        k = rank - sum(position < rank for position, _ in guests)
        n = k * len(self.portal.channels) + self.portal.channels.index(channel)
        return Item(headline(self.portal, n, self.seed, self.of), self.url(n), self._date(n))

    def _guests(self, channel: Channel) -> list[tuple[int, Guest]]:
        """A channel's guests and the ranks their dates give them."""
        mine = sorted((g for g in self.guests.values() if g.channel is channel), key=self._listed_on)
        count, step = self.portal.total(channel, self.articles), len(self.portal.channels)
        first = self.portal.channels.index(channel)
        return [
            (bisect_left(range(count), self._listed_on(guest), key=lambda k: self._date(k * step + first)) + i, guest)
            for i, guest in enumerate(mine)
        ]

    def _listed_on(self, guest: Guest) -> datetime:
        if guest.story.published:
            return guest.story.published
        digits = "".join(c for c in urlsplit(guest.story.url).path if c.isdigit())[:8]
        return datetime.strptime(digits, "%Y%m%d")

    def _date(self, n: int) -> datetime:
        return self.portal.when(n, self.of)

    def _newest(self, channel: Channel) -> datetime:
        return self._item(channel, self.total(channel) - 1).when if self.total(channel) else self._date(0)

    def _closed_url(self) -> str:
        path = urlsplit(self.url(0)).path
        return self.portal.closed + path.rpartition("/news/")[2].partition("/")[2] if "/news/" in path else (
            self.portal.closed.rstrip("/") + path)

    def _aside(self, bucket: int) -> Aside:
        step = max(1, self.of // 26)
        hot = [(headline(self.portal, n, self.seed, self.of), self.url(n))
               for n in ((bucket + i * step) % max(1, self.of) for i in range(min(26, self.of)))]
        return Aside(hot, pages.side(self.portal, hot))


def _linked(rows: tuple[Row, ...], channel: Channel) -> list[Row]:
    """Rows whose pictures have addresses on the channel's host."""
    return [Row(row.text, f"http://{channel.host}{row.src}" if row.src else None) for row in rows]


def _key(url: str) -> tuple[str, str]:
    """Host and path of a front page, whatever its index file is called."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    return parts.netloc, folder + "/" if name in FRONTS else parts.path


__all__ = ["EPAPER", "Guest", "Page", "Site"]
