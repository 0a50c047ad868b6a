"""What a portal is, and when and where its n-th article stands.

Nothing is stored per article: channel, date and address of article n are computed from n, so a hundred thousand
articles cost no memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from tests.town.cms import TIANSHUI, Cms, Epaper

SCATTER = 7919  # prime to 100,000: spreads the five digits that tianshui puts behind the time
HASH = 2654435761  # Knuth's multiplicative hash, for jitter that needs no state


@dataclass(frozen=True)
class Look:
    """A layout, as far as it decides what a reader can see: the precision of the date, and where the author stands."""

    id: str
    precision: str = "minutes"  # minutes | seconds | day | none
    lead: str = ""  # how a first paragraph begins that names its reporter
    byline: str = ""  # a line that names the reporter
    byline_at: str = ""  # first (before the body, not of it) | last (the body's last line)
    original: bool = False  # has 原标题 lines
    source: bool = True
    editor: bool = True
    crumbs: bool = True
    subtitle: str = "glued"  # glued to the title | split from it by a blank | body: its first line | own: an element
    signed: bool = False  # sections end with their contributor's name in brackets


LOOKS = {
    look.id: look
    for look in (
        Look("gscn-seed-2018", byline="记者 {}", byline_at="first", original=True),
        Look("gscn-na2", "seconds", lead="中国甘肃网{date}讯（记者 {}）"),
        Look("gscn-2020s", lead="本网讯（记者 {}）"),
        Look("cnjiwang-wl1", lead="吉网讯（记者 {}）"),
        Look("cnjiwang-wl2", lead="吉林日报讯（记者 {}）"),
        Look("cnjiwang-2021", lead="吉网讯（记者 {}）"),
        Look("tianshui-2020", "seconds", subtitle="body"),
        Look("lzbs-wl1", "seconds", byline="兰州日报社全媒体记者 {}", byline_at="last", subtitle="split"),
        Look("yunnan-2018", lead="云南网讯（记者 {}）"),
        Look("yunnan-2021", "seconds", lead="云南网讯（记者 {}）"),
        Look("chuxiong-2016", signed=True, source=False, editor=False, crumbs=False),
        Look(
            "chuxiong-epaper", "day", lead="本报讯（记者 {}）", source=False, editor=False, crumbs=False,
            subtitle="own",
        ),
    )
}


@dataclass(frozen=True, eq=False)  # compared and hashed by identity: there is one of each
class Channel:
    """A column of a portal, with the address of its front page."""

    name: str
    front: str
    crumbs: tuple[str, ...]
    code: str = ""  # Enorth's A/B, Founder's node, an e-paper's first day
    folder: str = ""  # what stands before the date in its articles' addresses
    aliases: tuple[str, ...] = ()  # other front pages, with the same paging
    county: str = ""  # all its stories come from there
    cms: Cms | None = None
    look: str = ""  # its articles up to 2018 have this layout instead of the portal's
    years: tuple[int, int] | None = None

    @cached_property
    def host(self) -> str:
        """The host its pages stand on."""
        return urlsplit(self.front).netloc


@dataclass(frozen=True, eq=False)
class Portal:
    """One portal."""

    name: str
    title: str
    area: str  # whose places and crops its stories speak of
    cms: Cms
    charset: str  # declared in the page's <meta>
    codec: str  # what its bytes really are
    years: tuple[int, int]
    looks: tuple[tuple[int, str], ...]  # the layout from that year on
    sources: tuple[str, ...]
    channels: tuple[Channel, ...]
    first_code: int = 0
    code_step: int = 7
    http_charset: str | None = None
    closed: str = "/neibu/"  # forbidden by robots.txt, and linked from list pages
    icp: str = ""
    slogan: str = ""
    nav: str = ""  # columns, separated by blanks
    domain: str = ""  # where it is not the first channel's
    rotate: bool = False  # its layouts are used side by side, by column and year
    paging: str = ""  # of drawn lists: script | createPageHTML | next | none
    box: str = ""  # of drawn lists: the path of elements to one entry
    sheets: str = ""  # of a digital newspaper: the path of elements to a printed page's link
    entry: str = ""  # of drawn lists: an entry, with {link} and {date}; empty: link and date side by side

    @property
    def site(self) -> str:
        """The domain all its hosts belong to."""
        return self.domain or self.channels[0].host.split(".", 1)[1]

    def place(self, n: int) -> tuple[Channel, int]:
        """Channel of article n, and its number within the channel."""
        k, c = divmod(n, len(self.channels))
        return self.channels[c], k

    def total(self, channel: Channel, articles: int) -> int:
        """How many of the portal's articles are the channel's."""
        count = len(self.channels)
        return (articles - self.channels.index(channel) + count - 1) // count

    def when(self, n: int, of: int) -> datetime:
        """When article n was published, if `of` articles fill the portal's years; later ones follow by the hour."""
        channel, k = self.place(n)
        cms = channel.cms or self.cms
        if isinstance(cms, Epaper):
            return cms.day(channel.code, k)
        first, last = channel.years or self.years
        start = datetime(first, 1, 1)
        span = (datetime(last + 1, 1, 1) - start).total_seconds()
        slots = max(1, self.total(channel, of))
        jitter = (n * HASH % 2**32) / 2**32
        at = span * (k + jitter) / slots if k < slots else span + 3600 * (k - slots + jitter)
        day, second = divmod(at, 86400)
        return start + timedelta(days=day, seconds=int(7 * 3600 + second / 86400 * 15 * 3600))  # nobody posts at night

    def look(self, channel: Channel, when: datetime) -> Look:
        """The layout in which an article of that day is served."""
        if channel.look and when.year <= 2018:
            return LOOKS[channel.look]
        if isinstance(channel.cms, Epaper):
            return LOOKS["chuxiong-epaper"]
        if self.rotate:
            return LOOKS[self.looks[(self.channels.index(channel) + when.year) % len(self.looks)][1]]
        return LOOKS[[look for since, look in self.looks if when.year >= since][-1]]

    def url(self, n: int, of: int, part: int = 1) -> str:
        """Address of a page of article n."""
        channel, _ = self.place(n)
        cms = channel.cms or self.cms
        when = self.when(n, of)
        if cms is TIANSHUI:
            when += timedelta(seconds=180 + n % 240)  # its addresses tell when the file was written
            code = (n * SCATTER + 13) % 100_000
        else:
            code = self.first_code + n * self.code_step
        return f"http://{channel.host}" + cms.article_path(channel.folder, when, code, part)

    def numbers(self, code: int, articles: int) -> range:
        """The articles that an address with this code may mean."""
        if self.cms is TIANSHUI:
            return range((code - 13) * pow(SCATTER, -1, 100_000) % 100_000, articles, 100_000)
        n, rest = divmod(code - self.first_code, self.code_step)
        return range(n, n + 1) if rest == 0 and 0 <= n < articles else range(0)
