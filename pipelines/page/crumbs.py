"""The breadcrumb above a body: labelled, in a box of that name, or told by its separators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipelines.facts.words import words
from pipelines.page.marks import CRUMB_LABEL, CRUMB_MARK, CRUMB_NAME, CRUMB_SPLIT, DATE
from pipelines.page.rows import Box, Row

CRUMB_MAX, STEPS_MAX = 160, 8
LABEL_AT, LABEL_MAX = 40, 8  # characters up to the label of a trail behind other words, and of its beginning
STEP_MAX, WORD_MAX = 30, 10
NO_STEPS = frozenset(words("登录 登陆 注册 登入 註冊 简体 繁体"))  # of other lines in a box of such a name
SURE_NAME = re.compile("crumb|bread")  # 广告位招租 may stand in a box called pos
MENU_MIN, BAR = 3, "｜"
DASHED, SLASHED = re.compile(r" [-/] "), re.compile(r" / ")
LOOSE = re.compile(r" ?[-/|·•》—:：~■] ?")  # only behind 首页: elsewhere they stand within a step
CLOSING = re.compile(r" / | ?》{1,2} ?")  # where 》 closes no title
ARROW = re.compile("[>＞»›≫〉►▶⇒]")
TRAIL_ENDS = re.compile("^(?:网站)?首[页頁]|正文$")
GLUED_END = re.compile(r" (?=正文$)")  # 民生新闻 正文: between the last two some templates set a blank
BESIDE = re.compile(
    r" (?=今天|字[体號号]|来源|时间|日期|发布|作者|编辑|分享|打印|[【\[]|(?:19|20)\d\d[-/年.])"
    r"|(?=(?:信息|文章)?(?:来源|來源|稿源)\s?[:：]|(?:发布|发表)?(?:时间|日期)\s?[:：]|(?:责任)?编辑\s?[:：]|作者\s?[:：]|返回(?:列表|上一?[级页层])$|打印$)|(?<=^正文)(?=\w)"
)
# What stands in a trail's box behind the trail, and is no step of it: 字号：大 中 小. A channel may be called 发布.
TOOL = re.compile(
    r"(?:字[体體号號]|来源|时间|日期|发布[时日][间期]|作者|编辑)\s?[:：]|分享到?\s?(?:[:：]|$)|打印(?:本[页頁文])?(?:$|\W)|[【\[](?:字|大|打印)"
)
HOME_PAGE = re.compile(r"(?:网站|本站)?(?:首页|首頁|主页|Home)\s*[-=/|·•》—:：>＞»~■\\]")


def breadcrumb(rows: list[Row], first: int) -> list[str] | None:
    """The trail of channels above the body: labelled, in a box of that name, or told by its separators."""
    return labelled_crumbs(rows, first) or named_crumbs(rows, first) or bare_crumbs(rows, first)


def labelled_crumbs(rows: list[Row], first: int) -> list[str] | None:
    """The steps behind 当前位置, in that row or in the linked ones after it."""
    for i in range(first - 1, -1, -1):
        text = rows[i].text
        if len(text) < CRUMB_MAX and (
            label := CRUMB_LABEL.match(text) or ("位置" in text and behind_others(text))
        ):
            steps = crumbs(text[label.end() :])
            if len(steps) == 1:
                parted = [step for part in DASHED.split(steps[0]) if (step := part.strip())]
                steps = linked_steps(rows[i].box.el, steps[0]) or (parted if len(parted) > 1 else spaced(steps[0]))
            if len(steps) < 2:
                steps += crumbs(">".join(steps_after(rows, i, first)))
            return without_beside(steps[:STEPS_MAX], rows[i].box.el) or None
    return None


def behind_others(text: str) -> re.Match[str] | None:
    """The label of a trail behind what else a template sets into its line: today's date, the column's name.

    `今天是2020年5月6日 您的位置：首页 > 要闻`, `要闻当前位置：首页 > 要闻`, with strokes from 首页 on alone.
    """
    place = text.find("位置", 2, LABEL_AT)
    label = CRUMB_LABEL.search(text, max(0, place - LABEL_MAX)) if place > 0 else None
    if label is None or not label.start() < place < label.end() or ARROW.search(text, 0, place):
        return None
    told = DATE.search(text, 0, place) or ARROW.search(text, label.end()) or HOME_PAGE.match(text, label.end())
    return label if told else None


def steps_after(rows: list[Row], i: int, first: int) -> Iterator[str]:
    """The steps in the rows behind row `i`: links, and what follows an arrow or a picture of one in the same box."""
    pictured = False
    for row in rows[i + 1 : first]:
        beside = pictured and row.box is rows[i].box
        if row.text and not (CRUMB_SPLIT.fullmatch(row.text) or (len(row.text) < STEP_MAX and (row.links or beside))):
            break
        pictured = row.image is not None
        if row.text:
            yield row.text


def named_crumbs(rows: list[Row], first: int) -> list[str] | None:
    """The steps in a box whose class, id or label calls it a breadcrumb; its links may stand without separators."""
    seen: set[Box] = set()
    for i in range(first - 1, -1, -1):
        box: Box | None = rows[i].box
        for _ in range(3):
            if box is None or box in seen or box.last - box.first > 12 or box.el.tag == "form":
                break
            seen.add(box)
            if CRUMB_NAME.search(box.name) or box.el.get("aria-label", "").lower() == "breadcrumb":
                steps = own_line(rows, box) or crumbs(">".join(r.text for r in rows[box.first : box.last] if r.text))
                if len(steps) == 1:
                    steps = linked_steps(box.el, steps[0]) or set_apart(box.el, steps[0]) or steps[0].split()
                if len(steps) == 1 and (beside := item_steps(rows, box, first)):
                    return beside
                if is_trail(steps, rows, box):
                    return by_links(steps, box.el)
            box = box.up
    return None


def is_trail(steps: list[str], rows: list[Row], box: Box) -> bool:
    """Whether the words in a box of a trail's name are steps: a single word is a link, 正文, or in one called crumb."""
    if not steps or len(steps) > STEPS_MAX or steps[0] in NO_STEPS:
        return False
    sure = len(steps) > 1 or bool(SURE_NAME.search(box.name) or TRAIL_ENDS.search(steps[0]))
    sure = sure or any(row.links for row in rows[box.first : box.last])
    return sure and all(1 < len(step) < 40 for step in steps[:-1])


