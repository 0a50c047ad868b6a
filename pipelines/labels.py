"""Labelled parts of info lines: `来源:甘谷县融媒体中心  打印本页` says its source, whatever else stands beside it."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 400  # characters of a line that are looked at; info lines are far shorter


class Part(NamedTuple):
    """One label of a line and what follows it."""

    field: str  # "source", "author", "editor", "reviewer", "original_title", "time"; "" ends the part before it
    label: str
    value: str  # cleaned; may be empty
    start: int  # of the label


# Field and its labels, the surest first. A blank may stand between the characters of a label (作 者).
LABELS: dict[str, tuple[str, ...]] = {
    "source": tuple("文章来源 信息来源 图文来源 新闻来源 稿件来源 本文来源 内容来源 来源 稿源 出处 来自 转自 摘自 发布单位 供稿单位".split()),
    "author": tuple("文章作者 本文作者 原作者 作者 记者 通讯员 撰文 撰稿 采写 执笔人 执笔 文字 文".split()),
    "editor": tuple(
        "责任编辑 责编 本文编辑 本期编辑 值班编辑 网络编辑 执行编辑 网编 编辑 选稿 本文责编 转载 编发 录入编辑".split()
    ),
    "reviewer": tuple("初审 一审 一校 复审 二审 二校 终审 三审 三校".split()),
    "original_title": ("原标题", "原题"),
    "time": tuple("发布时间 发布日期 发表时间 发表日期 发稿时间 创建时间 更新时间 更新日期 时间 日期 发表于 发布于 发布".split()),
    # What an info line says besides: it ends a value and is no field of ours.
    "": tuple(
        "浏览次数 浏览量 浏览 点击数 点击量 点击 阅读次数 阅读量 阅读 访问次数 访问量 字号 字体大小 字体 大小 评论 关键词 关键字 标签 所属分类 分类"
        " 栏目 版次 版面 人气 热度 摄影 图片 视频 制图 图 美编 美术编辑 视觉 校对 审核 审稿 监制 主编 总编辑 总编 值班编委 值班主任 策划 统筹 剪辑 "
        "索引号 文号 发文字号 主题分类 成文日期 有效性 分享到 分享至 分享".split()
    ),
}
_TRADITIONAL = str.maketrans("来编辑责记者图报标题时间发转载选评论关键词视频", "來編輯責記者圖報標題時間發轉載選評論關鍵詞視頻")
_FIELD = {
    form: field for field, labels in LABELS.items() for label in labels for form in (label, label.translate(_TRADITIONAL))
}
# 文 and 图 are labels only at the start of something: 散文: and 地图: end in them.
_SHORT = "文图圖"


def _spelled(label: str) -> str:
    start = r"(?:(?<=[\s(（\[【|/])|^)" if label in _SHORT else ""
    return start + r"\s{0,4}".join(map(re.escape, label))


_ALL = sorted(_FIELD, key=len, reverse=True)
_LABEL = re.compile(
    r"(?P<label>" + "|".join(map(_spelled, _ALL)) + r")\s{0,4}[:：∶︰]"
    r"|(?P<bare>来源于|來源於|转自(?=《)|選稿(?=\s)|选稿(?=\s)|责任编辑(?=\s)|責任編輯(?=\s)|责编(?=\s)|(?:责任)?编辑(?=[丨|｜/／]))[丨|｜/／]?"
)
_BARE = {"来源于": "source", "來源於": "source", "转自": "source"}
# Buttons that follow a value without being a label.
_BUTTON = re.compile(
    r"[【|｜丨]|打\s?印|我要|我来说|分享|举报|收藏|评论|字号|字体|\d{1,9}\s?(?:条|人|次)|查看|关闭|责任编|扫一扫|https?:|返回"
)
_DATE = re.compile(r"(?:19|20)?\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_PAIRS = {"(": ")", "（": "）", "[": "]", "【": "】", "《": "》", "〔": "〕", "“": "”", '"': '"'}
_STRIP = " \t\r\n,，、;；|｜丨·:：/／\N{BULLET}-—>"


def parts(line: str) -> list[Part]:
    """Every labelled part of a line, in order. A value ends where the next label, a date or a button begins."""
    line = " ".join(line[:LONGEST].split())
    marks = list(_LABEL.finditer(line))
    ends = [mark.start() for mark in marks[1:]]
    out = []
    for mark, end in zip(marks, [*ends, len(line)], strict=False):
        label = re.sub(r"\s", "", mark["label"] or mark["bare"])
        field = _FIELD.get(label, _BARE.get(label, "editor"))
        value = line[mark.end() : end]
        clean = _closed(value).strip() if field == "original_title" else _clean(value)
        out.append(Part(field, label, clean, mark.start()))
    return out


def _clean(value: str) -> str:
    """A value without the brackets around it, the buttons and dates after it, and the bracket that closes its line."""
    value = value.strip(_STRIP)
    if value[:1] in _PAIRS and value.find(_PAIRS[value[0]]) == len(value) - 1:
        value = value[1:-1].strip(_STRIP)
    elif value[:1] in ("[", "【", "《") and _PAIRS[value[0]] in value:
        value = value[1 : value.find(_PAIRS[value[0]])].strip(_STRIP)
    for stop in (_BUTTON, _DATE):
        found = stop.search(value)
        value = value[: found.start()] if found else value
    return _closed(value).strip(_STRIP)


def _closed(value: str) -> str:
    """Cut at the first bracket that closes without having been opened here: `马文洁)` -> 马文洁."""
    depth = 0
    for place, char in enumerate(value):
        if char in "([（【〔":
            depth += 1
        elif char in ")]）】〕":
            depth -= 1
            if depth < 0:
                return value[:place]
    return value if depth == 0 else value[: max(value.rfind(c) for c in "([（【〔")]


def first_word(value: str) -> str:
    """The value up to its first blank, but for Latin names and dashes set wide (`China Daily`, `甘肃网 - 民族日报`)."""
    words = value.split()
    out = words[:1]
    for before, word in zip(words, words[1:], strict=False):
        joins = (before.isascii() and word.isascii()) or {before, word} & set("-—－·/、")
        if not joins:
            break
        out.append(word)
    return " ".join(out)
