"""Clutter: lines that stand around an article and are not of it, by named rules over place and shape.

No rule looks for a word inside a paragraph. An article *about* 推荐 or 分享 keeps every sentence: what goes is a whole
line made of buttons, a heading with a list under it, a notice at the very end, or a button glued to a paragraph's end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipelines.items import Page, Reading, Step
from pipelines.stage import Stage


class Rule(NamedTuple):
    """One kind of clutter: its name in the steps, what finds it, and why that is never the article."""

    name: str
    find: Callable[[list[str], str], set[int]]  # rows and headline -> the indexes of rows that go
    reason: str


# Buttons: a line made of these alone is furniture wherever it stands.
BUTTONS = re.compile(
    r"打\s?印(?:本[页文稿]|文[稿章]|此文|本篇)?|关\s?闭(?:窗口|本页)?|(?:字号|字体)(?:大小)?|(?:放大|缩小|正常|默认)字?体?|[大中小]字?号?(?=$|[\s】\]])"
    r"|(?:我来说两句|我要[“\"]?[揪纠][”\"]?错|我要评论|我要分享|我要说说|【纠错】|纠错|查看评论|发表评论|参与评论|最新评论|网友评论|热点排行|页面功能)"
    r"|(?:推荐|发送)给(?:好友|朋友)|转寄朋友|打印文稿|收藏(?:本文|本页|此文)?|加入收藏|复制链接|链接已复制|分享(?:到|至好友和朋友圈|至手机|至)?|展开(?:全文|阅读)|加载更多|点击加载"
    r"|收起(?:全文)?|(?:返回|回到)(?:顶部|首页|页首|列表)|顶\s?部|用微信扫(?:一扫|码|描)?二维码|扫一扫(?:在)?(?:手机)?(?:打开)?(?:当前)?(?:页面?)?|上一[页篇]|下一[页篇]|末页|尾页"
    r"|第\d{1,3}页|共\d{1,3}页|分页导航|正文已结束，您可以按alt\+4进行评论|点击(?:查看|看)大图|查看(?:原图|大图)|点击查看原文(?:链接)?|阅读原文|Play Video|视频加载中|自动播放(?:开关)?"
    r"|新浪微博|腾讯微博|人人网|开心网|[Qq][Qq](?:空间|好友)|Qzone|朋友圈|微信好友|易信|Facebook|Twitter|Google\+|LINE|列印|留言|A[-+]|T\s?\+\s?-",
)
# Words that are buttons only beside other buttons, or at the very edge of the body: an article may have such a heading.
WEAK_BUTTONS = re.compile(r"推荐|评论|微信|微博|更多|举报|订阅|关注|点赞|赞|喜欢|首页|正文|图集|赏|钦佩")
_PAGES = re.compile(r"(?:[\[【(（]?\d{1,2}[\]】)）]?\s{0,3}){2,40}$")
_COUNTER = re.compile(r"[+\d:：/,\s.]{1,20}$")

_TOPIC = "相关|相關|延伸|推荐|推薦|精彩|热门|熱門|热点|往期|更多|最新|重点|编辑|今日|图片|摄影相关|即时|点击|新闻|为您|为你|本网|频道|近期"
_KIND = "新闻|新聞|阅读|閱讀|链接|鏈接|连接|报道|報導|文章|推荐|推薦|回顾|专题|图片|内容|资讯|视频|评论|排行榜?|焦点|热点|搜索|要闻|动态|点击"
HEADING = re.compile(
    rf"[^\w《“\"]{{0,4}}(?:(?:{_TOPIC})(?:{_KIND})(?:榜|推荐|排行榜?|更多)?|关注我们|分享到|猜你喜欢|你可能(?:感|还)兴趣|看过本文的人还看过|友情链接|热帖|热词"
    r"|(?:网友|最新|热门|精彩|全部)评论)[^\w《“\"]{0,6}(?:更多)?[^\w《“\"]{0,4}"
)
_LED_BY_HEADING = re.compile(r"[^\w《“\"]{0,4}(?:相关|延伸|推荐|往期)(?:新闻|阅读|链接|报道|文章)\s{0,2}[:：]\s{0,2}(?=\S)")

NOTICE = re.compile(
    r"[\W_①-⑳]{0,4}(?:版权声明|免责声明|特别声明|郑重声明|平台声明|版权与免责声明|声明|法律声明)\s{0,2}(?:[:：]|$)"
    r"|[\W_①-⑳]{0,4}凡(?:本网|本站|本报|文章来源|注明|来源)"
    r"|[^。]{0,60}(?:转载请注明(?:出处|来源)|未经[^。]{0,20}(?:不得|禁止|请勿|严禁)[^。]{0,12}(?:转载|摘编|镜像|复制|使用))"
    r"|[^。]{0,40}版权(?:归|为)[^。]{0,20}所有|[^。]{0,40}(?:仅代表作者|不代表本[网站报平])[^。]{0,30}(?:观点|立场)?"
    r"|本[网站]（?平?台?）?所刊载内容之知识产权|如本网转载稿涉及版权|欢迎关注[^。]{0,20}(?:公众号|微信|微博|网评|客户端)?$"
    r"|[^。]{0,20}(?:新闻投稿|新闻热线|投稿邮箱|爆料热线|报料热线)[^。]{0,60}$|[（(]?更多(?:内容|精彩|资讯|新闻)[^。]{0,40}$"
    r"|扫一扫[^。]{0,40}$|(?:长按|扫描|识别)[^。]{0,16}二维码[^。]{0,30}$|您?所(?:浏览|瀏覽)的新[闻聞]已[过過][^。]{0,12}"
    r"|(?:请|請)?(?:先)?同意[^。]{0,16}(?:隐私|隱私|[Cc]ookie)|(?:订阅|訂閱)[^。]{0,20}(?:电子报|電子報|[Nn]ewsletter)|共找到\s?[\d,]{1,12}\s?[个条篇]"
)
GLUED = re.compile(
    r"\s{0,4}(?:返回搜狐，查看更多|返回[\u4e00-\u9fff]{0,10}(?:首页|频道)\s?(?:>{1,3}|》{1,2})|[【\[(（]?(?:查看|更多)?(?:详情|详细)[】\])）]?\s?(?:>{1,3}|》{1,2})"
    r"|【详细】|\[详细\]|点击(?:进入|查看)[^。，]{0,20}>{1,3}|展开全文|【?打印本页】?)$"
)

_EDGE = 3  # rows at either end that count as edge
_TEASER = 40  # characters of a lead that is worth comparing
_TAIL = 8  # rows from the end in which notices are looked for


def is_prose(row: str) -> bool:
    """Whether a row reads as running text."""
    return len(row) >= 25 and ("。" in row or len(re.findall(r"[，,]", row)) >= 2)


def _is_item(row: str) -> bool:
    """Whether a row may be an entry of a list of headlines. Titles of books are something an article recommends."""
    return not is_prose(row) and not row.startswith("《") and not re.search(r"[。；，：:]$", row)


def _only(words: re.Pattern[str], row: str) -> int:
    """How many of the words a row is made of, where it is made of nothing else; else 0."""
    rest, count = words.subn("", row)
    return count if count and not re.search(r"[^\W\d_]", rest) else 0


def _buttons(rows: list[str], title: str) -> set[int]:
    short = [i for i, row in enumerate(rows) if len(row) <= 120]
    both = re.compile(f"{BUTTONS.pattern}|{WEAK_BUTTONS.pattern}")
    gone = {i for i in short if _only(BUTTONS, rows[i]) or (_only(both, rows[i]) > 1 and BUTTONS.search(rows[i]))}
    return gone | {i for i in short if _PAGES.match(rows[i]) and i >= len(rows) - _TAIL}


def _edge(rows: list[str], title: str) -> set[int]:
    """Weak buttons and bare counters, from either end inwards while nothing else stands there."""
    gone: set[int] = set()
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        for i in order:
            if not (_only(WEAK_BUTTONS, rows[i]) or _COUNTER.match(rows[i])):
                break
            gone.add(i)
    return gone


def _listed(rows: list[str], title: str) -> set[int]:
    gone: set[int] = set()
    i = 1
    while i < len(rows):
        if HEADING.fullmatch(rows[i]) or (_LED_BY_HEADING.match(rows[i]) and not is_prose(rows[i])):
            end = i + 1
            while end < len(rows) and _is_item(rows[end]):
                end += 1
            last = end == len(rows)
            if last or end - i > 2 or _LED_BY_HEADING.match(rows[i]):
                gone.update(range(i, end if last else _before_text(rows, i, end)))
            i = end
        else:
            i += 1
    return gone


def _before_text(rows: list[str], start: int, end: int) -> int:
    """Where prose follows, the line right above it may be its own heading: a list of headlines ends before that."""
    return end if end - start <= 2 or len(rows[end - 1]) > 12 else end - 1


def _numbered(rows: list[str], title: str) -> set[int]:
    """A ranking at the end: entries 1, 2, 3 ... that are cut headlines, not sentences."""
    start = len(rows)
    while start and re.match(r"\d{1,2}[\s.、]{0,4}\S", rows[start - 1]) and _is_item(rows[start - 1]):
        start -= 1
    numbers = [int(re.match(r"\d{1,2}", row)[0]) for row in rows[start:]]  # type: ignore[index]
    ranking = len(numbers) >= 5 and numbers == list(range(1, len(numbers) + 1)) and start > 0
    return set(range(start, len(rows))) if ranking and all(len(r) > 8 for r in rows[start:]) else set()


def _twice(rows: list[str], title: str) -> set[int]:
    """Picture lists say each headline twice, as the picture's name and below it."""
    gone: set[int] = set()
    for i, row in enumerate(rows):
        text = row.lstrip("\N{BULLET}·-• ")
        half = len(text) // 2
        if half >= 6 and text[:half].strip() == text[half:].strip():
            gone.add(i)
    return gone


