"""The last job: is this an article at all? If so its text is joined, else the page is refused with a reason."""

from __future__ import annotations

import re

from pipelines.clutter import is_prose
from pipelines.facts.dates import dates_in
from pipelines.items import Page
from pipelines.stage import Stage
from pipelines.text.script import script_of

_THIN = 200  # characters of prose below which a page may be an error page, a challenge or a stub
_LIST = 6  # dated headlines that make a list
_ALONE = 200  # characters of all words of a page, below which it says nothing but that something failed
_BARE = 80  # characters of all rows below which the page's source is looked at too
_LINE, _SOON = 200, 30  # of a line this much is looked at, and a page says at once that it is not there
_FEW, _UNTOLD = 100, 0.5  # characters that want a headline or a date; the reader's confidence where no headline is sure
_LEAST = 10  # characters of an article
ACCEPTED = 202  # as which some shields send a script that is to be run before the page
_XML_HEAD = 2_000  # characters in which the root of XML stands
_HEAD = 20_000  # characters of the page in which a stub shows what it is

# Who asks, and what shows it, in lower case. Every alternative begins with a character of its own, so that the engine
# skips to those.
_CHALLENGES = tuple(
    (name, re.compile(sign))
    for name, sign in (
        ("加速乐", "__jsl_clearance|jsluid_|知道创宇|cdn-jiasule"),
        ("安全狗", "safedog|安全狗"),
        ("360网站卫士", "wzws_?(?:template|challenge|cid|confirm|sessionid)|疑似黑客攻击"),
        ("云锁", "yunsuo_session|security_session_verify|云锁"),
        (
            "Cloudflare",
            r"cf-browser-verification|cf[_-]chl[_-]|/cdn-cgi/challenge|just a moment\.\.\.|cf-error-details",
        ),
        (
            "WAF",
            "aliyun_waf|acw_sc__v2|waf拦截|访问被(?:拦截|阻断)|您的(?:请求|访问)[^<]{0,20}(?:威胁|不合法|攻击|拦截)",
        ),
        (
            "captcha",
            "请完成(?:安全|下列|以下)?验证|滑动[^<]{0,12}(?:验证|滑块)|按住滑块|拖动[^<]{0,12}(?:验证|滑块)|请输入验证码"
            "|人机验证|访问验证",
        ),
    )
)
# A site that wants to be asked less often and says so in a page of its own, as if that were the article.
_OFTEN = re.compile(
    r"(?:访问|请求|操作|刷新|点击)(?:速度|频率|次数|量)?(?:过于|太过|过|太)(?:频繁|快|高|多)[^<]{0,20}(?:稍[后候]|限制|禁止|拦截|封|验证)"
    r"|too many requests"
)
_SOFT_404 = re.compile(
    r"(?:页面|网页|文章|内容|信息|新闻|稿件|您(?:要|所)?(?:访问|查看|浏览)的[^。]{0,10})\s?(?:没有找到|未找到|找不到"
    r"|不存在|已(?:经)?(?:被)?(?:管理员|作者|编辑|系统)?(?:删除|移除|下线|下架|撤回|过期|失效|丢失|不见)|无法(?:访问|找到))"
    r"|(?:找不到|没有找到)(?:您|你|该|此|这个|相关)[^。]{0,8}(?:页面|网页|内容|文章)|404\s?(?:Not Found|错误|页面)"
    r"|^\s?404\s?$|Page Not Found|Object not found!|page you requested (?:could not|cannot|can't) be found"
)
# What a page says that came to nothing. The first begin no article; the others may, of a page that says more.
_BROKEN = re.compile(r"“/[^”]{0,60}”应用程序中的服务器错误|Server Error in '/|(?:PHP )?(?:Fatal|Parse) error\s?:\s")
_ERROR = re.compile(
    r"(?:(?:抱歉|对不起|尊敬的[^，：]{1,8})[，：])?(?:系统|服务器|网站|数据库)(?:当前|目前|正在|内部|连接)?"
    r"(?:繁忙|维护|升级|错误|异常|出错|故障|失败)|运行时错误|50[0-4] (?:Internal|Bad|Service|Gateway)"
)
_JSON = re.compile(r"\A\s{0,99}(?:\{\s{0,99}\"|\[\s{0,99}\{)")
_FIRST = ("请先?您?登[录陆]", "登[录陆]后", "付费后", "订阅后", "开通会员", "购买后")
_LOGIN = re.compile(
    "|".join(rf"{first}[^。]{{0,12}}(?:查看|阅读|浏览|继续|可见|观看)" for first in _FIRST)
    + r"|请先?登[录陆]$|仅限?会员(?:可见|阅读)"
)
_REFRESH = re.compile(r"<meta[^>]{0,100}http-equiv\s{0,2}=\s{0,2}[\"']?refresh[^>]{0,200}url\s{0,2}=", re.I)
_SCRIPTED = re.compile(
    r"(?:window|self|top|document)?\.?location(?:\.href)?\s{0,3}=\s{0,3}[\"']|location\.(?:replace|assign)\("
)
# A page that is nothing but a script which sets a cookie and loads the address again: of no product that has a name.
_COOKIE = re.compile(r"document\.cookie\s{0,3}=")
_AGAIN = re.compile(
    r"location\.reload\s{0,3}\(|location(?:\.href)?\s{0,3}=\s{0,3}(?:window\.|document\.|self\.|top\.)?location\b"
    r"|location\.replace\(\s{0,3}(?:window\.|document\.|self\.|top\.)?location\b"
)
# A sitemap or feed, whatever it is called. A page of XHTML may begin as XML too.
_XML = re.compile(r"\A\ufeff?\s{0,99}<(?:\?xml|urlset|sitemapindex|rss|feed|rdf:RDF)\b")
_FEED = re.compile(r"<(?:urlset|sitemapindex|rss|feed|rdf:RDF)[\s>]")
_ENTRY = re.compile(
    r"^[\[(（]?(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?\s"
    r"|\s?[\[(（]?(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s\d{1,2}:\d{2})?[\])）]?$"
)


