"""Reading robots.txt (RFC 9309), in bytes: what a product token may fetch, and how often.

What RFC 9309 leaves open follows what most webmasters test against, Google's parser: a line that nobody knows does not
end a group, misspelt names count, and a missing colon is forgiven. Every such leniency forbids more, never less.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is read
MAX_LINE = 2083 * 8  # bytes of one line; a longer one is cut
MAX_DELAY = 30.0  # seconds; who asks for more is mistaken, or wants no crawler at all and says so elsewhere

AGENT, ALLOW, DISALLOW, DELAY, RATE, SITEMAP = "agent", "allow", "disallow", "delay", "rate", "sitemap"
NAMES = {
    b"user-agent": AGENT, b"useragent": AGENT, b"user agent": AGENT,
    b"allow": ALLOW, b"crawl-delay": DELAY, b"request-rate": RATE, b"sitemap": SITEMAP,
    **dict.fromkeys((b"disallow", b"dissallow", b"dissalow", b"disalow", b"diasllow", b"disallaw"), DISALLOW),
}
GZIP = b"\x1f\x8b"
WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16
BREAK = re.compile(rb"\r\n|\r|\n")
TOKEN = re.compile(rb"[A-Za-z_-]*")
RATE_FORM = re.compile(rb"^(\d{1,6})\s*/\s*(\d{1,6})\s*([smh]?)")
ESCAPE = re.compile(rb"%[0-9a-fA-F]{2}|[\x80-\xff]")
ESCAPED = re.compile(rb"%[0-9a-fA-F]{2}")
RESERVED = b":/?#[]@!$&'()*+,;=%"  # RFC 3986: escaped they mean something else; `%7E` is only another `~`
UNITS = {b"": 1, b"s": 1, b"m": 60, b"h": 3600}


Forms = tuple[bytes, bytes]  # of a path or pattern: with its escapes as written, and without those that are needless


@dataclass
class Group:
    """What one product token is told: patterns by verdict, and seconds between two requests."""

    allow: list[Forms] = field(default_factory=list)
    disallow: list[Forms] = field(default_factory=list)
    delay: float = 0.0


class Rules:
    """The rules of one robots.txt; an empty one allows everything."""

    def __init__(self, body: bytes = b"") -> None:
        self.groups: dict[bytes, Group] = {}
        self.sitemaps: list[str] = []  # addresses, as written; they belong to no group (sitemaps.org)
        agents: list[bytes] = []
        naming = False  # inside the run of User-agent lines that opens a group
        for name, value in _lines(_bounded(_unpacked(body))):
            if name == SITEMAP:
                self.sitemaps.append(value.decode("utf-8", "replace"))
                continue
            if name == AGENT:
                agents = [*agents, _token(value)] if naming else [_token(value)]
                naming = True
                self.groups.setdefault(agents[-1], Group())
                continue
            for agent in agents:
                _tell(self.groups[agent], name, value)
            naming = naming and name in (DELAY, RATE)

    def group(self, token: str) -> Group:
        """The group of rules for a product token, else the one for all (`*`), else one that allows everything."""
        return self.groups.get(token.lower().encode("latin-1", "replace")) or self.groups.get(b"*") or Group()

    def allows(self, url: str, token: str) -> bool:
        """Whether a crawler of this product token may fetch an address. The longest pattern counts, then Allow.

        RFC 9309 (2.2.2) compares without needless escapes, Google's parser with them: what one forbids is forbidden.
        """
        group, path = self.group(token), _forms(_path(url))
        if path[0] == b"/robots.txt":
            return True
        for form in (0, 1):
            forbidden = _longest(group.disallow, path, form)
            if forbidden and _longest(group.allow, path, form) < forbidden:
                return False
        return True

    def delay(self, token: str) -> float:
        """Seconds this crawler is asked to leave between two requests, at most MAX_DELAY."""
        return min(self.group(token).delay, MAX_DELAY)


def product_token(user_agent: str) -> str:
    """The name by which robots.txt calls a crawler: `Fangzhi/0.1 (…)` is `Fangzhi`."""
    found = TOKEN.match(user_agent.encode("latin-1", "replace"))
    return found[0].decode() if found else ""


def matches(pattern: bytes, path: bytes) -> bool:
    """Whether a path fits a pattern with `*` and a closing `$`; linear in the path for each star."""
    anchored = pattern.endswith(b"$")
    first, *rest = pattern.removesuffix(b"$").split(b"*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not anchored or at == len(path)
    last = rest.pop() if anchored else b""
    for piece in rest:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not anchored or (len(path) - at >= len(last) and path.endswith(last))


def _longest(patterns: list[Forms], path: Forms, form: int) -> int:
    """The length of the longest pattern that fits a path, both in one form; 0 where none does."""
    return max((len(pattern[form]) for pattern in patterns if matches(pattern[form], path[form])), default=0)


def _forms(text: bytes) -> Forms:
    return text, ESCAPED.sub(_plain, text)


def _unpacked(body: bytes) -> bytes:
    """The text of a file that was sent compressed and does not say so, as far as it is read and is whole."""
    if not body.startswith(GZIP):
        return body
    with suppress(zlib.error):
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, MAX_BYTES + 1)
    return body


def _bounded(body: bytes) -> bytes:
    """The lines within MAX_BYTES. One that is cut there is no rule: of `Allow: /public/` it leaves `Allow: /`."""
    if len(body) <= MAX_BYTES or body.startswith(WIDE):
        return body[:MAX_BYTES]
    return body[: max(body.rfind(b"\n", 0, MAX_BYTES + 1), body.rfind(b"\r", 0, MAX_BYTES + 1), 0)]


def _lines(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and value of every line that is a rule."""
    if body.startswith(WIDE):
        body = body.decode("utf-16", "replace").encode()
    elif b"\0" in body:  # UTF-16 that does not say so: no rule has such a byte
        body = body.replace(b"\0", b"")
    for line in BREAK.split(body.removeprefix(b"\xef\xbb\xbf")):
        text = line[:MAX_LINE].partition(b"#")[0].strip()
        name, colon, value = text.partition(b":")
        if not colon:
            words = text.split()
            name, value = words if len(words) == 2 else (b"", b"")
        known = NAMES.get(name.strip().lower())
        if known:
            yield known, value.strip()


