"""The last look: what is no article is refused with its reason, and an article that speaks of such pages is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.check import challenge, check_page, no_article
from pipelines.items import Capture, Layout, Page, PortalFacts, Reading
from pipelines.road import Road
from tests.timing import quick

JSL = "<script>document.cookie='__jsl_clearance=1;';location.href=location.pathname</script>"
PROSE = "某县日前举行会议，研究部署下一阶段工作，各乡镇负责人参加了会议，会议由县长主持。"
ARTICLE = [PROSE] * 6


def checked(html: str = "", rows: list[str] | None = None, **parts: Any) -> Page:
    reading = None if rows is None else Reading("test", rows=rows, confidence=0.8, **parts)
    page = Page(Capture(None, html.encode()), html=html, reading=reading)
    page.article.title = reading.title if reading else None
    check_page(page)
    return page


STUBS = {
    "soft 404, title": ("<title>页面没有找到</title><h1>404</h1>", [], "soft 404"),
    "soft 404, row": ("<p>您访问的页面不存在</p>", ["您访问的页面不存在"], "soft 404"),
    "soft 404, deleted": ("<div>该信息已删除</div>", ["该信息已删除"], "soft 404"),
    "soft 404, sorry": ("<div>抱歉，您要查看的文章已被删除</div>", ["抱歉，您要查看的文章已被删除"], "soft 404"),
    **{f"soft 404, {words[:9]}": (f"<p>{words}</p>", [words], "soft 404") for words in (
        "对不起，该页面已被管理员删除", "很抱歉，您要访问的页面已经不见了", "文章已丢失或被删除，3秒后返回首页", "该稿件已撤回",
        "The page you requested could not be found.", "Object not found! 错误 404")},
    **{f"challenge, {words[:9]}": (f"<p>{words}</p>", [words], "challenge") for words in (
        "当前访问疑似黑客攻击，已被网站管理员设置为拦截", "亲，请按住滑块，拖动到最右边", "您的请求已被站点拦截")},
    "challenge, wzws": ("<script>var t = wzwstemplate;</script>", [], "challenge: 360"),
    "soft 404, at length": (
        "",
        ["抱歉，您访问的页面不存在，可能已被删除或暂时不可用，请检查网址是否正确。", "热点新闻", "某地举行会议"],
        "soft 404",
    ),
    "soft 404, over a list": ("", [f"某地举行第{n}次会议的消息" for n in range(30)], "soft 404", "页面没有找到"),
    "soft 404, English": ("<title>404 Not Found</title>nginx", [], "soft 404"),
    "challenge, jsl": (
        "<script>document.cookie='__jsl_clearance=1';location.href='/'</script>",
        [],
        "challenge: 加速乐",
    ),
    "challenge, safedog": (
        "<title>网站防火墙</title><p>您的请求带有不合法参数 安全狗</p>",
        ["您的请求带有不合法参数"],
        "challenge",
    ),
    "challenge, yunsuo": ("<script>yunsuo_session_verify</script>", [], "challenge: 云锁"),
    "challenge, Cloudflare": (
        "<title>Just a moment...</title><div id='cf-chl-x'></div>",
        ["Checking your browser"],
        "challenge: Cloudflare",
    ),
    "challenge, too often": ("<p>访问过于频繁，请稍后再试。</p>", ["您的访问过于频繁，请稍后再试。"], "challenge: asked too often"),
    "challenge, limited": ("", ["访问频率过高，您的IP已被限制访问"], "challenge: asked too often"),
    **{f"challenge, {again}": (f"<h1></h1><script>document.cookie = 'x=1';{again};</script>", [], "challenge: a script") for again in (
        "location.reload()", "window.location.href = window.location", "location.replace(location.href)")},
    "challenge, captcha": ("<p>请完成验证</p>", ["请完成验证"], "challenge: captcha"),
    "login": ("<p>请登录后查看</p>", ["请登录后查看"], "login"),
    "meta refresh": ('<meta http-equiv="refresh" content="0;url=http://b.example/x">', [], "redirect: meta refresh"),
    "refresh, unquoted": ("<META HTTP-EQUIV=REFRESH CONTENT='0; URL=/x'>", [], "redirect: meta refresh"),
    "script": ("<script>window.location.href='/m/1.html'</script>", [], "redirect: by script"),
    "empty": ("<html><body></body></html>", [], "no article"),
    "frameset": ("<frameset><frame src=a></frameset>", [], "no article"),
    "not read": ("<p></p>", None, "no article"),
    "list": ("", [f"2020-12-{day:02} 某地举行会议的消息" for day in range(1, 20)], "list page"),
    "JSON": ('{"code":500,"msg":"系统繁忙"}', ['{"code":500,"msg":"系统繁忙"}'], "no article: JSON"),
    "sitemap": ("<?xml version='1.0'?>\n<!-- a map -->\n<urlset xmlns='x'><url><loc>http://a.cn/1</loc></url></urlset>",
                ["http://a.cn/1"], "no article: a sitemap"),
    "feed": ("<rss version='2.0'><item><description>新闻</description></item></rss>", [PROSE] * 6, "no article: a sitemap"),
    "busy": ("系统繁忙，请稍后再试，或联系管理员处理", ["系统繁忙，请稍后再试，或联系管理员处理"], "error page"),
    "database": ("<p>数据库连接失败，Too many connections</p>", ["数据库连接失败，Too many connections"], "error page"),
    "maintenance": ("<h1>系统维护中</h1><p>给您带来的不便敬请谅解。</p>", ["给您带来的不便敬请谅解。"], "error page", "系统维护中"),
    "ASP.NET": ("", ["“/”应用程序中的服务器错误。", "说明: 执行当前 Web 请求期间，出现未经处理的异常。" * 9], "error page"),
    "list, date last": ("", [f"某地举行会议的消息 [12-{day:02}]" for day in range(1, 20)], "list page"),
}


@pytest.mark.parametrize("name", STUBS)
def test_refused(name: str) -> None:
    html, rows, reason, *title = STUBS[name]
    page = checked(html, rows, **({"title": title[0]} if title else {}))
    assert page.refused is not None
    assert page.refused.startswith(reason)
    assert page.article.text is None


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("网页打不开怎么办", "页面没有找到，是很多人上网时见过的一句话。该信息已删除，也是。"),
        ("验证码为何越来越难", "请完成验证，滑动滑块验证，请登录后查看：这样的提示随处可见。"),
        ("系统繁忙为何总在抢票时", "系统繁忙，请稍后再试：数据库连接失败时，抢票的人看到的就是这句话。"),
        ("刷不出票", "访问过于频繁，请稍后再试：抢票的人都见过这句话，刷新太快的账号会被限制。"),
        ("网站为何打不开", "疑似黑客攻击的访问被拦截，请按住滑块，您的请求已被站点拦截：该页面已被管理员删除时也是这样。"),
        ("某网遭攻击", "安全狗、云锁等网站防火墙拦截了攻击。Just a moment... 是它的提示。"),
    ],
)
def test_an_article_about_such_pages_is_one(title: str, row: str) -> None:
    page = checked(f"<p>{row}</p>" + PROSE * 6, [row, *ARTICLE], title=title)
    assert page.refused is None
    assert page.article.text == "\n".join([row, *ARTICLE])


def test_of_a_further_page_whose_fields_nobody_has_told_the_headline_counts() -> None:
    rows = [f"某地举行第{n}次会议的消息" for n in range(30)]
    told = {title: no_article(Page(Capture(None, b""), reading=Reading("generic", title=title, rows=rows)))
            for title in ("页面没有找到", "春耕开始了吗")}
    assert told == {"页面没有找到": "soft 404: 页面没有找到", "春耕开始了吗": None}


def test_a_short_article_that_ends_in_a_login_is_kept() -> None:
    page = checked("", [PROSE, PROSE, "登录后阅读全文"])
    assert page.refused is None
    assert page.article.notes


def test_a_picture_story_behind_a_shield_is_an_article() -> None:
    captions = [f"图为第{n}届苹果采摘节活动现场" for n in range(8)]
    assert checked("<script src='/cdn-cgi/challenge-platform/x.js'></script>", captions).refused is None


def test_a_page_with_words_that_sets_a_cookie_and_may_be_loaded_again_is_none_of_a_challenge() -> None:
    script = "<script>function large() { document.cookie = 'size=2'; location.reload() }</script>"
    assert challenge(script) is not None
    for text in (PROSE * 3, "<p>栏目</p>" * 30):
        assert challenge(script + text) is None
    assert challenge(script + "<i></i>" * 3000) is None, "no small page"
    assert challenge("<script>document.cookie = 'size=2'</script>") is None
    assert checked(script + PROSE * 6, ARTICLE).refused is None


def test_a_page_of_xhtml_is_no_feed_nor_is_one_that_speaks_of_them() -> None:
    for html in ("<?xml version='1.0'?><!DOCTYPE html><html><body><rss >", "<html><!-- <rss > --><body>", "<p><feed >"):
        assert checked(html, ARTICLE).refused is None


def test_a_refresh_of_a_page_with_text_is_no_stub() -> None:
    assert checked('<meta http-equiv="refresh" content="600;url=/">', ARTICLE).refused is None


@pytest.mark.parametrize("sends", ["<script>if (isPhone()) location.href = '/m/1.html'</script>", STUBS["meta refresh"][0]])
def test_a_brief_dated_article_that_sends_telephones_elsewhere_is_one(sends: str) -> None:
    row = "少儿图书馆七月二日开放，设座位一百二十个，周一闭馆。"
    assert checked(sends, [row], title="少儿图书馆开放", dateline="2019-07-02 08:10").refused is None
    refused = checked(sends, [row], title="少儿图书馆开放").refused
    assert refused is not None
    assert refused.startswith("redirect")


def test_a_short_article_about_busy_systems_is_one() -> None:
    row = "“系统繁忙，请稍后再试”，甘谷县车站的售票窗口前，旅客们昨天看到的都是这句话。"
    assert checked(f"<h1>车站售票系统出故障</h1><p>{row}</p>", [row], title="车站售票系统出故障").refused is None
    dated = checked(f"<h1>系统繁忙</h1><p>{row}</p>", [row], title="系统繁忙", dateline="2019-05-01 来源：甘谷县融媒体中心")
    assert dated.refused is None


def test_a_short_notice_is_an_article() -> None:
    assert checked("", ["特此通告。本县自即日起停止受理有关申请，望周知。"]).refused is None


def test_a_calendar_in_an_article_is_no_list() -> None:
    rows = [*ARTICLE, *(f"12月{day}日 某场比赛" for day in range(1, 10))]
    assert checked("", rows).refused is None


def test_verse_is_no_list() -> None:
    assert (
        checked(
            "", ["下周一，", "施工就将开始，", "请大家互相转告，", "愿大家平安出行。", "谢谢", "再见", "好"]
        ).refused
        is None
    )


def test_text_script_and_confidence_are_filled() -> None:
    page = checked("", ARTICLE, title="某县举行会议")
    assert page.article.text == "\n".join(ARTICLE)
    assert page.article.script == "hans"
    assert page.article.confidence == 0.7  # no date
    assert checked("", ["臺灣的報紙刊登了這個消息，記者們都說這是對的。" * 6]).article.script == "hant"


def test_a_part_shown_to_guests_is_noted() -> None:
    page = checked("", [*ARTICLE, "登录后阅读全文"])
    assert page.refused is None
    assert page.article.notes == ["the page shows only a part: it asks for a login"]


@pytest.mark.parametrize(
    "html",
    [
        "<meta " + "a" * 200_000,
        "<" * 200_000,
        "<script>" * 25_000,
        "请登录" * 66_000,
        "2018-01-01 " * 18_000,
        "页面" * 100_000,
    ],
    ids=lambda html: html[:8],
)
def test_hostile_input_takes_no_time(html: str) -> None:
    quick(1, lambda: (checked(html, [html]), checked(html, [])))


@given(st.text(max_size=200), st.none() | st.lists(st.text(max_size=60), max_size=8))
def test_any_page_is_survived(html: str, rows: list[str] | None) -> None:
    page = checked(html, rows)
    assert (page.refused is None) == (page.article.text is not None)


@pytest.mark.parametrize("layouts", [(), (Layout("a-2020", title="h1", body="div.text"),)], ids=["generic", "layout"])
def test_a_page_that_is_nothing_but_a_script_is_the_challenge_it_is(layouts: tuple[Layout, ...]) -> None:
    road = Road([PortalFacts("a", "甲网", ("a.example",), ".", layouts=layouts)])
    page = road.read(Capture("http://a.example/1.htm", JSL.encode()))
    assert page.failed is None
    assert page.refused == "challenge: 加速乐"
