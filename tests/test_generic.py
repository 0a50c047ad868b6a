"""The generic reader: every rule with a page it is for and one it must leave alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.items import Capture, Page, Reading
from pipelines.page.window import cut
from pipelines.read import read_page
from pipelines.road import Road
from tests.shapes import AFORE, PARAGRAPHS, Made, beneath, briefs, judged, leads, openings, pages
from tests.timing import quick

CASES = json.loads((Path(__file__).parent / "cases" / "reader.json").read_text("utf-8"))
SENTENCE = "昨天上午，县里召开了春耕工作会议，各乡镇负责人参加，会上安排了种子和化肥的供应。"


def read(html: str, url: str | None = "http://news.test/2019/a.html") -> Reading:
    page = Page(Capture(url, b""), html=html)
    read_page(page)
    assert page.failed is None
    assert page.reading is not None
    return page.reading


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_the_generic_reader_reads_a_page_as_expected(case: dict) -> None:
    reading = read(case["html"])
    shown = vars(reading) | {"images": [[image.src, image.caption] for image in reading.images]}
    shown["tail"] = shown["tail"][: len(case["expect"].get("tail", ()))]
    assert {field: shown[field] for field in case["expect"]} == case["expect"]
    assert reading.layout == "generic"


def test_every_positive_has_a_negative() -> None:
    labels = [case["label"] for case in CASES]
    assert len(set(labels)) == len(labels)
    assert sum("negative" in label for label in labels) >= 12


menu = st.integers(0, 60).map(lambda n: "<ul>" + "<li><a href=/x>栏目名称</a></li>" * n + "</ul>")
boxes = st.sampled_from(["div", "section", "article", "td", "center"])


@given(above=menu, below=menu, count=st.integers(3, 40), box=boxes)
def test_menus_of_any_size_change_nothing(above: str, below: str, count: int, box: str) -> None:
    lines = [f"第{i}段：{SENTENCE}" for i in range(count)]
    body = f"<{box}>" + "".join(f"<p>{line}</p>" for line in lines) + f"</{box}>"
    body = f"<table><tr>{body}</tr></table>" if box == "td" else body
    html = f"<title>春耕开始了吗_某某网</title><body>{above}<h1>春耕开始了吗</h1>{body}{below}"
    reading = read(html)
    assert reading.rows == lines
    assert reading.title == "春耕开始了吗"


@pytest.mark.parametrize("furniture", [False, True], ids=["plain", "with furniture"])
@pytest.mark.parametrize("seed", range(4))
def test_bodies_of_every_shape_are_whole(seed: int, *, furniture: bool) -> None:
    """Nothing of another text comes in; of all pieces one in a thousand may be lost, in bodies nested at odds."""
    assert_whole(pages(seed, 100, furniture=furniture))


@pytest.mark.parametrize("seed", range(2))
def test_a_body_may_begin_with_anything(seed: int) -> None:
    """With a table, a list, a cross-head: what stands below the info line is of the article."""
    assert_whole(openings(seed, 12))


def assert_whole(pages: Iterable[Made]) -> None:
    road, held, lost = Road(()), 0, []
    for made in pages:
        missing, foreign = judged(road, made)
        assert foreign == [], made.html
        lost += [(mark, made.html) for mark in missing]
        held += len(made.inside)
    assert len(lost) * 1000 <= held, lost[0]


CARDS = (
    "索引号 000014349/2021-00012 主题分类 农业 发文机关 某某县人民政府 成文日期 2021年03月04日",
    "信息索引 GS-2021-3 公开方式 主动公开 发布机构 县农业农村局 公开日期 2021-03-04", "名　称 春耕开始了 文　号 县政办〔2021〕3号",
    "时间： 2021-03-04 来源：某某网 记者：张三 点击 3 字体大小 大中小", "2021-03-04 10:20 稿源：某某网 作者：张三 阅读 3",
    "发文字号： 县政办〔2021〕3号 有效性： 有效 发布日期： 2021-03-04 来　源： 县政府办",
)
TABLES = ("乡镇 面积（亩） 甲乡 3200 乙乡 4100", "各乡镇面积表 乡镇 面积（亩） 甲乡 3200 乙乡 4100", "姓名 单位 王小明 第一小学 李小红 第二小学", "日期 天气 今天 晴 明天 多云 后天 小雨")


def with_table(cells: str) -> list[str]:
    """The rows of a text that has a table above its first sentence, in its own box."""
    *caption, words = [cells.split(" ")] if cells.count(" ") % 2 else cells.split(" ", 1)
    words = words if isinstance(words, list) else words.split(" ")
    pairs = zip(words[::2], words[1::2], strict=True)
    table = "".join(f"<caption>{line}</caption>" for line in caption) + "".join(f"<tr><td>{one}</td><td>{other}</td></tr>" for one, other in pairs)
    text = "昨天上午，县里召开了春耕工作会议，各乡镇负责人参加会议并作了发言。"
    return read(f"<title>县里召开春耕工作会议_某某网</title><h1>县里召开春耕工作会议</h1><p>2021-03-04 来源：某某网</p>"
                f"<div id=zoom><table>{table}</table><p>{text}</p><p>{text}</p></div>").rows


@pytest.mark.parametrize("cells", TABLES)
def test_a_table_above_the_text_is_of_it(cells: str) -> None:
    assert " ".join(with_table(cells)).startswith(cells)


@pytest.mark.parametrize("cells", CARDS)
def test_an_index_card_or_an_info_line_in_cells_is_not(cells: str) -> None:
    assert len(with_table(cells)) == 2


@pytest.mark.parametrize("seed", range(2))
def test_what_is_not_parsed_is_missed_by_nobody(seed: int) -> None:
    """An article read from the stretch around it is the one read from the whole page."""
    road, menu = Road(()), f"<ul>{'<li><a href=/c/1.html>栏目名称</a></li>' * 300}</ul>"
    for made in chain(pages(seed, 60, furniture=True), briefs(seed, 60)):
        html = made.html.replace("<body>", f"<body>{menu}").replace("</body>", f"{menu}</body>")
        whole = html.replace("<body", "<BoDy")
        assert cut(whole) is whole
        one, other = (road.read(Capture(None, source.encode())).as_json("page") for source in (html, whole))
        assert one == other, html


@pytest.mark.parametrize("seed", range(4))
def test_short_articles_are_told_from_the_prose_around_them(seed: int) -> None:
    """Of a hundred pages one may be read wrongly."""
    road = Road(())
    wrong = [made.html for made in briefs(seed, 100) if any(judged(road, made))]
    assert len(wrong) <= 1, wrong


def test_a_lead_is_not_taken_for_its_article() -> None:
    for html in leads():
        assert sum("段：" in row for row in read(html).rows) == PARAGRAPHS, html



@pytest.mark.parametrize(
    "page", ["{}<main>{}</main>", "{}<article>{}</article>", "{}<header>沧河网</header><div>{}</div>", "{}</head><body>{}</body>"]
)
@pytest.mark.parametrize("many", [1, 60])
def test_a_page_may_leave_its_body_tag_out(page: str, many: int) -> None:
    text = f"<h1>春耕开始了吗</h1><div><p>2019-03-05 12:10</p>{f'<div><p>{SENTENCE}</p></div>' * 2}</div>"
    links = "<a href=/>别处的一条新闻</a>" * many
    head = "<html><head><title>春耕开始了吗</title><meta name=author content=网><link href=/a.css>"
    capture = Capture(None, page.format(head, text + f"<footer>{links}</footer>").encode())
    article = Road(()).read(capture).article
    assert (article.title, article.text, article.published_at[:10]) == ("春耕开始了吗", f"{SENTENCE}\n{SENTENCE}", "2019-03-05")


@pytest.mark.parametrize(("name", "rows"), [("introduction", 2), ("lead", 2), ("leader", 1), ("photo", 1)])
def test_a_lead_keeps_its_place_below_the_picture_of_its_column(name: str, rows: int) -> None:
    lead = f"<div class={name}><div><img src=/c.gif></div><p>县里{SENTENCE}</p></div>"
    html = f"<title>春耕开始了吗</title><body><h1>春耕开始了吗</h1><p>2019-03-05</p>{lead}<div class=content><p>{SENTENCE}</p></div>"
    assert len(read(html).rows) == rows


def test_captions_of_a_picture_story_are_its_text() -> None:
    """Frames like the one that holds a sentence are of the text; their counters, links and other boxes are not."""
    captions = ["渡口清晨", "乘客排队登船", "最后一班渡船靠岸，码头渐渐安静下来。"]

    def story(said: list[str], frame: str = "<div class=slide><img src=/{0}.jpg><div><em>{1}</em><p>{2}</p></div></div>") -> str:
        frames = "".join(frame.format(i, f"{i}/{len(said)}", words) for i, words in enumerate(said, 1))
        head = "<title>春耕开始了吗_沧河网</title><body><h1>春耕开始了吗</h1><div>2019-06-18 来源：沧河日报</div>"
        return Road(()).read(Capture(None, f"{head}<div id=c>{frames}</div>".encode())).article.text or ""

    for said in (captions, captions[::-1]):
        assert story(said).split("\n") == said
        assert story([*(f"<a href=/s>{words}</a>" if len(words) < 10 else words for words in said)]) == captions[2]
    assert story(captions, "<div class=slide{0}><img src=/{0}.jpg><p>{2}</p></div>") == captions[2]
    nameless = "<div><img src=/{0}.jpg><p>{2}</p></div>"  # two may be a page's layout
    assert story(captions, nameless).split("\n") == captions
    assert [story(two, nameless) for two in (captions[1:], captions[:0:-1])] == [captions[2]] * 2
    cells = "".join(f"<td>{cell}</td>" for cell in ("1/2", "三分", "四成", "五分"))
    assert "1/2" in story([f"{SENTENCE}</p><table><tr>{cells}</table><p>"], "<p>{2}</p>").split("\n")


@pytest.mark.parametrize(("answered", "kept"), [(1, 6), (2, 6), (3, 0)])
def test_comments_are_told_by_the_buttons_below_half_of_them(answered: int, kept: int) -> None:
    """A few paragraphs with buttons to praise them are an article's; six of which half have them are comments."""
    lines = ["回复 赞(3)" if i < answered else f"{i}楼" for i in range(6)]
    below = "".join(f"<div><p>第{i}段：{SENTENCE}</p><div>{line}</div></div>" for i, line in enumerate(lines))
    text = "".join(f"<p>{SENTENCE}</p>" for _ in range(3))
    reading = read(f"<title>春耕开始了吗_某某网</title><body><h1>春耕开始了吗</h1><div>{text}</div><div>{below}</div>")
    assert sum(row.startswith("第") for row in reading.rows) == kept


