"""The canonical URL: what is left of an address when all is dropped that does not change the page."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

# What says nothing of the page: a session's name, and the time of a clock. A date, or a number that fits in 64 bits,
# may be an article's: clocks are of 2001 to 2039, in seconds or milliseconds, and read as no date; sessions are longer.
DATED = r"(?:199|20[0-4])\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
CLOCK = rf"(?!{DATED})(?:1\d|2[01])\d{{8}}(?:\d{{3}})?|0\.\d{{6,}}"
MIXED = r"(?-i:(?=[A-Za-z]*\d)(?=[A-Z\d]*[a-z])(?=[a-z\d]*[A-Z])[A-Za-z\d]{20,}={0,2})"
SESSION = rf"(?!\d{{16,19}}\b|{DATED}\d+\b)[0-9a-f]{{16,}}|{MIXED}"
# Parameters that follow a reader, not a page (fact sheet 4.4: `?spm=`; the rest are the field's usual ones).
# Names that elsewhere carry meaning (from=21 is a page, t=2 a type, sid=7 an article) go with certain values alone.
NOISE = re.compile(
    r"(?:utm[_-]\w+|wt\.\w+|spm|bd_vid|hm(?:sr|pl|cu|kw|ci)|fbclid|gclid|nsukey|ivk_sa|enterid|clicktime|isappinstalled"
    r"|share_token|wxshare_count|tdsourcetag|phpsessid|jsessionid|aspsessionid\w*|cftoken)=.*"
    r"|from=(?:timeline|(?:single|group)?message|favorites|we(?:chat|ixin|ibo)|qq|qzone|share|app|wap|mobile)?"
    rf"|(?:_|_t|t|ts|timestamp|rnd|rand|random)=(?:{CLOCK}|{SESSION})|(?:sid|zenid|oscsid|sess(?:ion)?(?:_?id)?)=(?:{SESSION})"
    r"|\w{1,12}=0\.\d{13,}",  # Math.random(): of no page, whatever it is called
    re.A | re.I | re.S,
)
VARIANT = re.compile(  # the same page in another dress
    r"(?:print|isprint|printable|is_?mobile|wap)=(?:[01yn]|true|false|yes|no)?", re.A | re.I
)
# ASP.NET writes its session into the path, alone or among other tickets: /(S(lit3py55t21z5v55vlm25s55))/, /(X(1)S(…))/.
TICKETS = r"/\((?:[AFX]\([\w-]{1,400}\))*S\([a-z0-5]{24}\)(?:[AFX]\([\w-]{1,400}\))*\)(?=/)"
PATH_SESSION = re.compile(rf";(?:(?:jsessionid|phpsessid)=[^/]*|sid=(?:{SESSION})(?=[/;]|$))|{TICKETS}", re.A | re.I)
CFID = re.compile(r"(?:^|(?<=&))cfid=[^&]*&(?=cftoken=)", re.I)  # ColdFusion's session; alone it may be a column
DIVIDERS = re.compile(r"(%2F|%3B)", re.I)  # quoted they divide nothing: another address
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
        return _taken_apart(url) or url.strip()
    except ValueError:  # no host or port, or a character that no encoding has
        return url.strip()


def _taken_apart(url: str) -> str | None:
    """The canonical form of any address of the web; None for others. Raises ValueError for what is none."""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    host = host.rstrip(".")
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    netloc = host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"
    path = SLASHES.sub("/", PATH_SESSION.sub("", _quoted(parts.path or "/")))
    parameters = parse_qsl(CFID.sub("", parts.query), keep_blank_values=True, errors="surrogateescape")
    query = sorted((name, value) for name, value in parameters if not _is_noise(f"{name}={value}"))
    tail = "?" + urlencode(query, errors="surrogateescape") if query else ""
    return _page(f"http://{netloc}{path}") + tail


def _quoted(path: str) -> str:
    """A path with that quoted which must be, and nothing else."""
    pieces = enumerate(DIVIDERS.split(path))
    return "".join(p.upper() if n % 2 else quote(unquote_to_bytes(p), safe=SAFE) for n, p in pieces)


def _is_noise(pair: str) -> bool:
    return bool(NOISE.fullmatch(pair) or VARIANT.fullmatch(pair))


def bare(url: str) -> str:
    """An address as it is written, without what follows a reader and not the page: sessions, tracking, the fragment."""
    path, _, query = url.partition("#")[0].partition("?")
    kept = "&".join(pair for pair in CFID.sub("", query).split("&") if pair and not NOISE.fullmatch(pair))
    return PATH_SESSION.sub("", path) + (f"?{kept}" if kept else "")


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