def own_line(rows: list[Row], box: Box) -> list[str] | None:
    """The steps of a trail from 首页 on in the last line of its box, below the column's name."""
    *above, last = [row.text for row in rows[box.first : box.last] if row.text] or [""]
    if not (above and HOME_PAGE.match(last)):
        return None
    steps = crumbs(last)
    return steps if len(steps) > 1 else None


def set_apart(el: Any, text: str) -> list[str]:
    """The steps of a line that nothing but its elements parts: `<span>首页</span><i></i><span>要闻</span>`.

    An element may hold a mark between two steps, the first of all the word 位置.
    """
    pieces = [piece for child in el.iterchildren("*") if (piece := "".join(child.itertext()).strip())]
    if "".join(pieces) != text:
        return []
    steps = [piece for piece in pieces if len(piece) > 1 or piece.isalnum()]
    steps = steps[1:] if steps[:1] == ["位置"] else steps
    return steps if 1 < len(steps) <= STEPS_MAX else []


def linked_steps(el: Any, text: str) -> list[str]:
    """The links that a trail begins with, set with nothing, a stroke or a bar between them, and what follows them."""
    links = ["".join(link.itertext()).strip() for link in el.iter("a")]
    trail = re.match(r"[\s/—|-]*".join(map(re.escape, links)), text) if len(links) > 1 and all(links) else None
    if trail is None:
        return []
    return [*links, rest] if (rest := text[trail.end() :].strip(" /—|-")) else links


def spaced(text: str) -> list[str]:
    """The steps of a labelled trail that blanks alone part, `首页 新闻中心 本地新闻`; elsewhere they part words."""
    words = text.split()
    trail = 2 < len(words) <= STEPS_MAX and (TRAIL_ENDS.match(words[0]) or words[-1] == "正文")
    return words if trail and all(1 < len(word) <= WORD_MAX for word in words) else [text]


