"""Numbers as shapes: where the bars of a chart and the squares of a calendar stand. The templates draw them as SVG."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 120
MOST_MONTHS = 72  # more bars than this are too thin to tell apart: years instead
CELL = 13
SHADES = 4


@dataclass(frozen=True)
class Bar:
    """One bar: a month or a year."""

    span: str  # "2018-02" or "2018"
    count: int
    x: float
    y: float
    width: float
    height: float
    label: str = ""  # under the axis: the year, where it begins


@dataclass(frozen=True)
class Bars:
    """A bar chart of articles over time."""

    unit: str  # "month" | "year"
    bars: list[Bar]
    top: int  # the highest count


def bars(per_month: dict[str, int]) -> Bars | None:
    """A chart of counts by month ("2018-02"), without gaps; by year where months are too many.

    None: there is nothing to draw.
    """
    if not per_month:
        return None
    spans, counts, unit = _months(min(per_month), max(per_month)), per_month, "month"
    if len(spans) > MOST_MONTHS:
        unit, counts = "year", {}
        for month, count in per_month.items():
            counts[month[:4]] = counts.get(month[:4], 0) + count
        spans = [f"{year:04}" for year in range(int(min(counts)), int(max(counts)) + 1)]
    top, step = max(counts.values()), WIDTH / max(len(spans), 12)
    labelled = math.ceil(len(spans) / 12) if unit == "year" else 1
    made = []
    for n, span in enumerate(spans):
        count = counts.get(span, 0)
        height = max(2.0, HEIGHT * count / top) if count else 0.0
        begins = n == 0 or span.endswith("-01") if unit == "month" else n % labelled == 0
        made.append(Bar(span, count, round(n * step, 1), round(HEIGHT - height, 1), round(step * 0.8, 1),
                        round(height, 1), span[:4] if begins else ""))
    if unit == "month" and len(spans) > 1 and made[1].label:  # two years' labels would touch
        made[0] = Bar(**{**made[0].__dict__, "label": ""})
    return Bars(unit, made, top)


def _months(first: str, last: str) -> list[str]:
    start, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start, end + 1)]


@dataclass(frozen=True)
class Day:
    """One square of the calendar."""

    day: str
    got: int
    missing: int
    shade: int  # 0: none, to 4: most
    x: int
    y: int


@dataclass(frozen=True)
class Calendar:
    """A year of days, a column a week, Monday at the top."""

    days: list[Day]
    months: list[tuple[int, str]]  # x and name of each month's first column
    first: str
    last: str
    width: int


def calendar(got: dict[str, int], missing: dict[str, int], today: dt.date) -> Calendar | None:
    """The twelve months up to the last day that is known of, misdated days to come aside. None: no day is."""
    known = [day for day in {*got, *missing} if _is_day(day) and day <= today.isoformat()]
    if not known:
        return None
    last = dt.date.fromisoformat(max(known))
    first = last - dt.timedelta(days=364)
    monday = first - dt.timedelta(days=first.weekday())
    most = max([got[day] for day in known if day in got and day >= first.isoformat()], default=1)
    days, months = [], []
    for n in range(365):
        date = first + dt.timedelta(days=n)
        day, column = date.isoformat(), (date - monday).days // 7
        count = got.get(day, 0)
        shade = math.ceil(SHADES * math.log1p(count) / math.log1p(most)) if count else 0
        days.append(Day(day, count, missing.get(day, 0), shade, column * CELL, date.weekday() * CELL))
        if date.day == 1:
            months.append((column * CELL, day[:7]))
    return Calendar(days, months, first.isoformat(), last.isoformat(), ((last - monday).days // 7 + 1) * CELL)


def _is_day(text: str) -> bool:
    """Whether a text is a date of the calendar, a year's length after its beginning."""
    try:
        return len(text) == 10 and dt.date.fromisoformat(text).year > 1
    except ValueError:
        return False
