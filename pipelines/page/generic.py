"""The generic reader: finds headline, info line, breadcrumb and body on a page that no layout fits."""

from __future__ import annotations

from bisect import bisect
from itertools import islice
from typing import Any

from pipelines.facts.dates import OTHER, OTHER_DAY, dates_in
from pipelines.items import Reading
from pipelines.page.anchors import below_name, heading_above, shown_title, subtitle, title_rows
from pipelines.page.boxes import inside
from pipelines.page.card import below_card, issued, out_of_card
from pipelines.page.chosen import comments_in, is_dated, is_teaser, main_holder, torn_parts, without_teasers
from pipelines.page.crumbs import breadcrumb
from pipelines.page.density import (
    Held,
    common_box,
    holder,
    holders,
    is_imprinted,
    is_info,
    is_sentence,
    none_but_apart,
    stretch,
    weigh,
)
from pipelines.page.digest import unlink_headings
from pipelines.page.images import pictures
from pipelines.page.infoline import dateline, named_parts
from pipelines.page.leaves import hidden_leaves
from pipelines.page.letters import with_reply, without_labels
from pipelines.page.marks import DATE, INFO
from pipelines.page.rows import Box, Row, line_of, read_rows
from pipelines.page.tail import is_mark, split_tail
from pipelines.page.trim import (
    cleaned,
    framed,
    is_other,
    lines,
    run_of_lines,
    widened,
    without_lead,
)
from pipelines.page.window import Beyond

TAIL_MAX, TAIL_LINE, NAMED_MAX = 12, 200, 30  # lines below a body, characters of one, of a label and its link
BELOW, SURELY_BELOW = 0.5, 0.15  # a headline has at least this share of the largest box's prose below it
HEADS = 20  # so many rows that show the headline are looked at
DATED = 2  # rows below a headline among which its date stands
FULL = 150  # characters: a shorter body is one to doubt
FOOT = 3  # a page's foot has no more sentences than these in one box
Heads = list[tuple[int, bool]]  # see anchors.title_rows
NEAR, LINES_MIN, CHARS_MIN = 5, 3, 20  # rows from headline to date, lines and characters of a body without a sentence


def read_generic(root: Any, meta: dict[str, str], base: str | None, cut: bool = False) -> Reading:
    """The article as it can be told from the page alone; raises Beyond where it reaches the end of a cut one."""
    rows = read_rows(root)
    weigh(rows)
    heads = title_rows(rows, meta)
    top = first_shown(rows, heads)
    known: dict[Box, bool] = {}
    held = holders(rows, top, known)
    comments = comments_in(rows, top)
    apart = none_but_apart(rows, held, top, known) or stands_above(rows, held, top)
    apart = apart or is_beneath(rows, held, top, comments)
    most = max((sum(rows[i].weight for i in found if i > top) for found in held.values()), default=0)
    if apart or (top >= 0 and most < FULL):
        reading = without_prose(rows, heads, meta, base)
        if not held or (reading.rows and (apart or sum(map(len, reading.rows)) > most)):
            return reading  # and the sentences of another box are none of it
    head = confirmed(rows, held, heads)
    told = 0.2 if head is not None else 0.0
    start = 0 if head is None else below_info(rows, head)
    until = first_from(start, comments, len(rows))
    if without_teasers(rows, held, start, until):
        return Reading("generic", shown_title(rows, head, meta), meta=meta, is_index=True)
    homes = torn_parts(rows, held, main_holder(rows, held, start, until))
    found = [i for box in homes for i in held.get(box, ()) if i >= start]
    first, last = stretch(rows, [i for i in found if i < until] or found, start)
    head = heading_above(rows, first) if head is None else below_name(rows, head, first, meta.get("title", ""))
    start = 0 if head is None else head + 1
    first, last, homes = bounds(rows, first, last, start, homes)
    if cut and last + 1 >= len(rows) and is_torn(rows[-1]):
        raise Beyond
    within, _ = split_tail(rows[first:last])
    last = first + len(within)
    pictured = first > 0 and rows[first - 1].image is not None
    body = without_labels(without_lead(list(cleaned(within, homes)), homes, pictured))
    body += lines(hidden_leaves(rows, last, holder(rows[found[-1]])))
    reading = around(rows, meta, base, head, first, last, body)
    reading.confidence = 0.5 + told + (0.2 if sum(map(len, reading.rows)) >= FULL else 0.0)
    return reading


def bounds(rows: list[Row], first: int, last: int, start: int, homes: set[Box]) -> tuple[int, int, set[Box]]:
    """First and last (exclusive) row of the body, grown from its prose by what goes with it: lines, lists, pictures in
    frames, the letter above a reply, but no index card; and the boxes that the body stands in.
    """
    unlink_headings(rows, first, last)
    first, last = widened(rows, first, last, start)
    begin, end = framed(rows, *with_reply(rows, first, last, start), start)
    homes = homes.union(holder(row) for row in (*rows[begin:first], *rows[last:end]) if row.text)
    return max(begin, out_of_card(rows, begin, start)), end, homes


def is_torn(row: Row) -> bool:
    """Whether a part's last line may go on where the part ends: no box follows it, as those of adverts do that show
    nothing.
    """
    if is_mark(row.text):
        return False
    el = row.box.el
    while el is not None and next(el.itersiblings("div", "table", "ul"), None) is None:
        el = el.getparent()
    return el is None


