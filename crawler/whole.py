"""Whole pages only: content codings are undone strictly and within bounds, and a page that was cut short is told."""

from __future__ import annotations

import collections
import re
import zlib
from contextlib import suppress
from typing import Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.rules import WIDE
from pipelines import check

CUT = "cut short: "  # begins the flag of a response whose bytes may not be all
LIED = "coding: "  # begins the flag of a response whose Content-Encoding does not hold
MAX_CODINGS = 2  # one upon the other; more is nobody's honest answer
# IANA's registry. Servers name charsets (`UTF-8`), `none` and more, which browsers pass over.
CODINGS = frozenset(b"gzip x-gzip deflate br zstd compress x-compress dcb dcz exi pack200-gzip aes128gcm".split())
ENDS = re.compile(rb"</html\s*>\s*\Z", re.IGNORECASE)
PART = 206  # an answer to a question for a part, which nobody asks (RFC 9110, 15.3.7)
MARKUP = re.compile(rb"<(?:!doctype|html|head|body)\b", re.IGNORECASE)  # of a page, whatever type it is sent as
FEED = re.compile(rb"<(?:urlset|sitemapindex|rss|feed|rdf:RDF)[\s/>]")  # whose end is no </html>, whatever it is called
FEED_ENDS = re.compile(rb"</(?:urlset|sitemapindex|rss|feed|rdf:RDF)\s*>|<(?:urlset|sitemapindex|feed)\b[^<>]*/>")
NO_END = f"{CUT}no end of the sitemap or feed"
HEAD = 2000  # bytes in which it stands
STUB = 20_000  # bytes below which a page without its end, or a list without links, may be a challenge
QUOTED = ((b"<script", b"</script"), (b"<!--", b"-->"))  # in which the end of a page is none
QUOTE = re.compile(rb"<script|<!--")
TAG = b"abcdefghijklmnopqrstuvwxyz/!"  # what follows `<` in one
BLOCKS = (b"div", b"ul", b"table")  # what is open at its end breaks off
LOOSE = 40  # bytes of words behind the last tag: a counter's figure, no paragraph
GZIP = b"\x1f\x8b\x08"  # as every member begins; there is no other method than the eighth
MEMBERS = 200  # of one gzip body: each costs a copy of what follows it
PIECE = 1 << 19  # bytes inflated at once; hardly a page has more
USUAL = 0.5  # of a host's pages that show their end: then one that does not is suspect


class TooLarge(IgnoreRequest):
    """A body of more bytes than any article has."""


class BrokenCodingError(ValueError):
    """The body is not what its Content-Encoding says."""


class EndsEarlyError(ValueError):
    """A compressed stream breaks off."""


class WholeMiddleware:
    """Takes the place of Scrapy's decompression, which hands on what it could read of a cut or broken stream.

    gzip and deflate alone are asked for (DEFAULT_REQUEST_HEADERS): no server needs the others.
    """

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.limit: int = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._ends: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
        self._recalled: set[str] = set()  # the hosts of which the archive was asked how their pages end

    @classmethod
    def from_crawler(cls, crawler: Any) -> WholeMiddleware:
        """Scrapy's way in."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body as the author wrote it; a flag says what is wrong with it."""
        flag = f"{CUT}the connection closed too early" if "dataloss" in response.flags else ""
        try:
            response = self._decoded(response)
        except EndsEarlyError as error:
            flag = flag or f"{CUT}{error}"
        except BrokenCodingError as error:
            flag = flag or f"{LIED}{error}"
        flag = flag or self._suspicion(request, response)
        return response.replace(flags=[*response.flags, flag]) if flag else response

    def _decoded(self, response: Response) -> Response:
        named = b",".join(response.headers.getlist("Content-Encoding")).lower().split(b",")
        codings = [coding for name in named if (coding := name.strip()) in CODINGS]
        if not response.body:
            return response
        if len(codings) > MAX_CODINGS:
            raise BrokenCodingError(f"{len(codings)} content codings")
        body = response.body
        for name in reversed(codings):
            body = undone(body, name, self.limit)
        if body.startswith(GZIP) and b"html" in (response.headers.get("Content-Type") or b""):
            with suppress(BrokenCodingError):  # compressed once more than it says
                body = undone(body, b"gzip", self.limit)
        if body is response.body:
            return response
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        # What Scrapy took the compressed bytes to be written in says nothing of the page.
        more = {"encoding": None} if issubclass(kind, TextResponse) else {}
        return response.replace(cls=kind, headers=headers, body=body, **more)

    def _suspicion(self, request: Request, response: Response) -> str:
        """Whether a page breaks off although nothing in HTTP says so: no Content-Length, or one that is too small."""
        if response.status == PART:
            return f"{CUT}a part of the page, HTTP {PART}"
        article = request.meta.get("kind") == "article"
        feed = FEED.search(response.body[:HEAD])
        if feed and request.meta.get("kind") == "list" and 200 <= response.status < 300:
            return "" if FEED_ENDS.search(response.body[-HEAD:]) else NO_END
        html = isinstance(response, HtmlResponse) and not feed
        page = html or (article and bool(MARKUP.search(response.body[:HEAD])))
        if not (page or article) or not 200 <= response.status < 300 or response.body.startswith(WIDE):
            return ""
        if request.meta.get("kind") == "robots":  # rules that are called HTML end with no tag
            return ""
        host = request.url.split("/")[2]
        seen = self._ends[host]
        if ended(response.body):
            seen[True] += 1
            return ""
        if isinstance(response, HtmlResponse) and len(response.body) < STUB and check.challenge(response.text):
            return ""  # whole: a script and no more; asking again would be one more visit too many
        if "partial" in response.flags:
            return f"{CUT}no Content-Length and no </html>"
        if not page:  # a text without markup, and as long as it says
            return ""
        self._recall(host, seen)
        again = bool(request.meta.get("retry_times"))  # the page that was counted a moment ago
        usual = seen[True] > USUAL * (seen.total() - again)
        seen[False] += not again
        if usual:
            return f"{CUT}no </html>, which the host's other pages have"
        return f"{CUT}it ends within a tag or a link" if broken_off(response.body) else ""

    def _recall(self, host: str, seen: collections.Counter[bool]) -> None:
        """At a host's first page without an end: how its articles in the archive end. A run may ask for no others."""
        spider = self.crawler.spider
        if host not in self._recalled and spider is not None:
            self._recalled.add(host)
            seen.update(map(ended, spider.frontier.archive.captures.newest(spider.name, host)))


