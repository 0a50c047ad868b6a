"""What a crawl's settings may be: each is read before anything starts, and a wrong one is named in one line."""

from __future__ import annotations

import codecs
import ipaddress
import json
import logging
import math
import os
import resource
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings, default_settings
from scrapy.utils.misc import load_object

from archive.connection import must_spare
from archive.errors import FangzhiError
from crawler.rules import product_token

TLS = ("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
FILES = 64  # open at once before the first portal has any: libraries, the archive, names that are looked up
DAY = 24 * 60 * 60
Reader = Callable[[Any, str], object]


def whole(least: int, most: float = math.inf) -> Reader:
    """A whole number between two."""
    return lambda settings, name: _within(settings.getint(name), least, most)


def seconds(settings: Any, name: str) -> None:
    """A time that a crawl can wait."""
    _within(settings.getfloat(name), 0, DAY)


def _within(value: float, least: float, most: float) -> None:
    if not least <= value <= most:  # as said of nan too
        raise ValueError(value)


def positive(settings: Any, name: str) -> None:
    """More than nothing: something is divided by it."""
    _within(settings.getfloat(name), 0.01, 1_000)


def switch(settings: Any, name: str) -> None:
    """On or off."""
    settings.getbool(name)


def level(settings: Any, name: str) -> None:
    """How much is logged."""
    if settings[name] not in logging.getLevelNamesMapping():
        raise ValueError(settings[name])


def agent(settings: Any, name: str) -> None:
    """Who we say we are: a product token first, by which robots.txt calls us, and one line of ASCII."""
    text = settings[name]
    if not (product_token(text) and text.isascii() and text.isprintable()):
        raise ValueError(text)


def codes(settings: Any, name: str) -> None:
    """Answers that are worth another try: not the page itself, every one of which would count as a failure."""
    for code in settings.getlist(name):
        _within(int(code), 201, 999)


def version(settings: Any, name: str) -> None:
    """Of TLS."""
    if settings[name] not in TLS:
        raise ValueError(settings[name])


def errors(settings: Any, name: str) -> None:
    """Failures that are worth another try."""
    for path in settings.getlist(name):
        error = load_object(path)
        if not (isinstance(error, type) and issubclass(error, BaseException)):
            raise TypeError(path)


def kind(*can: str) -> Reader:
    """A class by its path, that can do what is asked of one in this place; or none."""
    def read(settings: Any, name: str) -> None:
        found = load_object(settings[name]) if settings[name] else None
        if found and not (isinstance(found, type) and all(callable(getattr(found, named, None)) for named in can)):
            raise TypeError(settings[name])

    return read


def roads(settings: Any, name: str) -> None:
    """Components by their paths, or handlers by their schemes, as a table."""
    paths = settings.getdict(name)
    for path in paths.values() if name == "DOWNLOAD_HANDLERS" else paths:
        if path is not None and not callable(load_object(path)):
            raise TypeError(path)


def loader(settings: Any, name: str) -> None:
    """What finds the portals."""
    if not callable(getattr(load_object(settings[name]), "from_settings", None)):
        raise TypeError(settings[name])


def encoding(settings: Any, name: str) -> None:
    """Of a file."""
    codecs.lookup(settings[name])


def form(settings: Any, name: str) -> None:
    """How a line of the log is written."""
    logging.Formatter(settings[name])


def reactor(settings: Any, name: str) -> None:
    """What drives a crawl: asyncio, on which all of ours waits."""
    if settings[name] != default_settings.TWISTED_REACTOR:
        raise ValueError(settings[name])


def on(settings: Any, name: str) -> None:
    """A switch that a crawl cannot do without."""
    if not settings.getbool(name):
        raise ValueError(settings[name])


def networks(settings: Any, name: str) -> None:
    """Networks, without the bits of a host in them."""
    for network in settings.getlist(name):
        ipaddress.ip_network(network)


# A setting, what reads it, and one that is good.
SETTINGS: tuple[tuple[str, Reader, str], ...] = (
    ("DOWNLOAD_DELAY", seconds, "2"),
    ("DOWNLOAD_TIMEOUT", seconds, "60"),
    ("DOWNLOAD_MAXSIZE", whole(0), "8388608"),
    ("CONCURRENT_REQUESTS", whole(1), "16"),
    ("CONCURRENT_REQUESTS_PER_DOMAIN", whole(1), "1"),
    ("AUTOTHROTTLE_ENABLED", switch, "1"),
    ("RETRY_ENABLED", switch, "1"),
    ("RETRY_TIMES", whole(0), "2"),
    ("RETRY_WAIT", seconds, "5"),
    ("HOST_FAILURES", whole(1), "10"),
    ("RECHECK_DAYS", whole(0, 36_500), "3"),
    ("SOFT_404_PROBE", switch, "1"),
    ("CLOSESPIDER_TIMEOUT", whole(0), "3600"),
    ("CLOSESPIDER_TIMEOUT_NO_ITEM", whole(0), "600"),
    ("CLOSESPIDER_ITEMCOUNT", whole(0), "1000"),
    ("CLOSESPIDER_PAGECOUNT", whole(0), "1000"),
    ("CLOSESPIDER_PAGECOUNT_NO_ITEM", whole(0), "100"),
    ("CLOSESPIDER_ERRORCOUNT", whole(0), "10"),
    ("ALLOWED_NETWORKS", networks, "192.0.2.0/24"),
    ("LOG_LEVEL", level, "INFO"),
    ("LOG_ENCODING", encoding, "utf-8"),
    ("LOG_FORMAT", form, default_settings.LOG_FORMAT),
    ("LOG_FORMATTER", kind("crawled", "scraped", "dropped"), "crawler.logs.QuietFormatter"),
    ("STATS_CLASS", kind("inc_value", "open_spider"), "crawler.logs.Stats"),
    ("SCHEDULER", kind("enqueue_request", "next_request", "has_pending_requests"), default_settings.SCHEDULER),
    ("DOWNLOADER", kind("fetch", "needs_backout"), default_settings.DOWNLOADER),
    ("DUPEFILTER_CLASS", kind("request_seen"), "scrapy.dupefilters.BaseDupeFilter"),
    ("SPIDER_LOADER_CLASS", loader, default_settings.SPIDER_LOADER_CLASS),
    ("ITEM_PIPELINES", roads, '{"pipelines.store.StorePipeline": 900}'),
    ("DOWNLOADER_MIDDLEWARES", roads, '{"crawler.retry.RetryMiddleware": 550}'),
    ("SPIDER_MIDDLEWARES", roads, "{}"),
    ("EXTENSIONS", roads, "{}"),
    ("DOWNLOAD_HANDLERS", roads, '{"https": "crawler.guard.GuardedHandler"}'),
    ("REDIRECT_MAX_TIMES", whole(0), "5"),
    ("RETRY_HTTP_CODES", codes, "500,502,503,504,522,524,408,429"),
    ("RETRY_EXCEPTIONS", errors, "scrapy.exceptions.DownloadTimeoutError"),
    ("TWISTED_REACTOR", reactor, default_settings.TWISTED_REACTOR),
    ("TWISTED_REACTOR_ENABLED", on, "1"),
    ("TWISTED_DNS_RESOLVER", kind("install_on_reactor"), "scrapy.resolver.CachingHostnameResolver"),
    ("ASYNCIO_EVENT_LOOP", kind("run_until_complete"), "asyncio.SelectorEventLoop"),
    ("REACTOR_THREADPOOL_MAXSIZE", whole(1), "10"),
    ("AUTOTHROTTLE_START_DELAY", seconds, "5"),
    ("AUTOTHROTTLE_MAX_DELAY", seconds, "60"),
    ("AUTOTHROTTLE_TARGET_CONCURRENCY", positive, "1"),
    ("MEMUSAGE_WARNING_MB", whole(0), "400"),
    ("DNS_TIMEOUT", seconds, "60"),
    ("DOWNLOAD_TLS_MIN_VERSION", version, "TLSv1.2"),
    ("MEMUSAGE_LIMIT_MB", whole(0), "512"),
    ("LOGSTATS_INTERVAL", seconds, "60"),
    ("USER_AGENT", agent, "Fangzhi/0.1 (+mailto:you@example.org)"),
)


def check(settings: Any) -> None:
    """Read them all. Raises FangzhiError naming the first that is wrong."""
    read(settings, [name for name, _, _ in SETTINGS])
    for name, what in (("REPORT", "the report"), ("LOG_FILE", "the log")):
        if settings[name]:
            _must_be_writable(Path(settings[name]), what)
            must_spare(Path(settings[name]), what, Path(settings["ARCHIVE"]))


def read(settings: Any, names: Collection[str]) -> None:
    """Read those of these names. Raises FangzhiError naming the first that is wrong."""
    for name, reader, good in SETTINGS:
        try:
            if name in names:
                reader(settings, name)
        except (ValueError, TypeError, OverflowError, LookupError, NameError, ImportError):
            value = settings[name]
            value = json.dumps(value.copy_to_dict()) if isinstance(value, BaseSettings) else value
            raise FangzhiError(f"{name}={value}: not a value of this setting; write {name}={good}") from None


def _must_be_writable(file: Path, what: str) -> None:
    place = file.resolve()
    why, todo = "", "name another file"
    try:
        if place.is_dir():
            why, todo = "a folder", "name a file"
        elif not os.access(place if place.exists() else place.parent, os.W_OK):
            why = "it is not ours" if place.exists() else f"{file.parent} is not there, or not ours"
        elif not place.exists():  # under a file, in a system's own folder, with a name too long: only trying tells
            place.touch()
            place.unlink()
    except OSError as error:
        why = error.strerror or type(error).__name__
    if why:
        raise FangzhiError(f"{file}: {what} cannot be written ({why}); {todo}")


def make_room(portals: int) -> None:
    """Have as many files open at once as a crawl of so many portals may need: pages, locks, connections that are kept.

    Of what the system allows only the hard limit is one; the other is raised. Raises FangzhiError where there is less
    than a crawl can do with.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = math.inf if hard == resource.RLIM_INFINITY else hard
    least, wanted = FILES + 2 * portals, FILES + 16 * portals
    if most < least:
        raise FangzhiError(f"{most} files may be open at once, a crawl of so many portals needs {least};"
                           f" raise the limit (ulimit -n {wanted})")
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (int(min(most, wanted)), hard))