def around(
    rows: list[Row], meta: dict[str, str], base: str | None, head: int | None, first: int, last: int, body: list[Row]
) -> Reading:
    """The body with what stands around it, from its headline's row to the lines below row `last`."""
    reading = Reading("generic", shown_title(rows, head, meta), meta=meta)
    reading.rows = [row.text for row in body if row.text]
    reading.images = pictures(body, base)
    reading.tail = below(rows, last)
    reading.subtitle = subtitle(rows, head, first)
    line = dateline(rows, head, first)
    dated = line and DATE.search(line) and not (OTHER_DAY.search(line) and all(d.rank == OTHER for d in dates_in(line)))
    reading.dateline = " | ".join(filter(None, (None if dated else issued(rows, first), line))) or None
    reading.named = named_parts(rows, head, first)
    reading.breadcrumb = breadcrumb(rows, first)
    return reading


def without_prose(rows: list[Row], heads: Heads, meta: dict[str, str], base: str | None) -> Reading:
    """An article without a sentence: captions, names, verses under a headline that <title> confirms, and its date."""
    for head, _ in heads:
        info = next((i for i in range(head + 1, min(head + NEAR, len(rows) - 1)) if DATE.search(rows[i].text)), None)
        if info is None:
            continue
        info = below_card(rows, info + 1) - 1
        box = common_box(rows, head, info + 2)
        first = next((i for i in range(info + 1, min(info + NEAR, len(rows))) if not is_other(rows[i], box)), info + 1)
        last = run_of_lines(rows, first, common_box(rows, head, first + 1))
        prose = next((i for i in range(first, last) if rows[i].weight > 0), last)
        if prose < last and holds_both(rows, first, prose):
            continue
        last = prose
        texts = [row.text for row in rows[first:last] if row.text and not is_info(row.text)]
        if len(texts) >= LINES_MIN and sum(map(len, texts)) >= CHARS_MIN:
            reading = around(rows, meta, base, head, first, last, rows[first:last])
            reading.confidence = 0.4
            return reading
    return Reading("generic", shown_title(rows, None, meta), meta=meta)


def holds_both(rows: list[Row], first: int, prose: int) -> bool:
    """Whether the lines from row `first` on and the prose below them are of one text: not in boxes apart."""
    return holder(rows[prose]).first <= first or inside(rows[prose].box, common_box(rows, first, prose))


def confirmed(rows: list[Row], held: Held, heads: Heads) -> int | None:
    """The row of the headline: of those that show what <title> says, one with the prose below it.

    Of those with the same words one with the date right below it, or most of the prose, else the last: a bar above the
    page and a card to be shared show them too. Where the date stands right below it less prose is enough.
    """
    prose = [(found, [rows[i].weight for i in found]) for found in held.values()]
    most = max(sum(weights) for _, weights in prose)
    heads = heads[:HEADS]
    under = {i: max(sum(weights[bisect(found, i) :]) for found, weights in prose) for i, _ in heads}
    dated = {i: is_dated(rows[i + 1 : i + 1 + DATED]) for i in under}
    if len(heads) > 1:
        top = rows[heads[0][0]].text
        same = {i: (dated[i], under[i] >= BELOW * most) for i in under if rows[i].text == top}
        heads = sorted(heads, key=lambda head: same.get(head[0], ()), reverse=True)
    for head, sure in heads:
        if under[head] >= BELOW * most or (under[head] >= SURELY_BELOW * most and (sure or dated[head])):
            return head
    return None


def is_linked_info(row: Row) -> bool:
    """Whether a line is a label whose value is a link: `来源：某某网`."""
    return row.links < len(row.text) <= NAMED_MAX and INFO.match(row.text) is not None


def below_info(rows: list[Row], head: int) -> int:
    """The first row below the headline that may be of the body: below the date, where but a second headline with a
    colon or a comma stands above that, which counts as prose.
    """
    if rows[head + 1].weight > 0 and not is_sentence(rows[head + 1].text):
        for i in range(head + 2, min(head + 2 + DATED, len(rows) - 1)):
            if rows[i].weight <= 0 and DATE.search(rows[i].text) and is_info(rows[i].text):
                return i + 1
            if rows[i].weight > 0:
                break
    return head + 1


def first_shown(rows: list[Row], heads: Heads) -> int:
    """The first row that shows the headline, or most of what the fullest of them shows: below the text a card to be
    shared may do so once more; -1 where there is none.
    """
    return min((i for i, _ in heads if len(rows[i].text) * 2 > len(rows[heads[0][0]].text)), default=-1)


def stands_above(rows: list[Row], held: Held, head: int) -> bool:
    """Whether all prose but the page's foot stands above the headline: a greeting, a breadcrumb with its colon.

    A notice's signature may be how its headline begins.
    """
    if head < 0 or any(len(found) > FOOT and found[-1 - FOOT] > head for found in held.values()):
        return False  # seen fast
    below = (rows[i].box for found in held.values() for i in found if i > head)
    return all(is_imprinted(rows, box.up or box) for box in below)


def first_from(start: int, found: list[int], none: int) -> int:
    """The first of some rows that is not above `start`; `none` where none is."""
    return next((i for i in found if i >= start), none)


def is_beneath(rows: list[Row], held: Held, head: int, comments: list[int]) -> bool:
    """Whether all prose below the headline is readers' comments or the beginnings of other texts."""
    if head < 0:
        return False
    start = head + 1
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
