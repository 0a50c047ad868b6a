"""Whole small pages: the ways in which templates set headline, kicker, subtitle and breadcrumb."""

from __future__ import annotations

import pytest

from pipelines.items import Article, Capture
from pipelines.road import Road

TITLE = "云岭县召开春耕备耕工作推进会"
SITE = "沧河新闻网"
KICKER, SUBTITLE = "看乡村 话春耕", "——云岭县春耕备耕见闻"
INFO = "<div>2019-06-18 12:02 来源：沧河日报</div>"
TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "据了解，今年以来，全县把春耕备耕作为头等大事来抓，组织农技人员下到田间地头。",
        "各乡镇调运种子和化肥，检修农机具，疏通灌溉渠道，确保不误农时。",
        "下一步，县里还将派出工作组，帮助农户解决缺劳力、缺资金的困难。",
    )
)


def read(head: str, name: str = f"{TITLE}_{SITE}", info: str = INFO) -> Article:
    html = f"<html><head><title>{name}</title></head><body>{head}{info}<div id=content>{TEXT}</div></body></html>"
    page = Road(()).read(Capture(None, html.encode()))
    assert not page.failed and not page.refused
    return page.article


@pytest.mark.parametrize(
    ("head", "name", "title"),
    [
        # <title> shows no more than the site or the column, whose name stands above the headline.
        (f"<h1>{SITE}</h1><h2>{TITLE}</h2>", SITE, TITLE),
        (f"<h1>乡镇新闻</h1><h3>{TITLE}</h3>", f"乡镇新闻-{SITE}", TITLE),
        (f"<h1>{SITE}</h1><h2>春耕时节</h2>", f"春耕时节_{SITE}", "春耕时节"),
        ("<h1>春耕时节</h1>", f"春耕时节_{SITE}", "春耕时节"),
        (f"<h1>春耕时节</h1>{INFO}<h3>一年之计在于春</h3>", f"春耕时节_{SITE}", "春耕时节"),
        ("<h1>村里有了广播站</h1><h2>一根电线连起三个组</h2>", f"村里有了广播站_{SITE}", "村里有了广播站"),
        ("<h1>春耕时节忙生产</h1><p>分享到：微信</p><h3>一根电线连起三个组</h3>", f"春耕时节忙生产_{SITE}", "春耕时节忙生产"),
        # It cuts the headline short, with which the text may begin too.
        (f"<div>{TITLE[:10]}</div>", f"据了解，今年以来，全县...-{SITE}", TITLE[:10]),
        (f"<h1>{SITE}</h1><h2>{TITLE}</h2>", f"{TITLE[:8]}…_{SITE}", TITLE),
        (f"<h1>{SITE}</h1><h2>{TITLE}</h2>", f"{TITLE[:8]}...-{SITE}", TITLE),
        # The headline is no line of the page.
        ("<h1><img src=a.png></h1>", f"{TITLE}-乡镇新闻-{SITE}", TITLE),
        ("<h1><img src=a.png></h1>", f"{SITE}-乡镇新闻-{TITLE}", TITLE),
        ("<h1><img src=a.png></h1>", f"5-6月春耕备耕工作的安排-乡镇-{SITE}", "5-6月春耕备耕工作的安排"),
        ("<h1><img src=a.png></h1>", f"春耕备耕成立大数据局_{SITE}_云岭县融媒体中心主办的新闻网", "春耕备耕成立大数据局"),
        # The headline is a link to its own page.
        (f"<h1><a href='/1.html'>{TITLE}</a></h1>", SITE, TITLE),
        (f"<h1>{TITLE}</h1><h3><a href='/2.html'>云岭县的另一条新闻在这里</a></h3>", SITE, TITLE),
        # Two lines set alike are one headline where <title> says both; others are not.
        ("<div class=t><div>春耕备耕忙</div><div>不误好农时</div></div>", f"春耕备耕忙 不误好农时_{SITE}", "春耕备耕忙 不误好农时"),
        ("<div class=t><div>春耕备耕忙</div><div>不误好农时</div></div>", f"不误好农时_{SITE}", "不误好农时"),
        # A kicker or a label in the headline's own element.
        (f"<h1><small>{KICKER}</small><br>{TITLE}</h1>", f"{TITLE}-乡镇-{SITE}", TITLE),
        (f"<h1>{KICKER}<br>{TITLE}</h1>", f"{KICKER} {TITLE}_{SITE}", f"{KICKER} {TITLE}"),
        (f"<h1><i>要闻</i>{TITLE}</h1>", f"{TITLE}-乡镇新闻-{SITE}", TITLE),
        (f"<h1><i>要闻</i>{TITLE}</h1>", f"要闻{TITLE}-乡镇新闻-{SITE}", f"要闻{TITLE}"),
        (f"<h1><i>原创</i>{TITLE}</h1>", SITE, TITLE),
        (f"<h1><i>云岭</i>{TITLE[2:]}</h1>", SITE, TITLE),
    ],
)
def test_headline(head: str, name: str, title: str) -> None:
    assert read(head, name).title == title