def _notices(rows: list[str], title: str) -> set[int]:
    gone: set[int] = set()
    first = max(1, len(rows) - _TAIL)
    last = len(rows)
    while last > first and (NOTICE.match(rows[last - 1]) or len(rows[last - 1]) < 4):
        last -= 1
        gone.add(last)
    gone = {i for i in gone if NOTICE.match(rows[i])}
    gone |= {i for i in range(first, len(rows)) if NOTICE.match(rows[i]) and len(rows[i]) <= 100}
    return gone | {i for i, row in enumerate(rows[:2]) if NOTICE.match(row) and len(row) <= 60 and len(rows) > 3}


def _headline_again(rows: list[str], title: str) -> set[int]:
    plain = _plain(title)
    return {i for i, row in enumerate(rows[:_EDGE]) if plain and _plain(row) in (plain, plain * 2) and len(rows) > 1}


def _teaser(rows: list[str], title: str) -> set[int]:
    """A first row that the following rows say again from their first word on is the lead of the list page."""
    lead = _plain(rows[0]) if rows and len(rows[0]) >= _TEASER else ""
    for again in (1, 2) if lead else ():
        text = _plain("".join(rows[again:])[: 2 * len(rows[0]) + 200])
        if text.startswith(lead) and len(text) > len(lead):
            return set(range(again))
    return set()


