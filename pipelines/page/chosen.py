"""Which box of prose is the article's: other texts' beginnings, comments and notices may be longer than it is."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from pipelines.facts.dates import relative
from pipelines.facts.furniture import GLUED, GLUED_LAST
from pipelines.page.anchors import HEADINGS
from pipelines.page.boxes import kind_of
from pipelines.page.density import (
    LINKED,
    REACH,
    Held,
    common_box,
    holder,
    is_bare_notice,
    is_notice,
    noise,
)
from pipelines.page.discussed import is_discussed
from pipelines.page.headed import heads_box
from pipelines.page.marks import COMMENTS, COUNTED, DATE, END, INFO, OTHERS, SAID
from pipelines.page.rows import Box, Row

FEW = 3  # rows of another text below a heading of its own
EARLY = 0.3  # an earlier box with this share of the largest box's prose may be the article
BRIEF = 20  # characters of prose that are an article of their own where they stand between a headline and 相关新闻
TEASERS, TEASER_MAX, HEADLINE_MIN = 3, 160, 6  # so many make a list; characters of one, of its linked headline
HEADING_MAX = 24  # characters of a heading over comments
INDEX, INTRODUCED = 5, 6  # so many make a page's list below its headline; rows above a list that may introduce it
PLACE = re.compile(r"[-_]?(?:up|down|top|bottom|above|below|first|last)(?![a-z])")
ON = re.compile(r"[\[【(（]?(?:阅读|查看|更多|全文|详细)")  # a link that leads on, on a line of its own


def comments_in(rows: list[Row], head: int) -> list[int]:
    """The rows below row `head` that stand over readers' comments; how many there are heads a box below prose."""
    short = [i for i in range(head + 1, len(rows)) if len(rows[i].text) < HEADING_MAX and SAID.search(rows[i].text)]
    if not short:
        return []
    said = next((i for i in range(head + 1, len(rows)) if rows[i].weight > 0), len(rows))  # above it they are buttons
    return [
        i
        for i in short
        if COMMENTS.match(rows[i].text) or (i > said and COUNTED.match(rows[i].text) and heads_box(rows, i))
    ]


def without_teasers(rows: list[Row], held: Held, start: int, end: int) -> bool:
    """Take out boxes that hold nothing but the beginnings of other texts, each below its linked headline, where there
    is other prose from `start` to `end`, where comments begin: beside a brief text they are the longer ones. True where
    there is no other, nor anything that introduces them: the page is a list.
    """
    lists = {box: found for box, found in held.items() if all(is_teaser(rows, i, box, start) for i in found)}
    texts = (found for box, found in held.items() if not (box in lists or is_bare_notice(rows, box, found)))
    others = (rows[i].weight for found in texts for i in found if start <= i < end)
    many = sum(map(len, lists.values()))
    if many < TEASERS:
        return False
    if sum(others) < BRIEF:
        return is_list(rows, start, min(found[0] for found in lists.values()), many)
    for box, found in lists.items():
        del held[box]
        for i in found:
            rows[i].weight = LINKED
    return False


def is_list(rows: list[Row], start: int, first: int, many: int) -> bool:
    """Whether nothing introduces beginnings of texts as one article, a digest: below a headline a line that is no
    link, where none is known a date or a label.
    """
    if start:
        return many >= INDEX and not any(row.text and not row.links for row in rows[start : first - 1])
    link = next((i for i in range(first - 1, max(0, first - 4), -1) if rows[i].links), first)  # below: its own date
    above = (row.text for row in rows[max(0, link - INTRODUCED) : link])
    return not any(DATE.search(text) or INFO.search(text) or relative(text) for text in above)


def is_teaser(rows: list[Row], i: int, box: Box, start: int) -> bool:
    """Whether a short row stands in its box right below a line that is a link, or below that one's date; or ends in
    the link that leads on: `…[详细]`, or has it in the next line. A cell of its own stands in its table.
    """
    if len(rows[i].text) > TEASER_MAX:
        return False
    if is_cut(rows[i]):
        return True
    if i + 1 < len(rows) and rows[i + 1].links and ON.match(rows[i + 1].text):
        return True
    while box.up is not None and box.last - box.first == 1:
        box = box.up
    for above in range(i - 1, max(box.first, start, i - 4) - 1, -1):
        text, links = rows[above].text, rows[above].links
        if links * 2 > len(text):
            return len(text) >= HEADLINE_MIN
        if rows[above].weight > 0:
            return False
    return False


def is_cut(row: Row) -> bool:
    """Whether a row ends in the link that leads to its rest: `…[详细]`."""
    return row.links > 0 and row.text[-1] in GLUED_LAST and GLUED.search(row.text) is not None