@pytest.mark.parametrize(
    ("head", "title", "subtitle"),
    [
        (f"<h1>{TITLE}</h1><h2>{SUBTITLE}</h2>", TITLE, SUBTITLE),
        (f"<h1>{TITLE}<br>{SUBTITLE}</h1>", TITLE, SUBTITLE),
        (f"<h1>{TITLE}</h1><h3 class=fubiaoti>全县已播种三万亩</h3>", TITLE, "全县已播种三万亩"),
        (f"<h3 class=introtitle>{KICKER}</h3><h1>{TITLE}</h1>", TITLE, KICKER),
        (f"<p class=pretitle>{KICKER}</p><p class=title>{TITLE}</p>", TITLE, KICKER),
        (f"<h3>{KICKER}</h3><h1>{TITLE}</h1>", TITLE, None),
        (f"<h1>{TITLE}</h1><h2>全县已播种三万亩</h2>", TITLE, "全县已播种三万亩"),
        (f"<h1>{TITLE}</h1><h2>沧河：春耕时节，田间地头人马忙</h2>", TITLE, "沧河：春耕时节，田间地头人马忙"),
        (f"<h1>{TITLE}</h1><h2>责任编辑：张大年</h2>", TITLE, None),
        (f"<h1>{TITLE}</h1><h2>乡镇</h2>", TITLE, None),
    ],
)
@pytest.mark.parametrize("name", [f"{TITLE}_{SITE}", SITE])
def test_kicker_and_subtitle(head: str, title: str, subtitle: str | None, name: str) -> None:
    article = read(head, name)
    assert (article.title, article.subtitle) == (title, subtitle)


@pytest.mark.parametrize(
    ("lines", "begins"),
    [
        ("<p>沧河：春耕时节，田间地头人马忙</p>{info}", "据了解"),
        ("<p>沧河：春耕时节，田间地头人马忙</p><p>这几天天气晴好，风也不大，正好下地。</p>{info}", "沧河"),
        ("<p>春耕时节，田间地头人马忙。</p>{info}", "春耕"),
        ("{info}<p>沧河：春耕时节，田间地头人马忙</p>", "沧河"),
    ],
)
def test_what_stands_between_headline_and_date_is_no_text_unless_it_is_a_sentence(lines: str, begins: str) -> None:
    article = read(f"<div><h1>{TITLE}</h1>{lines.format(info=INFO)}{TEXT}</div>", info="")
    assert (article.text or "")[: len(begins)] == begins
    if begins == "据了解":
        assert (article.published_at, article.source) == ("2019-06-18T12:02:00+08:00", "沧河日报")


def test_an_address_above_the_text_is_no_headline() -> None:
    assert read(f"<p>{TITLE}</p><p>https://www.canghe-daily.test/news/2019/0618</p>", SITE).title == TITLE


