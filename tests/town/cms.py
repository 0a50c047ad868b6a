"""How publishing systems address articles and page their lists: rules as data, and the little arithmetic they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import ClassVar, NamedTuple

FILE = re.compile(r"(?P<stem>[^/.]+)(?P<ext>\.\w+)$")  # the last part of a path, where it is a file's name
FRONTS = ("", "index.html", "index.htm", "index.shtml")  # what a server puts after a folder's slash


class Listing(NamedTuple):
    """One list page: which ranks of the channel (0 is its oldest article) it shows, newest first."""

    ranks: range
    number: int  # 1 is the front page
    pages: int  # how many list pages there are
    older: str | None  # path of the page that 下一页 leads to
    part: int = 1  # the printed page (版) of an e-paper issue


@dataclass(frozen=True)
class Cms:
    """A system whose list pages are numbered from the newest: TRS, Founder, and portals of their own make."""

    name: str
    address: str  # path of an article: {dir}, {when}, {code}
    pattern: str  # recognises such a path; groups `code` and `part`
    suffix: str = "_{}"  # of a further page of an article
    first_suffix: int = 2  # the number its second page bears
    list_page: str = "index_{}.html"  # list page p > 1
    list_offset: int = 0  # added to p in that name
    list_fronts: tuple[str, ...] = FRONTS

    def article_path(self, folder: str, when: datetime, code: int, part: int = 1) -> str:
        """Path of an article's page."""
        path = self.address.format(dir=folder, when=when, code=code)
        if part == 1:
            return path
        stem, dot, ending = path.rpartition(".")
        return stem + self.suffix.format(part - 2 + self.first_suffix) + dot + ending

    def read_path(self, path: str) -> tuple[int, int] | None:
        """Code and page number in an article's path."""
        found = re.fullmatch(self.pattern, path)
        if not found:
            return None
        part = found["part"]
        return int(found["code"]), 1 if part is None else int(part) - self.first_suffix + 2

    def list_paths(self, front: str, code: str, total: int, size: int) -> Iterator[str]:
        """Paths of all list pages of a channel, from its front page on."""
        yield front
        for number in range(2, ceil(total / size) + 1):
            yield self.list_path(front, code, number)

    def list_path(self, front: str, code: str, number: int) -> str:
        """Path of list page `number` > 1."""
        return front.rpartition("/")[0] + "/" + self.list_page.format(number + self.list_offset, code=code)

    def listing(self, path: str, front: str, code: str, total: int, size: int) -> Listing | None:
        """What stands on the list page at this path, if it is one of this channel's."""
        folder = front.rpartition("/")[0] + "/"
        if not path.startswith(folder):
            return None
        count = max(1, ceil(total / size))
        number = self._number(path[len(folder) :], code)
        if number is None or number > count:
            return None
        newest = total - 1 - (number - 1) * size
        older = self.list_path(front, code, number + 1) if number < count else None
        return Listing(range(newest, max(-1, newest - size), -1), number, count, older)

    def _number(self, name: str, code: str) -> int | None:
        if name in (front.format(code=code) for front in self.list_fronts):
            return 1
        found = re.fullmatch(re.escape(self.list_page.format("@", code=code)).replace("@", r"(\d{1,6})"), name)
        number = int(found[1]) - self.list_offset if found else 0
        return number if number > 1 else None


class Enorth(Cms):
    """Enorth WebPublisher: older list pages are numbered from the oldest, and a script tells how many there are."""

    def script_path(self, code: str) -> str:
        """Path of the script that holds `maxpage`."""
        return f"/system/count/{code}/count_page_list_{code.replace('/', '')}.js"

    def count_path(self, code: str, number: int) -> str:
        """Path of list page `number`, 1 being the oldest; the double slash is the system's own."""
        return (
            f"/system/count//{code}/{number // 1000000:03d}/{number // 1000 % 1000:03d}"
            f"/c{code.replace('/', '')}_{number:09d}.shtml"
        )

    def list_paths(self, front: str, code: str, total: int, size: int) -> Iterator[str]:
        """The front page, the script, then every numbered page down to the oldest."""
        yield front
        yield self.script_path(code)
        for number in range(ceil(total / size), 0, -1):
            yield self.count_path(code, number)

    def listing(self, path: str, front: str, code: str, total: int, size: int) -> Listing | None:
        """A front page shows the newest; a numbered page the articles that will stand on it for good."""
        count = max(1, ceil(total / size))
        folder = front.rpartition("/")[0] + "/"
        if path.startswith(folder) and path[len(folder) :] in FRONTS:
            return Listing(range(total - 1, max(-1, total - 1 - size), -1), 1, count, None)
        found = re.fullmatch(r"/system/count//?[\d/]{21,40}/c\d{19}_(\d{9})\.shtml", path)
        number = int(found[1]) if found else 0
        single = self.count_path(code, number).replace("//", "/")
        if not 1 <= number <= count or path.replace("//", "/") != single:
            return None
        last = min(number * size, total) - 1
        older = self.count_path(code, number - 1) if number > 1 else None
        return Listing(range(last, (number - 1) * size - 1, -1), count - number + 1, count, older)