def check_page(page: Page) -> None:
    """Refuse what is no article; else fill the article's text, script and confidence."""
    reason = no_article(page)
    if reason:
        page.refused = reason
        return
    article, reading = page.article, page.reading
    assert reading is not None
    article.text = "\n".join(reading.rows)
    article.script = script_of(article.text)
    if _LOGIN.search(" ".join(reading.rows[-2:] + reading.tail[:2])):
        article.notes.append("the page shows only a part: it asks for a login")
    article.confidence = _confidence(page)


def no_article(page: Page) -> str | None:
    """Why a page is no article, or None."""
    rows = page.reading.rows if page.reading else []
    if _JSON.match(page.html):
        return "no article: JSON"
    if _XML.match(page.html) and _FEED.search(head := page.html[:_XML_HEAD]) and "<html" not in head.lower():
        return "no article: a sitemap or feed"
    for row in rows[:2]:
        if broken := _BROKEN.match(row):
            return f"error page: {broken[0]}"
    if _is_thin(rows) and (reason := _stub(page, rows)):
        return reason
    if page.reading and page.reading.is_index:
        return "list page: beginnings of other texts"
    if _is_list(rows):
        return "list page: dated headlines, no text"
    if sum(map(len, rows)) < _LEAST:
        return f"challenge: HTTP {ACCEPTED}" if page.capture.status == ACCEPTED else "no article: no text found"
    if sum(map(len, rows)) < _FEW and _is_nameless(page, rows):
        return "no article: hardly any text, no date, no headline after which the page is named"
    return None


def _is_thin(rows: list[str]) -> bool:
    """Whether there is hardly any prose; the first rows tell it of most articles."""
    prose = 0
    for row in rows:
        if is_prose(row):
            prose += len(row)
            if prose >= _THIN:
                return False
    return True


def _is_nameless(page: Page, rows: list[str]) -> bool:
    """Whether a page has no date, below a signature neither, and the generic reader found no headline in it that
    <title> confirms: a front page's or a topic's few words. An article, however brief, has one of them.
    """
    reading = page.reading
    untold = reading is not None and reading.layout == "generic" and reading.confidence <= _UNTOLD
    return untold and not page.article.published_at and not any(next(dates_in(row), None) for row in rows)