HOME, NEWS, TOWN = "<a href=/>首页</a>", "<a href=/n>新闻</a>", "<a href=/x>乡镇</a>"
ALL = ["首页", "新闻", "乡镇"]


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        *((f"您的位置：{HOME}{sign}{NEWS}{sign}{TOWN}", ALL) for sign in "≫〉►▶⇒"),
        ("当前位置：<a href=/>沧河网</a> 》 <a href=/n>新闻</a> 》 正文", ["沧河网", "新闻", "正文"]),
        ("当前位置：<a href=/>沧河网</a> &gt; <a href=/n>读《诗经》</a>", ["沧河网", "读《诗经》"]),
        *(
            (f"{label}{HOME} &gt; {NEWS} &gt; {TOWN}", ALL)
            for label in ("【当前位置】", "[当前位置]", "您的位置》", "当前您的位置：", "网站位置：", "当前路径：", "您现在位于：", "您正在浏览：", "您当前所在：", "您在：")
        ),
        # Behind the column's name, and before the info line.
        (f"<span>乡镇</span><span>当前位置：{HOME} &gt; {NEWS} &gt; {TOWN}</span>", ALL),
        ("东区今日水位位置：3.2米，比昨日高", None),
        ("您所在：云岭县城关镇", None),
        (f"当前位置：{HOME} &gt; {NEWS} &gt; {TOWN}<span>来源：沧河日报 | 2019-06-18</span>", ALL),
        (f"当前位置：{HOME} &gt; {NEWS} &gt; 时间河", ["首页", "新闻", "时间河"]),
        # Pictures of arrows, of which the last stands before the page's own step.
        (f"当前位置：{HOME}<img src=a.gif>{NEWS}<img src=a.gif>正文", ["首页", "新闻", "正文"]),
        (f"当前位置：{HOME}<img src=a.gif>{NEWS}<br>春耕要闻", ["首页", "新闻"]),
        # Boxes that are called breadcrumbs.
        (f"<div class=crumbs><b>乡镇</b><p>{HOME} &gt; {NEWS} &gt; {TOWN}</p></div>", ALL),
        (f"<div class=crumbs><p>{HOME} &gt;</p><p>{NEWS} &gt; {TOWN}</p></div>", ALL),
        ("<div class=crumbs><span>首页</span><span>新闻</span><span>乡镇</span></div>", ALL),
        ("<div class=crumbs><b>沧</b>河网</div>", ["沧河网"]),
        ("<div id=top_navpath><a href=/>沧河网</a></div>", ["沧河网"]),
        ("<div class=location>正文</div>", ["正文"]),
        # Boxes of such a name that hold something else.
        ("<div class=pos>广告位招租</div>", None),
        ("<div class=location>云岭县人民路12号</div>", None),
        ("<div class=position><a href=/in>登录</a> <a href=/up>注册</a></div>", None),
        # Blanks alone part the steps; or two links.
        ("当前位置：首页 新闻 乡镇", ALL),
        ("当前位置：沧河网 新闻 正文", ["沧河网", "新闻", "正文"]),
        ("当前位置：首页 欢迎您", ["首页 欢迎您"]),
        ("当前位置：云岭 新闻 中心", ["云岭 新闻 中心"]),
        ("<a href=/>沧河网</a> <a href=/n>新闻</a> &gt; 正文", ["沧河网", "新闻", "正文"]),
        (f"{HOME} &gt; <a href=/n>春耕 秋收</a> &gt; 正文", ["首页", "春耕 秋收", "正文"]),
        *((f"当前位置：首页{sign}新闻{sign}乡镇", ALL) for sign in "~■"),
        # A button behind the last step.
        (f"当前位置：{HOME} &gt; {NEWS} &gt; {TOWN} <a href=#>返回</a>", ALL),
        (f"<div class=crumbs>{HOME} &gt; {NEWS} &gt; {TOWN}<span><a href=/n>返回列表</a></span></div>", ALL),
        (f"<div class=crumbs>{HOME} &gt; {NEWS} &gt; <a href=/k>不再返回列车</a></div>", ["首页", "新闻", "不再返回列车"]),
        # Links behind a last step that is none, and in the trail's box behind 正文, which ends a trail.
        (f"您的位置：{HOME} &gt; {NEWS} &gt; 乡镇 <a href=/>网站首页</a><a href=/o>旧版</a>", ALL),
        (f"当前位置：{HOME} &gt; {NEWS} &gt; 乡镇 振兴<a href=/o>旧版</a>", ["首页", "新闻", "乡镇 振兴旧版"]),
        (f"<div class=path><p>{HOME} &gt; {NEWS} &gt; 正文</p><div><a href=/k>沧河客户端</a></div></div>", ["首页", "新闻", "正文"]),
        # A bar of channels.
        (f"<div>{' - '.join(f'<a href=/{i}>{word}</a>' for i, word in enumerate(('新闻', '政务', '视频', '图片')))}</div>", None),
        ("<div><a href=/1>沧河</a> - <a href=/2>新闻</a> - 正文</div>", ["沧河", "新闻", "正文"]),
    ],
)
def test_breadcrumb(line: str, steps: list[str] | None) -> None:
    assert read(f"<div>{line}</div><h1>{TITLE}</h1>").breadcrumb == steps
