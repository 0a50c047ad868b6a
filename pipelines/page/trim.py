"""Where the body begins and ends, and what between is not of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TypeGuard

from pipelines.page.boxes import inside, within
from pipelines.page.card import CARD
from pipelines.page.density import LISTED, PASSED, PLAIN, common_box, holder, is_cell, is_info, is_sentence
from pipelines.page.headed import heads_other
from pipelines.page.marks import CAPTION, END, INFO, NOTICE, OFFICE, OTHERS, REPLY, named
from pipelines.page.rows import Box, Row
from pipelines.page.tail import is_mark

SHORT = 90  # characters: a longer line is no button, whatever it says
FRAME_MAX, CAPTION_MIN = 6, 4  # rows of a picture's frame; characters below one that are no button
HOME = 0.7  # one box holds this share of the prose: then other boxes inside the body are suspects
WIDGET = named(
    r"tags?|ads?|ad_\w+",
    r"share|relat|recomm|comment|player|video|weixin|wechat|qrcode|ewm|vote|keyword|gallery|copyright|statement|shengming"
    r"|author-?(?:card|info|box)|pay-?wall|repl(?:y|ies)|goods|mood|xinqing|ai-?(?:summary|abstract)"
    r"|edit|tool|readmore|hidden|zan[-_ ]|praise|subscri|profile_?card",
)
MACHINE = re.compile(  # says of a summary that no reporter wrote it
    r"[\W_]{0,3}(?:AI|智能)\s?(?:摘要|导读|速[览读]|总结|要点|摘编|解读)|[\W_]{0,3}(?:以上|本)?(?:内容|摘要)?由\s?\w{0,10}(?:AI|人工智能|大模型)[^。]{0,6}生成"
)
_FIGURE = r"[\d〇○零一二三四五六七八九十]"
SIGNED_DATE = re.compile(rf"{_FIGURE}{{4}}年{_FIGURE}{{1,3}}月{_FIGURE}{{1,3}}日")
LINE = 6  # characters of a line of a list on the average
ATTACHED = re.compile(r"附件|\.(?:docx?|xlsx?|pptx?|pdf|wps|et|zip|rar)$", re.I)  # below a notice, above its signature
FILES_MAX = 12  # rows of a box in which a link is looked for that leads to a file
LEAD = named("lead|intro|daodu|daoyu", "introduct|summary")  # names of the box of a text's first paragraph
COUNT = re.compile(r"[(（\[]?\d{1,2}\s?/\s?\d{1,2}[)）\]]?|赞\W{0,2}\d{1,4}\W?")  # of pictures, of votes
_WORD = re.compile(r"\w")


def widened(rows: list[Row], first: int, last: int, start: int) -> tuple[int, int]:
    """The stretch with what goes with its first and last prose: pictures, cross-heads, lists, signatures."""
    home = holder(rows[first])
    while first > start and (goes_with(rows[first - 1], home) or is_captioning(rows, first - 1, home)):
        first -= 1
        if PASSED.match(rows[first].text):  # above it stands the document's headline
            break
    if first > start and is_signed_date(rows[first - 1], home):  # a chronicle's first day, like those further down
        first -= any(SIGNED_DATE.fullmatch(row.text) for row in rows[first:last])
    first = tabled(rows, first, start, home)
    home, around = holder(rows[last - 1]), common_box(rows, first, last)
    if first > start and is_set_alike(rows[first - 1], rows[first:last], around):
        first -= 1
    while last < len(rows) and (
        goes_with(rows[last], home, around)
        or is_signed_date(rows[last], home, around)
        or is_set_alike(rows[last], rows[first:last], around)
        or (is_captioning(rows, last, around, CAPTION) and listed(rows, last, around) == last)
    ):
        last += 1
    return first, listed(rows, last, around)


def framed(rows: list[Row], first: int, last: int, start: int) -> tuple[int, int]:
    """The stretch with the frames beside it that are like its own, each a picture with its text: a picture story,
    whose short captions are no prose. Frames without a name are three at least.
    """
    text = next((i for i in range(first, last) if rows[i].text), first)
    frame: Box | None = rows[text].box
    while frame is not None and frame.last - frame.first <= FRAME_MAX:
        if any(row.image is not None for row in rows[frame.first : frame.last]):
            break
        frame = frame.up
    if frame is None or frame.up is None or frame.last - frame.first > FRAME_MAX:
        return first, last
    begin, end, alike = min(first, frame.first), max(last, frame.last), 0
    while begin > start and is_like(above := within(rows[begin - 1].box, frame.up), frame, rows):
        begin, alike = above.first, alike + 1
    while end < len(rows) and is_like(beneath := within(rows[end].box, frame.up), frame, rows):
        end, alike = beneath.last, alike + 1
    told = alike > (0 if frame.name.strip() else 1) and begin >= start
    return (begin, end) if told else (first, last)


def is_like(box: Box | None, frame: Box, rows: list[Row]) -> TypeGuard[Box]:
    """Whether a box bears a frame's name, holds a picture with a text, and is no widget or link."""
    if box is None or box.name != frame.name or box.el.tag != frame.el.tag:
        return False
    held = rows[box.first : box.last]
    said, links = sum(len(row.text) for row in held), sum(row.links for row in held)
    shown = any(row.image is not None for row in held)
    return shown and said > 3 and links * 3 <= said and not is_widget(box, box.up)