def main_holder(rows: list[Row], held: Held, start: int, end: int) -> Box:
    """The box with most prose from `start` on, or an earlier one above the mark of an article's end.

    Comments and related stories stand below such a mark. Buttons and the source may also stand between a lead and
    its text: there the earlier box must hold a good part of the largest one's prose; below the date, above 相关新闻, a
    long list, comments or a few rows with a heading of their own, and in a box with the headline that the largest is
    not in, it may be as brief as it likes. A lone line below a picture of another box is its caption, and counts
    little, a notice nothing, nor do readers' comments, from the row `end` on.
    """
    sums: dict[Box, int] = {}
    full: dict[Box, int] = {}
    above_them = sum(rows[i].weight for found in held.values() for i in found if start <= i < end) >= BRIEF
    for box, found in held.items():
        above = rows[found[0] - 1]
        caption = len(found) == 1 and above.image is not None and holder(above) is not box
        none = (above_them and found[0] > end) or is_notice(rows, found)
        prose = 0 if none else sum(rows[i].weight for i in found if i >= start)
        full[box], sums[box] = prose, prose // (4 if caption else 1)
    # Of copies the first, of boxes that count nothing the last.
    best = max(sums, key=lambda box: (sums[box], -held[box][-1] if sums[box] else held[box][-1]))
    seen: Above | None = None
    for box, prose in sums.items():
        early, brief = prose > 0 and prose >= EARLY * sums[best], start and full[box] >= BRIEF
        if box is best:
            break
        if early or brief:
            first, last = held[box][0], held[box][-1]
            seen = seen or Above.of(rows, start, first, held[best][0])
            apart = seen.date <= last and (seen.others > last or seen.noise_from(last + 1) < REACH)
            apart = apart or is_headed(rows, held[best])
            brief = brief and seen.dated < first and (apart or is_discussed(rows, last + 1))
            early = early and (start > 0 or not seen.is_above(first, last))
            if (early and seen.end > last) or (brief and is_nearer(rows, start - 1, held[box], held[best])):
                return box
    return best


def is_headed(rows: list[Row], found: list[int]) -> bool:
    """Whether a box's prose is a few rows below a heading that its box begins with; buttons are no heading."""
    above = found[0] - 1
    return len(found) <= FEW and rows[above].box.el.tag in HEADINGS and heads_box(rows, above)


class Above(NamedTuple):
    """What stands above the largest box, told once for all earlier ones: the first date below the headline; the last
    mark of an end, heading of others and date; how much noise is above each row.
    """

    dated: int
    end: int
    others: int
    date: int
    noises: list[int]
    low: int

    @classmethod
    def of(cls, rows: list[Row], start: int, low: int, top: int) -> Above:
        """As it is told of the rows from `low` to `top`."""
        dated = next((i for i in range(start, top) if DATE.search(rows[i].text)), top)
        backwards = range(top - 1, low - 1, -1)
        end, others = (next((i for i in backwards if is_marked(rows[i], mark)), -1) for mark in (END, OTHERS))
        date = next((i for i in backwards if DATE.search(rows[i].text)), -1)
        return cls(dated, end, others, date, list(accumulate(map(noise, rows[low:top]), initial=0)), low)

    def noise_from(self, row: int) -> int:
        """The noise between a row and the largest box."""
        return self.noises[-1] - self.noises[min(row - self.low, len(self.noises) - 1)]

    def is_above(self, first: int, last: int) -> bool:
        """Whether the box of these rows stands above an article of whose headline nothing is known: there is no date
        above it, but below it a menu, and then one. So stand a browser's notices, a server's, an archive's.
        """
        if self.dated < first or self.date <= last:
            return False
        return self.noises[self.date - self.low] - self.noises[last + 1 - self.low] < REACH


def is_marked(row: Row, mark: re.Pattern[str]) -> bool:
    """Whether a row is a mark of an article's end."""
    return len(row.text) < 120 and mark.match(row.text) is not None


def is_dated(rows: list[Row]) -> bool:
    """Whether one of these rows shows a date: the info line, which stands above an article and below its lead."""
    return any(DATE.search(row.text) for row in rows)


def is_nearer(rows: list[Row], head: int, some: list[int], others: list[int]) -> bool:
    """Whether some rows share a box with the headline that does not hold the others."""
    return common_box(rows, head, some[-1] + 1).last <= others[0]


def torn_parts(rows: list[Row], held: Held, home: Box) -> set[Box]:
    """The main box and those that bear its id: an id that comes twice is one box that broken markup has torn, or a
    copy, which begins as it does. And those beside it of its name, where each begins with a sentence: a list or an
    advert was set between the parts of one text; what else stands there begins with a heading or a link.
    """
    name, begins = home.el.get("id"), rows[held[home][0]].text
    parts = {box for box, found in held.items() if rows[found[0]].text != begins and name and box.el.get("id") == name}
    beside = [box for box in held if box.up is home.up and box is not home]
    if beside and home.name.strip() and begins_text(rows, home, held[home]):
        kind = part_of(home)
        parts.update(box for box in beside if part_of(box) == kind and begins_text(rows, box, held[box]))
    return {home, *parts}


def part_of(box: Box) -> tuple[Box | None, str, str]:
    """What the boxes of one text have in common that a template parted: `content_up` and `content_down` do."""
    up, tag, name = kind_of(box)
    return up, tag, PLACE.sub("", name)


def begins_text(rows: list[Row], box: Box, found: list[int]) -> bool:
    """Whether nothing but pictures stands above the first sentence of a box, and it is no notice nor a teaser."""
    if any(row.image is None for row in rows[box.first : found[0]]):
        return False
    return not (is_notice(rows, found) or is_cut(rows[found[0]]))
