"""Labelled parts of info lines: `来源:甘谷县融媒体中心  打印本页` says its source, whatever else stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipelines.facts.people import is_name
from pipelines.facts.words import words

LONGEST = 400  # characters of a line that are looked at; info lines are far shorter


class Part(NamedTuple):
    """One label of a line and what follows it."""

    field: str  # "source", "author", "editor", "reviewer", "original_title", "time"; "" ends the part before it
    label: str
    value: str  # cleaned; may be empty
    start: int  # of the label


# Field and its labels, the surest first. A blank may stand between the characters of a label (作 者).
LABELS: dict[str, tuple[str, ...]] = {
    "source": words(
        "文章来源 信息来源 图文来源 新闻来源 稿件来源 本文来源 内容来源 来源单位 来源 稿源 出处 来自 转自 转载自 摘自"
        " 转贴自 原载 源自 发布单位 供稿单位 信息提供 Source"
    ),
    "author": words(
        "文章作者 本文作者 原作者 作者 记者 见习记者 通讯员 撰文 撰稿 撰稿人 采写 执笔人 执笔 供稿 供稿人 编译 "
        "采访 采编 撰写 整理 摄影报道 文字 文稿 图文 文图 文/图 图/文 文 Author"
    ),
    "editor": words(
        "责任编辑 责编 本文编辑 本期编辑 值班编辑 网络编辑 执行编辑 实习编辑 新媒体编辑 首席编辑 文字编辑 网编 "
        "编辑 编辑人 编校 编辑排版 选稿 本文责编 转载 编发 录入编辑 编辑录入 Editor"
    ),
    "reviewer": words("初审 一审 一审一校 一校 复审 二审 二审二校 二校 终审 三审 三审三校 三校"),
    "original_title": ("原标题", "原题"),
    "time": words(
        "发布时间 发布日期 发表时间 发表日期 发稿时间 创建时间 更新时间 更新日期 公开时间 公开日期 公布时间 公布日期"
        " 印发日期 成稿日期 信息时间 来稿时间 时间 日期 发表于 发布于 发布"
    ),
    # What an info line says besides: it ends a value and is no field of ours.
    "": words(
        "发布者 发布人 录入 文章录入 新闻录入 信息录入 上传者 "
        "浏览次数 浏览量 浏览数 浏览 点击数 点击率 点击量 点击 阅读次数 阅读量 阅读数 阅读 "
        "访问次数 访问量 人气 热度 字号 字体大小 字体 大小 评论 关键词 关键字 标签 所属分类 分类 栏目 版次 版面 "
        "分享到 分享至 分享 "
        "摄影 图片 视频 制图 图 美编 美术编辑 视觉 责任校对 校对 审核 审稿 监制 主编 总编辑 总编 值班编委 值班主任 "
        "实习生 策划 统筹 剪辑 索引号 文号 发文字号 主题分类 成文日期 有效性 拍摄 单位 作者单位 审校 编审 审核人 "
        "值班总编 签发 出品 文案 参与 图片来源 视频来源 数据来源 资料来源 素材来源 资金来源 图像来源 图片编辑 视频编辑 "
        "图文编辑 摄影编辑 联系电话 投稿邮箱 摄像 摄像记者 摄影记者 编导 配音 播音 口播 主播 后期 制作 排版 设计"
        " 校审 指导教师"
    ),
}
_TRADITIONAL = str.maketrans("来编辑责记图标题时间发转载选评论单", "來編輯責記圖標題時間發轉載選評論單")
_FIELD = {
    form: field
    for field, labels in LABELS.items()
    for label in labels
    for form in (label, label.translate(_TRADITIONAL))
}
_LONGEST_LABEL = max(map(len, _FIELD))
_AT_START = frozenset("文图圖")  # labels only where something begins: 散文: and 地图: end in them
_BOUNDARY = " (（[［【|/丨｜"
_SEPARATOR = re.compile(r"[:：∶︰丨｜|]")
# Labels that need no separator.
_BARE = re.compile(
    r"来源于|來源於|转自(?=《)|(?:摘自|原载)(?=《[^《》]{2,20}》\s?(?:[\d）)]|$))|选稿(?=\s)|選稿(?=\s)|责任编辑(?=\s)|責任編輯(?=\s)|责编(?=\s)"
    r"|编辑(?=\s{1,3}[\u3400-\u9fff]{2,3}(?:[\s)）\]】]|$))|(?:责任编辑|責任編輯|责编|責編|编辑|編輯|来源|作者)\s?[/／](?=\s?[\u3400-\u9fff])"
)
_BARE_FIELD = dict.fromkeys("来來转摘原", "source") | {"作": "author"}  # by their first character
# A cheap first look: every alternative begins with a character of its own, so that the engine skips to those.
_HINT = re.compile(
    r":|：|∶|︰|丨|｜|\||来源|來源|转自|摘自|原载|选稿|選稿|责任|責任|责编|責編|编辑|編輯\s?[/／]|作者\s?[/／]"
    r"|【(?:记者|通讯员|撰文|撰稿|采写|文字)】"
)
# A label in brackets of its own: 【责任编辑】：李四.
_BRACKETED = re.compile(
    r"[\[【［](责任编辑|責任編輯|责编|编辑|來源|来源|作者|记者|通讯员|撰文|撰稿|采写|文字)[\]】］]\s?[:：]?"
)
# Buttons that follow a value without being a label.
_BUTTON = re.compile(
    r"[【|｜丨]|打\s?印|纠错|点击投稿|我要|我来说|分享|举报(?!中心)|收藏(?!界)|(?<!\S)评论|评论\s?[\d(（]|已有\s?(?:评论|\d)|有\d{1,9}人|字号|字体|[\[［]大[\]］]"
    r"|\d[\d.]{0,8}\s?[万wW]?\+?\s?(?:条|人|次)|查看|关闭|责任编|扫一扫|https?:|返回(?!舱)"
)
_COUNTRY = re.compile(r"[\[【［（(〔]\w[\]】］）)〕]\s?(?=\w)")  # 作者：[美]约翰
_LAST = re.compile(r"[ \]】][\[【]?")  # what stands between a value and the word before the next label
_DATE = re.compile(r"(?:19|20)?\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/]\d{1,2}\s\d{1,2}:\d\d")
_PAIRS = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】", "《": "》", "〔": "〕", "“": "”", '"': '"'}
_PARTED = frozenset("；;，,。、/／|｜丨(（")  # 编辑：李四；审核：…
_STRIP = " \t\r\n,，。、;；|｜丨·:：/／\N{BULLET}-—>"
# What ends a value though no table has it: a short word of its own before a separator (签发：…).
_UNKNOWN = re.compile(r"\s[\u3400-\u9fff]{2,7}\s?[:：]")
# Behind a blank, a further role and its bearer, or a counter: 张三 校对 李四; 张三 阅读 123.
_NEXT_ROLE = re.compile(
    r"\s[■●◆□]?(?:校对|审校|审核|编审|签发|监制|美编|图片|视频|制作|排版|后期|摄[影像]|二审|三审|复审|终审|阅读|浏览|点击|评论|人气|发布|出版|时间|日期)(?:[\s\d/／（(]|$)"
)


class _Mark(NamedTuple):
    label: str
    field: str
    start: int
    end: int


def parts(line: str) -> tuple[Part, ...]:
    """Every labelled part of a line, in order. A value ends where the next label, a date or a button begins."""
    line = line[:LONGEST]
    return _parts(line) if _HINT.search(line) else ()


@lru_cache(maxsize=1024)
def _parts(line: str) -> tuple[Part, ...]:
    line = " ".join((_BRACKETED.sub(r"\1：", line) if "【" in line or "[" in line or "［" in line else line).split())
    marks = list(_marks(line))
    ends = [mark.start for mark in marks[1:]]
    out = []
    for mark, end in zip(marks, [*ends, len(line)], strict=False):
        value = line[mark.end : end]
        glued = end < len(line) and mark.field in ("author", "editor") and value[-1:] not in _PARTED
        last = _LAST.split(value)[-1] if glued else ""
        if last and not is_name(last):  # it begins the next label: 每经编辑
            value = value[: -len(last)]
        clean = _closed(value).strip() if mark.field == "original_title" else _clean(value, mark.field)
        out.append(Part(mark.field, mark.label, clean, mark.start))
    return tuple(out)


def _marks(line: str) -> Iterator[_Mark]:
    """Where labels stand: before a separator, or one of the few that need none."""
    found = [mark for sep in _SEPARATOR.finditer(line) if (mark := _before(line, sep.start()))]
    found += [
        _Mark(bare[0].rstrip(" /／"), _BARE_FIELD.get(bare[0][0], "editor"), *bare.span())
        for bare in _BARE.finditer(line)
    ]
    end = 0
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if mark.start >= end:
            yield mark
            end = mark.end


def _before(line: str, separator: int) -> _Mark | None:
    """The longest label that ends at a separator, blanks between its characters or not (`作 者：`)."""
    label, best, place, bar = "", None, separator, line[separator] in "|丨｜"
    while place > 0 and len(label) < _LONGEST_LABEL:
        place -= 1
        if line[place] == " ":
            continue
        label = line[place] + label
        field = _FIELD.get(label)
        if field is None:
            continue
        begins = place == 0 or line[place - 1] in _BOUNDARY
        if begins or not (label in _AT_START or (bar and field in ("", "time"))):  # 甘谷发布 | is a name before a bar
            best = _Mark(label, field, place, separator + 1)
    return best


def _clean(value: str, field: str) -> str:
    """A value without the brackets around it, what follows it, and the bracket that closes its line."""
    value = _COUNTRY.sub("", value.strip(_STRIP)) if field == "author" else value.strip(_STRIP)
    if value[:1] in _PAIRS and value.find(_PAIRS[value[0]]) == len(value) - 1:
        value = value[1:-1].strip(_STRIP)
    elif value[:1] in ("[", "【", "《") and _PAIRS[value[0]] in value:
        value = value[1 : value.find(_PAIRS[value[0]])].strip(_STRIP)
    for stop in (_BUTTON, _DATE, _UNKNOWN, *([_NEXT_ROLE] if field != "source" else [])):
        found = stop.search(value)
        value = value[: found.start()] if found else value
    return _closed(value).strip(_STRIP)


def _closed(value: str) -> str:
    """Cut at the first bracket that closes without having been opened here: `马文洁)` -> 马文洁."""
    depth = 0
    for place, char in enumerate(value):
        if char in "([［（【〔":
            depth += 1
        elif char in ")]］）】〕":
            depth -= 1
            if depth < 0:
                return value[:place]
    return value if depth == 0 else value[: max(value.rfind(c) for c in "([［（【〔")]


def bare(word: str) -> str:
    """A word without strokes and brackets around it, those of its whole line too: `（ 沧河日报）`."""
    word = word.strip("／/|｜·•-[]【】").lstrip("（(")
    return word if "（" in word or "(" in word else word.rstrip("）)")


def first_word(value: str) -> str:
    """The value up to its first blank, but for Latin names and dashes set wide (`China Daily`, `甘肃网 - 民族日报`)."""
    said = value.split()
    out = said[:1]
    for before, word in pairwise(said):
        joins = (before.isascii() and word.isascii()) or {before, word} & set("-—－·/、")
        if not joins:
            break
        out.append(word)
    return " ".join(out)
