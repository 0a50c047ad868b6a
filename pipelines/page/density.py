"""Which stretch of a page's rows is the article: prose counts for it, links and labels against it."""

from __future__ import annotations

import re

from pipelines.facts.furniture import GLUED, GLUED_LAST
from pipelines.facts.words import words
from pipelines.page.apart import around, is_apart
from pipelines.page.boxes import is_text, kind_of, plain_name, within, wrapper
from pipelines.page.card import LABELLED
from pipelines.page.discussed import is_answer, is_discussed
from pipelines.page.headed import LINES, heads_box, heads_other
from pipelines.page.marks import ADDRESS, DATE, END, IMPRINT, INFO, NOTICE, OF_SITE, OFFICE, ORIGIN, REPLY
from pipelines.page.rows import Box, Row

SENTENCE = re.compile("[，。！？；：、…”’」』,.!?;:]")
STOP = re.compile("[。！？，；]")
ENDS = frozenset("。！？…”」）)")
OPENS = re.compile(r"[^\s:：]{6,60}(?:发布|發布)[:：]")  # forecasts begin so; what follows are its lines
SCHEDULED = re.compile(  # when something is held or open, not when the page was published: 报名时间：5月6日
    r"[\W\d一二三四五六七八九十]{0,5}(?:办公|招聘|报名|活动|会议|比赛|演出|展览|开放|营业|服务|受理|咨询|公示|截止|培训|考试|值班"
    r"|上班|集合|出发|召开|举办|举行|施工|停电|停水|投票|征集){1,2}(?:时间|日期)\s?[:：]"
    r"|时\s?间\s?[:：]\s?\D{0,6}\d{1,2}月\d{1,2}日(?:[^:：]|(?<=\d)[:：](?=\d))*$"  # no year, no further label
)
PASSED = re.compile(r"[（(]\d{4}年[^:：（(]{6,80}(?:通过|批准|公布|修订|修正|产生)[)）]$")  # opens a law's text
PRINTED = re.compile(r"[^\d:：]{4,40}\d{4}年\d{1,2}月\d{1,2}日\s?印发$")  # ends a notice's
STAMP, ENTRY_MAX = re.compile(r"20\d\d[-/.年]\d\d?[-/.月]\d\d?日? {0,2}\d\d?:\d\d(?::\d\d)?"), 8  # rows of an entry
PROSE_MIN = 12  # characters; a shorter line may be a label, whatever its punctuation
LABEL, LINKED, FOOTER = -3, -8, -40
FOOT_MAX = 40  # rows of a page's foot, address and channels included
INFO_MAX = 160  # characters of an info line; one of 80 or more has several labels
REACH = -90  # how much noise a neighbouring paragraph may be away
PARAGRAPHS = frozenset(words("p h1 h2 h3 h4 h5 h6 center blockquote ul ol li dl dd dt figure figcaption"))
LISTED = 4  # lines that make a list below a text, or cells
NOTICE_MAX, NOTICES_MAX = 3, 8  # rows of prose in the site's notice, in one that says so at its beginning
BESIDE = 2  # rows that may stand beside a notice's prose in its box
STATED = re.compile(r"[^，。]{0,12}(?:[版著]权|版權|免责|免責)[^，。]{0,6}[声聲]明\W{0,2}$")
OURS = re.compile(r"[\W\d①-⑳一二]{0,5}凡本[网站报刊台]")
PLAIN, TABLED = PARAGRAPHS | frozenset(words("td th tr table tbody caption")), frozenset(("tr", "caption"))

Held = dict[Box, list[int]]


def weigh(rows: list[Row]) -> None:
    """Set every row's weight: how much it speaks for an article around it; negative speaks against."""
    for row in rows:
        text, chars = row.text, len(row.text)
        own = chars - row.links
        if not chars:
            row.weight = 0
        elif own * 2 < chars:
            row.weight = LINKED - min(chars, 30) // 3
            if own and text[-1] in GLUED_LAST and unglue(row):
                weigh([row])
            elif own and "." in text and spells_address(row):
                row.links, row.weight = 0, LABEL
        elif own < PROSE_MIN or not SENTENCE.search(text):
            row.weight = LABEL
        elif chars < 200 and IMPRINT.search(text):
            row.weight = FOOTER
        elif chars < INFO_MAX and is_info(text) and (chars < 80 or len(INFO.findall(text)) > 1):
            row.weight = LABEL
        else:
            row.weight = own


def unglue(row: Row) -> bool:
    """Take the link that is a button off the end of a short sentence or signature: `（完）返回首页，查看更多`.

    In a longer line it stays until clutter takes it; a heading with `更多>>` behind it keeps its link.
    """
    glued, rest = GLUED.search(row.text), len(row.text) - row.links
    if not (glued and len(glued[0]) >= row.links):
        return False
    kept = row.text[:rest].rstrip()
    if not (kept[-1] in ENDS or INFO.match(kept)):
        return False
    row.text, row.links = kept, 0
    return True


