"""The generic reader: finds headline, info line, breadcrumb and body on a page that no layout fits."""

from __future__ import annotations

from bisect import bisect
from itertools import islice
from typing import Any

from pipelines.items import Reading
from pipelines.page.anchors import dateline, heading_above, named_parts, shown_title, subtitle, title_rows
from pipelines.page.chosen import comments_in, is_dated, is_teaser, main_holder, torn_parts, without_teasers
from pipelines.page.crumbs import breadcrumb
from pipelines.page.density import (
    Held,
    common_box,
    holder,
    holders,
    is_imprinted,
    is_info,
    none_but_apart,
    stretch,
    weigh,
)
from pipelines.page.digest import unlink_headings
from pipelines.page.images import pictures
from pipelines.page.letters import with_reply, without_labels
from pipelines.page.marks import DATE, INFO
from pipelines.page.rows import Row, line_of, read_rows
from pipelines.page.trim import cleaned, framed, is_mark, run_of_lines, split_tail, widened, without_lead
from pipelines.page.window import Beyond

TAIL_MAX, TAIL_LINE, NAMED_MAX = 12, 200, 30  # lines below a body, characters of one, of a label and its link
BELOW, SURELY_BELOW = 0.5, 0.15  # a headline has at least this share of the largest box's prose below it
DATED = 2  # rows below a headline among which its date stands
FULL = 150  # characters: a shorter body is one to doubt
FOOT = 3  # a page's foot has no more sentences than these in one box
Heads = list[tuple[int, bool]]  # see anchors.title_rows
NEAR, LINES_MIN, CHARS_MIN = 5, 3, 20  # rows from headline to date, lines and characters of a body without a sentence


def read_generic(root: Any, meta: dict[str, str], base: str | None, cut: bool = False) -> Reading:
    """The article as it can be told from the page alone; raises Beyond where it reaches the end of a cut one."""
    rows = read_rows(root)
    weigh(rows)
    held = holders(rows)
    heads = title_rows(rows, meta)
    comments = comments_in(rows)
    if none_but_apart(rows, held) or stands_above(rows, held, heads) or is_beneath(rows, held, heads, comments):
        reading = without_prose(rows, heads, meta, base)
        if reading.rows or not held:
            return reading
    head = confirmed(rows, held, heads)
    told = head is not None
    start = 0 if head is None else head + 1
    until = first_from(start, comments, len(rows))
    if without_teasers(rows, held, start, until):
        return Reading("generic", shown_title(rows, head, meta), meta=meta, is_index=True)
    homes = torn_parts(held, main_holder(rows, held, start, until))
    inside = [i for box in homes for i in held.get(box, ()) if i >= start]
    first, last = stretch(rows, [i for i in inside if i < until] or inside, start)
    if head is None:
        head = heading_above(rows, first)
        start = 0 if head is None else head + 1
    unlink_headings(rows, first, last)
    first, last = widened(rows, first, last, start)
    begin, end = framed(rows, *with_reply(rows, first, last, start), start)
    homes = homes.union(holder(row) for row in (*rows[begin:first], *rows[last:end]) if row.text)
    first, last = begin, end
    if cut and last + 1 >= len(rows) and not is_mark(rows[-1].text):  # the last row may be torn
        raise Beyond
    within, _ = split_tail(rows[first:last])
    last = first + len(within)
    pictured = first > 0 and rows[first - 1].image is not None
    body = without_labels(without_lead(list(cleaned(within, homes)), homes, pictured))
    reading = around(rows, meta, base, head, first, last, body)
    full = sum(map(len, reading.rows)) >= FULL
    reading.confidence = 0.5 + 0.2 * told + 0.2 * full
    return reading


