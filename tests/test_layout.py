"""Layouts: selectors as data, misses that are said and counted, and what follows a miss."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from scrapy.utils.project import get_project_settings

from crawler.run import portal_classes
from pipelines.check import check_page
from pipelines.clutter import clutter_page
from pipelines.decode import decode_page
from pipelines.fields import fields_page
from pipelines.items import Capture, Layout, Page, PortalFacts, Reading
from pipelines.page.layout import SelectorMiss, compiled, may_fit, read_layout, select
from pipelines.page.rows import read_rows
from pipelines.read import parse, read_page, whole_of
from pipelines.restore import restore_page
from tests.town import PORTALS as TOWN
from tests.town import Town

LINES = [
    "昨天上午，县里召开了春耕工作会议，各乡镇负责人参加，会上安排了种子和化肥的供应。",
    "会议指出，今年的雨水比往年来得早，山区要抢墒下种，川区要抓紧整地，确保一季丰收。",
]
HTML = f"""<html><head><title>全县部署春耕生产_某某网</title></head><body>
<div class=path>您当前的位置 : 某某网 &gt;&gt; 新闻 &gt;&gt; 本县</div>
<ul class=steps><li>某某网</li><li>新闻</li></ul>
<h1 id=t>全县部署春耕生产</h1><h2 class=sub>——来自春耕现场</h2>
<div class=info><span class=d>18-02-22 15:41</span> <span class=s>来源:某某日报</span> 编辑:李明</div>
<div class=a><p>{LINES[0]}</p><div class=ad>广告位招租，电话联系，价格从优，欢迎来电。</div>
<p><img src="/p/1.jpg"></p><p align=center>会议现场。王芳 摄</p><p>{LINES[1]}</p><p>责任编辑：李明</p></div>
<div>版权声明：本网所有，转载请注明。</div><div><a href=/x>相关新闻</a></div></body></html>"""
GOOD = Layout("test-2018", title="#t", body="div.a", clutter="div.ad", subtitle="h2.sub", dateline="div.info",
              breadcrumb="div.path", source="//span[@class='s']", confidence="test")  # fmt: skip


def facts(*layouts: Layout) -> PortalFacts:
    return PortalFacts("test", "某某网", ("news.test",), r"/a/", layouts)


def read(*layouts: Layout, url: str = "http://news.test/a/1.html", html: str = HTML) -> Reading:
    page = Page(Capture(url, b""), facts=facts(*layouts), html=html)
    read_page(page)
    assert page.reading is not None
    return page.reading


def test_every_field_by_its_selector() -> None:
    reading = read(GOOD)
    assert reading.layout == "test-2018"
    assert reading.title == "全县部署春耕生产"
    assert reading.subtitle == "——来自春耕现场"
    assert reading.dateline == "18-02-22 15:41 来源:某某日报 编辑:李明"
    assert reading.breadcrumb == ["某某网", "新闻", "本县"]
    assert reading.rows == [LINES[0], "会议现场。王芳 摄", LINES[1]]
    assert [(image.src, image.caption) for image in reading.images] == [("http://news.test/p/1.jpg", "会议现场。王芳 摄")]
    assert reading.labelled == {"source": "来源:某某日报"}
    assert reading.tail[:2] == ["责任编辑：李明", "版权声明：本网所有，转载请注明。"]
    assert reading.meta["title"] == "全县部署春耕生产_某某网"
    assert reading.misses == []
    assert reading.confidence == 1.0


@pytest.mark.parametrize("selector", ["#t", "//h1[@id='t']", "h1::text", "//h1/text()", ("#none", "h1")])
def test_title_by_css_xpath_text_and_alternatives(selector: str | tuple[str, ...]) -> None:
    assert read(Layout("l", title=selector, body=".a")).title == "全县部署春耕生产"


def test_breadcrumb_of_one_element_a_step() -> None:
    assert read(Layout("l", title="#t", body=".a", breadcrumb="ul.steps li")).breadcrumb == ["某某网", "新闻"]


def test_breadcrumb_by_convention_where_none_is_declared() -> None:
    assert read(Layout("l", title="#t", body=".a")).breadcrumb == ["某某网", "新闻", "本县"]


TRAIL = "<p>当前位置：某某网 &gt; 新闻</p>"
MENU = "<div>" + "".join(f"<a href=/{n}>栏目{n}</a> &gt; <a href=/{n}/>更多{n}</a><br>" for n in range(40)) + "</div>"


@pytest.mark.parametrize(("above", "told"), [
    (f"{MENU}<div>{TRAIL}", ["某某网", "新闻"]),
    (f"{TRAIL}<div><div><div><div><div>{MENU}", ["某某网", "新闻"]),
    (f"<p>当前位置：乙网 &gt; 视频</p><a href=/1.html>全县部署春耕生产</a><div><div>{TRAIL}", ["某某网", "新闻"]),
    ("<div><p>欢迎访问</p>", None),
], ids=["near", "far above", "a list shows the headline too", "none"])
def test_breadcrumb_near_and_far(above: str, told: list[str] | None) -> None:
    html = f"<body>{above}<h1 id=t>全县部署春耕生产</h1><div class=a><p>{LINES[0]}</p><p>{LINES[1]}</p></div>"
    assert read(Layout("l", title="#t", body=".a"), html=html).breadcrumb == told


def test_no_more_is_read_below_the_body_than_is_kept() -> None:
    below = "".join(f"<div><p>其他{n}</p><p>新闻{n}</p></div>" for n in range(40))
    reading = read(GOOD, html=HTML.replace("<div>版权声明", f"{below}<div>版权声明"))
    assert reading.tail == ["责任编辑：李明", *(f"{word}{n}" for n in range(6) for word in ("其他", "新闻"))][:12]
    full = "".join(f"<p>完{n}</p>" for n in range(12))
    reading = read(GOOD, html=HTML.replace("责任编辑：李明", f"责任编辑：李明{full}").replace("<div>版权声明", below))
    assert reading.tail == ["责任编辑：李明", *(f"完{n}" for n in range(11))]
    assert len(read_rows(parse(HTML.encode()), most=5)) == 5


@pytest.mark.parametrize("selector", ["/html/head/title[@nothing]", "table > tr"])
@pytest.mark.parametrize("field", ["title", "body"])
def test_a_miss_names_selector_and_address(field: str, selector: str) -> None:
    layout = Layout("old", **({"title": "#t", "body": ".a"} | {field: selector}))
    with pytest.raises(SelectorMiss) as caught:
        read_layout(parse(HTML.encode()), layout, "http://news.test/a/1.html", None)
    assert selector in str(caught.value)
    assert "http://news.test/a/1.html" in str(caught.value)


def test_an_empty_match_is_a_miss() -> None:
    with pytest.raises(SelectorMiss):
        read_layout(parse(b"<h1 id=t> </h1><div class=a>x</div>"), GOOD, None, None)
    with pytest.raises(SelectorMiss):
        read_layout(parse(b"<h1 id=t>x</h1><div class=a> </div>"), GOOD, None, None)


def test_the_next_layout_is_tried_and_the_miss_is_counted() -> None:
    newer = Layout("test-2020", title="h1.new", body="div.new")
    reading = read(newer, GOOD)
    assert reading.layout == "test-2018"
    assert reading.misses == ["test-2020:h1.new"]


def test_the_generic_reader_comes_last() -> None:
    reading = read(Layout("a", title="h1.new", body="x"), Layout("b", title="#t", body="div.new"))
    assert reading.layout == "generic"
    assert reading.misses == ["a:h1.new", "b:div.new"]
    assert reading.rows[0] == LINES[0]


def test_a_layout_of_other_addresses_is_no_miss() -> None:
    old = Layout("old", title="h1.old", body="div.old", urls=r"/2005/")
    assert read(old, GOOD).misses == []
    assert read(old, GOOD, url="http://news.test/a/2005/1.html").misses == ["old:h1.old"]


def test_the_newest_layout_is_tried_first() -> None:
    of_2010 = Layout("2010", title="h1.x", body="div.x", years=(2008, 2010))
    of_2020 = Layout("2020", title="h1.y", body="div.y", years=(2018, 2020))
    today = Layout("today", title="h1.z", body="div.z")
    assert read(of_2010, of_2020, today).misses == ["today:h1.z", "2020:h1.y", "2010:h1.x"]


def test_selectors_are_compiled_once() -> None:
    assert compiled("div.a > p") is compiled("div.a > p")
    assert select(parse(HTML.encode()), ("#none", "div.none")) == []


OTHERS = "<h1>某某网</h1>{}<div><h1>县里召开水利工作会议</h1></div>"


@pytest.mark.parametrize(("title", "html", "told"), [
    ("h1", HTML.replace("<ul", f"{OTHERS.format('')}<ul", 1), "全县部署春耕生产"),
    ("//*[@id='t' or h1]", HTML, "全县部署春耕生产"),  # the box around it too
    ("h1", HTML.replace("<h2", "<h1>——来自田间</h1><h2"), "全县部署春耕生产 ——来自田间"),
    ("h1", HTML.replace("<h2", "<h1>全县部署春耕生产</h1><h2"), "全县部署春耕生产"),
    ("h1", HTML.replace("<title>全县部署", "<title>各地部署").replace("<ul", "<div><h1>某某网</h1></div><ul", 1), "某某网 全县部署春耕生产"),
    ("h1::text", HTML.replace("<ul", "<div><h1>某某网</h1></div><ul", 1), "某某网 全县部署春耕生产"),
], ids=["logo and another", "box around it", "second line", "twice", "not told by <title>", "strings"])
def test_of_several_headlines_the_one_that_title_tells(title: str, html: str, told: str) -> None:
    assert read(Layout("l", title=title, body=".a"), html=html).title == told


def test_a_body_that_only_speaks_of_editors_is_whole() -> None:
    """The end mark needs its place: 编辑 in a sentence ends nothing."""
    html = HTML.replace(LINES[1], "编辑部的老人说，那一年的春耕，大家都下了田。")
    assert "编辑部的老人说，那一年的春耕，大家都下了田。" in read(GOOD, html=html).rows


MENUS = "".join(f"<li><a href=/{n}.html>第{n}条新闻的标题在这里</a></li>" for n in range(400))
LONG = HTML.replace("<h1", f"<ul>{MENUS}<li class=top>某某日报</li>{MENUS}</ul><h1", 1).replace(LINES[1], LINES[1] * 3)
FAR = LONG.replace("</body>", f"<ul>{MENUS}</ul><div class=ed>责编：王芳</div></body>")
TORN = LONG.replace(f"{LINES[1]}</p>", f"{LINES[1]}</p>{'<a href=/q><img src=/q.png></a>' * 900}<p>{LINES[0]}完</p>")


LIST = f"<ul>{MENUS}</ul>"
VERSES = "".join(f"<p>春风第{n}次吹过山岗</p>" for n in range(9))
PARTED = LONG.replace("<div>版权声明", f"{LIST}<div class=a>{VERSES}</div><div>版权声明")
NAMED = LONG.replace("<div>版权声明", f"{LIST}<a href=/a>再看</a><b id=other class='b a9'>{VERSES}</b>'a' .a{{}}<div>版权声明")
CITED = LONG.replace("<div>版权声明", f"{LIST}<article><p>{VERSES}</p></article><div>版权声明").replace(
    "<div class=a>", "<article><p>").replace("<p>责任编辑：李明</p></div>", "<p>责任编辑：李明</p></article>")
OUTER = FAR.replace("<body>", f"<body><div id=all>{LIST}")
BRIEF = FAR.replace(LINES[0], "会议现场。").replace(LINES[1] * 3, "王芳摄。" * 3)


def both(layouts: Layout | tuple[Layout, ...], html: str) -> tuple[Reading, Reading, int]:
    """What layouts read with the help of the page's part, and of the whole; and how often it was read whole."""
    several = layouts if isinstance(layouts, tuple) else (layouts,)
    page = Page(Capture("http://news.test/a/1.html", b""), facts=facts(*several), html=html)
    restore_page(page)
    assert page.cut and len(page.part) < len(html.encode())
    with patch("pipelines.read.whole_of", wraps=whole_of) as looked:
        read_page(page)
    whole = Page(page.capture, facts=page.facts, html=html, part=html.encode())
    read_page(whole)
    assert page.reading is not None and whole.reading is not None
    return page.reading, whole.reading, looked.call_count