def ended(body: bytes) -> bool:
    """Whether a page shows its end. One in a script or a comment is none; counters and columns may follow it.

    Nor is one of a page within the page, or in a form's field, behind which the page itself breaks off.
    """
    if ENDS.search(body[-64:]):
        return True
    lower = body.lower()
    at = lower.rfind(b"</html")
    told = at >= 0 and all(lower.rfind(begins, 0, at) <= lower.rfind(ends, 0, at) for begins, ends in QUOTED)
    return told and _closed(lower[at:])


def broken_off(body: bytes) -> bool:
    """Whether a page without its end stops within a tag, a link or a script, as no author's does, however careless.

    Asked of a host's first pages, of which nobody knows yet how they end. A part of a page, or JSON, is none.
    """
    tail = body[-HEAD:].lower()
    begins = tail.rfind(b"<")
    tag = begins >= 0 and tail[begins + 1 : begins + 2] in TAG and b">" not in tail[begins:]
    links = tail.rfind(b"<a ") > tail.rfind(b"</a")
    return bool(MARKUP.search(body[:HEAD])) and (tag or links or any(tail.rfind(a) > tail.rfind(z) for a, z in QUOTED))


def _closed(tail: bytes) -> bool:
    """Whether what follows the end of a page is whole: no block is left open, no tag and no paragraph broken off.

    What its scripts and comments write is none of it. A server's words alone, be they ever so many, are no paragraph.
    """
    markup = _unquoted(tail)
    if markup is None or any(markup.count(b"<" + block) > markup.count(b"</" + block) for block in BLOCKS):
        return False
    _, _, loose = markup.strip().rpartition(b">")
    return b"<" not in loose and (len(loose) <= LOOSE or markup.count(b"<") == 1)


def _unquoted(markup: bytes) -> bytes | None:
    """Markup in lower case without its scripts and comments; None where one of them does not end."""
    kept, at = [], 0
    while first := QUOTE.search(markup, at):
        kept.append(markup[at : first.start()])
        ends = dict(QUOTED)[first[0]]
        at = markup.find(ends, first.end())
        if at < 0:
            return None
        at += len(ends)
    return b"".join((*kept, markup[at:]))


def undone(body: bytes, coding: bytes, limit: int) -> bytes:
    """One content coding undone. Raises EndsEarlyError, BrokenCodingError, TooLarge."""
    if coding in (b"gzip", b"x-gzip"):
        return _gunzipped(body, limit)
    if coding == b"deflate":
        try:
            return _inflated(zlib.decompressobj(), body, limit)[0]
        except BrokenCodingError:
            return _inflated(zlib.decompressobj(-zlib.MAX_WBITS), body, limit)[0]  # some send it without its frame
    raise BrokenCodingError(f"{coding[:20].decode('latin-1')}, which was not asked for")


def _gunzipped(body: bytes, limit: int) -> bytes:
    """Every member; what follows the last and is no member is rubbish that browsers ignore too."""
    whole = b""
    for _ in range(MEMBERS):
        part, body = _inflated(zlib.decompressobj(zlib.MAX_WBITS | 16), body, limit - len(whole))
        whole += part
        if not body.startswith(GZIP):
            return whole
    raise BrokenCodingError(f"gzip of more than {MEMBERS} members")


def _inflated(stream: Any, body: bytes, limit: int) -> tuple[bytes, bytes]:
    """A stream's content and what follows it; its length and checksum hold (zlib looks after that).

    What may be too large is counted before it is kept.
    """
    try:
        content = stream.decompress(body, min(PIECE, limit + 1))
        size = len(content)
        if size == PIECE:
            ahead = stream.copy()
            while size <= limit and (piece := ahead.decompress(ahead.unconsumed_tail, PIECE)):
                size += len(piece)
        if size > limit:
            raise TooLarge(f"larger than {limit} bytes after decompression")
        if size >= PIECE:  # even where nothing follows but the checksum
            content += stream.decompress(stream.unconsumed_tail, limit)
    except zlib.error as error:
        raise BrokenCodingError(f"the body is not what Content-Encoding says ({str(error)[:60]})") from error
    if not stream.eof:
        raise EndsEarlyError(f"the compressed body ends early, after {len(content)} bytes")
    return content, stream.unused_data
