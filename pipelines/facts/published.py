"""When an article was published: every date a page shows or states, and which of them counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from pipelines.facts.dates import (
    BARE,
    CHINA,
    LABELLED,
    OTHER,
    Shown,
    date_of_url,
    dates_in,
    days_apart,
    implausible,
    relative,
    spelled_out,
)
from pipelines.facts.labels import parts
from pipelines.items import Reading

# What a page states of its publication outside the visible text, the surest first.
STATED = (
    "pubtime_baidu",
    "ld:datePublished",
    "article:published_time",
    "og:article:published_time",
    "og:release_date",
    "og:time",
    "datepublished",
    "publishdate",
    "pubdate",
    "publish_date",
    "publish-date",
    "weibo:article:create_at",
    "firstpublishedtime",
    "releasedate",
    "ld:pubDate",
    "bytedance:published_time",
    "og:published_time",
    "publish_time",
    "published_time",
    "publishtime",
    "pub_date",
    "og:pubdate",
    "article:pubdate",
    "createdate",
    "pubtime",
    "_pubtime",
    "apub:time",
    "publication_date",
    "date",
    "dc.date",
    "enp:date",
    "enorth:parse_date",
    "enorth:pub_date",
    "time datetime",
)
_DAYS_BEFORE_TELLING = 1  # an address is often made on the eve, or after midnight
_HEAD, _TAIL = 3, 12  # rows and tail lines in which a date may stand that the reader took for text
_ALONE = 3  # characters beside a date that stands alone
_SHORT, _INFO_LINE = 60, 160  # characters of such a line; of one that names source or editor too
_TODAY = re.compile(r"(?:今[天日]|现在|現在)(?:是|为)?\s?[:：]?\s{0,3}$")  # a clock in the page's head
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")  # since 1970, or thousandths of them
_TIME = re.compile(r"(?:时间|時間|日期)\s{0,2}[:：]\s{0,4}$")


class Published(NamedTuple):
    """The date that counts, where it came from, and what is worth telling about the others."""

    iso: str | None
    raw: str | None
    origin: str | None
    notes: list[str]


class _Candidate(NamedTuple):
    shown: Shown
    origin: str


def published(reading: Reading, url: str | None, fetched_at: str | None) -> Published:
    """Choose the date: shown before stated before the address; updates and clocks only where nothing else is.

    A day that is shown without its time takes the time that the page states for it.
    """
    by_url = date_of_url(url)
    notes: list[str] = []
    best: _Candidate | None = None
    for candidate in _candidates(reading, _year(by_url, reading)):
        if why := implausible(candidate.shown.iso, fetched_at):
            notes.append(f"date: {candidate.origin} {candidate.shown.raw} is {why}")
        elif candidate.shown.rank != OTHER:
            best = candidate
            break
        else:
            best = best or candidate
    day = by_url if by_url and len(by_url) == 10 and not implausible(by_url, fetched_at) else None
    if best and not (day and best.shown.rank == OTHER and days_apart(best.shown.iso, day)):
        iso, origin = best.shown.iso, best.origin
        if len(iso) == 10 and (moment := _moment(reading, iso)):
            notes.append(f"date: {origin} {iso}, its time stated in {moment[0]}")
            iso = moment[1].iso
        if by_url and days_apart(iso, by_url) > _DAYS_BEFORE_TELLING:
            notes.append(f"date: {origin} {iso[:10]}, url {by_url}")
        return Published(iso, best.shown.raw, origin, notes)
    raw = relative(reading.dateline or "")
    if day:
        return Published(day, raw or day, "url", notes)
    return Published(None, raw, None, notes)


def _candidates(reading: Reading, year: int | None) -> Iterator[_Candidate]:
    """Dates in the order in which they are believed."""
    for shown in dates_in(reading.labelled.get("published_at", ""), year):
        yield _Candidate(shown, "layout")
    line = reading.dateline or ""
    for shown in sorted(dates_in(line, year), key=lambda s: s.rank):
        if not _TODAY.search(line, max(0, shown.start - 12), shown.start):
            yield _Candidate(shown, "dateline")
    for _, shown in _stated(reading):
        yield _Candidate(shown._replace(rank=BARE), "meta")
    for line in reading.rows[:_HEAD]:
        first = next(dates_in(line, year), None) if len(line) <= _SHORT else None
        if first and (first.rank == LABELLED or _TIME.search(line[: first.start]) or line in reading.rows[:1]):
            yield _Candidate(first, "text")
    beside = False  # a date alone below the text counts right below the source or the editor
    for line in reading.tail[:_TAIL]:
        first = min(dates_in(line, year), key=lambda s: s.rank, default=None) if len(line) <= _INFO_LINE else None
        said = parts(line)
        names = any(part.field in ("source", "editor") for part in said)
        labels = len(said) > 1 and said[0].start == 0  # 发布者：… 点击数：… 发布时间：…
        alone = first and first.rank == BARE and len(line) - first.end + first.start < _ALONE
        told = first and (names or (labels and first.rank == LABELLED) or (beside and alone))
        beside = names
        if first and (told or (len(line) <= _SHORT and (first.rank == LABELLED or _TIME.search(line[: first.start])))):
            yield _Candidate(first, "text")


def _year(by_url: str | None, reading: Reading) -> int | None:
    """The year for dates that show none: the address's, else the one that the page states."""
    iso = by_url or next((shown.iso for _, shown in _stated(reading)), None)
    return int(iso[:4]) if iso else None


def _moment(reading: Reading, day: str) -> tuple[str, Shown] | None:
    """The time that the page states for a day it shows without one; midnight is a day without its time."""
    moments = ((name, shown) for name, shown in _stated(reading) if shown.iso.startswith(f"{day}T"))
    return next((moment for moment in moments if "T00:00:00" not in moment[1].iso), None)


def _stated(reading: Reading) -> Iterator[tuple[str, Shown]]:
    """The dates the page states outside the visible text, the surest first."""
    for name in STATED:
        if name in reading.meta:
            value = reading.meta[name]
            if _SECONDS.fullmatch(value):
                value = datetime.fromtimestamp(int(value[:10]), CHINA).isoformat()
            shown_as = list(dates_in(value)) or [s._replace(raw=value) for s in dates_in(spelled_out(value))]
            yield from ((name, shown) for shown in shown_as)
