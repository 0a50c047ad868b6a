"""What travels the road: a Capture goes in, a Page is worked on, an Article comes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Capture:
    """Bytes as a server sent them, after content decoding. Never text."""

    url: str | None  # as fetched, final after redirects; None for a saved page whose address is unknown
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case
    status: int = 200
    fetched_at: str | None = None  # ISO 8601, UTC
    portal: str | None = None
    channel: str | None = None
    requested: str | None = None  # the address that was discovered, before redirects
    charset: str | None = None  # an encoding the user insists on
    wrong: str | None = None  # why these bytes may not be the whole article: quarantine, until it was asked for again
    rest: tuple[Capture, ...] = ()  # further pages of the same article, in order

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the body in hexadecimal: the name of these bytes."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class Failure:
    """An address that gave no capture: what the ledger must know of it."""

    url: str
    portal: str
    reason: str
    permanent: bool  # refused for good, or still pending for another run


@dataclass(frozen=True)
class Step:
    """One thing a job did to the text, so that every change is explained."""

    step: str  # short, stable name: "decode:gb18030", "mojibake:utf8-as-gbk", "clutter:share-bar"
    count: int  # how many characters, lines or places it touched
    sample: str = ""  # up to 80 characters of what it touched first


@dataclass(frozen=True)
class Layout:
    """How one template of a portal is laid out: data, never code.

    Selectors are CSS, or XPath where they begin with `/`, `./` or `(`. The first of several that matches counts.
    `title` and `body` are required: if either matches nothing the layout has missed, and the next is tried.
    """

    id: str
    title: tuple[str, ...] | str
    body: tuple[str, ...] | str
    dateline: tuple[str, ...] | str = ()  # the info line: date, 来源, 编辑 ... in one string
    breadcrumb: tuple[str, ...] | str = ()
    subtitle: tuple[str, ...] | str = ()
    source: tuple[str, ...] | str = ()  # only where it does not stand in the dateline
    author: tuple[str, ...] | str = ()
    editor: tuple[str, ...] | str = ()
    clutter: tuple[str, ...] | str = ()  # elements inside the body that are not text of the article
    urls: str = ""  # a regular expression the address must match; empty: any
    years: tuple[int, int] | None = None  # the years it is known from: newest first is tried first
    confidence: str = ""  # how its facts are known, and from what year: "spider 2019", "seed", "guess"


@dataclass(frozen=True)
class PortalFacts:
    """What the pipelines know of a portal: its declaration, as data."""

    name: str
    title: str
    domains: tuple[str, ...]
    article: str  # regular expression of an article's address
    layouts: tuple[Layout, ...] = ()
    learned: frozenset[str] = frozenset()  # lines that an archive has seen on many of its pages


@dataclass
class Image:
    """A picture in the body, with an absolute address and the caption printed beside it."""

    src: str
    caption: str | None = None


@dataclass
class Reading:
    """What the reader (a layout or the generic one) saw on the page, before fields are told apart."""

    layout: str  # the layout's id, or "generic"
    title: str | None = None
    subtitle: str | None = None
    dateline: str | None = None  # the info line as shown: date, source, editor together
    breadcrumb: list[str] | None = None
    rows: list[str] = field(default_factory=list)  # the body, one paragraph a row, in order
    images: list[Image] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)  # <meta>, JSON-LD, *_baidu ids, CMS comments: raw strings
    labelled: dict[str, str] = field(default_factory=dict)  # source/author/editor a layout picked by selector
    named: dict[str, str] = field(default_factory=dict)  # source, author that an element beside the date is named after
    tail: list[str] = field(default_factory=list)  # short lines right after the body: editor, copyright ...
    misses: list[str] = field(default_factory=list)  # "layout-id:selector" of every layout that did not fit
    confidence: float = 0.0  # 0-1
    is_index: bool = False  # the page shows nothing but the beginnings of other texts


@dataclass
class Article:
    """The article as the archive keeps it. What is absent is None, never an empty string."""

    url: str | None = None
    portal: str | None = None
    channel: str | None = None
    layout: str | None = None
    title: str | None = None
    subtitle: str | None = None
    original_title: str | None = None  # 原标题
    published_at: str | None = None  # ISO 8601, +08:00, at the precision shown
    published_raw: str | None = None  # the characters it was read from
    source: str | None = None
    author: str | None = None  # names without titles, joined by a blank
    editor: str | None = None
    breadcrumb: list[str] | None = None
    text: str | None = None  # paragraphs joined by "\n"
    images: list[Image] = field(default_factory=list)
    script: str | None = None  # "hans" | "hant"
    mirror: bool = False
    charset: str | None = None
    origins: dict[str, str] = field(default_factory=dict)  # field -> layout | dateline | meta | url | text
    notes: list[str] = field(default_factory=list)  # conflicts worth telling: "date: page 2018-02-22, URL 2018-02-23"
    confidence: float = 0.0


@dataclass
class Page:
    """A capture on its way. Each job fills what it is for and appends its steps."""

    capture: Capture
    facts: PortalFacts | None = None
    html: str = ""
    part: bytes = b""  # of html, in UTF-8: the stretch that must be parsed to read the article
    cut: bool = False  # whether there is more of it to read
    restored: bool = False  # all of html, not the part alone
    reading: Reading | None = None
    article: Article = field(default_factory=Article)
    steps: list[Step] = field(default_factory=list)
    refused: str | None = None  # it is a page, but no article: why
    failed: str | None = None  # it could not be read: why (quarantine)

    def as_json(self, file: str) -> dict[str, Any]:
        """The object `fangzhi extract --json` prints for this page."""
        a = self.article
        return {
            "file": file, "url": a.url, "portal": a.portal, "layout": a.layout, "title": a.title,
            "subtitle": a.subtitle, "original_title": a.original_title, "published_at": a.published_at,
            "published_raw": a.published_raw, "source": a.source, "author": a.author, "editor": a.editor,
            "breadcrumb": a.breadcrumb, "text": a.text,
            "images": [{"src": i.src, "caption": i.caption} for i in a.images],
            "script": a.script, "mirror": a.mirror, "charset": a.charset,
            "repairs": [{"step": s.step, "count": s.count} for s in self.steps],
            "confidence": a.confidence, "origins": a.origins, "notes": a.notes,
            "refused": self.refused or self.failed,
        }