def without_beside(steps: list[str], el: Any) -> list[str]:
    """The steps without words that stand behind the last link, `<a>要闻</a> 沧河最大的门户`, and without links behind a
    last step that is none: `要闻 <a>返回首页</a><a>旧版</a>`.
    """
    steps = by_links(steps, el)
    last, _, rest = steps[-1].partition(" ") if len(steps) > 1 else ("", "", "")
    if rest:
        links = ["".join(a.itertext()).strip() for a in el.iter("a")]
        buttons = any("".join(links[-k:]) == rest.replace(" ", "") for k in range(1, STEPS_MAX))
        if (last in links or buttons) and f"{last} {rest}" not in links:
            return [*steps[:-1], last]
    return steps


def by_links(steps: list[str], el: Any) -> list[str]:
    """The steps, of which blanks part links too: `<a>沧河网</a> <a>要闻</a> > 正文`; the last may have a button."""
    if not any(" " in step for step in steps[:-1]):
        return steps
    links = link_texts(el)
    parted = [[step] if step in links or not links.issuperset(step.split()) else step.split() for step in steps[:-1]]
    return [*(step for words in parted for step in words), steps[-1]]


def link_texts(el: Any) -> set[str]:
    """What the links of an element say."""
    return {"".join(a.itertext()).strip() for a in el.iter("a")}


def item_steps(rows: list[Row], box: Box, first: int) -> list[str] | None:
    """The steps beside this one, where each step is a box of its own, all above the body."""
    around = rows[box.up.first : box.up.last] if box.up is not None and box.up.last <= first else []
    if around and len(around) <= STEPS_MAX and all(len(row.text) < 40 and row.image is None for row in around):
        text = ">".join(row.text for row in around)
        return crumbs(text) if ">>" in text or TRAIL_ENDS.search(text) else None
    return None


def bare_crumbs(rows: list[Row], first: int) -> list[str] | None:
    """The nearest row above the body whose separators make it a trail of links, or one that begins with 首页."""
    for i in range(first - 1, -1, -1):
        row = rows[i]
        text = row.text
        if not 4 < len(text) < CRUMB_MAX or not (CRUMB_MARK.search(text) or is_homeward(text)) or "://" in text:
            continue
        if DATE.search(text) and not HOME_PAGE.match(text):
            continue
        steps = crumbs(text)
        told = row.links >= 2 or HOME_PAGE.match(text) or is_plain_trail(text, steps)
        if 1 < len(steps) <= STEPS_MAX and told and "更多" not in text and not is_menu(row, steps):
            return without_beside(steps, row.box.el)
        parts = [part for part in DASHED.split(text) if part]
        bar = len(parts) > MENU_MIN and row.links >= len("".join(parts))  # 新闻 - 政务 - 视频 - 图片
        if 1 < len(parts) <= STEPS_MAX and (
            HOME_PAGE.match(text) or (row.links and not bar and first - i < 25 and max(map(len, parts)) < 12)
        ):
            return parts
    return None


def is_homeward(text: str) -> bool:
    """Whether a line without arrows leads from 首页 to 正文, which no menu does: `首页 》 要闻 》 正文`."""
    return text.endswith("正文") and HOME_PAGE.match(text) is not None


def is_plain_trail(text: str, steps: list[str]) -> bool:
    """Whether arrows part three short steps or more, though none is a link: `春江网 >> 新闻 >> 本地新闻`."""
    return len(steps) > 2 and ARROW.search(text) is not None and all(1 < len(s) < 12 and s.isalpha() for s in steps)


def is_menu(row: Row, steps: list[str]) -> bool:
    """Whether bars part more links than a trail has, and nothing but links: `首页｜新闻｜政务｜旅游`."""
    return len(steps) > MENU_MIN and BAR in row.text and row.links >= len("".join(steps))


def crumbs(text: str) -> list[str]:
    """The steps of a breadcrumb line, without its label."""
    text = CRUMB_LABEL.sub("", text, count=1)
    parts = CRUMB_SPLIT.split(text)
    if len(parts) == 1:
        loose = LOOSE if HOME_PAGE.match(text) else CLOSING if "《" not in text else SLASHED
        parts = loose.split(text)
    steps = [step for part in parts if (step := part.strip(" :：/"))]
    if len(steps) > 1:
        steps = steps[:-1] if TOOL.match(steps[-1]) else steps
        steps = steps[: steps.index("正文") + 1] if "正文" in steps[1:-1] else steps  # what stands beside the trail
        steps[-1:] = GLUED_END.split(BESIDE.split(steps[-1], maxsplit=1)[0])
    return steps
