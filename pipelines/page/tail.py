"""Where a body ends: at a mark, though prose may stand below it that is none of the body."""

from __future__ import annotations

from pipelines.page.marks import ABOUT_SITE, END, NOTICE
from pipelines.page.rows import Row

LATE, LATE_MAX = 0.12, 250  # a mark ends the body only if no more prose than this stands below it
LINKED_MIN, HEADING_MAX = 6, 20  # characters of another text's headline, of one over what the site tells of itself


def split_tail(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The body, and what a mark such as 责任编辑 or 相关新闻 with little prose of its own below it cuts off."""
    most = min(LATE * sum(row.weight for row in rows if row.weight > 0), LATE_MAX)
    cut, below = heads_site(rows), 0
    for i in range(cut - 1, -1, -1):
        if is_mark(rows[i].text):
            cut = i
        elif rows[i].weight > 0 and not begins_other(rows, i) and (below := below + rows[i].weight) > most:
            break
    return rows[:cut], rows[cut:]


def heads_site(rows: list[Row]) -> int:
    """The row over what the site tells of itself below a text of half its length; where none is, how many rows."""
    said = 0
    for i in range(len(rows) - 1, 0, -1):
        size = len(rows[i].text)
        if size < HEADING_MAX and ABOUT_SITE.fullmatch(rows[i].text) and not rows[i].links:
            return i if sum(len(row.text) for row in rows[:i]) * 2 > said else len(rows)
        said += size
        if said > LATE_MAX:
            break
    return len(rows)


def is_mark(text: str) -> bool:
    """Whether a line stands below articles: a mark of the end, or a notice."""
    return (len(text) < 120 and END.match(text) is not None) or (len(text) < 250 and NOTICE.search(text) is not None)


def begins_other(rows: list[Row], i: int) -> bool:
    """Whether a row below a body is how another text begins: cut short, right below its headline, which is a link."""
    above = rows[i - 1]
    if not above.links * 5 > len(above.text) * 4 or len(above.text) < LINKED_MIN:
        return False
    return rows[i].text.endswith(("…", "...", "]", "】"))