def spells_address(row: Row) -> bool:
    """Whether a row's link is the address that it leads to, behind a label: `监督邮箱：jdyx@canghe.test`. That is said
    to the reader; where the text itself or another page stands is not: `本文网址：`.
    """
    if len(row.text) > INFO_MAX or ORIGIN.match(row.text):
        return False
    label = row.text[: -row.links].rstrip()
    return label[-1:] in (":", "：") and ADDRESS.fullmatch(row.text[len(label) :].lstrip()) is not None


def is_info(text: str) -> bool:
    """Whether a line is an info line: a date or labels, no sentence, nor what opens one: `县气象台17时发布：`, nor
    a notice's line: `报名时间：5月6日`.
    """
    if STOP.search(text) is not None:
        return False
    if DATE.search(text) is None and (INFO.search(text) is None or OPENS.fullmatch(text)):
        return LABELLED.match(text) is not None
    return not (SCHEDULED.match(text) or PASSED.match(text) or PRINTED.match(text))


def holder(row: Row) -> Box:
    """The box whose line this is: the one around its paragraphs, or its own where text stands bare in it."""
    if row.home is None:
        box = row.box
        while box.up is not None and (box.up.lined or box.el.tag in PARAGRAPHS or is_text(box)):
            box = box.up
        row.home = box
    return row.home


def holders(rows: list[Row], top: int, known: dict[Box, bool]) -> Held:
    """The rows of prose of every box that holds any, in page order. The rows have been weighed.

    What stands in the page's foot, beside its text or in an advert is none, unless there is no other. `known` is told
    which boxes are apart by their names.
    """
    prose = [i for i, row in enumerate(rows) if row.weight > 0]
    join_lines(rows, prose)
    found: Held = {}
    for i in prose:
        found.setdefault(holder(rows[i]), []).append(i)
    apart = [box for box in found if is_apart(box, known)] if len(found) > 1 else []
    if apart:
        main = around(rows, top, prose)
        apart = [box for box in apart if is_apart(box, main)]
    for box in apart if len(apart) < len(found) else ():
        for i in found.pop(box):
            rows[i].weight = FOOTER
    return found


def join_lines(rows: list[Row], prose: list[int]) -> None:
    """Find the boxes whose inner boxes each hold a line of one text: some editors write each paragraph as a <div>, or
    in a box of its own, all of one name or numbered.
    """
    once: set[tuple[Box, str | None]] = set()
    wrapped: list[tuple[Box, Box]] = []
    for i in prose:
        box = rows[i].box
        outer = wrapper(box)
        if outer is None or outer.up is None:
            continue
        kind = (outer.up, None if outer is box else plain_name(outer))
        outer.up.lined = outer.up.lined or kind in once or introduces(rows, i, outer)
        once.add(kind)
        if outer is not box:
            wrapped.append((box, outer))
    for box, outer in wrapped:
        while box is not outer and box.up is not None and outer.up is not None:
            box = box.up
            box.lined = outer.up.lined


def introduces(rows: list[Row], i: int, outer: Box) -> bool:
    """Whether a list follows a sentence that has a box of its own: lines or cells without links, in boxes named so."""
    if i + LISTED >= len(rows) or rows[i + 1].links or rows[i + 1].weight != LABEL:
        return False
    below = rows[i + 1 : i + 1 + LISTED]
    if any(not row.text or row.links or row.weight < LABEL for row in below):
        return False
    kind, boxes = kind_of(outer), (within(row.box, outer.up) for row in below)
    return all(box is not None and kind_of(box) == kind for box in boxes)


def none_but_apart(rows: list[Row], held: Held, top: int, known: dict[Box, bool]) -> bool:
    """Whether all prose stands apart: in a foot, beside the text, in a notice or in a box with the site's imprint.

    `known`: what holders has told of boxes.
    """

    def none(known: dict[Box, bool]) -> bool:
        far = (box for box in held if not is_apart(box, known))
        return all(is_bare_notice(rows, box, held[box]) or is_imprinted(rows, box) for box in far)

    return none(known) and none(around(rows, top, [i for found in held.values() for i in found]))


def is_notice(rows: list[Row], found: list[int]) -> bool:
    """Whether a box's prose is a lone notice or the site's own; of more than three rows below a heading that says so,
    or beginning so: `凡本网注明`.
    """
    text = rows[found[0]].text
    if len(found) <= NOTICE_MAX and (NOTICE.search(text) or (len(found) == 1 and END.match(text))):
        return True
    return len(found) <= NOTICES_MAX and begins_notice(rows, found[0])


def begins_notice(rows: list[Row], first: int) -> bool:
    """Whether the site's own notice begins at a row: `凡本网注明`, or a heading that says so above it, or 关于本网."""
    above = rows[first - 1]
    if OURS.match(rows[first].text) or STATED.match(above.text):
        return True
    return not above.links and OF_SITE.fullmatch(above.text) is not None