def listed(rows: list[Row], last: int, home: Box) -> int:
    """Where a table or a list of names, figures or verses ends that follows the last prose within its box."""
    end, own = run_of_lines(rows, last, home), holder(rows[last - 1])
    end = next((i for i in range(last, end) if heads_other(rows, i, own)), end)
    texts = [row.text for row in rows[last:end] if row.text]
    in_table = sum(1 for row in rows[last:end] if row.text and is_cell(row)) * 2 > len(texts)
    return last if len(texts) < LISTED or (not in_table and sum(map(len, texts)) < LINE * len(texts)) else end


def tabled(rows: list[Row], first: int, start: int, home: Box) -> int:
    """Where a table begins that stands right above the first prose, within its box; an info line or a notice's index
    card in cells is none.
    """
    top = first
    while top > start and is_cell(rows[top - 1]) and inside(rows[top - 1].box, home):
        top -= 1
    cells = [row for row in rows[top:first] if row.text]
    card = sum(1 for row in cells if CARD.match(row.text) or INFO.search(row.text))
    return first if len(cells) < LISTED or card > 1 or any(is_other(row, home) for row in cells) else top


def run_of_lines(rows: list[Row], first: int, home: Box) -> int:
    """Where the lines and pictures within a box end that begin at a row: at a link, a mark or a widget."""
    last = first
    while last < len(rows) and inside(rows[last].box, home) and not is_other(rows[last], home):
        last += 1
    return last


def is_other(row: Row, home: Box) -> bool:
    """Whether a row is a link, a mark of the end or of a widget."""
    return (row.links > 0 and not is_attachment(row)) or is_mark(row.text) or is_widget(row.box, home)


def goes_with(row: Row, *homes: Box) -> bool:
    """Whether a row beside the body belongs to it: a picture, prose or a line without links in one of its boxes."""
    if row.image is not None:
        return any(inside(row.box, home) for home in homes)
    linked = row.links and row.weight <= 0 and not is_attachment(row)
    if holder(row) not in homes or linked or END.match(row.text) or NOTICE.search(row.text):
        return False
    return len(_WORD.findall(row.text)) > 1 and not is_info(row.text)


def is_set_alike(row: Row, body: list[Row], around: Box) -> bool:
    """Whether a line beside the body has a box named as one of the body's has: its first heading, its last caption."""
    box = row.box
    if not row.text or row.links or box is around or not inside(box, around):
        return False
    if not (box.name.strip() or box.el.tag == "li"):
        return False
    if is_other(row, around) or is_info(row.text) or REPLY.match(row.text):
        return False
    alike = (other.box for other in body if other.text and other.box.name == box.name and other.box is not box)
    return any(box.name.strip() or other.el.tag == "li" for other in alike)


def is_captioning(rows: list[Row], i: int, home: Box, says: re.Pattern[str] = _WORD) -> bool:
    """Whether a row stands right below a picture, in a frame or a cell within the body's box. Below a text the way on
    has pictures too, a code, a card: there it must also say that it is a caption.
    """
    row = rows[i]
    if not (i and says.search(row.text) and rows[i - 1].image is not None and inside(row.box, home)):
        return False
    return inside(rows[i - 1].box, home) and not (row.links or is_other(row, home) or is_info(row.text))


def is_attachment(row: Row) -> bool:
    """Whether a row names a file that belongs to a notice, or leads to one."""
    if len(row.text) > 2 * SHORT or ATTACHED.search(row.text) is not None:
        return len(row.text) <= 2 * SHORT
    if not row.links or row.box.last - row.box.first > FILES_MAX:
        return False
    return any(ATTACHED.search(el.get("href", "")) is not None for el in row.box.el.iter("a"))


def is_signed_date(row: Row, *homes: Box) -> bool:
    """Whether a row is the date under a notice's signature: a day in words, no hour, no label."""
    return holder(row) in homes and SIGNED_DATE.fullmatch(row.text) is not None


