"""Texts in several boxes: parted by other texts, in leaves that a script shows one at a time, lists below a sentence."""

from __future__ import annotations

import pytest

from tests.test_boxes import ARTICLE, BRIEF, LESSON, NEWS
from tests.test_generic import SENTENCE, read

LISTS = (
    "<div class=xg><h4>相关新闻</h4>{0}</div>", "<div>{0}</div>", "<table><tr><td>推荐阅读</td></tr></table><ul>{0}</ul>",
    "<div class=tj><b>推荐阅读</b>{1}</div>",
)  # fmt: skip


@pytest.mark.parametrize("between", LISTS)
@pytest.mark.parametrize(("names", "second", "rows"), [
    (("class=txt", "class=txt"), "<p>{0}</p><p>{0}</p>", 5),
    (("class=txt1", "class=txt2"), "<p><img src=a.jpg></p><p>{0}</p><p>{0}</p>", 5),
    (("class=txt", "class=txt"), "<p>{0}</p>", 4),
    (("class=txt", "class=txt"), "<h3>普法课堂</h3><p>{0}</p>", 3),  # a text of its own
    (("class=txt", "class=txt"), "<p><a href=/x>借条怎么写</a></p><p>{0}</p>", 3),
    (("class=txt", "class=txt"), "<p>未经本网授权，不得转载、摘编或者以其他方式使用上述作品。</p>", 3),
    (("class=txt", "class=txt"), "<p>{0}<a href=/x>[详细]</a></p><p>{0}<a href=/x>[详细]</a></p>", 3),
    (("class=txt_up", "class=txt_down"), "<p>{0}</p><p>{0}</p>", 5),
    (("class=txt_up", "class=txt_update"), "<p>{0}</p><p>{0}</p>", 3),
    (("class=txt", "class=pf"), "<p>{0}</p><p>{0}</p>", 3),
    (("", ""), "<p>{0}</p><p>{0}</p>", 3),
])  # fmt: skip
def test_a_text_that_a_list_of_others_parts_is_read_whole(
    between: str, names: tuple[str, str], second: str, rows: int
) -> None:
    links = "".join(f"<p><a href=/{name}>{name}，全县还有六处</a></p>" for name in NEWS * 3)
    teasers = "".join(f"<p><a href=/{name}>{name}，全县还有六处</a></p><p>{BRIEF}</p>" for name in NEWS)
    first = f"<div {names[0]}>" + f"<p>{SENTENCE}</p>" * 3 + "</div>"
    body = first + between.format(links, teasers) + f"<div {names[1]}>{second.format(LESSON)}</div>"
    assert len(read(ARTICLE.format(body, "")).rows) == rows


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ("<p>延伸阅读：</p>" + "".join(f"<p><a href=/{name}>{name}，全县还有六处</a></p><p>{SENTENCE * 5}……</p>" for name in NEWS), 3),
        ("<p>延伸阅读：</p>" + "".join(f"<p>{name}，全县还有六处</p><p>{SENTENCE * 5}……</p>" for name in NEWS), 9),
        ("<p>延伸阅读：</p>" + "".join(f"<p><a href=/{name}>{name}，全县还有六处</a></p><p>{SENTENCE * 5}</p>" for name in NEWS), 6),
    ],
)
def test_beginnings_of_others_below_their_links_in_the_texts_own_box_are_none_of_it(below: str, rows: int) -> None:
    text = "".join(f"<p>{name}。{SENTENCE}</p>" for name in NEWS)
    found = read(ARTICLE.format(f"<div class=txt>{text}{below}</div>", "")).rows
    assert sum("。" in row for row in found) + sum("六处" in row for row in found) == rows


@pytest.mark.parametrize(
    ("line", "kept"), [("<strong>相关热词搜索：</strong><a href=/t>春耕</a>", False), ("相关热词有十个，都与春耕有关。", True)]
)
def test_a_line_of_keywords_below_a_text_is_none_of_it(line: str, *, kept: bool) -> None:
    rows = read(ARTICLE.format(f"<div class=txt><p>{SENTENCE}</p><p>{SENTENCE}</p><p>{line}</p></div>", "")).rows
    assert len(rows) == 2 + kept


STAMPED = "".join(f"<div class=item><div>2019-05-06 {9 + i}:20</div><div>{name}，大家都说好。</div></div>" for i, name in enumerate(NEWS))


@pytest.mark.parametrize(
    ("items", "kept"),
    [
        (STAMPED, True),
        (STAMPED.replace("<div>2019", "<div>过路人</div><div>2019"), False),  # comments: their authors come first
        (STAMPED.replace("</div></div>", " <a href=/x>回复</a></div></div>"), False),
        (STAMPED.partition("</div></div>")[0] + "</div></div>", False),  # one alone is an info line
    ],
)
def test_a_live_report_goes_on_where_the_hour_of_an_entry_has_its_day(items: str, *, kept: bool) -> None:
    rows = read(ARTICLE.format(f"<div class=intro><p>{SENTENCE}</p></div><div class=live>{items}</div>", "")).rows
    assert rows[0] == SENTENCE
    assert (len(rows) == 1 + 2 * len(NEWS)) is kept


LEAVES = "<div id=p1 class='leaf on'><p>{0}</p><p>{0}</p></div><div id=p2 class=leaf style='display: none'><p>{1}</p></div>"


