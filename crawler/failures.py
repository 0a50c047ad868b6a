"""Why a request gave no page: in a few words, of which class, and what is to become of its address."""

from __future__ import annotations

import re
from typing import NamedTuple

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure as TwistedFailure

from archive.errors import FangzhiError
from archive.ledger import NOT_CAPTURED, ROBOTS
from crawler.conditional import NOT_MODIFIED, is_conditional
from crawler.guard import ForbiddenAddress
from crawler.home import Astray, Trapped
from crawler.hosts import HostClosed
from crawler.whole import TooLarge
from pipelines import check

GONE = frozenset({404, 410})
CHALLENGED = frozenset({412, 521})  # with these answers 瑞数 and 加速乐 send a script instead of the page
# Trouble behind a shield, which tells of it in the words it has for whom it keeps out.
BEHIND = frozenset({500, 502, 504, *range(520, 528)})
SHIELD = 20_000  # characters of an error's page in which a shield shows itself
SCHEME = re.compile(r"([A-Za-z][A-Za-z\d+.-]{0,30}):")

PART = re.compile(r"^(?:page \d+|网站地图): ")  # of an article, as the reader numbers them; of a sitemap or feed
# What a reason is called in a report; the first that fits. A reason that fits none is `other`.
CLASSES = tuple(
    (name, re.compile(form))
    for name, form in (
        ("challenge", r"^challenge"),
        ("dns", r"^no address"),
        ("connection", r"^connection|^headers of more|^not HTTP"),
        ("timeout", r"^no whole answer"),
        ("cut", r"^cut short|^coding:"),
        ("gone", r"^HTTP (404|410)|^soft 404"),
        ("busy", r"^HTTP (429|503)|asked us to wait"),
        ("server", r"^HTTP 5|^error page"),
        ("denied", r"^HTTP (401|403|407|451)"),
        ("moved", r"^off the portal|^redirect|^max redirections"),
        ("robots unknown", r"^robots\.txt unavailable"),
        ("robots", r"^robots\.txt"),
        ("trap", r"^trap:|outside the calendar"),
        ("forbidden address", r"^forbidden address"),
        ("large", r"^larger than"),
        ("host left alone", r"left alone"),
        ("not in the capture", r"^not in the capture"),
        ("login", r"^login"),
        ("layout", r"^no article|^list page|failed$|: [A-Z]\w+Error"),
    )
)


class Outcome(NamedTuple):
    """What became of a request that gave no page."""

    reason: str
    permanent: bool = False  # asking again is useless
    tried: bool = True  # False: it was not even asked for, so it is no try


def class_of(reason: str) -> str:
    """What a reason is called in a report, be it a page's or a further page's."""
    reason = PART.sub("", reason)
    return next((name for name, form in CLASSES if form.search(reason)), "other")


def said(error: BaseException) -> str:
    """An exception of the network, in a few words."""
    if isinstance(error, CannotResolveHostError):
        return "no address for this name (DNS)"
    if isinstance(error, DownloadConnectionRefusedError):
        return "connection refused"
    if isinstance(error, DownloadTimeoutError):
        return "no whole answer within the time limit"
    text = " ".join(str(error).split())
    if "ParseError" in text or "BadStatusLine" in text or "headers of more" in text:
        return "headers of more than is sane, or not HTTP at all"
    return f"connection failed ({type(error).__name__}: {text})"[:200]


def is_unchanged(failure: TwistedFailure) -> bool:
    """Whether a page that was asked for again is as it was: no failure at all."""
    response = failure.value.response if isinstance(failure.value, HttpError) else None
    return bool(response and response.status == NOT_MODIFIED and response.request and is_conditional(response.request))


def challenged(response: Response) -> str:
    """Who asks to be convinced of a visitor, in an answer that is an error; '' for nobody."""
    status = response.status
    if status in CHALLENGED:
        return f"challenge: HTTP {status}"
    if status < 400 or status in GONE or status in BEHIND or not isinstance(response, TextResponse):
        return ""
    asked_by = check.challenge(response.text[:SHIELD])
    return f"{asked_by}, HTTP {status}" if asked_by else ""


def led_to(response: Response) -> str:
    """What no web address begins with to which a redirect leads (`file`, `data`): Scrapy follows none; '' else."""
    found = SCHEME.match((response.headers.get("Location") or b"").decode("latin-1").strip())
    scheme = found[1].lower() if found and 300 <= response.status < 400 else ""
    return "" if scheme in ("http", "https") else scheme


def outcome(failure: TwistedFailure | BaseException) -> Outcome:
    """What became of a request that failed: the reason in words, if it is for good, if it was a try at all."""
    error = failure.value if isinstance(failure, TwistedFailure) else failure
    assert error is not None
    if isinstance(error, HttpError):
        status = error.response.status
        if asked_by := challenged(error.response):
            return Outcome(asked_by)
        if status == NOT_MODIFIED:
            return Outcome(f"HTTP {status}, which nobody asked for")
        if kind := led_to(error.response):
            return Outcome(f"off the portal: redirected to {kind}:", permanent=True)
        return Outcome(f"HTTP {status}", permanent=status in GONE)
    if isinstance(error, HostClosed):
        return Outcome(str(error), tried=False)
    if isinstance(error, TooLarge | Astray | Trapped | ForbiddenAddress):
        return Outcome(str(error), permanent=True)
    if isinstance(error, DownloadCancelledError):
        return Outcome("larger than the limit", permanent=True)
    if isinstance(error, IgnoreRequest):
        reason = str(error) or "ignored"
        return Outcome(reason, permanent=reason in (ROBOTS, NOT_CAPTURED))
    if isinstance(error, ValueError):
        return Outcome(f"redirected to no address: {error}"[:200])
    if isinstance(error, FangzhiError):
        return Outcome(str(error), tried=False)
    return Outcome(said(error))
