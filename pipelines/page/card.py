"""The index card that an authority's portal sets above a notice: its number, who issued it, when, of what kind."""

from __future__ import annotations

import re

from pipelines.page.marks import DATE
from pipelines.page.rows import Row

CARD = re.compile(
    r"索\s?引|发文|发布|成文|主题|信息|公开|公文|文\s?[号种]|分\s?类|体裁|组配|有效|时效|生效|废止|签发|名\s?称|标\s?题"
    r"|来\s?源|日\s?期"
)
LABELLED = re.compile(  # a line of one that is nothing else
    r"(?:索\s?引\s?号|发文(?:机关|机构|单位|字号|日期)|(?:成文|生效|实施|废止|失效)(?:日期|时间)|发布机构|文\s?号|有效性|时效性?"
    r"|(?:主题|组配|体裁|公文|信息)(?:分类|种类|类别)|信息(?:名称|索引)|公开(?:方式|形式|范围|类别|类型|时限))\s?[:：]"
)
SURE = re.compile(r"索\s?引|发文|发布机|成文|文\s?号|组配|体裁|公开")  # no event's or prize's list has one of these
ISSUED = re.compile(  # when it was published, else issued or written, the surest first
    r"(?:(?P<a>发布|公开|公布)|(?P<b>发文|生成|印发)|(?P<c>成文))(?:日期|时间)\s?[:：]?"
)
LEAST, MOST = 3, 24  # lines, rows of a card
LABEL, LINE_MAX = 8, 60  # characters of a label that has its value in the next row, of a line


def out_of_card(rows: list[Row], first: int, start: int) -> int:
    """The first row of a text, below the card in which the row stands that was taken for it."""
    near = (below_card(rows, i) for i in range(max(start, first - MOST), first + 1) if CARD.match(rows[i].text))
    return max(near, default=first)


def below_card(rows: list[Row], first: int) -> int:
    """The row below a card that begins at row `first`; that row where none does."""
    last, lines = first, 0
    while last < len(rows) and len(rows[last].text) < LINE_MAX and CARD.match(rows[last].text):
        label, last, lines = rows[last], last + 1, lines + 1
        if len(label.text) <= LABEL and last < len(rows) and is_value(rows[last], label):
            last += 1
    sure = lines >= LEAST and any(SURE.match(row.text) for row in rows[first:last])
    return last if sure else first


def issued(rows: list[Row], first: int) -> str | None:
    """The line of a card above a text that tells when the notice was published, else issued or written."""
    found: dict[str, str] = {}
    for i in range(max(0, first - 2 * MOST), first):
        text = rows[i].text
        if text[2:4] in ("日期", "时间") and len(text) < LINE_MAX and (label := ISSUED.match(text)):
            value = text[label.end() :] or (rows[i + 1].text if is_value(rows[i + 1], rows[i]) else "")
            if DATE.match(value.strip()):
                found.setdefault(label.lastgroup or "", f"{label[0].rstrip(' :：')}：{value}")
    return found[min(found)] if found else None


def is_value(row: Row, label: Row) -> bool:
    """Whether a row is the value of the label above it: beside it in its table's row or its list."""
    if row.weight > 0 or row.text.endswith((":", "：")):
        return False
    box = label.box
    while box.up is not None and box.last - box.first == 1:
        box = box.up
    return box.first <= row.box.first and row.box.last <= box.last