def around(
    rows: list[Row], meta: dict[str, str], base: str | None, head: int | None, first: int, last: int, body: list[Row]
) -> Reading:
    """The body with what stands around it, from its headline's row to the lines below row `last`."""
    reading = Reading("generic", shown_title(rows, head, meta), meta=meta)
    reading.rows = [row.text for row in body if row.text]
    reading.images = pictures(body, base)
    reading.tail = below(rows, last)
    reading.subtitle = subtitle(rows, head, first)
    reading.dateline = dateline(rows, head, first)
    reading.named = named_parts(rows, head, first)
    reading.breadcrumb = breadcrumb(rows, first)
    return reading


def without_prose(rows: list[Row], heads: Heads, meta: dict[str, str], base: str | None) -> Reading:
    """An article without a sentence: captions, names, verses under a headline that <title> confirms, and its date."""
    for head, _ in heads:
        info = next((i for i in range(head + 1, min(head + NEAR, len(rows) - 1)) if DATE.search(rows[i].text)), None)
        if info is None:
            continue
        first = info + 1
        last = run_of_lines(rows, first, common_box(rows, head, first + 1))
        prose = next((i for i in range(first, last) if rows[i].weight > 0), last)
        if prose < last and holder(rows[prose]).first <= head:
            continue
        last = prose  # in a box apart
        texts = [row.text for row in rows[first:last] if row.text and not is_info(row.text)]
        if len(texts) >= LINES_MIN and sum(map(len, texts)) >= CHARS_MIN:
            reading = around(rows, meta, base, head, first, last, rows[first:last])
            reading.confidence = 0.4
            return reading
    return Reading("generic", shown_title(rows, None, meta), meta=meta)


def confirmed(rows: list[Row], held: Held, heads: Heads) -> int | None:
    """The row of the headline: of those that show what <title> says, one with the prose below it.

    Where the date stands right below it less prose is enough.
    """
    prose = [(found, [rows[i].weight for i in found]) for found in held.values()]
    most = max(sum(weights) for _, weights in prose)
    for head, sure in heads:
        under = max(sum(weights[bisect(found, head) :]) for found, weights in prose)
        if under >= BELOW * most or (
            under >= SURELY_BELOW * most and (sure or is_dated(rows[head + 1 : head + 1 + DATED]))
        ):
            return head
    return None


def is_linked_info(row: Row) -> bool:
    """Whether a line is a label whose value is a link: `来源：某某网`."""
    return row.links < len(row.text) <= NAMED_MAX and INFO.match(row.text) is not None


def stands_above(rows: list[Row], held: Held, heads: Heads) -> bool:
    """Whether all prose but the page's foot stands above the headline: a greeting, a breadcrumb with its colon.

    Of the rows that show it the fullest counts: a notice's signature may be how its headline begins.
    """
    last = heads[0][0] if heads else -1
    if last < 0 or any(len(found) > FOOT and found[-1 - FOOT] > last for found in held.values()):
        return False  # seen fast
    below = (rows[i].box for found in held.values() for i in found if i > last)
    return all(is_imprinted(rows, box.up or box) for box in below)


def first_from(start: int, found: list[int], none: int) -> int:
    """The first of some rows that is not above `start`; `none` where none is."""
    return next((i for i in found if i >= start), none)


def is_beneath(rows: list[Row], held: Held, heads: Heads, comments: list[int]) -> bool:
    """Whether all prose below the headline is readers' comments or the beginnings of other texts."""
    if not heads:
        return False
    start = heads[0][0] + 1
    end = first_from(start, comments, len(rows))
    return all(
        found[-1] < start or found[0] > end or all(is_teaser(rows, i, box, start) for i in found)
        for box, found in held.items()
    )


def below(rows: list[Row], last: int) -> list[str]:
    """The short lines right below the body: its editor, its source, notices; no lines of links."""
    near = ((i, len(rows[i].text)) for i in range(last, min(last + 4 * TAIL_MAX, len(rows))))
    short = (i for i, size in near if 0 < size <= TAIL_LINE and (rows[i].links * 2 <= size or is_linked_info(rows[i])))
    return [line_of(rows, i) if INFO.search(rows[i].text) else rows[i].text for i in islice(short, TAIL_MAX)]
