"""What a crawl's settings may be: each is read before anything starts, and a wrong one is named in one line."""

from __future__ import annotations

import ipaddress
import logging
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

from archive.errors import FangzhiError
from crawler.rules import product_token

TLS = ("TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3")
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
    """Answers that are worth another try."""
    for code in settings.getlist(name):
        _within(int(code), 100, 999)


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


def named(settings: Any, name: str) -> None:
    """A class by its path, or none."""
    if settings[name] and not isinstance(load_object(settings[name]), type):
        raise TypeError(settings[name])


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
    ("HOST_FAILURES", whole(0), "10"),
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
    ("REDIRECT_MAX_TIMES", whole(0), "5"),
    ("RETRY_HTTP_CODES", codes, "500,502,503,504,522,524,408,429"),
    ("RETRY_EXCEPTIONS", errors, "scrapy.exceptions.DownloadTimeoutError"),
    ("TWISTED_REACTOR", reactor, default_settings.TWISTED_REACTOR),
    ("TWISTED_REACTOR_ENABLED", on, "1"),
    ("TWISTED_DNS_RESOLVER", named, "scrapy.resolver.CachingHostnameResolver"),
    ("ASYNCIO_EVENT_LOOP", named, "asyncio.SelectorEventLoop"),
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
    for name, read, good in SETTINGS:
        try:
            read(settings, name)
        except (ValueError, TypeError, OverflowError, NameError, ImportError):
            raise FangzhiError(f"{name}={settings[name]}: not a value of this setting; write {name}={good}") from None
    if settings["REPORT"]:
        _must_be_writable(Path(settings["REPORT"]))


def _must_be_writable(report: Path) -> None:
    if report.is_dir():
        raise FangzhiError(f"{report}: the report cannot be written (a folder); name a file")
    if not os.access(report if report.exists() else report.parent, os.W_OK):
        raise FangzhiError(f"{report}: the report cannot be written ({report.parent} is not there, or not ours);"
                           " name another file")