def is_bare_notice(rows: list[Row], box: Box, found: list[int]) -> bool:
    """Whether a box holds hardly anything but a notice, which begins as one or is one in all of its rows."""
    if box.last - box.first > len(found) + BESIDE or not is_notice(rows, found):
        return False
    texts = [rows[i].text for i in found]
    return begins_notice(rows, found[0]) or all(NOTICE.search(text) or END.match(text) for text in texts)


def is_imprinted(rows: list[Row], box: Box) -> bool:
    """Whether a box of few rows has the site's imprint in a row that is no prose."""
    few = box.last - box.first <= FOOT_MAX
    return few and any(row.weight < 0 and IMPRINT.search(row.text) for row in rows[box.first : box.last])


def common_box(rows: list[Row], first: int, last: int) -> Box:
    """The innermost box that holds all of these rows."""
    box = holder(rows[first])
    while box.up is not None and box.last < last:
        box = box.up
    return box


def stretch(rows: list[Row], inside: list[int], start: int) -> tuple[int, int]:
    """First and last (exclusive) row of the body: the prose of its box, and neighbours worth the noise between."""
    first, last = min(inside), max(inside) + 1
    said = {rows[i].text for i in inside}  # a copy beside the text is for a printer or a telephone
    run = 0
    for i in range(first - 1, start - 1, -1):
        run += noise(rows[i])
        if run < REACH or (rows[i].text and rows[i].weight <= 0 and is_info(rows[i].text) and not replies(rows, i)):
            break
        if run > 0 and is_sentence(rows[i].text):
            if rows[i].text in said:
                break
            first, run = i, 0
    run = 0
    article, home = common_box(rows, start - 1, last).last if start else len(rows), holder(rows[last - 1])
    for i in range(last, len(rows)):
        run += noise(rows[i])
        text = rows[i].text
        if (i >= article and heads_box(rows, i)) or (len(inside) > 1 and heads_other(rows, i, home)):
            break  # below the box of headline and body, or beside it
        told = NOTICE.search(text) if rows[i].weight > 0 else text and is_info(text) and not OFFICE.match(text)
        told = told and not is_entry(rows, i)
        if run < REACH or told or (len(text) < 120 and END.match(text)) or (OF_SITE.fullmatch(text) and i >= home.last):
            break
        if run > 0 and is_sentence(text):
            if text in said:
                break
            if any(map(is_answer, rows[i + 1 : i + 3])) and is_discussed(rows, i):
                break
            last, run = i + 1, 0
    return first, last


def replies(rows: list[Row], i: int) -> bool:
    """Whether an info line is a reply's, or a value whose label says so above it: the letter stands above both."""
    return any(REPLY.match(row.text) for row in (rows[i], rows[i - 1]) if len(row.text) < INFO_MAX)


def is_entry(rows: list[Row], i: int) -> bool:
    """Whether a row is day and hour of an entry of a live report: two boxes of its kind at least begin so, linkless."""
    if not STAMP.fullmatch(rows[i].text):
        return False
    box: Box | None = rows[i].box
    while box is not None and box.first == i and box.last - i <= ENTRY_MAX:
        beside = (box.last, i - 1)
        others = (within(rows[j].box, box.up) for j in beside if 0 <= j < len(rows))
        alike = [other for other in others if other is not None and kind_of(other) == kind_of(box)]
        if any(STAMP.fullmatch(rows[other.first].text) for other in alike):
            return not any(row.links for row in rows[i : box.last])
        box = box.up
    return False


def noise(row: Row) -> int:
    """A row's weight, beside the body. Lines and cells without links may be many, and tell nothing of what follows."""
    plain = row.weight == LABEL and not row.links and (row.box.el.tag in LINES or is_cell(row) or is_line(row.box))
    return 0 if plain else row.weight


def is_line(box: Box) -> bool:
    """Whether a box is one of those of a text that each hold a line of it: see holders."""
    outer = wrapper(box)
    return outer is not None and outer.up is not None and outer.up.lined


def is_cell(row: Row) -> bool:
    """Whether a row is a table's cell or caption, or stands in one; the cell's line may have a <div> of its own."""
    box: Box | None = row.box
    while box is not None and box.el.tag == "div" and box.up is not None and box.up.last - box.up.first == 1:
        box = box.up
    while box is not None and box.el.tag in PLAIN and box.el.tag not in TABLED:
        box = box.up
    return box is not None and box.el.tag in TABLED


def is_sentence(text: str) -> bool:
    """Whether a line outside the article's box is full prose and no button or slogan."""
    return len(text) >= 40 or text.rstrip("”」").endswith(("。", "！", "？", "…"))  # 吃下“定心丸” is a kicker
