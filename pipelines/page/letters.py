"""Letters to an office and its replies: two texts of one article, and the labels between them."""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.page.density import holder, is_info
from pipelines.page.marks import DATE, REPLY
from pipelines.page.rows import Row

_SIGN = re.compile("[复覆应]")  # 受理部门 and 办理时间 alone may be of a notice
NEAR, LABEL = 10, 40  # rows between a letter and its reply, characters of the label there


def with_reply(rows: list[Row], first: int, last: int, start: int) -> tuple[int, int]:
    """The stretch with the letter that its reply stands below, or the other way round.

    Between them stands a label, 回复内容 or who replied when, and the letter begins below the headline.
    """
    above = next((i for i in range(first - 1, max(start, first - NEAR) - 1, -1) if is_reply(rows[i])), None)
    below = next((i for i in range(last, min(last + NEAR, len(rows))) if is_reply(rows[i])), None)
    if start and above is not None:
        first = next((i for i in range(start, above) if rows[i].weight > 0), first)
    elif start and below is not None:
        answer = next((i for i in range(below, min(below + NEAR, len(rows))) if rows[i].weight > 0), None)
        if answer is not None:
            last = max(i for i in range(answer, holder(rows[answer]).last) if rows[i].weight > 0) + 1
    return first, last


def without_labels(body: list[Row]) -> list[Row]:
    """The rows without the labels between a letter and its reply, and what stands between these."""
    prose = [i for i, row in enumerate(body) if row.weight > 0]
    gone = set[int]()
    for one, other in pairwise(prose if any(map(is_reply, body)) else ()):
        labels = [i for i in range(one + 1, other) if is_reply(body[i]) or is_info(body[i].text)]
        if any(is_reply(body[i]) for i in labels):
            gone.update(range(labels[0], labels[-1] + 1))
    return [row for i, row in enumerate(body) if i not in gone] if gone else body


def is_reply(row: Row) -> bool:
    """Whether a short line is the label over a reply: `回复单位`, `县水利局 2019-03-05 回复：`; a button is none."""
    text = row.text
    if len(text) > LABEL or row.links or row.weight > 0 or not _SIGN.search(text):
        return False
    told = text.rstrip(":： ").endswith(("回复", "答复")) and DATE.search(text) is not None
    return told or REPLY.match(text) is not None
