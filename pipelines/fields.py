"""Fields: what of a Reading is date, source, author, editor; each with the place it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pipelines.facts.dates import dates_in, is_chronicle, is_date_alone
from pipelines.facts.headline import headline
from pipelines.facts.labels import Part, bare, first_word, parts
from pipelines.facts.people import INSTITUTION, credit, is_column, is_name, is_publisher, joined, labelled_names
from pipelines.facts.published import published
from pipelines.facts.signatures import author_of, byline, editor_in_source, note_at_end, own_lines, section_signatures
from pipelines.facts.words import words
from pipelines.items import Page, Reading, Step
from pipelines.stage import Stage

_HEAD, _END, _TAIL = 4, 6, 12  # rows at either end, and tail lines, that may tell fields
_NOTES = 3  # last paragraphs of which one may end in a note: an invitation may follow it
_INFO_LINE, _BEFORE_LABEL = 120, 14  # a longer line is prose; so is one with more words before its label
_SENTENCE = re.compile(r"[。！？；!?]")
_NOTICE = re.compile(r"注明|凡|如有|须|請|请")  # a notice speaks about 来源, it does not tell one
_TELLING = frozenset(("source", "author", "editor", "reviewer", "original_title"))
_NO_SOURCE = frozenset(words("转载文章 转载 本站转载 网络转载 未知 不详 其他 其它 无 暂无 听新闻 本站原创 原创 null"))
_BUTTONS = frozenset(words("字号 字体 打印 分享 收藏 评论 纠错 关注 +关注"))
_NOBODY = re.compile(r"admin[a-z\d]{0,12}|root|null|.{0,4}管理员|(?:本站)?编辑部?|小编|佚名|未知|不详|无", re.I)
_WORD = re.compile(r"[\w·•—－\-《》()（）]{2,30}$")
_MAY_BE_A_UNIT = ("作者", "文章作者", "本文作者", "供稿")  # 供稿：县水利局
_SURE = ("责任编辑", "責任編輯", "责编", "責編")  # of several editors named in one place, this one
_ASKING = frozenset(("记者", "記者"))  # labels that may stand over a question, on a line of their own
_REPORTER = re.compile(  # whoever signs
    r"记者|記者|评论员|評論員|作者|通讯员|通訊員|(?:文图|图文|文)(?<![\u3400-\u9fff]文)\s?[/／丨｜]|撰文|采写|编译"
    r"|(?:报道|報導|報道|(?:采访|整理)(?<![\u3400-\u9fff]..))\s?[/／]|[/／](?:整理|文)(?![/／])"
)
_REPORTER_END = re.compile(r"[（(]?(?:首席|见习|全媒体|特约)?(?:记者|記者)(?![团團站协協]).*$")
_UNCLOSED = re.compile(r"[（(][^（()）]*$")  # 县教育局（张三 李四）: the source ends where the bracket opens
_TIMED = re.compile(r"[\u3400-\u9fff]{0,6}(?:时间|時間|日期|更新)\s?[:：]")
# A printed page's paper, with its number where the date has been taken out: 《甘肃日报》（ 第 03 版）.
_PAPER = re.compile(r"《([^《》]{2,20}[报報刊])》\s?(?:[（(]\s{0,4}第?\s?\w{1,4}\s?版\s?[）)])?")
_PRINTED = re.compile(r"第\s?[A-Z]?\d{1,3}\s?版(?:[:：]\s?\S{1,8})?|(?:\d{4}年)?第\s?\d{1,4}\s?期")  # 第01版：要闻
_JOINTS = " ·-—－/、"  # what a source may have within, never at its end: 青溪日报 · 记者 张三
_CREDITED = re.compile(r"[\u3400-\u9fff]{2,5}\s?[/／]\s?[\u3400-\u9fff·]{2,9}(?=\s)")  # 摄像/张三: who did what
_NO_YEAR = re.compile(r"(?<!\d)\d{1,2}-\d{1,2} \d{1,2}:\d\d")  # 沧河云06-18 09:30
_STROKE = re.compile(r"[|｜丨]")  # 来源：某某网 | 记者 张三


class Told(NamedTuple):
    """One labelled part and where it stood."""

    origin: str  # layout | dateline | meta | text
    part: Part


def fields_page(page: Page) -> None:
    """Fill page.article from page.reading; lines that tell nothing but fields leave the body."""
    reading = page.reading
    if reading is None:
        return
    article = page.article
    article.url, article.channel = page.capture.url, page.capture.channel
    article.portal = page.capture.portal or (page.facts.name if page.facts else None)
    article.layout, article.images = reading.layout, reading.images
    article.title, article.subtitle = headline(reading.title, reading.subtitle, reading.rows)
    article.breadcrumb = reading.breadcrumb or None
    when = published(reading, page.capture.url, page.capture.fetched_at)
    article.published_at, article.published_raw = when.iso, when.raw
    article.notes += when.notes
    told = [*_told(reading), *_take_info_lines(page, reading), *_take_note(page, reading)]
    found = {
        "published_at": (when.iso, when.origin),
        "original_title": _first(told, "original_title"),
        "source": _source(reading, told),
        "editor": _editor(page.html, told),
        "author": _author(page, reading, told),
    }
    for field, (value, origin) in found.items():
        setattr(article, field, value)
        if origin:
            article.origins[field] = origin


def _told(reading: Reading) -> Iterator[Told]:
    """Every labelled part outside the body, the surest place first."""
    for field, value in reading.labelled.items():
        yield from _stated("layout", field, value)
    shown = parts(reading.dateline or "")
    labelled = {part.field for part in shown}
    named = (Part(field, "", value, 0) for field, value in reading.named.items() if field not in labelled)
    yield from (Told("dateline", part) for part in (*shown, *named))
    for field in ("source", "author", "editor"):
        yield from _stated("meta", field, reading.meta.get(f"{field}_baidu", ""))
    own = len(own_lines(reading.tail))
    for i, line in enumerate(reading.tail[:_TAIL]):
        signed = _signed(line, _info(line))
        yield from (Told("text", part) for part in signed if i < own or part.field != "author")


def _stated(origin: str, field: str, value: str) -> Iterator[Told]:
    """A value picked by a selector, which may hold its label or not."""
    labelled = [part for part in parts(value) if part.field == field]
    yield from (Told(origin, part) for part in labelled or [Part(field, "", " ".join(value.split()), 0)])


def _take_info_lines(page: Page, reading: Reading) -> list[Told]:
    """Take lines that tell nothing but fields out of both ends of the body."""
    rows = reading.rows
    told: list[Told] = []
    taken: list[int] = []
    for i in sorted({*range(min(_HEAD, len(rows))), *range(max(0, len(rows) - _END), len(rows))}):
        found = _info(rows[i])
        if found:
            told += (Told("text", part) for part in _signed(rows[i], found))
        dated = i < _HEAD and is_date_alone(rows[i]) and not any(map(_SENTENCE.search, rows[:i]))
        if found or (dated and not is_chronicle(rows)):
            taken.append(i)
    if taken:
        page.steps.append(Step("fields:info-line", len(taken), rows[taken[0]][:80]))
        reading.rows = [row for i, row in enumerate(rows) if i not in taken]
    return told


def _take_note(page: Page, reading: Reading) -> list[Told]:
    """Take the note of editor or source off the end of the last paragraph: `…。（編輯：蘇文山）1120101`."""
    rows = reading.rows
    for i in range(len(rows) - 1, max(-1, len(rows) - _NOTES - 1), -1):
        note = note_at_end(rows[i])
        if note and len(note) < len(rows[i]):
            rows[i] = rows[i][: -len(note)].rstrip()
            page.steps.append(Step("fields:note", 1, note.strip()[:80]))
            return [Told("text", part) for part in _signed(note, parts(note))]
    return []


def _info(line: str) -> tuple[Part, ...]:
    """The parts of a line that tells fields and nothing else. `记者：你怎么看？` is an interview, not a byline."""
    told = parts(line) if len(line) <= _INFO_LINE else ()
    if len(told) == 1 and told[0].label in _ASKING and not told[0].value:
        return ()  # a question follows
    if not told or not any(part.field in _TELLING for part in told):
        return ()
    before = line[: told[0].start]
    for shown in dates_in(before):
        before = before.replace(shown.raw, "")
    if "/" in before or "／" in before:
        before = _CREDITED.sub("", before)
    if len(before.strip()) > _BEFORE_LABEL or _NOTICE.search(before):
        return ()
    if told[0].field == "original_title":
        return told
    line = line.replace("；", " ") if len(told) > 1 else line  # 一审：张三；二审：李四
    edited = next((part.start for part in told if part.field == "editor" and 0 < len(part.value) <= 20), 0)
    if _SENTENCE.search(before) or _SENTENCE.search(line if "，" in line else line.rstrip("。"), edited):
        return ()
    return told if all(_is_short(part) for part in told) else ()


def _signed(line: str, told: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts of a line, and the author that it names without a label: `记者 张三 编辑 李四`."""
    if not told or any(part.field == "author" for part in told):
        return told
    within = line.strip(" 　（()）[]【】")
    behind = [_after_source(part.value) for part in told if part.field == "source"]
    signed = byline(within) or next((credit(rest) for rest in behind if _REPORTER.search(rest)), [])
    return (*told, Part("author", "", " ".join(signed), 0)) if signed else told


