"""The canonical URL: what is left of an address when all is dropped that does not change the page."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

# Parameters that follow a reader, not a page (fact sheet 4.4: `?spm=`; the rest are the field's usual ones).
TRACKING = re.compile(
    r"^(utm_\w+|print|isprint|printable|is_?mobile|wap|spm|from|isappinstalled|share_token|wxshare_count|tdsourcetag|phpsessid|jsessionid|aspsessionid\w*)$",
    re.IGNORECASE,
)
# Names that elsewhere carry meaning (t=2 is a type): dropped only with the value of a clock or a session.
VOLATILE = re.compile(r"^(_|_t|t|ts|timestamp|rand|random|sid|sessionid|session_id)$", re.I)
VOLATILE_VALUE = re.compile(r"^(\d{10,}|0\.\d{6,}|[0-9a-fA-F]{16,})$")
PATH_SESSION = re.compile(r";(jsessionid|phpsessid|sid)=[^/?#]*", re.I)
DEFAULT_PAGE = re.compile(r"/(index|default)\.(s?html?|php|aspx?|jsp)$", re.I)
SLASHES = re.compile(r"/{2,}")
SAFE = "/:@!$&'()*+,;=~-._"
# Most addresses: nothing to take apart, to drop or to escape but by the rules for variants and default pages.
PLAIN = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w.~-]+)+)", re.ASCII)


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """The canonical form of an address, the key of ledger and appearances.

    Scheme and `www`-less hosts are kept apart from nothing but http/https; idempotent; never raises
    (what cannot be parsed is its own canonical form).
    """
    if plain := PLAIN.fullmatch(url):
        return _page(f"http://{plain[1]}")
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return url.strip()
    if parts.scheme.lower() not in ("http", "https") or not host:
        return url.strip()
    netloc = host if port in (None, 80, 443) else f"{host}:{port}"
    path = PATH_SESSION.sub("", parts.path)
    path = quote(unquote_to_bytes(SLASHES.sub("/", path or "/")), safe=SAFE)
    query = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
        if not TRACKING.match(k) and not (VOLATILE.match(k) and VOLATILE_VALUE.match(v))
    ]
    tail = "?" + urlencode(sorted(query), errors="surrogateescape") if query else ""
    return _page(f"http://{netloc}{path}") + tail


@cache
def _variants() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """The rules of `data/variants.tsv`: a site or *, what the address of a variant looks like, and the page's own."""
    lines = files("archive").joinpath("data/variants.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines if line)
    return tuple((site, re.compile(pattern), page) for site, pattern, page, _ in rows)


def _page(url: str) -> str:
    """The page that a print or mobile variant shows, without the name of a default page."""
    host = url.split("/", 3)[2]
    for site, pattern, page in _variants():
        if site == "*" or host == site or host.endswith(f".{site}"):
            url = pattern.sub(page, url)
    return DEFAULT_PAGE.sub("/", url)