def _token(value: bytes) -> bytes:
    """A User-agent line's product token, in lower case; `*` alone is everybody."""
    if value.split(None, 1)[:1] == [b"*"]:
        return b"*"
    found = TOKEN.match(value)
    return found[0].lower() if found else b""


def _tell(group: Group, name: str, value: bytes) -> None:
    if name in (ALLOW, DISALLOW):
        pattern = ESCAPE.sub(_escaped, value)
        if pattern:
            getattr(group, name).append(_forms(pattern))
        if name == ALLOW and pattern.endswith((b"/index.html", b"/index.htm")):
            group.allow.append(_forms(pattern[: pattern.rindex(b"/") + 1] + b"$"))  # the folder is its index page
    elif name == DELAY:
        try:
            seconds = float(value)
        except ValueError:
            return
        group.delay = max(group.delay, seconds if seconds == seconds else 0.0)
    elif found := RATE_FORM.match(value):
        group.delay = max(group.delay, int(found[2]) * UNITS[found[3]] / max(1, int(found[1])))


def _escaped(found: re.Match[bytes]) -> bytes:
    octet = found[0]
    return octet.upper() if octet.startswith(b"%") else b"%%%02X" % octet[0]


def _plain(found: re.Match[bytes]) -> bytes:
    octet = bytes.fromhex(found[0][1:].decode())
    return octet if b" " <= octet <= b"~" and octet not in RESERVED else found[0]


def _path(url: str) -> bytes:
    """Path and query of an address, as patterns are compared with; requests are percent-encoded already."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return b"/"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return ESCAPED.sub(_escaped, (path if path.startswith("/") else f"/{path}").encode("utf-8", "replace"))