@pytest.mark.parametrize(("head", "title"), [("<strong>下月办展三场</strong>", 0), ("<b>下月</b>办展三场", 1)])
def test_of_lines_above_a_text_the_bold_one_is_the_headline(head: str, title: int) -> None:
    lines = f"<table><tr><td>{head}</td></tr><tr><td>濠江渡轮老照片集中亮相</td></tr></table>"
    reading = read(f"<title>濠江日报</title><body>{lines}<div id=c><p>{SENTENCE}</p><p>{SENTENCE}</p></div>")
    assert reading.title == ("下月办展三场", "濠江渡轮老照片集中亮相")[title]


@pytest.mark.parametrize(("above", "title"), [
    ("<h1><a href=1.htm>春耕开始了吗 县里这样说</a></h1><p>2019-03-05 <a href=/c>农业</a></p>", "春耕开始了吗 县里这样说"),
    ("<h1><a href=/>沧河新闻网</a></h1><h2><a href=1.htm>春耕开始了吗</a></h2><p>2019-03-05</p>", "春耕开始了吗"),
    ("<h1><a href=/>沧河新闻网</a></h1><div>春耕开始了吗</div><p>2019-03-05</p>", "春耕开始了吗"),  # no date right below it
    ("<div><a href=1.htm>石门小学开课</a></div><p>2019-03-05</p>", "沧河网"),  # no heading
])  # fmt: skip
def test_a_headline_may_lead_to_its_own_page(above: str, title: str) -> None:
    assert read(f"<title>沧河网</title><body>{above}<div id=c><p>{SENTENCE}</p><p>{SENTENCE}</p></div>").title == title