def _is_short(part: Part) -> bool:
    if part.field == "author" and part.label not in _MAY_BE_A_UNIT:
        return not part.value or bool(credit(part.value))
    return len(part.value) <= 30


def _first(told: list[Told], field: str) -> tuple[str | None, str | None]:
    return next(((t.part.value, t.origin) for t in told if t.part.field == field and t.part.value), (None, None))


def _source(reading: Reading, told: list[Told]) -> tuple[str | None, str | None]:
    """The source a label names; else an institution named beside the date; what the page states; an office there."""
    for origin, part in told:
        value = _own_source(part.value) if part.field == "source" else ""
        if value and value not in _NO_SOURCE:
            return value, origin
    words = [bare(word) for word in _beside_the_date(reading).split()]
    beside = [word for word in words if _WORD.match(word) and is_publisher(word) and word not in _NO_SOURCE]
    trail = reading.breadcrumb or []
    beside = [word for word in beside if not (_is_own_name(reading, word) or is_column(word, trail))]
    if institution := next(filter(INSTITUTION.search, beside), None):
        return institution, "dateline"
    for name in ("contentsource", "source", "article:source", "enp:source", "enorth:source", "mediaid"):
        value = first_word(next((p.value for p in parts(reading.meta.get(name, ""))), reading.meta.get(name, "")))
        if value and value not in _NO_SOURCE and not _is_own_name(reading, value):
            return value, "meta"
    office = next(iter(beside), None)
    return office, "dateline" if office else None