def _stub(page: Page, rows: list[str]) -> str | None:
    """What a page with hardly any text is. One that merely speaks of errors or logins has text of its own."""
    title = page.article.title or (page.reading.title if page.reading else None) or ""
    bare = sum(map(len, rows)) < _BARE
    source = page.html[:_HEAD] if bare else ""
    said = _said(source)
    shown = "\n".join([title, *rows, said])
    if turned := turned_away(f"{source}\n{shown}"):
        return turned
    for line in [title, *rows[:3], said]:
        found = _SOFT_404.search(line[:_LINE])
        if found and found.start() < _SOON:
            return f"soft 404: {found[0].strip()}"
    if 0 < len(said) < _ALONE and not (page.reading and page.reading.dateline):
        for line in [title, *rows[:1], said]:
            if error := _ERROR.match(line.lstrip()):
                return f"error page: {error[0]}"
    asked = [row for row in [*rows, said] if _LOGIN.search(row[:_LINE])]
    if asked and sum(len(row) for row in rows if row not in asked) < _BARE:
        return f"login: {asked[0][:40]}"
    if not bare or (page.reading and page.reading.dateline):  # a brief text, which sends telephones to another page
        return None
    if _REFRESH.search(source):
        return "redirect: meta refresh"
    if len(said) < _BARE and "location" in source and _SCRIPTED.search(source):
        return "redirect: by script"
    return None


def challenge(source: str) -> str | None:
    """Which system asks to be convinced of a visitor, in a page or a part that has hardly any text; None for none."""
    return _asked_by(source.lower())


def _asked_by(lower: str) -> str | None:
    named = next((f"challenge: {name}" for name, sign in _CHALLENGES if sign.search(lower)), None)
    return named or ("challenge: a script that sets a cookie" if _comes_again(lower) else None)


def _comes_again(lower: str) -> bool:
    """Whether a small page without words has its visitor come again with a cookie. A page of news has words."""
    if len(lower) >= _HEAD or "document.cookie" not in lower or not _COOKIE.search(lower):
        return False
    return bool(_AGAIN.search(lower)) and len(_said(lower)) < _BARE


def turned_away(source: str) -> str | None:
    """Who asks to be convinced of a visitor, or has had too many of his visits; None for a page that is let pass."""
    lower = source.lower()
    return _asked_by(lower) or ("challenge: asked too often" if _OFTEN.search(lower) else None)


def in_trouble(source: str) -> str | None:
    """What a small page without a link says that has gone wrong; None where it merely has nothing to show."""
    if turned := turned_away(source):
        return turned
    said = _said(source)
    error = (_BROKEN.search(said[:_LINE]) or _ERROR.search(said[:_LINE])) if len(said) < _ALONE else None
    return f"error page: {error[0]}" if error else None


def not_there(source: str) -> str | None:
    """What a small page without a link says in an address's place; None where it says nothing of the kind."""
    said = _said(source)
    found = _SOFT_404.search(said[:_LINE]) if len(said) < _ALONE else None
    return f"soft 404: {found[0].strip()}" if found and found.start() < _SOON else None


def _said(source: str) -> str:
    """The words of a small page, title included; of a large one nothing: an error page is small."""
    if len(source) >= _HEAD:
        return ""
    bare = re.sub(r"<(script|style)\b[^>]{0,500}>.{0,20000}?</\1>", " ", source, flags=re.S | re.I)
    return " ".join(re.sub(r"<[^>]{0,2000}>", " ", bare).split())


def _is_list(rows: list[str]) -> bool:
    if len(rows) < _LIST or any(len(row) > 90 and is_prose(row) for row in rows):
        return False
    entries = sum(len(row) < 90 and bool(_ENTRY.search(row)) for row in rows)
    return entries >= _LIST and entries * 10 >= len(rows) * 7


def _confidence(page: Page) -> float:
    """The reader's confidence, less what the article lacks."""
    article = page.article
    lacks = 0.2 * (not article.title) + 0.1 * (not article.published_at) + 0.2 * (len(article.text or "") < 100)
    return round(max(0.0, (page.reading.confidence if page.reading else 0.0) - lacks), 2)


class CheckPipeline(Stage):
    """The last look at a page as a Scrapy item pipeline."""

    job = check_page