@pytest.mark.parametrize(("leaves", "pager", "whole"), [
    (LEAVES, "<div><a href=#>1</a> <a href=#>2</a></div>", True),
    (LEAVES.replace("class", "data"), "<ul><li><a href=#>1</a></li><li><a href=#>下一页</a></li></ul>", True),
    (LEAVES, "<div><a href=#>1</a></div>", False),  # nothing turns over: a tab, a copy
    (LEAVES.replace("class=leaf", "class=copy"), "<div><a href=#>下一页</a></div>", False),
    (LEAVES.replace("<div id=p2", "<h4>普法</h4><div id=p2"), "<div><a href=#>下一页</a></div>", False),
])  # fmt: skip
def test_leaves_that_a_script_shows_one_at_a_time_are_of_the_text(leaves: str, pager: str, *, whole: bool) -> None:
    assert (LESSON in read(ARTICLE.format(leaves.format(SENTENCE, LESSON), pager)).rows) is whole


CELLS = "<div><table>" + "".join(f"<tr><td>{name}</td><td>{i}</td></tr>" for i, name in enumerate(NEWS)) + "</table></div>"


@pytest.mark.parametrize(("listed", "rows"), [
    ("".join(f"<div>{name}</div>" for name in (*NEWS, "北门的市场开张了")), 5),
    (CELLS, 7),
    ("".join(f"<div>{name}</div>" for name in NEWS), 1),  # three may be anything
    ("".join(f"<div class=k>{name}</div>" for name in NEWS * 2), 1),
    ("".join(f"<div><a href=/x>{name}</a></div>" for name in NEWS * 2), 1),
])  # fmt: skip
def test_a_list_is_of_the_sentence_that_introduces_it(listed: str, rows: int) -> None:
    assert len(read(ARTICLE.format(f"<div>{SENTENCE}</div>{listed}", "")).rows) == rows


@pytest.mark.parametrize(("heading", "stays"), [
    ("<h3>关于本网</h3>", False), ("<div>投稿须知</div>", False), ("<b>关于沧河网：</b>", False),
    ("<h3>关于春耕</h3>", True), ("<h3>关于互联网</h3>", True),
])  # fmt: skip
@pytest.mark.parametrize("times", [1, 3])
def test_what_a_site_says_of_itself_in_the_box_of_a_text_is_none_of_it(heading: str, times: int, *, stays: bool) -> None:
    about = f"<div class=gy>{heading}" + f"<p>{LESSON}</p>" * times + "</div>"
    page = f"<title>春耕开始了吗_沧河网</title><body><h1>春耕开始了吗</h1><div>2019-03-05 08:10</div><div class=c><p>{SENTENCE}</p></div>{about}"
    rows = read(page).rows
    assert SENTENCE in rows
    assert (LESSON in rows) is stays


@pytest.mark.parametrize(("lead", "rows"), [("</div>", 1), ("<p>{0}</p><p>{0}</p></div>", 3)])
def test_a_lone_sentence_below_a_picture_is_the_text_where_the_headline_is(lead: str, rows: int) -> None:
    """And no caption of what stands elsewhere below a heading of its own."""
    other = f"<div class=zl><h3>专栏简介</h3><p>{LESSON}</p><p>{LESSON}</p></div>"
    text = f"<div class=pic><img src=a.jpg></div><div class=t><p>{SENTENCE}</p>{lead.format(BRIEF)}"
    assert len(read(ARTICLE.format(text, other)).rows) == rows


@pytest.mark.parametrize(("item", "kept"), [
    ("<li><span>{0}</span><div><p>{1}</p></div></li>", True),
    ("<li><a href=#>{0}</a><div><p>{1}</p></div></li>", False),
])  # fmt: skip
def test_the_first_hour_of_a_live_report_is_of_it(item: str, *, kept: bool) -> None:
    items = "".join(item.format(f"{hour}:30", text) for hour, text in ((8, SENTENCE), (9, LESSON), (10, BRIEF)))
    assert (read(ARTICLE.format(f"<ul>{items}</ul>", "")).rows[0] == "8:30") is kept


@pytest.mark.parametrize(("link", "rows"), [
    ("<a href=/f/2.doc>2.种子发放表</a>", 5), ("<a href=/f/2.htm>2.种子发放表</a>", 2), ("<a href=/f/2.PDF><img src=p.gif>发放表</a>", 5),
])  # fmt: skip
def test_a_link_to_a_file_is_of_a_notice_and_what_stands_below_it(link: str, rows: int) -> None:
    text = f"<p>{SENTENCE}</p><p>附件：1.种子统计表</p><p>{link}</p><p>沧河县农业局</p><p>2019年3月5日</p>"
    assert len(read(ARTICLE.format(text, "")).rows) == rows


@pytest.mark.parametrize(("told", "rows"), [("剩余内容需登录后查看", 2), ("办证须知：登录后查看进度，{0}", 3)])
def test_a_box_with_a_notice_alone_within_a_text_is_none_of_it(told: str, rows: int) -> None:
    body = f"<p>{SENTENCE}</p><div><p>{told.format(LESSON * 2)}</p></div><p>{SENTENCE}</p>"
    assert len(read(ARTICLE.format(body, "")).rows) == rows
