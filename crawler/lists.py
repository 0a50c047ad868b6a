"""Reading list pages: which of their links are articles, and of what date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import islice
from urllib.parse import quote, urljoin

from lxml import etree
from scrapy.http import JsonResponse, Response, TextResponse
from scrapy.selector import Selector
from scrapy.utils.response import _baseurl_cache, get_base_url

from archive.canonical import PLAIN, canonical
from archive.ledger import Link
from crawler.home import is_address, trap
from crawler.portal import Portal
from crawler.rules import WIDE
from crawler.whole import HEAD, STUB
from crawler.window import sane
from pipelines import check

LIST_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)[-/年.](?P<m>\d{1,2})[-/月.](?P<d>\d{1,2})")
DAY_ALONE = re.compile(rf"[\[(（【]?\s?{LIST_DATE.pattern}日?[\s\d:]*[\])）】]?")
OK = 200
QUERY = "!$&'()*+,/:;=?@[]%~-._"  # characters of a query that stand for themselves, or are quoted already
LITERAL = re.compile(r"'([^']+)'")
# With the namespaces that Scrapy's selectors know (re:, set:), but without an object for each entry.
entries = cache(partial(etree.XPath, namespaces=Selector._default_namespaces))
LINKS = etree.XPath(".//a[@href]")
TEXTS = etree.XPath(".//text()", smart_strings=False)
UNLINKED = etree.XPath(".//text()[not(ancestor::a)]", smart_strings=False)
HREF = re.compile(rb"<a\s[^<>]{0,200}?href\b", re.IGNORECASE)
ERRORS = re.compile(r"/((?:page)?_?404|error(?:_?page|_?404)?|err|not_?found|no_?page)(?:\.\w{1,6})?/?(?:[?#]|$)", re.I)
LOGIN = re.compile(r"^(https?://)[^/?#]*@", re.IGNORECASE)
MANY = 50_000  # links of one list page that are looked at: 5 s of a run's time; lists have tens, or hundreds
MAX_ENTRY = 300  # characters of one entry of a list; more is a whole block, whose dates are not the link's


def article_links(portal: Portal, response: Response, channel: str) -> Iterator[Link]:
    """The article links of a list page, in its order, each once; a link that is no address harms no other."""
    if no_page(response) or not isinstance(response, TextResponse):
        return
    seen = set()
    days: dict[etree._Element, re.Match[str] | None] = {}  # a block of thousands of links is looked through once
    for anchor, entry in islice(_anchors(portal, response), MANY):
        url = joined(response, anchor.get("href"))
        if url and portal.is_article(url) and (key := canonical(url)) not in seen and not trap(url):
            seen.add(key)
            if entry not in days:
                days[entry] = _day_beside(entry)
            yield Link(url, dated(portal, url, days[entry], anchor), channel)


def _anchors(portal: Portal, response: TextResponse) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Every link of a list page with the entry it stands in: where its date is looked for."""
    root = selector(response).root
    items = entries(portal.list_item)(root) if portal.list_item else []
    if portal.list_item and not items:
        portal.crawler.stats.inc_value("lists/item_missed")
    for item in items:
        for anchor in LINKS(item):
            yield anchor, item
    if not items:
        for anchor in LINKS(root):
            yield anchor, anchor.getparent()


def selector(response: TextResponse) -> Selector:
    """A page's selector, which no longer holds the page: both, and its tree, would wait for the garbage collector."""
    grounded(response)
    page = response.selector
    page.response = None
    return page


def grounded(response: TextResponse) -> TextResponse:
    """A page whose `<base>` is no address, as browsers take it: it has none. For Scrapy it cannot be read at all."""
    try:
        get_base_url(response)
    except ValueError:
        _baseurl_cache[response] = response.url
    return response


def no_page(response: Response) -> str:
    """What stands in a list's place and has no links at all: nothing, JSON, a picture; '' for a page."""
    if not response.body.strip():
        return f"list page without a byte, HTTP {response.status}"
    if isinstance(response, TextResponse) and not isinstance(response, JsonResponse):
        return ""
    kind = (response.headers.get("Content-Type") or b"without a type").decode("latin-1")
    return f"list page of another kind: {kind[:60]}"


def too_many(response: Response) -> str:
    """That a list page has more links than are looked at; the newest stand first. '' for one that has not."""
    count = len(HREF.findall(response.body)) if len(response.body) > 10 * MANY else 0
    return f"larger than {MANY} links, {count}: the others were left" if count > MANY else ""


