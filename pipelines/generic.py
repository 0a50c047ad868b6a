"""The generic reader: finds headline, info line, breadcrumb and body on a page that no layout fits."""

from __future__ import annotations

from typing import Any

from pipelines.anchors import breadcrumb, dateline, heading_above, shown_title, title_rows
from pipelines.density import holders, main_holder, stretch, torn_parts, weight
from pipelines.images import pictures
from pipelines.items import Reading
from pipelines.rows import read_rows
from pipelines.trim import cleaned, split_tail, widened, without_lead

TAIL_MAX = 12
TAIL_LINE = 200
BELOW, SURELY_BELOW = 0.5, 0.15  # a headline has at least this share of the largest box's prose below it


def read_generic(root: Any, meta: dict[str, str], url: str | None) -> Reading:
    """The article as it can be told from the page alone."""
    rows = read_rows(root)
    value = [weight(row) for row in rows]
    held = holders(rows, value)
    reading = Reading("generic", meta=meta)
    most = max((sum(value[i] for i in found) for found in held.values()), default=0)
    if not most:
        reading.title = shown_title(rows, None, meta)
        return reading
    head: int | None = None
    for head, sure in title_rows(rows, meta):
        below = max(sum(value[i] for i in found if i > head) for found in held.values())
        if below >= (SURELY_BELOW if sure else BELOW) * most:
            break
    else:
        head = None
    start = 0 if head is None else head + 1
    home = main_holder(rows, value, held, start)
    assert home is not None
    homes = torn_parts(held, home)
    first, last = stretch(rows, value, [i for box in homes for i in held[box] if i >= start], start)
    if head is None:
        head = heading_above(rows, first)
        start = 0 if head is None else head + 1
    first, last = widened(rows, first, last, start)
    body, cut = split_tail(rows[first:last])
    last = first + len(body)
    pictured = first > 0 and rows[first - 1].image is not None
    body = without_lead(list(cleaned(body, homes)), homes, pictured)
    reading.rows = [row.text for row in body if row.text]
    reading.images = pictures(body, url)
    below_rows = (r.text for r in rows[last : last + 3 * TAIL_MAX] if r.text and r.links * 2 <= len(r.text) <= TAIL_LINE)
    reading.tail = list(below_rows)[:TAIL_MAX]
    reading.title = shown_title(rows, head, meta)
    reading.dateline = dateline(rows, head, first)
    reading.breadcrumb = breadcrumb(rows, first)
    reading.confidence = 0.8
    return reading