def cleaned(rows: list[Row], homes: set[Box]) -> Iterator[Row]:
    """The rows without foreign blocks, lines of links, and labels over them."""
    at_home = {row for row in rows if holder(row) in homes}
    if any(home.lined for home in homes):
        at_home = {row for row in at_home if not is_inset(row, holder(row))}
    prose = [row for row in rows if row.weight > 0]
    strict = sum(row.weight for row in prose if row in at_home) >= HOME * sum(row.weight for row in prose)
    if not strict or len(at_home) == len(rows):
        yield from lines(rows)
        return
    for inner, group in groupby(rows, key=lambda row: None if row in at_home else branch(row, homes)):
        block = list(group)
        if inner is None or not is_foreign(inner, block):
            yield from lines(block)


def is_inset(row: Row, home: Box) -> bool:
    """Whether a label or a link stands in a widget among boxes that are the paragraphs of a text."""
    return home.lined and row.weight < 0 and row.box is not home and is_widget(row.box, home)


def branch(row: Row, homes: set[Box]) -> Box:
    """The outermost box around the row that is not around a home."""
    found = row.box
    while found.up is not None and not any(inside(home, found.up) for home in homes):
        found = found.up
    return found


def is_foreign(box: Box, rows: list[Row]) -> bool:
    """Whether a block inside the body is none of it: a widget by name, mostly links, or small change."""
    texts = [row.text for row in rows if row.text]
    if not texts:
        return False
    if sum(row.links for row in rows) * 3 > sum(map(len, texts)):
        return True
    widget = is_widget(rows[0].box, box.up) and not any(OFFICE.match(text) for text in texts)  # no reply to a letter
    if widget or any(len(text) < 40 and MACHINE.match(text) for text in texts):
        return True
    own = [row.text for row in rows if row.text and not row.links]
    if len(own) == 1 and len(own[0]) < SHORT and NOTICE.search(own[0]):
        return True
    if END.match(texts[0]) and len(texts[0]) < 40:
        said = (row.text for i, row in enumerate(rows) if not (row.links or (i and rows[i - 1].links)))  # no teaser
        return sum(len(text) for text in said if is_sentence(text)) < 60
    captioned = rows[0].image is not None and len(texts) == 1 and len(texts[0]) >= CAPTION_MIN
    return box.el.tag not in PLAIN and max(map(len, texts)) < 8 and not (captioned or is_cell(rows[0]))


def is_widget(box: Box | None, outer: Box | None) -> bool:
    """Whether a box, or one around it within `outer`, is a form or bears a widget's name."""
    while box is not None and box is not outer:
        if box.widget is None:
            box.widget = box.el.tag == "form" or WIDGET.search(box.name) is not None
        if box.widget:
            return True
        box = box.up
    return False


def without_lead(rows: list[Row], homes: set[Box], pictured: bool) -> list[Row]:
    """The rows without what stands above the body's box: a photo's caption, a teaser that repeats its beginning. In a
    box that is a lead by name a picture, as of the column, may stand too.

    `pictured`: whether a picture stands right above the first row.
    """
    top = next((i for i, row in enumerate(rows) if any(inside(row.box, home) for home in homes)), 0)
    if not top:
        return rows
    text = "".join(row.text for row in rows[top:])
    kept: list[Row] = []
    for i, row in enumerate(rows[:top]):
        if row.image is not None or not ((pictured and not LEAD.search(holder(row).name)) or row.text[:20] in text):
            if row.weight > 0:
                return kept + rows[i:]  # the text has begun
            kept.append(row)
        pictured = row.image is not None
    return kept + rows[top:]


def lines(rows: list[Row]) -> Iterator[Row]:
    """The rows of a block without lines that are links, bare marks, or labels over links."""
    linked = [
        row.links > 0
        and len(row.text) < SHORT
        and (row.links * 5 > len(row.text) * 4 or leads_on(row))
        and not is_attachment(row)
        for row in rows
    ]
    for i, row in enumerate(rows):
        if linked[i] or (len(row.text) < SHORT and is_scrap(row)):
            continue
        if i + 1 < len(rows) and linked[i + 1] and 0 < len(row.text) < 40 and END.match(row.text):
            continue
        yield row


def leads_on(row: Row) -> bool:
    """Whether a line is a heading of others' texts with its link: `【相关阅读】春耕开始了`."""
    said = OTHERS.match(row.text.replace("】", " "))
    return said is not None and row.links + said.end() + 2 >= len(row.text)


def is_scrap(row: Row) -> bool:
    """Whether a row is a bullet that lost its text, a counter of buttons or pictures, or a copyright notice, which may
    also stand above the body; figures in a table or on a line of their own are no counter.
    """
    text, size = row.text, len(row.text)
    if size < 3 and text and not _WORD.search(text):
        return True
    if text.isdigit():
        return row.box.el.tag in ("li", "div") and not is_cell(row)
    if size < 8 and COUNT.fullmatch(text):
        return not is_cell(row)
    return size < 80 and NOTICE.search(text) is not None and END.match(text) is not None