@pytest.mark.parametrize(("layout", "html", "times"), [
    (Layout("l", title="#t", body="div.a", dateline="div.info"), FAR, 0),
    (GOOD, FAR, 0),  # a breadcrumb is looked for above menus too
    (Layout("l", title="#t", body="div.a", source="li.top"), FAR, 1),
    (Layout("l", title="#t", body="div.a", editor="div.ed"), FAR, 1),
    (Layout("l", title="#t", body="div.a"), TORN, 1),
    (Layout("l", title="#t", body="div.a p"), TORN, 1),
    (Layout("l", title="//div[4]/../h1", body="div.a"), FAR, 1),
    (Layout("l", title="#t", body="//h1/following-sibling::div[2]", source="(//li)[2]"), FAR, 1),
    (Layout("l", title="#t", body="div.none"), FAR, 0),
    (Layout("l", title="#t", body="div.path.a"), FAR, 1),
    (Layout("l", title="#t", body="//div[@class='a']"), PARTED, 1),
    (Layout("l", title="#t", body="div.a"), PARTED, 1),
    (Layout("l", title="#t", body="//*[starts-with(@class,'a')]"), PARTED, 1),
    (Layout("l", title="#t", body="//div[@class='a']"), NAMED, 0),
    (Layout("l", title="#t", body="div.a"), NAMED, 0),
    (Layout("l", title="#t", body=("//b[@id='other']", "//div[@class='a']")), NAMED, 1),
    (Layout("l", title="#t", body="//article"), CITED, 1),
    ((Layout("new", title="//div[@id='all']//h1", body="div.a"), Layout("old", title="#t", body="div.a", years=(2018, 2019))), OUTER, 1),
    ((Layout("new", title="//div[@id='none']//h1", body="div.a"), Layout("old", title="#t", body="div.a", years=(2018, 2019))), OUTER, 0),
    (Layout("l", title="#t", body="div.a"), BRIEF, 0),
], ids=["all in the part", "breadcrumb far above", "far above", "far below", "torn", "several torn", "counted", "counted from the top", "none fits", "one may fit",
        "body in two boxes", "two of a class", "two named alike", "none of its name", "none of its class", "another comes first", "two without a name",
        "a newer one fits the whole", "a newer one fits nothing", "brief"])