@pytest.mark.parametrize(("tag", "title"), [("h4", "柳河镇春耕动员会"), ("b", "栏目：镇街动态")])
def test_a_line_in_the_headlines_box_is_not_the_headline_where_a_heading_is(tag: str, title: str) -> None:
    head = f"<div class=title><{tag}>柳河镇春耕动员会</{tag}><p>栏目：镇街动态</p></div><div>2019-03-05 08:10</div>"
    html = f"<title>资讯详情</title><body><h1>资讯详情</h1>{head.replace('<p>', '<br>').replace('</p>', '')}<p>{SENTENCE}</p>"
    assert read(html).title == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<span>要闻</span>春耕开始了吗", "春耕开始了吗"),
        ("春耕开始了吗<em>要闻</em>", "春耕开始了吗"),
        ("<span>[要闻]</span>春耕开始了吗<em>(图)</em>", "春耕开始了吗"),
        ("<span>[要闻]</span>春耕开始了吗 二<em>(图)</em>", "[要闻]春耕开始了吗 二(图)"),
        ("<span>要闻</span>春耕开始了吗 县里这样说", "要闻春耕开始了吗 县里这样说"),
        ("<span>各乡镇的负责人</span>春耕开始了吗", "各乡镇的负责人春耕开始了吗"),
    ],
)
def test_a_label_in_the_headlines_element_is_not_of_it(head: str, title: str) -> None:
    assert read(f"<title>春耕开始了吗_沧河网</title><body><h1>{head}</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>").title == title