def _own_source(value: str) -> str:
    """A source without the reporter behind it: 北京青年报（记者 张三）."""
    return _UNCLOSED.sub("", _REPORTER_END.sub("", first_word(value))).rstrip(_JOINTS)


def _after_source(value: str) -> str:
    rest = value[len(_own_source(value)) :].strip(" （()）□■●○◎")
    return re.split(r"\s[\[【]", rest, maxsplit=1)[0]  # buttons: 张三 [推荐朋友] [


def _is_own_name(reading: Reading, word: str) -> bool:
    """A site that names itself outside the text, or beside every date, tells no source."""
    own = [*(reading.breadcrumb or [])[:1], reading.meta.get("og:site_name", "")]
    return word in own


def _beside_the_date(reading: Reading) -> str:
    """What the dateline says before its first label, without the dates."""
    line = (reading.dateline or "")[:400]
    first = next((part for part in parts(line) if part.field != "time"), None)
    line = _TIMED.sub(" ", line[: first.start] if first else line)
    for shown in dates_in(line):
        line = line.replace(shown.raw, " ")
    line = _NO_YEAR.sub(" ", line) if ":" in line else line
    return _PRINTED.sub(" ", _PAPER.sub(r" \1 ", line)).strip(" |｜丨")


def _editor(html: str, told: list[Told]) -> tuple[str | None, str | None]:
    """Who edited: the responsible editor of the first place that names any; reviewers where there is no editor."""
    named = [t for t in told if t.part.field == "editor" and 0 < len(t.part.value) <= 40]
    named = [t for t in named if not _NOBODY.fullmatch(t.part.value)]
    named = [t for t in named if not is_publisher(t.part.value)] or named  # 编辑：沧河网 … （责任编辑：张三）
    if named:
        here = [t for t in named if t.origin == named[0].origin]
        chosen = next((t for t in here if t.part.label in _SURE), here[0])
        return chosen.part.value, chosen.origin
    reviewers = [t for t in told if t.part.field == "reviewer" and t.part.value]
    if reviewers:
        return " ".join(dict.fromkeys(t.part.value for t in reviewers)), reviewers[0].origin
    far = editor_in_source(html)
    return (far, "text") if far and not _NOBODY.fullmatch(far) else (None, None)