def test_a_part_is_read_as_the_whole_page_is(layout: Layout | tuple[Layout, ...], html: str, times: int) -> None:
    part, whole, looked = both(layout, html)
    assert part == whole
    assert looked == times


@pytest.mark.parametrize("portal", TOWN)
def test_the_towns_pages_are_read_in_part_as_they_are_whole(portal: str) -> None:
    spider, town = portal_classes(get_project_settings())[portal], Town([portal], articles=60)
    for url in town.articles():
        page = Page(Capture(url, town.page(url).body), facts=spider.as_facts())
        decode_page(page)
        whole = replace(page, part=page.html.encode(), article=replace(page.article))
        restore_page(page)
        for job in (read_page, fields_page, clutter_page, check_page):
            job(page)
            job(whole)
        assert page.article == whole.article or whole.article.layout == "generic", url


@pytest.mark.parametrize(("layout", "fits"), [
    (Layout("l", title="#t", body="div.a"), True),
    (Layout("l", title="#t", body="div.none"), False),
    (Layout("l", title=("h1.none", "h1"), body="div.a, div.none"), True),
    (Layout("l", title="//h1[@id='none' or @id='t']", body="//div[not(@class='none')]"), True),
    (Layout("l", title="//h1[@id='none']", body="//div"), False),
    (Layout("l", title="//*[contains(@class,'none')]/h1 | //h1", body="//div[@class='a']/p"), True),
])
def test_a_layout_may_fit_where_the_page_holds_what_it_compares_with(layout: Layout, fits: bool) -> None:
    assert may_fit(layout, HTML) is fits
    assert fits or read(layout).layout == "generic"
