"""Local news that never happened, in the manner of county papers: article n of a portal is the same on every machine.

A story is drawn from the sentences and words in `data/`, all of them the town's own; nothing depends on article n-1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from tests.town.facts import PORTALS
from tests.town.portals import Look, Portal

DATA = Path(__file__).parent / "data"
T = TypeVar("T")
CHINA = timezone(timedelta(hours=8))
WORDS = json.loads((DATA / "words.json").read_text("utf-8"))
for _line in (DATA / "places.tsv").read_text("utf-8").splitlines()[1:]:
    _area, _crops, _livestock, _counties = _line.split("\t")
    WORDS["crops"][_area], WORDS["livestock"][_area] = _crops, _livestock
    WORDS["places"][_area] = [county.split(",") for county in _counties.split(";")]
NUMBERS = {"a": (2, 10), "b": (11, 100), "c": (101, 1000), "d": (1001, 10000)}
DECIMALS = {"f": (11, 100, 10), "g": (1101, 9900, 100), "h": (610, 1000, 10)}


class Row(NamedTuple):
    """A row of a body: a paragraph, or a picture with its caption."""

    text: str
    src: str | None = None


@dataclass(frozen=True)
class Story:
    """A story, and what a reader of its page must find: the fields hold what the page visibly shows, no more."""

    url: str
    portal: str
    layout: str
    channel: str
    title: str
    published: datetime | None
    precision: str = "minutes"
    subtitle: str | None = None
    original_title: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    breadcrumb: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    shown_title: str = ""  # the title with whatever the layout glues to it
    byline: str | None = None  # a line before the body that names the author

    @property
    def published_at(self) -> str | None:
        """ISO 8601, at the precision the page shows."""
        if self.published is None:
            return None
        if self.precision == "day":
            return self.published.date().isoformat()
        return self.published.replace(tzinfo=CHINA).isoformat(timespec="seconds")

    @property
    def paragraphs(self) -> list[str]:
        """The body as read: paragraphs and captions in order."""
        return [row.text for row in self.rows if row.text]

    @property
    def text(self) -> str:
        """The body in one string."""
        return "\n".join(self.paragraphs)

    @property
    def images(self) -> list[tuple[str, str | None]]:
        """Source and caption of each picture."""
        return [(row.src, row.text or None) for row in self.rows if row.src]


@cache
def sentences() -> dict[str, dict[str, list[str]]]:
    """Sentences by subject and kind; the subject "" fits any story."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in ("common.txt", "stories.txt"):
        subject = ""
        for line in (DATA / name).read_text("utf-8").splitlines():
            kind, _, rest = line.partition(" ")
            if kind == "=":
                subject = rest
            elif kind and kind != "#":
                found.setdefault(subject, {}).setdefault(kind, []).append(rest)
    return found


@cache
def _pools(area: str) -> dict[str, list[str]]:
    return {
        "k": WORDS["crops"][area].split(), "l": WORDS["livestock"][area].split(), "u": WORDS["units"].split(),
        **{key: WORDS[key].split() for key in
           ("surnames", "given", "village_heads", "village_tails", "firm_heads", "firm_tails", "school_tails")},
    }


@cache
def _places(area: str, county: str) -> list[tuple[str, str, list[str]]]:
    return [(c, p, towns.split()) for c, p, towns in WORDS["places"][area] if not county or c == county]


class Pen(dict[str, str]):
    """Fills the blanks of sentences: keeps county, town and date, and draws everything else anew."""

    def __init__(self, portal: Portal, n: int, seed: int, county: str, when: datetime) -> None:
        self.rng = Random(f"{seed}/{portal.name}/{n}")
        self.random = self.rng.random
        self.pools = _pools(portal.area)
        self.subject = self.pick([name for name in sentences() if name])
        name, prefecture, towns = self.pick(_places(portal.area, county))
        day = when - timedelta(days=int(self.random() * 4))
        super().__init__(C=name, P=prefecture, T=self.pick(towns), Y=str(when.year), M=str(day.month), D=str(day.day))

    def pick(self, pool: Sequence[T]) -> T:
        """Any one of a list."""
        return pool[int(self.random() * len(pool))]

    def __missing__(self, key: str) -> str:
        if key in NUMBERS:
            low, high = NUMBERS[key]
            return str(low + int(self.random() * (high - low)))
        if key in DECIMALS:
            low, high, unit = DECIMALS[key]
            return str((low + int(self.random() * (high - low))) / unit)
        return COINED[key](self) if key in COINED else self.pick(self.pools[key])

    def write(self, sentence: str) -> str:
        """A sentence with its blanks filled."""
        return sentence.format_map(self)

    def join(self, *keys: str) -> str:
        """A word put together from several lists."""
        return "".join([self.pick(self.pools[key]) for key in keys])

    def draw(self, subject: str, kind: str, count: int) -> list[str]:
        """Several different sentences of a kind."""
        pool = sentences()[subject].get(kind, [])
        return self.rng.sample(pool, min(count, len(pool)))


COINED: dict[str, Callable[[Pen], str]] = {
    "p": lambda pen: pen.join("surnames", "given"),
    "v": lambda pen: pen.join("village_heads", "village_tails"),
    "e": lambda pen: pen["C"][:-1] + pen.join("firm_heads", "firm_tails"),
    "s": lambda pen: pen["T"][:-1] + pen.join("school_tails"),
    "u": lambda pen: pen["C"][-1] + pen.join("u"),
}


