"""Who signs a text within its own lines: wire heads, byline lines, names in brackets at its end."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import NamedTuple

from pipelines.facts.people import credit, is_name

_PLACES = 80  # how often 编 is looked at in a page's source
_HEAD_ROWS = 15  # captions may stand before the wire head
_BULLET = re.compile(r"[●○■□◎]\s?[\u3400-\u9fff]")  # □张三: columns sign with names alone
# A county's newsroom and its people, nothing else: 云岭县融媒体中心 张三 李四. An office's people are in a list.
_OF_A_PAPER = re.compile(r"\S{2,12}(?:融媒体?(?:中心)?|报社|日报|晚报|电视台|新闻网)(?:\s[\u3400-\u9fff]{1,4}){1,4}$")
_REPORTER = 30  # characters within which `X记者张三报道` names its reporter
_BYLINE = 60  # a line longer than this is prose
_SIGNED = re.compile(  # every alternative begins with a character: the engine skips to those
    r"记者|記者|通讯员|通訊員|评论员|評論員|作者|撰文|采写|执笔|编译|编譯|文[/／、]?[图圖]|图[/／、]文|圖[/／、]文|/文|／文"
    r"|文(?<![\u3400-\u9fff]文)\s?[/／丨｜|]|图文\s?[/／丨｜|]|文图\s?[/／丨｜|]"
    r"|报道\s?[/／]|報導\s?[/／]|報道\s?[/／]|采访(?<![\u3400-\u9fff]采访)\s?[/／]|整理(?<![\u3400-\u9fff]整理)\s?[/／]|/整理|／整理"
)
_LABEL = re.compile(rf"(?:{_SIGNED.pattern}|人)\s?[:：]")
_FULL_STOPS = frozenset("。！？；")
_SPOKEN = re.compile(r"[。！？“”：:]\S")
_BRACKET = re.compile(r"[（(【\[〔](?P<credit>[^（(【\[〔）)】\]〕]{2,60})[）)】\]〕]")
_PROSE = 25  # characters of the paragraph below a name that stands alone
_WIRE_HEAD = 45  # characters before such a bracket
# What stands before a reporter in brackets.
_WIRE = re.compile(r"(?:[讯訊电電网網]|报道|報導|報道|消息|综合|记者)[】\]〕]?\s*$")
# So sure that names need no 记者 before them.
_WIRE_AT = re.compile(r"\d日[讯訊电電]\s*$|^\S{1,9}(?<![快短简喜捷音资資通腾騰])[讯訊]\s*$")
_REPORTED = re.compile(r"(?P<credit>.{2,30}?)(?:\d{1,2}月)?(?:\d{1,2}日)?(?:报道|報導|報道|[讯訊电電])\s*[:：,，。\s]")
_BRACKET_END = re.compile(r"[（(](?P<credit>[^（）()]{2,60})[）)]\s{0,3}[。\d]{0,8}$")
_BEHIND = 12  # characters within which such a bracket closes
# Editor or source in brackets, or the editor after the last full stop, set into the paragraph itself.
_NOTE_END = re.compile(
    r"\s{0,4}(?:[（(【\[][^（）()【】\[\]]{0,16}(?:编辑|編輯|责编|責編|选稿"
    r"|来源[:：])[^（）()【】\[\]]{1,40}[）)】\]]\s{0,3}\d{0,8}"
    r"|(?<=[。！？”」])\s{0,4}(?:责任编辑|責任編輯|责编|编辑)\s?[:：]\s?\S{2,12})$"
)
_NOTE_SIGN = re.compile("[编編稿源]")  # a cheap first look
_EDITOR_IN_SOURCE = re.compile(
    r"(?:责任编辑|责编|(?<=[【\[（(])编辑)\s{0,4}[:：](?:\s|&nbsp;|<(?!/(?:p|div|li|section)>|h\d)/?\w[^<>]{0,200}>){0,6}"
    r"(?P<editor>[\w·]{2,20})(?=\s{0,4}(?:<|[】\]）)]|&nbsp;|$))"
)
_OPINIONS = re.compile(r"(?:网友|最新|热门|全部|精彩|读者)?(?:评论|評論|留言|跟[贴帖])(?:列表)?(?:$|\W)")
_BUTTON = re.compile(r"打印|关闭|分享|收藏|返回|纠错|复制")  # what follows an empty label: 责任编辑： 打印


class Signature(NamedTuple):
    """Who signed, and in which row."""

    names: list[str]
    row: int
    whole: int  # how many rows from there on hold nothing but the signature


def byline(row: str) -> list[str]:
    """The names of a row that is nothing but a byline: `兰州日报社全媒体记者 董永前`."""
    if len(row) > _BYLINE or row[-1:] in _FULL_STOPS:
        return []
    if not (_SIGNED.search(row) or _BULLET.match(row) or _OF_A_PAPER.match(row)):
        return []
    if _SPOKEN.search(_LABEL.sub("", row)):
        return []
    return credit(row.strip(" ●○■□◎◆▲△▶（()）[]【】"))


def wire_head(row: str) -> list[str]:
    """The reporters a paragraph opens with: `吉林日讯(记者戈驰川于凝)`, `某某网记者曹林5月13日报道：`."""
    start = row[:120]
    opened = "（" in start or "(" in start or "【" in start or "[" in start or "〔" in start
    for bracket in islice(_BRACKET.finditer(start, 0, _WIRE_HEAD + 62), 2) if opened else ():
        head = start[: bracket.start()].strip()
        if _SIGNED.search(bracket["credit"]):
            if not head or _WIRE.search(head):
                return credit(bracket["credit"])
        elif bracket[0][0] in "（(" and _WIRE_AT.search(head):
            return credit(bracket["credit"])
    if "记者" in start[:_REPORTER] or "記者" in start[:_REPORTER]:
        reported = _REPORTED.match(start)
        while reported and not _SIGNED.search(reported["credit"]):  # 本报讯 记者王建国报道
            reported = _REPORTED.match(start, reported.end())
        if reported:
            return credit(reported["credit"])
    return []


def end_signature(row: str) -> list[str]:
    """The names in brackets at the end of a row: `…参观。（张巨山）`."""
    end = row[-_BEHIND:]
    if not ("）" in end or ")" in end) or not row.rstrip("。0123456789 ").endswith(("）", ")")):
        return []
    bracket = _BRACKET_END.search(row[-80:])
    return credit(bracket["credit"]) if bracket else []


def note_at_end(row: str) -> str | None:
    """A note of editor or source at the end of a paragraph, as it stands there."""
    end = row[-80:]
    note = _NOTE_END.search(end) if _NOTE_SIGN.search(end) else None
    return note[0] if note else None


def editor_in_source(html: str) -> str | None:
    """The editor that a page names far below its body, behind share bars and lists; only where it names one alone."""
    found: set[str] = set()
    place = -1
    for _ in range(_PLACES):
        if (place := html.find("编", place + 1)) < 0:  # a single character is found ten times as fast as a word
            break
        if html[place + 1 : place + 2] != "辑" and html[place - 1 : place] != "责":
            continue
        named = _EDITOR_IN_SOURCE.search(html, max(0, place - 4), place + 300)
        if named and named.start() <= place and not _BUTTON.match(named["editor"]):
            found.add(named["editor"])
    return found.pop() if len(found) == 1 else None


def author_of(rows: list[str], tail: list[str]) -> Signature | None:
    """The signature of the whole text: a byline at its head, its wire head, its end, a byline below it."""
    for i, row in enumerate(rows[:3]):
        if 2 * i < len(rows) and (signed := byline(row)):  # further down it stands below the text, and stays there
            second = byline(rows[i + 1]) if i + 2 < len(rows) else []  # 记者 张三, and below it 通讯员 李四
            return Signature(list(dict.fromkeys(signed + second)), i, 2 if second else 1)
    for i, row in enumerate(rows[:_HEAD_ROWS]):
        if signed := wire_head(row) or (byline(row) if i >= 3 else []):  # below captions or a summary
            return Signature(signed, i, 0)
    if len(section_signatures(rows)) > 1:
        return None  # reports under one headline, each signed by its own author
    for i in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
        if signed := byline(rows[i]) or end_signature(rows[i]):
            return Signature(signed, i, 0)
    for line in own_lines(tail)[:3]:
        if signed := byline(line) or end_signature(line if len(line) <= _BYLINE else ""):
            return Signature(signed, len(rows), 0)
    return Signature([name], 0, 0) if (name := bare_name(rows)) else None


def own_lines(tail: list[str]) -> list[str]:
    """The lines below a body that may name its author: those of its readers may not (`作者：过路人`)."""
    return list(takewhile(lambda line: not _OPINIONS.match(line), tail))


def bare_name(rows: list[str]) -> str | None:
    """The name that stands alone over a text: `王建国`, `王 磊`. A word among others as short is a cross-heading."""
    if len(rows) < 3 or not 3 <= len(rows[0]) <= 5 or len(rows[1]) < _PROSE or min(map(len, rows[1:])) <= len(rows[0]):
        return None
    name = "".join(rows[0].split())
    return name if is_name(name) else None


def section_signatures(rows: list[str]) -> list[str]:
    """The different signatures at the end of rows, in order."""
    return list(dict.fromkeys(" ".join(signed) for row in rows if (signed := end_signature(row))))