def stub(response: Response, told: bool = False) -> str:
    """What stands in the place of a list without links, and is a challenge or an error; '' for an honest empty one.

    `told`: another page has said that it is there, so "not found" is an error as well. Some shields send their script
    as "accepted", HTTP 202.
    """
    text = isinstance(response, TextResponse)
    if text and b"\0" in response.body[:HEAD] and not response.body.startswith(WIDE):
        return "list page of another kind: bytes that are no text"
    source = response.text if text and len(response.body) < STUB else ""
    said = check.in_trouble(source) or (check.not_there(source) if told else None)
    return said or ("" if response.status == OK else f"list page without links, HTTP {response.status}")


def gone_home(response: Response, *fronts: str) -> str:
    """A list that is no longer there, and leads to a front page instead; '' for one that has moved elsewhere."""
    urls = response.meta.get("redirect_urls", [response.url])[0], response.url, *fronts
    asked, got, *homes = (canonical(url).replace("://www.", "://", 1) for url in urls)
    home = asked != got and (got in homes or (got.count("/") == 3 and asked.startswith(got)))
    return "redirected to the front page" if home else ""


def gone_wrong(asked: str, got: str) -> str:
    """An address at which errors are told, to which an article that is gone leads; '' for any other.

    Where the address that was asked for has that name too, as the 404th article's has, it has but moved.
    """
    found = ERRORS.search(got)
    if not found or re.search(rf"(?<![a-z\d]){found[1]}(?![a-z\d])", asked, re.I):
        return ""
    return f"redirected to an error page, {found[1]}"


def dated(
    portal: Portal, url: str, beside: re.Match[str] | None = None, anchor: etree._Element | None = None
) -> str | None:
    """The date beside a link, else in its address (a day, or a month), else among its words, as ISO text.

    The words come last, and only with a day that news may be of: a title may speak of 1936.
    """
    if day := _iso(beside) or _iso(portal.article_in(url)):
        return day
    words = " ".join(TEXTS(anchor)) if anchor is not None else ""
    days = map(_iso, LIST_DATE.finditer(words)) if len(words) <= MAX_ENTRY else ()
    return next(filter(sane, days), None)


def _day_beside(entry: etree._Element) -> re.Match[str] | None:
    """The first date of an entry that is not among the words of a link; one that is all of a link's words counts."""
    pieces = TEXTS(entry)
    if sum(map(len, pieces)) > MAX_ENTRY or not LIST_DATE.search(" ".join(pieces)):
        return None
    alone = (DAY_ALONE.fullmatch(piece.strip()) for piece in pieces)
    return LIST_DATE.search(" ".join(UNLINKED(entry))) or next(filter(None, alone), None)


def _iso(found: re.Match[str] | None) -> str | None:
    groups = found.groupdict() if found else {}
    if not groups.get("y"):
        return None
    return "-".join(f"{int(groups[key]):02d}" for key in ("y", "m", "d") if groups.get(key))


@cache
def _literals(xpath: str) -> list[list[tuple[bytes, bytes]]]:
    """What each branch of an XPath compares with, as bytes of a page in UTF-8 and GB."""
    return [[(text.encode(), text.encode("gb18030")) for text in LITERAL.findall(branch)]
            for branch in xpath.split(" | ")]


def may_match(xpath: str, body: bytes) -> bool:
    """Whether every literal of one branch occurs in a page; if not, the XPath finds nothing, and no parse is needed."""
    return any(all(utf8 in body or gb in body for utf8, gb in branch) for branch in _literals(xpath))


def joined(response: Response, href: str | None) -> str | None:
    """A link made absolute, without its fragment; None for what is no web address (`javascript:`, `http://[`).

    As browsers read it: `\\` is `/` in a path, `/./` and `/../` are gone, a query is sent in the page's own encoding.
    """
    written = (href or "").strip()
    if PLAIN.fullmatch(written) and "/." not in written:  # most links: whole, with nothing to drop or to escape
        return written
    path, mark, query = written.partition("#")[0].partition("?")
    if not query.isascii() and isinstance(response, TextResponse):
        query = quote(query, safe=QUERY, encoding=response.encoding, errors="xmlcharrefreplace")
    try:
        url = response.urljoin(path.replace("\\", "/") + mark + query)
        if "/." in path and url.count("/") > 2:  # an absolute link is taken as it is
            url = urljoin(url, "/" + url.split("/", 3)[3].lstrip("/"))
        if "@" in url:  # a login in an address (`http://name:word@host/`) is never sent, nor kept
            url = LOGIN.sub(r"\1", url, count=1)
    except ValueError:
        return None
    return url if href and is_address(url) else None