def test_the_days_of_a_chronicle_are_its_text() -> None:
    rows = ["2019年1月5日", SENTENCE, "2019年4月20日", SENTENCE]
    html = "<html><head><title>大事记</title></head><body><h1>一条路的大事记</h1><div>2019-06-18 来源：沧河日报</div><div id=c>{}</div></body></html>"
    for said, text in ((rows, rows), ([rows[0], SENTENCE], [SENTENCE])):
        body = "".join(f"<p>{row}</p>" for row in said)
        assert Road(()).read(Capture(None, html.format(body).encode())).article.text == "\n".join(text)


@given(filler=st.integers(0, 40_000))
def test_a_long_page_reads_as_a_short_one(filler: int) -> None:
    """What is cut away before parsing may not change the result."""
    article = "<h1>春耕开始了吗</h1><div id=c>" + f"<p>{SENTENCE}</p>" * 15 + "</div><p>责任编辑：李明</p>"
    noise = "<script>" + "x" * filler + "</script>" + "<i></i>" * (filler // 10)
    reading = read(f"<html><head><title>春耕开始了吗</title></head><body>{noise}{article}{noise}</body></html>")
    assert reading.rows == [SENTENCE] * 15
    assert reading.tail[:1] == ["责任编辑：李明"]


def test_a_deep_page_of_many_rows_is_read_in_time() -> None:
    """Whether a box is a widget is asked of it once, not once for every row within it."""
    deep = f"<div><p>{SENTENCE}</p>" * 200 + "<p>好</p>" * 3000
    quick(1.2, read, f"<title>春耕开始了吗</title><body><h1>春耕开始了吗</h1><div>2019-03-05 08:10</div>{deep}")


@pytest.mark.parametrize("notice", AFORE)
def test_a_notice_above_everything_changes_nothing_though_the_headline_is_not_known(notice: str) -> None:
    road = Road(())
    some = [made for made in pages(41, 25) if made.html.split("</ul>")[0].count("<li>") >= 12]  # below a menu
    assert len(some) > 10
    for made in some:
        lost, taken = judged(road, beneath(made, notice))
        was_lost, was_taken = judged(road, beneath(made, ""))
        assert (lost, taken) == (was_lost, was_taken)