def _author(page: Page, reading: Reading, told: list[Told]) -> tuple[str | None, str | None]:
    """Who wrote: a label, a byline beside the date, a signature in the text. Names only, joined by a blank."""
    labelled = [(origin, labelled_names(part.value)) for origin, part in told if part.field == "author"]
    if place := next((origin for origin, signed in labelled if signed), None):
        return " ".join(dict.fromkeys(name for origin, signed in labelled if origin == place for name in signed)), place
    if signed := _beside_author(reading):
        return " ".join(signed), "dateline"
    if signature := author_of(reading.rows, reading.tail):
        if signature.whole:
            page.steps.append(Step("fields:byline", signature.whole, reading.rows[signature.row][:80]))
            del reading.rows[signature.row : signature.row + signature.whole]
        return " ".join(signature.names), "text"
    printed = "版" in reading.meta.get("enp:nodename", "")  # elsewhere Founder's author is who put it on the site
    if signed := credit(reading.meta.get("ld:author", "") or (reading.meta.get("enp:author", "") if printed else "")):
        return " ".join(signed), "meta"
    sections = section_signatures(reading.rows)
    if len(sections) > 1:
        page.article.notes.append(f"sections signed by {' '.join(sections)}")
    return None, None


def _beside_author(reading: Reading) -> list[str]:
    """Who signs on the dateline without a label: after the source, in brackets, after the paper's name."""
    line, beside = reading.dateline or "", _beside_the_date(reading)
    source = next((p.value for p in parts(line) if p.field == "source"), "")
    after_source = _after_source(source) or _behind_bar(line, source)
    trail = reading.breadcrumb or []
    after_source = "" if after_source in trail else after_source
    said = (word.strip("·•|｜丨（()）[]") for word in beside.split())
    others = {*trail, *_NO_SOURCE, *_BUTTONS, ""}  # 原创 张三 沧河融媒 发表于甘肃
    said = (word for word in said if not (word in others or word.startswith(("发表于", "发布于"))))
    people = " ".join(word for word in said if not is_publisher(word))
    first = line[: next((shown.start for shown in dates_in(line)), 0)]  # 文/张三 2019-06-18 沧河文艺
    first = first if _REPORTER.match(first) and not parts(first) else ""
    for piece in (after_source, first, beside.lstrip("□■●○◎ "), people, *_bracketed(beside)):
        if not piece or not (_REPORTER.search(piece) or all(map(is_name, joined(piece.split())))):
            continue
        if signed := credit(piece):
            return signed
    return next((signed for piece in _STROKE.split(line[:400]) if (signed := byline(piece.strip()))), [])


def _behind_bar(line: str, source: str) -> str:
    """What a bar parts from the source before it: `来源：云岭日报 | 张三 | 2019-06-18`."""
    pieces = pairwise(_STROKE.split(line[:400])) if source else ()
    return next((piece.strip() for before, piece in pieces if before.rstrip().endswith(source)), "")


def _bracketed(line: str) -> list[str]:
    """What stands in brackets on the dateline: `[ 黄海 ]`."""
    return [found.strip() for found in re.findall(r"[\[【（(]([^\[\]【】（）()]{2,60})[\]】）)]", line[:400])]


class FieldsPipeline(Stage):
    """Telling the fields apart as a Scrapy item pipeline."""

    job = fields_page