@dataclass(frozen=True)
class Epaper(Cms):
    """A digital newspaper: an issue a day, of `SHEETS` printed pages with `PIECES` articles each.

    A channel's code is the day of its first issue. `issue` is the folder of a day's issue, `sheet` a printed page in
    it; `first` is the first page's name where it is none of those.
    """

    issue: str = "/{day:%Y%m/%d}/"
    sheet: str = "node_{:02d}.html"
    first: str = ""

    SHEETS: ClassVar[int] = 4
    PIECES: ClassVar[int] = 3
    ISSUE: ClassVar[int] = SHEETS * PIECES

    def day(self, code: str, k: int) -> datetime:
        """The issue in which article k of the paper stood."""
        return datetime.strptime(code, "%Y%m%d") + timedelta(days=k // self.ISSUE)

    def sheet_path(self, code: str, issue: int, sheet: int) -> str:
        """Path of a printed page."""
        name = self.first if sheet == 1 and self.first else self.sheet.format(sheet)
        return self.issue.format(day=self.day(code, issue * self.ISSUE)) + name

    def list_paths(self, front: str, code: str, total: int, size: int) -> Iterator[str]:
        """The paper's front page, then every printed page of every issue, the newest issue first."""
        yield front
        for issue in range((total - 1) // self.ISSUE, -1, -1):
            held = min(total - issue * self.ISSUE, self.ISSUE)
            for sheet in range(1, ceil(held / self.PIECES) + 1):
                yield self.sheet_path(code, issue, sheet)

    def listing(self, path: str, front: str, code: str, total: int, size: int) -> Listing | None:
        """What stands on a printed page, in the order of the page; the front page is the newest issue's first."""
        newest = (total - 1) // self.ISSUE
        found = self._place(path, code)
        if path.lstrip("/") in FRONTS:
            issue, sheet = newest, 1
        elif found:
            issue, sheet = found
        else:
            return None
        first = issue * self.ISSUE + (sheet - 1) * self.PIECES
        if not (0 <= issue <= newest and 1 <= sheet <= self.SHEETS and first < total):
            return None
        older = self.sheet_path(code, issue - 1, 1) if issue else None
        ranks = range(first, min(first + self.PIECES, total))
        return Listing(ranks, newest - issue + 1, newest + 1, older, sheet)

    def _place(self, path: str, code: str) -> tuple[int, int] | None:
        """Issue and printed page at a path."""
        form = re.sub(r"\\\{day:(.*?)\\\}", lambda m: re.sub(r"%Y|%m|%d", _digits, m[1]), re.escape(self.issue))
        found = re.fullmatch(rf"{form}(?P<name>[^/]+)", path)
        names = {self.sheet_path(code, 0, sheet).rpartition("/")[2]: sheet for sheet in range(1, self.SHEETS + 1)}
        if found is None or found["name"] not in names:
            return None
        return (date_of(found["Y"] + found["m"] + found["d"]) - self.day(code, 0)).days, names[found["name"]]


def _digits(part: re.Match[str]) -> str:
    return rf"(?P<{part[0][1]}>{'[0-9]{4}' if part[0] == '%Y' else '[0-9]{2}'})"


def date_of(digits: str) -> datetime:
    """The day YYYYMMDD names; one that no calendar has is the day before all newspapers."""
    try:
        return datetime.strptime(digits, "%Y%m%d")
    except ValueError:
        return datetime.min


PART = r"(?:_(?P<part>\d{1,2}))?"
ENORTH = Enorth(
    "enorth", "{dir}/system/{when:%Y/%m/%d}/{code:09d}.shtml",
    rf"[\w/]*/system/\d{{4}}/\d\d/\d\d/(?P<code>\d{{9}}){PART}\.shtml", suffix="_{:02d}", first_suffix=1,
)
TRS = Cms(
    "trs", "{dir}/{when:%Y%m}/{code}.html", rf"/[\w/]+/\d{{6}}/(?P<code>\d{{6,8}}){PART}\.html",
    first_suffix=1, list_offset=-1,
)
FOUNDER = Cms(
    "founder", "{dir}/{when:%Y-%m}/{when:%d}/content_{code}.htm",
    rf"[\w/]*/\d{{4}}-\d\d/\d\d/content_(?P<code>\d+){PART}\.htm",
    list_page="node_{code}_{}.htm", list_fronts=(*FRONTS, "node_{code}.htm"),
)
TIANSHUI = Cms(
    "tianshui", "{dir}/{when:%Y%m%d%H%M%S}{code:05d}.htm", rf"/news/[a-z]+/\d{{14}}(?P<code>\d{{5}}){PART}\.htm",
    list_page="index_{}.htm",
)
EPAPER = Epaper(
    "epaper", "/{when:%Y%m}/{when:%d}/content_{code}.html", rf"/\d{{6}}/\d\d/content_(?P<code>\d+){PART}\.html"
)