def _slogan(rows: list[str], title: str) -> set[int]:
    """`有思想 / 有温度 / 有品质`: phrases of one length that begin alike."""
    gone = set()
    for i, row in enumerate(rows[:_EDGE]):
        phrases = [p.strip() for p in re.split(r"[/|｜·]", row)] if len(row) <= 60 else []
        if len(phrases) >= 3 and len({p[:1] for p in phrases}) == len({len(p) for p in phrases}) == 1:
            gone.add(i)
    return gone


def _trail(rows: list[str], title: str) -> set[int]:
    label = re.compile(r"(?:您|你)?(?:现在|当前|目前)?(?:的|所在的?)?位置\s{0,3}[:：]?.{0,80}>")
    return {i for i, row in enumerate(rows[:_EDGE]) if label.match(row)}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


RULES: tuple[Rule, ...] = (
    Rule("headline-again", _headline_again, "the headline is a field of its own; templates print it again over the body"),
    Rule("teaser", _teaser, "a lead that the text repeats word for word was made for list pages"),
    Rule("breadcrumb", _trail, "where the page stands on the site is a field of its own"),
    Rule("slogan", _slogan, "the site's motto under its logo"),
    Rule("buttons", _buttons, "a line of nothing but print, share, font size, page numbers is worked, not read"),
    Rule("doubled-headline", _twice, "a headline said twice in one line is a picture list's entry"),
    Rule("ranking", _numbered, "numbered cut headlines at the end are the site's ranking of the day"),
    Rule("headline-list", _listed, "a heading such as 相关新闻 with headlines under it leads elsewhere"),
    Rule("notice", _notices, "copyright and disclaimers at the end speak of the site, not of the subject"),
    Rule("edge-buttons", _edge, "single words and counters that stand outside all text"),
)


def clutter_page(page: Page, learned: Iterable[str] = frozenset()) -> None:
    """Trim page.reading.rows; `learned` are lines known to stand on many pages of this portal."""
    reading = page.reading
    if reading is None:
        return
    rows = [row.strip() for row in reading.rows]
    known = frozenset(line.strip() for line in learned)
    rows = _drop(page, rows, "learned", {i for i, row in enumerate(rows) if row in known})
    rows = _drop(page, rows, "blank", {i for i, row in enumerate(rows) if not row})
    for rule in RULES:
        rows = _drop(page, rows, rule.name, rule.find(rows, page.article.title or reading.title or ""))
    reading.rows = _unglued(page, rows)


def _drop(page: Page, rows: list[str], name: str, gone: set[int]) -> list[str]:
    """The rows without those that go; the step says how many they were."""
    if not gone:
        return rows
    if name != "blank":
        page.steps.append(Step(f"clutter:{name}", len(gone), rows[min(gone)][:80]))
    return [row for i, row in enumerate(rows) if i not in gone]


def _unglued(page: Page, rows: list[str]) -> list[str]:
    out = []
    for row in rows:
        glued = GLUED.search(row[-60:])
        if glued and len(glued[0]) < len(row):
            page.steps.append(Step("clutter:glued-button", 1, glued[0].strip()[:80]))
            row = row[: -len(glued[0])].rstrip()
        out.append(row)
    return out


def furniture(reading: Reading) -> list[str]:
    """The short lines of a page that an archive may count, to learn which stand on many pages of a portal."""
    return [row.strip() for row in reading.rows if 1 < len(row.strip()) <= 60]


class ClutterPipeline(Stage):
    """Taking clutter out as a Scrapy item pipeline."""

    job = clutter_page
