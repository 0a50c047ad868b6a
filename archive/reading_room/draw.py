"""Numbers as shapes: where bars, squares and tiles stand. The templates draw them as SVG.

Drawn here and not by a library: those of JavaScript ask for scripts (Vega for `eval`), those of Python write styles
into the picture; the pages' Content-Security-Policy allows neither. As plain shapes the pictures take the pages'
colours, by day and by night, and their bars and tiles can be links.
"""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.gazetteer import Place, places

WIDTH, HEIGHT = 720, 120
MOST_MONTHS = 72  # more bars than this are too thin to tell apart: years instead
LABELS = 12  # years under the axis
CELL = 13
SHADES = 4
WEEKS = 4
TILE = 48
# A map of tiles: the first two digits of a province's code, its abbreviation, column and row.
TILES = {
    "23": ("黑", 7, 0), "15": ("蒙", 5, 1), "22": ("吉", 7, 1), "65": ("新", 0, 2), "62": ("甘", 2, 2),
    "64": ("宁", 3, 2), "14": ("晋", 4, 2), "13": ("冀", 5, 2), "11": ("京", 6, 2), "21": ("辽", 7, 2),
    "63": ("青", 1, 3), "61": ("陕", 3, 3), "41": ("豫", 4, 3), "37": ("鲁", 5, 3), "12": ("津", 6, 3),
    "54": ("藏", 0, 4), "51": ("川", 2, 4), "50": ("渝", 3, 4), "42": ("鄂", 4, 4), "34": ("皖", 5, 4),
    "32": ("苏", 6, 4), "31": ("沪", 7, 4), "53": ("云", 2, 5), "52": ("贵", 3, 5), "43": ("湘", 4, 5),
    "36": ("赣", 5, 5), "33": ("浙", 6, 5), "45": ("桂", 3, 6), "44": ("粤", 4, 6), "35": ("闽", 5, 6),
    "71": ("台", 6, 6), "46": ("琼", 3, 7), "82": ("澳", 4, 7), "81": ("港", 5, 7),
}


@dataclass(frozen=True)
class Bar:
    """One bar: a month or a year."""

    span: str  # "2018-02" or "2018"
    value: float
    x: float
    y: float
    width: float
    height: float
    label: str = ""  # under the axis: the year, where it begins


@dataclass(frozen=True)
class Bars:
    """A bar chart over time."""

    unit: str  # "month" | "year"
    bars: list[Bar]
    top: float  # the value that reaches the top


def spans(months: Iterable[str]) -> tuple[str, list[str]]:
    """The unit of a chart of these months ("2018-02"), and its months or years from the first to the last."""
    found = sorted(months)
    if not found:
        return "month", []
    start, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (found[0], found[-1]))
    if end - start < MOST_MONTHS:
        return "month", [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start, end + 1)]
    return "year", [f"{year:04}" for year in range(start // 12, end // 12 + 1)]


def gathered(per_month: Mapping[str, int], unit: str) -> dict[str, int]:
    """Counts by month as counts by the unit of a chart."""
    counts: dict[str, int] = {}
    for month, count in per_month.items():
        span = month if unit == "month" else month[:4]
        counts[span] = counts.get(span, 0) + count
    return counts


def bars(per_month: Mapping[str, int]) -> Bars | None:
    """A chart of counts by month, without gaps; by year where months are too many. None: there is nothing to draw."""
    unit, names = spans(per_month)
    return chart(unit, names, gathered(per_month, unit)) if names else None


def chart(unit: str, names: list[str], values: Mapping[str, float], top: float = 0) -> Bars:
    """Values by month or year as bars; `top` is the scale, by itself that of the highest."""
    top = top or max(values.values(), default=0) or 1
    step, every = WIDTH / max(len(names), LABELS), math.ceil(len(names) / LABELS)
    made = []
    for n, span in enumerate(names):
        value = values.get(span, 0)
        height = max(2.0, HEIGHT * value / top) if value else 0.0
        begins = n == 0 or span.endswith("-01") if unit == "month" else n % every == 0
        made.append(Bar(span, value, round(n * step, 1), round(HEIGHT - height, 1), round(step * 0.8, 1),
                        round(height, 1), span[:4] if begins else ""))
    if unit == "month" and any(bar.label for bar in made[1 : math.ceil(44 / step)]):  # two years' labels would touch
        made[0] = Bar(**{**made[0].__dict__, "label": ""})
    return Bars(unit, made, top)


@dataclass(frozen=True)
class Tile:
    """A province on the map of tiles."""

    place: Place
    sign: str
    count: int
    shade: int  # 0: none, to 4: most
    x: int
    y: int


def tiles(counts: Mapping[str, int]) -> list[Tile]:
    """The map: every province with its count, by code ("620000")."""
    most = max(counts.values(), default=1)
    return [
        Tile(places()[f"{stem}0000"], sign, counts.get(f"{stem}0000", 0), shade(counts.get(f"{stem}0000", 0), most),
             column * TILE, row * TILE)
        for stem, (sign, column, row) in TILES.items()
    ]


def shade(count: int, most: int) -> int:
    """How dark a square is: 0 for none, to 4; by orders of magnitude, so that small numbers show beside large ones."""
    return math.ceil(SHADES * math.log1p(count) / math.log1p(most)) if count else 0


@dataclass(frozen=True)
class Day:
    """One square of the calendar."""

    day: str
    got: int
    missing: int  # addresses known and not got
    usual: int  # what weeks around it have on that day of the week
    shade: int  # 0: none, to 4: most
    x: int
    y: int

    @property
    def expected(self) -> int:
        """As many as are known of, or as many as is usual there and then."""
        return max(self.got + self.missing, self.usual)

    @property
    def quiet(self) -> bool:
        """Whether the day has less than half of what is expected, though nothing is known to be missing."""
        return not self.missing and self.usual > 1 and 2 * self.got < self.usual  # one article less is chance


@dataclass(frozen=True)
class Calendar:
    """A year of days, a column a week, Monday at the top."""

    days: list[Day]
    months: list[tuple[int, str]]  # x and name of each month's first column
    first: str
    last: str
    width: int


def calendar(got: Mapping[str, int], missing: Mapping[str, int], today: dt.date) -> Calendar | None:
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
        days.append(Day(day, count, missing.get(day, 0), usual(got, date), shade(count, most),
                        column * CELL, date.weekday() * CELL))
        if date.day == 1:
            months.append((column * CELL, day[:7]))
    return Calendar(days, months, first.isoformat(), last.isoformat(), ((last - monday).days // 7 + 1) * CELL)


def usual(got: Mapping[str, int], date: dt.date) -> int:
    """The middle count of the same day of the week in the four weeks before and after."""
    around = [got.get((date + dt.timedelta(weeks=n)).isoformat(), 0) for n in range(-WEEKS, WEEKS + 1) if n]
    return int(statistics.median_low(around))


def _is_day(text: str) -> bool:
    """Whether a text is a date of the calendar, a year's length after its beginning."""
    try:
        return len(text) == 10 and dt.date.fromisoformat(text).year > 1
    except ValueError:
        return False
