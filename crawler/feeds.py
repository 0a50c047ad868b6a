"""Sitemaps and feeds: articles that no list need show. Declared in `feeds`, or named by a host's robots.txt.

Sitemaps, their indexes and news sitemaps (sitemaps.org 0.9, Google News 0.9), RSS 2.0, Atom (RFC 4287), also gzipped.
"""

from __future__ import annotations

import datetime as dt
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from io import BytesIO
from itertools import islice
from typing import NamedTuple

from lxml import etree
from scrapy.http import Response

from archive.canonical import canonical
from archive.ledger import Link
from crawler.home import trap
from crawler.lists import dated, joined
from crawler.portal import Portal
from crawler.rules import WIDE
from crawler.whole import FEED, FEED_ENDS, HEAD, NO_END
from crawler.window import Window, sane
from pipelines import check

FEEDS = "网站地图"  # the channel of what only a sitemap or a feed has shown
MAX_FEEDS = 1_000  # sitemaps of one portal in one run; an index may name 50,000
MAX_BYTES = 50 * 1024 * 1024  # of one sitemap, unpacked (sitemaps.org)
MOST = 50_000  # addresses of one sitemap (sitemaps.org) or feed that a run looks at: 5 s of its time
EDGE = 15_000  # of them from either end, of which one holds the newest; the others from a place that moves on
BOUNDS = ((b"<", 20 * MOST), (b"=", 10 * MOST))  # tags and attributes of one sitemap: each takes memory
ENTRY_ENDS = re.compile(rb"</(?:\w{1,20}:)?(?:url|sitemap|item|entry)\s*>")
LEAST = 20  # bytes of an entry
GZIP = b"\x1f\x8b"
PIECE = 1 << 16  # bytes unpacked at once
PUBLISHED = ("publication_date", "pubDate", "published", "date")  # news sitemap, RSS, Atom, Dublin Core
CHANGED = ("lastmod", "updated")
ENTRIES = ("{*}url", "{*}sitemap", "{*}item", "{*}entry")
CHINA = dt.timezone(dt.timedelta(hours=8))
ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


class Entry(NamedTuple):
    """An address in a sitemap or feed; days as ISO text, in China's time."""

    url: str
    published: str | None
    changed: str | None
    is_map: bool  # another sitemap, not a page


def entries(body: bytes, turn: int = 0) -> Iterator[Entry]:
    """The addresses of a sitemap or feed, in its order, as far as it is XML; of too many a part. Never raises.

    Which part is a matter of whose turn it is: that of run after run is all of them.
    """
    text = BytesIO(_part(_unpacked(body), turn))
    parsed = etree.iterparse(
        text, events=("end",), tag=ENTRIES, resolve_entities=False, no_network=True, recover=True
    )
    with suppress(etree.XMLSyntaxError):
        for _, node in parsed:
            said = _told(node)
            if url := said.get("loc") or said.get("link"):
                published, changed = (_first_day(said, keys) for keys in (PUBLISHED, CHANGED))
                yield Entry(url, published, changed, _name(node) == "sitemap")
            node.clear()


def feed_links(portal: Portal, response: Response, window: Window, turn: int = 0) -> tuple[list[Link], list[str]]:
    """A feed's links to articles, and the sitemaps it names that may hold some as young as the window asks for."""
    links, maps = {}, []
    for entry in entries(response.body, turn):
        url = joined(response, entry.url)
        if url and entry.is_map and portal.at_home(url):
            if not (entry.changed and window.older(entry.changed)):
                maps.append(url)
        elif url and portal.is_article(url) and not trap(url):
            links[canonical(url)] = Link(url, dated(portal, url) or _day_of(entry), FEEDS)
    return list(links.values()), maps


def no_feed(response: Response) -> str:
    """What stands in the place of a sitemap or feed, or that it breaks off; '' for a whole one, be it empty."""
    body = _unpacked(response.body)
    if (count := _count(body)) > MOST:
        return f"larger than {MOST} addresses, {count}: later runs read the others"
    if body.startswith(WIDE) or (FEED.search(body[:HEAD]) and FEED_ENDS.search(body[-HEAD:])):
        return ""
    if FEED.search(body[:HEAD]):
        return NO_END
    return check.in_trouble(body.decode("utf-8", "ignore")) or "neither a sitemap nor a feed"


def _day_of(entry: Entry) -> str | None:
    """A feed's own date of an article, if news may be of that day: generators write 1970 where they know none."""
    return next((day for day in (entry.published, entry.changed) if day and sane(day)), None)


def _unpacked(body: bytes) -> bytes:
    """A gzipped sitemap's text, at most MAX_BYTES of it, as far as it goes."""
    if not body.startswith(GZIP):
        return body
    whole = bytearray()
    with suppress(OSError, EOFError, zlib.error), gzip.open(BytesIO(body)) as file:
        while len(whole) < MAX_BYTES and (piece := file.read1(PIECE)):
            whole += piece
    return bytes(whole)


def _count(body: bytes) -> int:
    """How many entries a sitemap or feed has, where they may be too many."""
    return sum(1 for _ in ENTRY_ENDS.finditer(body)) if len(body) > MOST * LEAST else 0


def _part(body: bytes, turn: int) -> bytes:
    """A sitemap or feed as it is, or so much of one that is too long: both its ends, and a piece from between them."""
    if (count := _count(body)) > MOST:
        pieces = -(-(count - 2 * EDGE) // (MOST - 2 * EDGE))
        first = EDGE + turn % pieces * (MOST - 2 * EDGE)
        last = min(first + MOST - 2 * EDGE, count - EDGE)
        wanted = {EDGE, first, last, count - EDGE}
        ends = {n: found.end() for n, found in enumerate(ENTRY_ENDS.finditer(body), 1) if n in wanted}
        body = body[: ends[EDGE]] + body[ends[first] : ends[last]] + body[ends[count - EDGE] :]
    for mark, most in BOUNDS:
        if body.count(mark) > most:
            body = body[: next(islice(re.finditer(mark, body), most, None)).start()]
    return body


def _told(node: etree._Element) -> dict[str, str]:
    """What the children of an entry say, and those of its news, by name: the first of each that says anything.

    Its pictures have addresses too, and links that are no `alternate` lead to the feed itself, to comments, to sounds.
    """
    children = list(node.iterchildren(etree.Element))
    news = [inner for child in children if _name(child) == "news" for inner in child.iterchildren(etree.Element)]
    said: dict[str, str] = {}
    for child in (*children, *news):
        if child.get("rel", "alternate") == "alternate":
            said[_name(child)] = said.get(_name(child)) or _said(child)
    return said


def _name(node: etree._Element) -> str:
    """A tag without its namespace, or the prefix of one that was never declared."""
    return str(node.tag).rpartition("}")[2].rpartition(":")[2]


def _said(node: etree._Element) -> str:
    return (node.text or "").strip() or node.get("href", "").strip()  # Atom links say it in an attribute


def _first_day(said: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next(filter(None, (_day(said.get(key)) for key in keys)), None)


def _day(said: str | None) -> str | None:
    """A date of W3C or RFC 822 form as a day, or a month, in China."""
    if not said:
        return None
    iso = ISO.match(said)
    try:
        moment = dt.datetime.fromisoformat(said) if iso else parsedate_to_datetime(said)
        return (moment.astimezone(CHINA) if moment.tzinfo else moment).date().isoformat()
    except (ValueError, OverflowError):
        return iso[0] if iso else None
