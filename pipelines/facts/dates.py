"""Dates as Chinese pages write them, read into ISO 8601 at the precision shown, in Chinese time (+08:00)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

CHINA = timezone(timedelta(hours=8))
FIRST_YEAR = 1995  # no Chinese portal is older: an earlier date is a template's or a broken clock's
LONGEST = 400  # characters of one line that are looked at; an info line is far shorter


LABELLED, BARE, OTHER = range(3)


class Shown(NamedTuple):
    """A date as it stands in a line."""

    iso: str  # "2018-02-22", or "2018-02-22T15:41:00+08:00" where the time is shown too
    raw: str  # the characters it was read from
    start: int
    end: int
    rank: int  # LABELLED as the publication's, BARE, or OTHER: an update's, a clock's, a document's


# Every character keeps its place, so that a match in the plain text names the raw characters too.
_PLAIN = str.maketrans(
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("\u2010\u2011\u2013\u2014\u2212", "-")
    | {"\u3000": " ", "\N{NO-BREAK SPACE}": " ", "\u3007": "\u25cb"}
)
_DIGITS = {d: str(n) for n, ds in enumerate(("○零", "一", "二", "三", "四", "五", "六", "七", "八", "九")) for d in ds}
_HAN = "○零一二三四五六七八九十"
_HAN_YEAR = "○零O0一二三四五六七八九"  # the letter, or a digit, for the ring that a keyboard lacks
_HAN_DAY = f"(?P<m>[{_HAN}]{{1,2}})月(?P<d>[{_HAN}]{{1,3}})日"

_TIME = (
    r"(?:[T日/,\s)）-]{0,8}"
    r"(?:[(（]?(?:星期|周|週)[一二三四五六日天][)）]?)?[\s,]{0,4}(?P<zone>格林尼治[标標][准準][时時][间間]|GMT|UTC)?\s{0,2}"
    r"(?P<half>上午|下午|中午|傍晚|晚上?|凌晨|清晨|早[上晨])?\s{0,2}"
    r"(?P<hour>\d{1,2})\s?[:时時点點]\s?(?P<minute>\d{2})(?:\s?[:分]\s?(?P<second>\d{2}))?(?!\d)[分秒]?"
    r"(?:\.\d{1,9})?\s?(?P<pm>[AaPp][Mm](?![A-Za-z]))?\s?(?P<offset>Z|[(]?(?:GMT|UTC)(?:\s?[+-]\d{1,2}(?::?\d{2})?(?!\d))?"
    r"|[+-]\d{2}:?\d{2}(?!\d))?)?"
)
_TAIL = r"(?P<weekday>\s{0,4}[(（]?(?:星期|周|週)[一二三四五六日天])?"

# Name and pattern, tried in this order at every place. A pattern must not read digits out of a longer number.
FORMS: tuple[tuple[str, str], ...] = (
    ("year first", r"(?<![\d.])(?P<y>(?:19|20)\d\d)\s?[-/.年\s]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)日?"),
    ("glued", r"(?<![\d.])(?P<y>(?:19|20)\d\d)[-/.年](?P<m>\d\d)[-/.月](?P<d>\d\d)(?=\d\d:\d\d)"),
    ("compact", r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?:(?P<hms>[0-2]\d[0-5]\d[0-5]\d))?(?!\d)"),
    ("year last", r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?![\d.])"),
    ("by a script", r"(?<![\d/])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d\d)(?=,? \d{1,2}:\d\d:\d\d [AP]M)"),
    ("Republican year", r"(?:民[国國]\s?|(?<![\d元])(?=1[01]\d))(?P<roc>\d{2,3})年\s?(?P<m>\d\d?)月\s?(?P<d>\d\d?)日"),
    ("Republican year in words", rf"民[国國](?P<roc>[百{_HAN}]{{2,5}})年{_HAN_DAY}"),
    ("Republican year in figures", r"(?<=[期間][:：])(?P<roc>1[01]\d)[-/.年](?P<m>\d\d?)[-/.月](?P<d>\d\d?)(?![\d-])"),
    ("Chinese numerals", rf"(?<!千)(?P<y>[{_HAN_YEAR}]{{4}})年{_HAN_DAY}"),
    ("two-digit year", r"(?<![\d./-])(?<!\d:)(?P<yy>\d\d)(?P<sep>[-/])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?![\d/-])"),
    ("two-digit year in words", r"(?<![\d.'’])(?P<yy>\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"),
    ("no year", r"(?<![\d./-])(?<!\d:)(?P<m>\d{1,2})(?:[-/]|月)(?P<d>\d{1,2})(?![\d/.-])日?(?=\s{1,4}\d{1,2}:\d\d)"),
)
_FORMS = tuple((name, re.compile(form + _TIME + _TAIL)) for name, form in FORMS)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?"
)
_ENGLISH = re.compile(
    rf"\b(?:(?P<d>\d\d?)[ -](?P<m>{_MONTH})[ -](?P<y>(?:19|20)\d\d)"
    rf"|(?P<month>{_MONTH}) (?P<day>\d\d?),? (?:(?P<time>\d\d:\d\d:\d\d) (?:CST )?)?(?P<year>(?:19|20)\d\d))\b"
)
_HINT = re.compile("[0-9０-９民年]")  # a cheap first look
_STARTS = re.compile(rf"\d|民|[{_HAN_YEAR}]{{4}}年")
_RELATIVE = re.compile(r"\d{1,3}\s?(?:分钟|小时|天|周|个月)前|[昨前今]天(?:\s?\d{1,2}:\d{2})?|刚刚")
_PUBLISHED = re.compile(r"(?:发布|發布|发表|發表|发稿|公开|公布|创建|上传)(?:时间|時間|日期|于)?\s{0,2}[:：]?\s{0,4}$")
OTHER_DAY = re.compile(r"更新|拍摄|修改|成文|生成|印发|签发|生效|失效|实施|施行|废止|截止|有效|[Mm]odified|[Uu]pdated?")


def _han(number: str) -> int:
    """The value of 二十二, 十, 三十, 一百零九, 二〇一八 or 2018."""
    if number.isdigit() and number.isascii():
        return int(number)
    hundreds, hundred, rest = number.rpartition("百")
    if hundred:
        return int(_DIGITS.get(hundreds, "1")) * 100 + (_han(rest.lstrip("○零")) if rest else 0)
    tens, ten, ones = number.rpartition("十")
    if ten:
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS.get(d, "0") for d in number))


def _year(parts: dict[str, str | None], hint: int | None) -> int | None:
    if parts.get("y"):
        return _han(str(parts["y"]))
    if parts.get("roc"):
        return 1911 + _han(str(parts["roc"]))
    if parts.get("yy"):
        short = int(str(parts["yy"]))
        return short + (1900 if short >= FIRST_YEAR % 100 else 2000)
    return hint


def _iso(parts: dict[str, str | None], hint: int | None) -> str | None:
    """The ISO form of a match, or None where no calendar has such a day."""
    year = _year(parts, hint)
    if year is None:
        return None
    hms = parts.get("hms")
    hour, minute, second = (hms[:2], hms[2:4], hms[4:]) if hms else (parts[k] for k in ("hour", "minute", "second"))
    try:
        day = datetime(year, _han(str(parts["m"])), _han(str(parts["d"])), tzinfo=CHINA)
        if hour is None or minute is None or (parts.get("y") and (int(hour) > 23 or int(minute) > 59)):  # as 24:00 is
            return day.date().isoformat()
        half = (parts["pm"] or "").upper()
        afternoon = parts["half"] in ("下午", "傍晚", "晚", "晚上") or half == "PM"
        afternoon |= parts["half"] == "中午" and int(hour) < 3  # 中午11:50 is before twelve
        morning = half == "AM" or parts["half"] in ("上午", "凌晨")
        clock = int(hour) % 12 if morning else int(hour) + (12 if afternoon and int(hour) < 12 else 0)
        moment = day.replace(hour=clock, minute=int(minute), second=int(second or 0))
    except ValueError:
        return None
    if parts["zone"] or parts["offset"]:
        moment = moment.replace(tzinfo=_zone(parts["offset"] or "")).astimezone(CHINA)
    return moment.isoformat()


def _zone(offset: str) -> timezone:
    """The time zone of +08:00, GMT+8, Z or UTC."""
    sign, digits = offset.lstrip("(GMTUCZ ")[:1], re.sub(r"\D", "", offset)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits or "0", "0")
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-ahead if sign == "-" else ahead) if ahead < timedelta(days=1) else UTC


def dates_in(text: str, year: int | None = None) -> Iterator[Shown]:
    """Every date in a line, in order; `year` completes those that show none (06-24 09:10)."""
    text = text[:LONGEST]
    return iter(_dates(text, year) if _HINT.search(text) else ())


@lru_cache(maxsize=1024)  # an info line is asked for its date, and for what stands beside the date
def _dates(text: str, year: int | None) -> tuple[Shown, ...]:
    plain = text.translate(_PLAIN)
    found, place = [], 0
    while start := _STARTS.search(plain, place):
        place = start.start()
        for _, form in _FORMS:
            match = form.match(plain, place)
            iso = _iso(match.groupdict() | {"": None}, year) if match else None
            if match and iso:
                raw = text[match.start() : match.end()].strip()
                found.append(Shown(iso, raw, match.start(), match.end(), _rank(plain, match)))
                place = match.end()
                break
        else:
            place += len(re.match(r"\d*", plain[place:])[0]) or 1  # type: ignore[index]
    return tuple(found)


def spelled_out(text: str) -> str:
    """A date that a program states in English with its month in figures; any other text as it is.

    So write feeds (Thu, 06 May 2021 08:30:00 GMT), Java (Thu May 06 08:30:00 CST 2021) and JavaScript.
    """
    match = _ENGLISH.search(text) if len(text) <= LONGEST else None
    if not match:
        return text
    month = _MONTHS.index((match["m"] or match["month"])[:3]) // 3 + 1
    day, year = match["d"] or match["day"], match["y"] or match["year"]
    return f"{year}-{month}-{day} {match['time'] or ''}{text[match.end() :]}"


def _rank(plain: str, match: re.Match[str]) -> int:
    """What the words right before and right after call it: `最新更新：2016/03/19 10:48` is no publication."""
    before, after = plain[max(0, match.start() - 9) : match.start()], plain[match.end() : match.end() + 4]
    if _PUBLISHED.search(before):
        return LABELLED
    passed = plain[match.end() :].rstrip(" )）").endswith(("通过", "修订", "修正", "批准"))
    return OTHER if passed or match["weekday"] or OTHER_DAY.search(before) or "更新" in after else BARE


def is_date_alone(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    shown = next(dates_in(line), None) if len(line) <= 40 else None
    return shown is not None and len(line) - (shown.end - shown.start) < 4


def is_chronicle(rows: list[str]) -> bool:
    """Whether days stand over the paragraphs of a text, so that the first of them is no info line."""
    return sum(map(is_date_alone, rows)) > 1


def relative(text: str) -> str | None:
    """`3小时前`, `昨天`: a date only for whoever reads it at once. The characters, never a guess."""
    match = _RELATIVE.search(text[:LONGEST].translate(_PLAIN))
    return match[0] if match else None


_URL_FORMS = tuple(
    re.compile(form)
    for form in (
        r"[/_-]t?(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?:\d{4,11})?(?=[/_.-]|$)",
        r"/(?P<y>(?:19|20)\d\d)[/_-]?(?P<m>[01]\d)[/_-]?(?P<d>[0-3]\d)(?=[/_.-])",
        r"/(?P<y>(?:19|20)\d\d)[/-]?(?P<m>\d{1,2})[/-](?P<d>\d{1,2})/",
        r"/(?P<y>(?:19|20)\d\d)[/-]?(?P<m>[01]\d)/",
    )
)


def date_of_url(url: str | None) -> str | None:
    """The day an address names, `2018-02-22`, or only its month, `2018-02`; None where it names none."""
    for form in _URL_FORMS:
        for match in form.finditer((url or "")[:2000]):
            parts = match.groupdict()
            try:
                day = datetime(int(parts["y"]), int(parts["m"]), int(parts.get("d") or 1), tzinfo=CHINA)
            except ValueError:
                continue
            if day.year >= FIRST_YEAR:
                return day.date().isoformat()[: 10 if parts.get("d") else 7]
    return None


def implausible(iso: str, fetched_at: str | None) -> str | None:
    """Why a date cannot be an article's, or None: nothing is older than the web, or newer than its own capture."""
    if int(iso[:4]) < FIRST_YEAR:
        return f"before {FIRST_YEAR}"
    limit = datetime.fromisoformat(fetched_at) if fetched_at else datetime.now(UTC)
    limit = (limit if limit.tzinfo else limit.replace(tzinfo=UTC)) + timedelta(days=1)
    moment = datetime.fromisoformat(iso if "T" in iso else f"{iso}T00:00:00+08:00")
    return "after it was fetched" if moment > limit else None


def days_apart(one: str, other: str) -> int:
    """How many days lie between two dates; months are compared where one shows no more."""
    if len(one) < 10 or len(other) < 10:
        return abs((int(one[:4]) - int(other[:4])) * 12 + int(one[5:7]) - int(other[5:7])) * 30
    return abs((datetime.fromisoformat(one[:10]) - datetime.fromisoformat(other[:10])).days)
