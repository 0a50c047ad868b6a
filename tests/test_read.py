"""The reading job as a whole: real pages with hand-made gold, articles of several parts, the stage."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from pipelines.fields import fields_page
from pipelines.items import Capture, Image, Page
from pipelines.page.meta import read_meta
from pipelines.page.window import cut
from pipelines.read import ReadPipeline, parse, read_page, whole_of

SENTENCE = "昨天上午，县里召开了春耕工作会议，各乡镇负责人参加。"


def grams(text: str) -> Counter[str]:
    text = "".join(text.split())
    return Counter(text[i : i + 4] for i in range(max(1, len(text) - 3)))


def f1(found: str, gold: str) -> float:
    a, b = grams(found), grams(gold)
    return 2 * (a & b).total() / (a.total() + b.total())


@pytest.fixture(scope="module")
def golds(shared: Path) -> list[tuple[str, dict, Page]]:
    read = []
    for path in sorted((shared / "pages").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        body = path.with_suffix(".html").read_bytes()
        page = Page(Capture(gold["url"], body), html=body.decode(gold["decodes_as"], "replace"))
        read_page(page)
        read.append((path.stem, gold, page))
    return read


def test_real_pages_by_the_generic_reader_alone(golds: list) -> None:
    scores = {}
    for name, gold, page in golds:
        assert page.failed is None, name
        rows = [row for row in page.reading.rows if "原标题" not in row and row not in gold["optional"]]
        text = [row for row in gold["text"].split("\n") if row not in gold["optional"]]
        scores[name] = f1("".join(rows), "".join(text))
    assert statistics.mean(scores.values()) >= 0.985
    assert {name: score for name, score in scores.items() if score < 0.9} == {}


def test_real_headlines_and_breadcrumbs(golds: list) -> None:
    def same(a: object, b: object) -> bool:
        return "".join(str(a).split()) == "".join(str(b).split())

    titles = [same(page.reading.title, gold["title"]) for _, gold, page in golds]
    trails = [same(page.reading.breadcrumb or [], gold["breadcrumb"] or []) for _, gold, page in golds]
    assert statistics.mean(titles) >= 0.98
    assert statistics.mean(trails) >= 0.9


def test_cutting_changes_no_body(golds: list) -> None:
    """The part of the source that is parsed gives the same body as the whole page."""
    cuts = 0
    for name, _, page in golds:
        whole = Page(Capture(page.capture.url, b""), html=page.html.replace("<body", "<BoDy"))
        assert cut(whole.html) is whole.html
        cuts += cut(page.html) is not page.html
        read_page(whole)
        assert f1("".join(whole.reading.rows), "".join(page.reading.rows)) > 0.99, name
    assert cuts > len(golds) / 2


@pytest.mark.parametrize("line", ["来源：春耕日报", "责任编辑：王小明"])
def test_the_line_that_tells_a_field_is_read_however_far_below(line: str) -> None:
    text, widget = f"<p>{SENTENCE * 4}</p>" * 4, f"<ul>{'<li><a href=/share>分享</a></li>' * 250}</ul>"
    page = Page(Capture("http://news.test/1.html", b""), html=(
        f"<title>春耕开始了</title><body><h1>春耕开始了</h1><div>{text}</div>{widget}<p>{line}</p>{widget}"))
    assert line in cut(page.html) and len(cut(page.html)) < len(page.html)


HEADLINE = "全县部署春耕生产工作的通知"
LINKS = "".join(f"<li><a href='/a/2021/{n}.html'>第{n}条新闻的标题在这里</a></li>" for n in range(200))
SHARE = "".join(f"<a href='http://share.test/to?{n}'><img src=/s{n}.png></a>" for n in range(9)) + "<i>&nbsp;</i>" * 200
INFO = "<p>2021-03-04 10:20 来源：某某日报</p>"
FILES = "".join(f"<p>附件{n}：<a href='/files/2021/03/04/20210304102030{n}.docx'>任务分解表{n}.docx</a></p>" for n in range(90))
VERSES = "".join(f"<p>春风吹过山岗{n}，<a href=/k/{n}>春耕</a>的人们起得早{n}</p>" for n in range(90))
HIDDEN = "<div style='display:none'><b id=pubtime_baidu>2021-03-04 10:20</b><b id=source_baidu>来源：某某日报</b></div>"
LINKED_DATA = '<script type="application/ld+json">{"datePublished": "2021-03-04T10:20:00", "author": "张大山"}</script>'


def text(sentences: int, say: str = "") -> str:
    return "".join(f"<p>第{n}段{say}：{SENTENCE}</p>" for n in range(sentences))


@pytest.mark.parametrize(("above", "main", "below", "whole"), [
    ("", f"{INFO}<div>{text(9)}</div>", "", False),
    ("", f"{INFO}<div>{text(6)}</div><div>责任编辑：李明</div>{SHARE}<div>{text(5, '评论')}</div>", "", False),
    (f"<p>{HEADLINE}</p>{text(12, '摘')}{LINKS * 2}", f"{INFO}<div>{text(22)}</div>", "", None),
    ("", f"{INFO}<div>{text(9)}{FILES}<p>某某县人民政府</p><p>2021年3月4日</p></div>", "", False),
    ("", f"{INFO}<div>{text(9)}{VERSES}</div>", "", True),
    ("", f"<div>{text(9)}</div>{SHARE}<p>发布时间：2021-03-04 10:20</p>", "", True),
    ("", f"<div>{text(9)}</div>", LINKS + HIDDEN, True),
    (HIDDEN + LINKS * 6, f"<p>2021-03-04</p><div>{text(9)}</div>", "", True),
    ("", f"<div>{text(9)}</div>", LINKED_DATA, True),
    ("", f"{INFO}<div>{text(9)}</div>", LINKS + HIDDEN, False),  # the info line tells all
    ("", f"<div>{text(9)}</div>{LINKS[:700]}<time datetime=2020-01-02>甲</time>", "<time datetime=2020-01-03>乙</time>", True),
    ("", f"{INFO}<div>{text(9)}</div>{SHARE}<p>作者：张大山</p>", "", False),
    ("", f"<p>2021-03-04 10:20</p><div>{text(9)}</div>{SHARE}<p>稿源：某某日报</p>", "", False),
], ids=["plain", "comments below the editor", "a digest above", "many files", "linked verses to the end",
        "dated far below", "stated below", "stated above", "linked data below", "stated twice", "times of a list", "author far below",
        "source far below"])
def test_what_a_page_shows_and_states_is_read_wherever_it_stands(above: str, main: str, below: str, whole: bool | None) -> None:
    """`whole`: whether the page is parsed again; None where its source tells that it must not be cut."""
    html = (f"<title>{HEADLINE}_某某网</title><body><ul>{LINKS}</ul>{above}<div><h1>{HEADLINE}</h1>{main}</div>"
            f"<ul>{LINKS}</ul>{below}")
    pages = [Page(Capture("http://news.test/1.html", b""), html=html, part=part) for part in (b"", html.encode())]
    with patch("pipelines.read.whole_of", wraps=whole_of) as looked:
        for page in pages:
            read_page(page)
            fields_page(page)
    assert pages[0].article == pages[1].article
    assert pages[0].reading and pages[1].reading and pages[0].reading.rows == pages[1].reading.rows
    assert pages[0].cut is (whole is not None)
    assert looked.call_count == bool(whole)


TRAIL = '<div>当前位置：<a href=/>首页</a> &gt; <a href=/gov>政务要闻</a></div>'
BRIEF = "<p>全县春耕会议昨天召开。种子已经备齐。农机开始检修。</p>"


@pytest.mark.parametrize(("below", "shown"), [
    (LINKS, True), (f"<ul>{LINKS}</ul><a href=/more>更多&gt;&gt;</a>", True),
    (f"<!-- {LINKS} -->", True), (f"<textarea>{LINKS}</textarea>", True),
    (f"<ul>{LINKS}</ul><a href=/more>更多</a> &gt; <b>甲</b>", False),  # an arrow between two steps is what is looked for
], ids=["links", "a button with arrows", "a comment", "a form", "another arrow"])
def test_a_breadcrumb_far_above_is_read_and_hides_no_text(below: str, *, shown: bool) -> None:
    far = f"{TRAIL}{below}<ul>{LINKS}</ul>"
    html = f"<title>{HEADLINE}_某某网</title><body>{LINKS}{far}<h1>{HEADLINE}</h1>{INFO}<div>{text(9)}</div>{LINKS}"
    page = Page(Capture(None, b""), html=html)
    with patch("pipelines.read.whole_of", side_effect=AssertionError):
        read_page(page)
    assert page.cut and page.reading and len(page.reading.rows) == 9
    assert page.reading.breadcrumb == (["首页", "政务要闻"] if shown else None)


@pytest.mark.parametrize(("above", "body", "below", "whole"), [
    ("", text(9), "<div class=ad></div>", False),  # an advert's place above newspapers in a comment
    ("", f"{text(9)}{VERSES}", "", True),
    ("", BRIEF, LINKS, False),
    (text(2, "头条"), BRIEF, LINKS, True),
], ids=["a box below", "lines to the end", "a brief", "a brief and other sentences"])
def test_a_part_is_enough_where_it_plainly_holds_all(above: str, body: str, below: str, *, whole: bool) -> None:
    html = (f"<title>{HEADLINE}_某某网</title><body>{above}<ul>{LINKS * 2}</ul><div><h1>{HEADLINE}</h1>{INFO}"
            f"<div>{body}</div></div>{below}<!-- {LINKS} -->")
    page = Page(Capture(None, b""), html=html)
    with patch("pipelines.read.whole_of", wraps=whole_of) as looked:
        read_page(page)
    assert page.cut and page.reading and looked.call_count == whole


def test_a_name_in_the_middle_of_a_text_is_no_headline() -> None:
    html = f"<title>某某新闻网-{HEADLINE}</title><body><ul>{LINKS * 4}</ul><h1>{HEADLINE}</h1>{{}}{text(200)}某某新闻网{text(9)}"
    for page in (html.format(""), html.format(f"<b>某某新闻网</b>{INFO}")):
        assert (cut(page) is page) is (INFO not in page)


def part(number: int, lines: int = 3) -> Capture:
    text = "".join(f"<p>第{number}页第{i}段：{SENTENCE}</p>" for i in range(lines))
    html = f"<title>春耕开始了</title><body><h1>春耕开始了</h1><div>{text}<img src='/p/{number}.jpg'></div>责任编辑：李{number}"
    return Capture(f"http://news.test/a_{number}.html", html.encode())


def test_the_parts_of_an_article_become_one() -> None:
    first = part(1)
    page = Page(Capture(first.url, first.body, rest=(part(2), part(3))), html=first.body.decode())
    read_page(page)
    assert page.reading is not None
    assert page.reading.rows == [f"第{n}页第{i}段：{SENTENCE}" for n in (1, 2, 3) for i in range(3)]
    assert page.reading.images == [Image(f"http://news.test/p/{n}.jpg") for n in (1, 2, 3)]
    assert page.reading.tail == ["责任编辑：李3"]


def test_a_part_that_cannot_be_read_quarantines_the_article() -> None:
    first = part(1)
    broken = Capture("http://news.test/a_2.html", b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = Page(Capture(first.url, first.body, rest=(broken,)), html=first.body.decode())
    read_page(page)
    assert page.failed is not None


def test_what_a_page_says_of_itself() -> None:
    html = """<html><head><title> 标题_某某网 </title><meta name="PublishDate" content="2019-03-05">
    <meta property="og:title" content="标题"><meta name=source content="第二个"><meta name=Source content="不算">
    <!--enpproperty <articleid>1</articleid><date>2019-03-05 08:10:00</date><author>张三</author>/enpproperty-->
    <!--enorth cms page [ enorth parse_date="2019-03-05 09:00" ]--><!-- <date>1999</date> -->
    <script type="application/ld+json">{"headline": "标题", "author": {"name": "李四"}}</script></head>
    <body><span id="pubtime_baidu ">2019-03-05 08:10</span><span id="author_baidu">作者：<b>王五</b></span></body></html>"""
    said = read_meta(parse(html.encode()), html.encode())
    assert said == {
        "title": "标题_某某网", "publishdate": "2019-03-05", "og:title": "标题", "source": "第二个",
        "enp:articleid": "1", "enp:date": "2019-03-05 08:10:00", "enp:author": "张三",
        "enorth:parse_date": "2019-03-05 09:00", "ld:headline": "标题", "ld:author": "李四",
        "pubtime_baidu": "2019-03-05 08:10", "author_baidu": "作者：王五",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("<ruby>云<rp>(</rp><rt>yún</rt><rp>)</rp></ruby>岭县", "云岭县"),
        ('云岭<font class="jammer">4 a* y) Y2</font>县<span style="display:none">, k5 s. W</span>', "云岭县"),
        ('云岭<font class="word">(yún lǐng)</font>县', "云岭(yún lǐng)县"),
    ],
)
def test_how_a_word_is_said_and_garbage_against_copying_are_no_text(shown: str, text: str) -> None:
    page = Page(Capture(None, b""), html=f"<meta name=generator content='Discuz! X3.4'><h1>某县的春天</h1><p>2019-06-18</p><div><p>{shown}。{SENTENCE}</p><p>{SENTENCE}</p></div>")
    read_page(page)
    assert page.reading and page.reading.rows[0] == f"{text}。{SENTENCE}"


@pytest.mark.parametrize(("name", "rows"), [("vjs-modal-dialog-description", 2), ("dialog", 5)])
def test_what_a_player_says_to_its_viewer_is_no_text(name: str, rows: int) -> None:
    said = f"<p class={name}>This is a modal window, which Escape will cancel and close.</p>" * 3
    html = f"<h1>某县的春天</h1><p>2019-06-18</p><div id=t>{said}<p>{SENTENCE}</p><p>{SENTENCE}</p></div>"
    page = Page(Capture(None, b""), html=html)
    read_page(page)
    assert page.reading and len(page.reading.rows) == rows


def test_the_stage_takes_captures_and_lets_others_pass() -> None:
    stage = ReadPipeline.from_crawler(SimpleNamespace(spider=SimpleNamespace(facts=None), stats=None))
    page = Page(part(1), html=part(1).body.decode())
    assert stage.process_item(page) is page
    assert page.reading is not None
    assert stage.process_item("something else") == "something else"