def _pen(portal: Portal, n: int, seed: int, when: datetime) -> tuple[Pen, str, str | None]:
    channel, _ = portal.place(n)
    pen = Pen(portal, n, seed, channel.county, when)
    own = sentences()[pen.subject]
    title = pen.write(pen.pick(own["T"]))
    subtitle = pen.write(pen.pick(own["S"])) if "S" in own and pen.random() < 0.45 else None
    return pen, title, subtitle


def _shown(title: str, subtitle: str | None, look: Look) -> str:
    joint = {"glued": "", "split": " "}.get(look.subtitle)
    return title + joint + subtitle if subtitle and joint is not None else title


def headline(portal: Portal, n: int, seed: int = 1, of: int = 40) -> str:
    """The title of article n as its page shows it, without the cost of the whole story."""
    when = portal.when(n, of)
    _, title, subtitle = _pen(portal, n, seed, when)
    return _shown(title, subtitle, portal.look(portal.place(n)[0], when))


def _shown_date(when: datetime, look: Look) -> datetime | None:
    if look.precision == "none":
        return None
    return when.replace(second=0) if look.precision == "minutes" else when


def _body(pen: Pen, lead: str, paragraphs: int) -> list[str]:
    """Paragraphs of 40 to 250 characters: the lead, then own, common and quoted sentences shuffled, then a closing."""
    own = pen.draw(pen.subject, "B", 4 + paragraphs // 2)
    stock = own + pen.draw("", "B", 2 * paragraphs) + pen.draw("", "Q", 1 + paragraphs // 2)
    pen.rng.shuffle(stock)
    rows = [lead + pen.write(pen.pick(sentences()[pen.subject]["L"]))]
    heads = pen.draw("", "H", 3) if paragraphs > 8 else []
    while stock and len(rows) < paragraphs - 1:
        if heads and len(rows) % 4 == 3:
            rows.append(pen.write(heads.pop()))
            continue
        row, wanted = pen.write(stock.pop()), 90 + pen.random() * 110
        while stock and len(row) < wanted and len(row) < 180:
            row += pen.write(stock.pop())
        rows.append(row)
    return [*rows, pen.write(pen.draw("", "Z", 1)[0])]


def _pictures(pen: Pen, host: str, n: int, when: datetime) -> list[Row]:
    count = int(pen.random() * 4) if pen.random() < 0.45 else 0
    credit = pen["p"]
    rows = []
    for i, caption in enumerate(pen.draw("", "C", count), 1):
        end = ("。" + credit + " 摄", "（" + credit + " 摄）", "。")[int(pen.random() * 3)]
        rows.append(Row(pen.write(caption) + end, f"http://{host}/attachement/jpg/{when:%Y%m%d}/{n:08x}{i}.jpg"))
    return rows


def _signed(pen: Pen, rows: list[str]) -> list[str]:
    """Several contributors, each named in brackets at the end of a section."""
    ends = {max(i for i in range(1, len(rows) - 1) if len(rows[i]) > 40), len(rows) - 1}
    return [row + f"（{pen['p']}）" if i in ends else row for i, row in enumerate(rows)]


def article(portal: Portal | str, n: int, seed: int = 1, of: int = 40) -> Story:
    """Article n of a portal whose years are filled by `of` articles."""
    portal = PORTALS[portal] if isinstance(portal, str) else portal
    channel, _ = portal.place(n)
    when = portal.when(n, of)
    look = portal.look(channel, when)
    pen, title, subtitle = _pen(portal, n, seed, when)
    author = pen["p"] if pen.random() < 0.7 and (look.lead or look.byline) else None
    lead = look.lead.format(author, date=f"{when.month}月{when.day}日") if author and look.lead else ""
    rows = [Row(text) for text in _body(pen, lead, 5 + int(pen.random() * 8))]
    if look.signed:
        rows = [Row(text) for text in _signed(pen, [row.text for row in rows])]
    pictures = _pictures(pen, channel.host, n, when)
    at = 0 if portal.name == "cnjiwang" else 1
    rows[at:at] = pictures
    if subtitle and look.subtitle == "body":
        rows.insert(0, Row(subtitle))
    byline = look.byline.format(author) if author and look.byline else None
    if byline and look.byline_at == "last":
        rows.append(Row(byline))
    shown = _shown(title, subtitle, look)
    return Story(
        url=portal.url(n, of), portal=portal.name, layout=look.id, channel=channel.name, precision=look.precision,
        title=shown if look.subtitle == "glued" else title,
        shown_title=shown,
        subtitle=None if look.subtitle == "glued" else subtitle,
        original_title=(shown if n % 3 else pen["C"] + "：" + shown) if look.original and pen.random() < 0.6 else None,
        published=_shown_date(when, look),
        source=pen.write(pen.pick(portal.sources)) if look.source else None,
        author=author, editor=pen["p"] if look.editor else None,
        breadcrumb=channel.crumbs if look.crumbs else (),
        rows=tuple(rows), byline=byline if look.byline_at == "first" else None,
    )
