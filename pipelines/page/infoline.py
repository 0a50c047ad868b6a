"""The info line of an article: its date, its source, who wrote it, wherever a template sets them."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from pipelines.facts.dates import dates_in, is_date_alone, relative
from pipelines.facts.labels import parts
from pipelines.facts.people import is_name, is_publisher, joined
from pipelines.facts.signatures import byline
from pipelines.facts.words import words
from pipelines.page.anchors import INFO_MAX
from pipelines.page.card import LABEL
from pipelines.page.marks import DATE, INFO
from pipelines.page.rows import Row, line_of

ABOVE = 5  # rows above the headline in which it may stand
BESIDE_MAX = 16  # characters of a name that stands beside the date
VALUE_MAX = 30  # characters of the value of a label in a box of its own
VALUE_TAGS = frozenset(words("dd td div p li"))
PIECE_MAX, WHEN_MAX = 12, 40  # characters of a part of a date, of a line with a date of a rarer form
WHEN = re.compile("[0-9０-９].|[〇○零一二三四五六七八九]年")  # a cheap first look
AGO = re.compile("前|[昨前今]天 ?[0-9]")
PIECES = re.compile(  # year, month and day
    r"((?:19|20)\d\d)(?:[-/.年] ?([01]?\d)月? ([0-3]?\d)日?|年? ([01]?\d)[-/.月] ?([0-3]?\d)日?)", re.ASCII
)
NO_YEAR = re.compile(r"\d{1,2}-\d{1,2} \d{1,2}:\d{2}")  # 09-01 18:20
WEATHER = re.compile("[℃°]")  # of today, in a page's head
NAMED_ROWS, NAMED_MOST = 4, 8  # rows below the headline whose elements' names are looked at, such elements of each
NAMED_TAGS = frozenset(words("span a em i b strong p div li td cite"))
PART_NAME = re.compile(  # a_source, articleSource, sourceText, con1_author; no resource, no author-card
    r"(?:(?P<source>(?:\b|_)source|(?<=[a-z])Source)|(?:\b|_)(?:author|writer|zuozhe)|(?<=[a-z])Author)"
    r"(?:[-_]?(?:[Nn]ame|[Tt]ext))?(?:\s|$)"
)
# Labels that a list or a table sets into a box of its own, without a colon.
BARE_LABELS = frozenset(
    words(
        "来源 來源 文章来源 信息来源 稿源 作者 文章作者 供稿 责任编辑 責任編輯 责编 编辑 編輯"
        " 时间 日期 发布时间 发布日期"
    )
)
PART_VALUE = re.compile(r"[\w·•—－\-《》()（）]{2,20}(?: [\w·•]{2,4})*")
OURS = re.compile(r"原[创創]\s?[:：]$")  # no label of a field: the author's name follows, or the site's
BUTTON = re.compile(r"关注|订阅|\d\d|举报|打印|分享|[阅浏]|评论")


def dateline(rows: list[Row], head: int | None, first: int) -> str | None:
    """The info line: rows between headline and body, or just above the headline, with a date, a label or a byline."""
    above: list[str] = []
    below: list[str] = []
    start = head if head is not None else first
    begin = max(0, start - ABOVE)
    if 0 < begin < first and rows[begin - 1].text.endswith((":", "：")):
        begin -= 1  # a card's label, whose value is the next row
    for i in range(begin, first):
        if i == head or not 1 < len(rows[i].text) <= INFO_MAX:
            continue
        text = line_of(rows, i) if i > start or ":" in rows[i].text else rows[i].text
        found = below if i > start else above
        if i and text[0].isdigit() and is_label_of_day(rows[i - 1].text, not found) and is_date_alone(text):
            text = f"{rows[i - 1].text.rstrip('：')}：{text}"  # which day of an index card it is
        if i > start + 1 and rows[i - 1].text in BARE_LABELS and is_bare_value(rows[i], rows[i - 1]):
            text = f"{rows[i - 1].text}：{text}"
        valued = bool(found) and found[-1].endswith((":", "："))  # a label whose value is the next row
        if len(text) <= PIECE_MAX and (text[-1].isdigit() or text[-1] in "月日年"):
            text = in_pieces(f"{rows[i - 1].text} {text}") or in_pieces(text) or text
        told = bool(valued or DATE.search(text) or INFO.search(text)) or tells(text)
        told = told or (i > start and (bool(byline(text)) or (publishes(text) and beside_a_date(rows, i))))
        told = told or (i > start and (tells_when(text) or (not rows[i].links and are_people(text))))
        if told and (i > start or not WEATHER.search(text)):
            found.append(text)
    return " | ".join(filter(None, (" ".join(below), " ".join(above)))) or None  # no value runs on into the other


def is_label_of_day(text: str, first: bool) -> bool:
    """Whether the row above a date may be its label: by its colon, where the info line begins, or by its word."""
    return text.endswith((":", "：")) if first else len(text) <= LABEL and text.endswith(("日期", "时间"))


def is_bare_value(row: Row, label: Row) -> bool:
    """Whether a row is the value of the label in the box before it: of a list of terms, of a table's or a box's row."""
    if row.box is label.box or label.links or row.text in BARE_LABELS or len(row.text) > VALUE_MAX:
        return False
    return row.box.el.tag in VALUE_TAGS and row.box.up is label.box.up


def in_pieces(text: str) -> str | None:
    """The date of which a template sets the day apart: `18 2019-06`, `2019 06/18`; None where a line is none."""
    day, apart, month = text.partition(" ")
    pieces = (PIECES.fullmatch(f"{one} {other}") for one, other in ((day, month), (month, day))) if apart else ()
    found = next(filter(None, pieces), None)
    return "-".join(filter(None, found.groups())) if found else None


def tells_when(text: str) -> bool:
    """Whether a short line that is no sentence has a date of a rarer form: 二〇一九年…, full-width digits, no year."""
    if len(text) > WHEN_MAX or not WHEN.search(text) or "。" in text or "，" in text:
        return False
    return bool(NO_YEAR.search(text) or (AGO.search(text) and relative(text)) or next(dates_in(text), None))


def named_parts(rows: list[Row], head: int | None, first: int) -> dict[str, str]:
    """Source and author where only the element's name says so: `<span class="a_source">云岭</span>`.

    Right below the headline, where no label stands before the value: `编辑：<b class="author">` is the editor.
    """
    found: dict[str, str] = {}
    for row in rows[head + 1 : min(first, head + 1 + NAMED_ROWS)] if head is not None else ():
        if len(row.text) > INFO_MAX or row.box.last - row.box.first > NAMED_ROWS:
            continue
        called = (
            (el, name)
            for el in row.box.el.iter("*")
            if (name := PART_NAME.search(name_of(el))) and el.tag in NAMED_TAGS
        )
        for el, name in islice(called, NAMED_MOST):
            value = " ".join("".join(el.itertext()).split())
            if PART_VALUE.fullmatch(value) and not BUTTON.search(value):
                before, stands, _ = row.text.partition(value)
                before = OURS.sub("", before.rstrip())
                if stands and not before.endswith((":", "：")):
                    found.setdefault("source" if name["source"] else "author", value)
    return found


def name_of(el: Any) -> str:
    """Its class and its id, as they are written."""
    return f"{el.get('class') or ''} {el.get('id') or ''}"


def tells(text: str) -> bool:
    """Whether a line has a label of ours: `来 源：`, `转自：`, `编辑 李四`."""
    return any(part.field for part in parts(text))


def publishes(text: str) -> bool:
    """Whether a line is a name and nothing else: a paper's, a person's, or several people's."""
    if len(text) > BESIDE_MAX:
        return False
    return is_publisher(text) or all(map(is_name, joined(text.split())))


def are_people(text: str) -> bool:
    """Whether a line is several people's names and nothing else, as printed pages set them below a headline."""
    names = joined(text.split()) if " " in text and len(text) <= BESIDE_MAX else []
    return len(names) > 1 and all(map(is_name, names)) and max(map(len, names)) > 2


def beside_a_date(rows: list[Row], i: int) -> bool:
    """Whether the date stands within two rows of this one."""
    near = [row.text for row in rows[max(0, i - 2) : i + 3] if len(row.text) <= INFO_MAX]
    return any(DATE.search(text) or NO_YEAR.fullmatch(text) for text in near)
