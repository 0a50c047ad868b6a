"""What a portal declares: its facts, its channels, which addresses are its articles; no word of how it is walked."""

from __future__ import annotations

import re
from functools import cache
from typing import ClassVar
from urllib.parse import urlsplit

import scrapy

from archive.canonical import bare
from pipelines.items import Layout, PortalFacts

REQUIRED = ("title", "province", "homepage", "domains", "channels", "article", "confidence")
CARD = ("title", "province", "prefecture", "homepage", "cms", "confidence")
EXAMPLE = "crawler/portals/gscn.py"
MARKED = re.compile("[?;#]")  # every link of every list is looked at: most end here
compiled = cache(re.compile)  # one portal is crawled, three hundred are loaded


class Portal(scrapy.Spider):
    """Declare a portal with attributes: they are data, of which the spider and the pipelines read what they need.

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
    feeds: ClassVar[tuple[str, ...]] = ()  # sitemaps, RSS, Atom, beside those that robots.txt names
    article: ClassVar[str]
    layouts: ClassVar[tuple[Layout, ...]] = ()
    confidence: ClassVar[str]
    cms: ClassVar[str] = "unknown"
    expect: ClassVar[tuple[int, int]] = (1, 1_000_000)
    list_item: ClassVar[str] = ""
    next_list: ClassVar[str] = "//a[normalize-space()='下一页']/@href"
    next_part: ClassVar[str] = ""
    open_ended: ClassVar[bool] = False  # no list page tells of the next: beyond the last stands whatever the host shows

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" in cls.__dict__:
            missing = [field for field in REQUIRED if not getattr(cls, field, None)]
            if missing:
                raise TypeError(f"{cls.__module__}: portal {cls.name} declares no {', '.join(missing)}; see {EXAMPLE}")
            cls.allowed_domains = list(cls.domains)  # type: ignore[attr-defined]

    @classmethod
    def as_facts(cls) -> PortalFacts:
        """What the pipelines need to know of this portal."""
        return PortalFacts(cls.name, cls.title, cls.domains, cls.article, cls.layouts)

    @classmethod
    def card(cls) -> dict[str, str | None]:
        """What the archive notes of this portal."""
        return {key: getattr(cls, key) for key in CARD}

    @classmethod
    def at_home(cls, url: str) -> bool:
        """Whether an address is on one of the portal's domains."""
        host = urlsplit(url).hostname or ""
        return any(host == domain or host.endswith("." + domain) for domain in cls.domains)

    @classmethod
    def is_article(cls, url: str) -> bool:
        """Whether an address is an article of this portal."""
        return cls.at_home(url) and bool(cls.article_in(url))

    @classmethod
    def article_in(cls, url: str) -> re.Match[str] | None:
        """What the pattern of articles finds in an address, also without what follows a reader (`;jsessionid=`)."""
        form = compiled(cls.article)
        return form.search(url) or (form.search(bare(url)) if MARKED.search(url) else None)
