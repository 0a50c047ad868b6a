"""Boxes below and within a text that are none of it: with a heading of their own, statements of the site, cards."""

from __future__ import annotations

import pytest

from tests.test_generic import SENTENCE, read

BRIEF = "少儿图书馆七月二日开放，设座位一百二十个，周一闭馆。"
ARTICLE = "<title>春耕开始了吗_沧河网</title><body><div class=art><h1>春耕开始了吗</h1><div>2019-03-05 08:10</div><div class=c>{0}</div></div>{1}"
LESSON = "民间借贷中，借条上没有写明利息的，视为没有利息，签订时应当写清本金、利率和还款日期。"


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ("<div class=pf><h3>普法课堂</h3><p>{0}</p></div>", 2),
        ("<div class=pf><div>普法课堂</div><p>{0}</p></div>", 2),
        ("<div class=pf><p>普法课堂</p><p>{0}</p></div>", 4),  # a line of the text
        ("<div class=pf><p>{0}</p><h3>普法课堂</h3></div>", 4),  # what no heading stands over
        ("</div></div><h3>普法课堂</h3><p>{0}</p>", 4),  # the text's own box, torn
    ],
)
def test_a_box_with_its_own_heading_below_the_articles_box_is_none_of_it(below: str, rows: int) -> None:
    body = f"<p>{SENTENCE}</p><p>{SENTENCE}</p>"
    html = ARTICLE.format(body, below.format(LESSON))
    if below.startswith("</div>"):
        html = ARTICLE.format(body + below.format(LESSON), "")
    assert len(read(html).rows) == rows


BESIDE = "<title>春耕开始了吗_沧河网</title><body><div class=art><h1>春耕开始了吗</h1><div>2019-03-05 08:10</div>{0}</div>"
SAID = f"<b>网友甲</b><p>{LESSON}</p><b>网友乙</b><p>{LESSON}</p>"


@pytest.mark.parametrize("body", ["<div class=c><p>{0}</p><p>{1}</p></div>{2}", "<div class=c>{0}<br>{1}<br>{2}</div>"])
@pytest.mark.parametrize(
    ("below", "stays"),
    [
        (f"<div class=ly><h3>精选留言</h3>{SAID}</div>", False),
        (f"<div class=ly><div>评论区</div>{SAID}</div>", False),
        (f"<div class=hd><h3>有奖互动</h3><p>{LESSON}</p></div>", False),
        (f"<div><h3>有奖互动</h3><p>{LESSON}</p></div>", True),  # no template's box has no name
        (f"<div class=text><h3>怎样写借条</h3><p>{LESSON}</p></div>", True),
        (f"<div class=c><h3>怎样写借条</h3><p>{LESSON}</p></div>", True),  # named as the text's own
        (f"<div class=b1><h3>怎样写</h3><p>{LESSON}</p></div><div class=b2><h3>怎样还</h3><p>{LESSON}</p></div>", True),
        (f"<div class=k><h3>二、怎样写借条</h3><p>{LESSON}</p></div>", True),
        (f"<div class=k><h3>名词解释</h3><p>{LESSON}</p></div>", True),
        (f"<div class=k><p>怎样写借条</p><p>{LESSON}</p></div>", True),
    ],
)
def test_a_box_with_a_name_and_a_heading_that_no_part_of_a_text_has_is_a_templates(body: str, below: str, *, stays: bool) -> None:
    rows = read(BESIDE.format(body.format(SENTENCE, BRIEF * 3, below))).rows
    assert rows[:2] == [SENTENCE, BRIEF * 3]
    assert (LESSON in rows) is stays
    assert stays or len(rows) == 2


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        ("<div class=jj><h3>关于沧河网</h3><p>{0}</p><p>{0}</p></div>", False),
        ("<div class=jj><p>{0}</p><p>{0}</p></div>", True),  # the text below its lead
        ("<div class=jj><div>大 中 小</div><p>{0}</p><p>{0}</p></div>", True),
        ("<div class=jj><h3>一、春耕</h3><p>{0}</p><p>{0}</p><p>{0}</p><p>{0}</p></div>", True),
    ],
)
def test_a_brief_text_stands_above_a_few_rows_with_a_heading_of_their_own(below: str, *, stays: bool) -> None:
    read_rows = read(ARTICLE.format(f"<p>{BRIEF}</p>", below.format(SENTENCE))).rows
    assert (SENTENCE in read_rows) is stays


OURS = (
    "凡本网注明“来源：沧河网”的所有作品，版权均属于沧河网，未经本网授权不得转载、摘编或利用其它方式使用。",
    "凡本网注明“来源：其他媒体”的作品，均转载自其它媒体，转载目的在于传递更多信息，并不代表本网赞同其观点。",
    "如因作品内容、版权和其它问题需要同本网联系的，请在三十日内进行，逾期不予受理，敬请谅解。",
    "联系电话：0700-6612345，联系邮箱：bj@canghe.example，联系时间：工作日上午九时至下午五时。",
)


@pytest.mark.parametrize("heading", ["<h5>沧河网版权与免责声明：</h5>", "<p>版权及免责声明</p>", ""])
def test_a_sites_statement_of_several_rows_is_not_the_text_though_it_is_longer(heading: str) -> None:
    notes = "".join(f"<p>①{row}</p>" for row in OURS)
    for box in ("<div class=sm>{0}</div>", "<table><tr><td>{0}</td></tr></table>"):
        html = ARTICLE.format(f"<p>{SENTENCE}</p><p>{BRIEF}</p>", box.format(heading + notes))
        assert read(html).rows == [SENTENCE, BRIEF]


def test_a_text_about_statements_is_read() -> None:
    told = "<p>法律声明</p>" + "".join(f"<p>{i}、{SENTENCE}</p>" for i in range(9)) + f"<p>未经村民同意，不得占地。{SENTENCE}</p>"
    assert len(read(ARTICLE.format("<p>沧河县人民政府</p>", f"<div>{told}</div>")).rows) >= 10


def test_a_card_of_an_account_within_a_text_is_none_of_it() -> None:
    card = "<section class={0}><div>沧河发布</div><p>中共沧河县委宣传部的公众号，发布权威消息，服务全县群众。</p></section>"
    for name, rows in (("wx_profile_card", 2), ("profile", 4)):
        body = f"<p>{SENTENCE}</p>{card.format(name)}<p>{SENTENCE}</p>"
        assert len(read(ARTICLE.format(body, "")).rows) == rows


NEWS = ("柳河镇的桥通车了", "石门小学开课了", "城东的路灯亮了")
LED = "<h3><a href=/{0}>{0}</a></h3><p>{1}</p>"


@pytest.mark.parametrize(
    ("body", "stays"),
    [
        ("".join(LED.format(name, SENTENCE) for name in NEWS), True),
        ("".join(LED.replace("h3", "p").format(name, SENTENCE) for name in NEWS), True),
        ("".join(LED.format(name, SENTENCE) for name in NEWS[:2]), False),  # two may lead elsewhere
        (f"<p>{SENTENCE}</p>" + "".join(LED.format(name, SENTENCE) for name in NEWS), False),  # a text before the first
        ("".join(LED.format(name, SENTENCE) for name in NEWS) + "<p><a href=/x>石门小学的故事</a></p><br>" * 2, False),
        (LED.format("相关新闻：" + NEWS[0], SENTENCE) + "".join(LED.format(name, SENTENCE) for name in NEWS), False),
    ],
)
def test_a_digests_headings_are_of_it_though_they_are_links(body: str, *, stays: bool) -> None:
    read_rows = read(ARTICLE.format(f"{body}<p>{BRIEF}</p>", "")).rows
    assert (NEWS[1] in read_rows) is stays
    assert SENTENCE in read_rows


@pytest.mark.parametrize(("name", "rows"), [("_editor", 3), ("_135editor", 3), ("tools", 2)])
def test_a_heading_set_by_a_tool_for_texts_stays_above_the_first_paragraph(name: str, rows: int) -> None:
    heading = f"<section class={name}><section><p><b>春耕怎么种</b></p></section></section>"
    assert len(read(ARTICLE.format(f"{heading}<p>{SENTENCE}</p><p>{SENTENCE}</p>", "")).rows) == rows


WRAPPED = (
    "<div><p>{0}</p></div>", "<div class=row><div class=col><p>{0}</p></div></div>", "<div id=p{1}><p>{0}</p></div>",
    "<section class=para><p>{0}</p></section>", "<article><p>{0}</p></article>",
    "<table><tr><td><p>{0}</p></td></tr></table>",
)  # fmt: skip


@pytest.mark.parametrize("wrapped", WRAPPED)
def test_paragraphs_in_boxes_of_their_own_are_one_text(wrapped: str) -> None:
    """A longer paragraph of another text beside them is not the article, though it is longer than each of them."""
    lines = [f"{n}月里，{SENTENCE}" for n in "三四五六七"]
    body = "".join(wrapped.format(line, n) for n, line in enumerate(lines))
    other = f"<div class=gg><div>本网公告</div><div><span>{LESSON * 3}</span></div></div>"
    assert read(ARTICLE.format(body, other)).rows == lines


def test_boxes_with_more_than_a_line_are_no_paragraphs() -> None:
    cards = "".join(f"<div class=card><div>专家{n}</div><p>{LESSON}</p></div>" for n in "甲乙丙丁")
    assert read(ARTICLE.format(f"<p>{SENTENCE}</p><p>{SENTENCE}</p>", f"<div>{cards}</div>")).rows == [SENTENCE, SENTENCE]


NAMES = ("一等奖：柳河镇中心小学", "二等奖：石门小学", "三等奖：城关镇第二小学", "优秀奖：坝下村小学")
DISCLAIMER = (
    "免责声明：本文仅代表作者个人观点，与本网无关，其中陈述的内容未经本站证实，请读者仅作参考，并自行核实相关内容。",
    "凡本网注明来源的作品，版权均属于本网，未经授权不得转载、摘编或利用其它方式使用上述作品。",
)
COMMENT = "<div><p>说得好，希望家乡越来越好，大家的日子也越来越红火，支持一下{0}。</p></div>"


@pytest.mark.parametrize(
    "below",
    [
        f"<div class=sm><p>{DISCLAIMER[0]}</p><p>{DISCLAIMER[1]}</p></div>",
        "<div class=pl><h3>网友评论</h3>" + "".join(COMMENT.format(n) for n in "甲乙丙丁戊") + "</div>",
        "<div class=pl><h3>最新评论（5）</h3>" + "".join(COMMENT.format(n) for n in "甲乙丙丁戊") + "</div>",
        "<div class=tj><h3>推荐阅读</h3>"
        + "".join(f"<div><h4><a href=/{n}>{n}县春耕现场会昨日召开</a></h4><p>{SENTENCE}</p></div>" for n in "甲乙丙丁")
        + "</div>",
    ],
)
@pytest.mark.parametrize("lines", [NAMES, (BRIEF,)], ids=["names", "brief"])
def test_notices_comments_and_other_texts_are_none_of_an_article_however_little_it_says(
    lines: tuple[str, ...], below: str
) -> None:
    assert read(ARTICLE.format("".join(f"<p>{line}</p>" for line in lines), below)).rows == list(lines)


def test_a_digest_above_a_notice_is_read() -> None:
    notes = "".join(f"<p>{row}</p>" for row in DISCLAIMER)
    body = "".join(f"<p><a href=/{n}>{news}</a></p><p>{BRIEF}</p>" for n, news in enumerate(NEWS * 2))
    assert read(ARTICLE.format(body, f"<div>{notes}</div>")).rows.count(BRIEF) == 6


def test_what_stands_above_the_comments_ends_there() -> None:
    """A brief text in a <div>, in one box with the comments and the page's foot, each line in a <div>."""
    said = "".join(COMMENT.format(n) for n in "甲乙丙")
    body = f"<div>{SENTENCE}</div><div class=pl><h3>网友评论</h3>{said}</div><div>{LESSON}</div>"
    assert read(ARTICLE.format(body, "")).rows == [SENTENCE]


def test_a_lead_beside_a_notice_is_read() -> None:
    """The notice and the first paragraph may stand in one box, apart from the others."""
    lead = f"<div><p>版权声明：本文版权为本网所有，转载请注明出处。</p><p>{LESSON}</p></div>"
    lines = [f"{n}月里，{SENTENCE}" for n in "三四五六"]
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert read(ARTICLE.format(f"{lead}<div class=d>{body}</div>", "")).rows == [LESSON, *lines]


VERSES = ("雪落青川", "一夜无声，瓦白", "炊烟先醒", "狗踩出第一行字", "孩子推门，又把门关上")
NAMELESS = "<title>青川冬天_沧河网</title><body>{0}<ul>" + "<li><a href=/c>栏目名称</a></li>" * 12 + "</ul>{1}"


@pytest.mark.parametrize("bar", ["【字体：<a href=#>大</a> <a href=#>小</a>】", "<a href=#>简体</a>|<a href=#>繁體</a>", ""])
@pytest.mark.parametrize("below", ["", f"<div class=rx><p>{BRIEF}</p></div>"])
def test_verses_are_read_below_buttons_and_beside_a_sentence_of_another_box(bar: str, below: str) -> None:
    body = f"<div>{bar}</div>{''.join(f'<p>{line}</p>' for line in VERSES)}"
    assert read(ARTICLE.format(body, below)).rows == list(VERSES)


def test_a_sentence_in_the_box_of_the_lines_above_it_is_of_their_text() -> None:
    table = f"<table>{''.join(f'<tr><td>{line}</td></tr>' for line in VERSES)}</table>"
    rows = read(ARTICLE.format(f"{table}<p>{BRIEF}</p>", "")).rows
    assert rows[-1] == BRIEF


@pytest.mark.parametrize("before", ["<div class=tip><p>{0}</p></div>", "<div><p>{0}2012年3月4日</p></div>", "{0}"])
def test_a_notice_above_the_menu_is_not_the_text_though_the_headline_is_not_known(before: str) -> None:
    lines = [f"{n}月里，{SENTENCE}" for n in "三四"]
    body = f"<h2>雪落沧河</h2><p>2019-03-05 08:10</p><div class=c>{''.join(f'<p>{line}</p>' for line in lines)}</div>"
    mark = "<div>打印</div>"
    assert read(NAMELESS.format(before.format(LESSON), mark + body)).rows == lines
    dated = read(NAMELESS.format(f"<div>2019-03-05</div>{before.format(LESSON)}", mark + body))
    assert dated.rows[0].startswith(LESSON)


CARD = "<div class=poster><h1>春耕开始了吗</h1><p>长按阅读</p></div>"


@pytest.mark.parametrize(
    "below", [CARD, f"{CARD}<div class=sm><p>{DISCLAIMER[0]}</p><p>{DISCLAIMER[1]}</p></div>", f"{CARD}<div><p>{LESSON}</p></div>"]
)
@pytest.mark.parametrize("lines", [(BRIEF,), (SENTENCE, BRIEF)])
def test_a_headline_shown_once_more_below_the_text_does_not_begin_it(lines: tuple[str, ...], below: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert read(ARTICLE.format(body, below)).rows[: len(lines)] == list(lines)
    bar = ARTICLE.format(body, "").replace("<body>", "<body><div class=bar><h2>春耕开始了吗</h2></div><p>今日天气：晴，偏南风二到三级。</p>")
    assert read(bar).rows == list(lines)


@pytest.mark.parametrize(("heading", "kept"), [("3条评论", 0), ("共 12 条留言", 0), ("3条意见", 3)])
def test_comments_below_their_number_are_none_of_a_text(heading: str, kept: int) -> None:
    said = "".join(f"<div><b>网友{n}</b><div>2019-03-06 10:2{n}</div><div>{COMMENT.format(n)}</div></div>" for n in range(3))
    pl = f"<div class=pl><div>{heading}</div>{said}</div>"
    assert read(ARTICLE.format(f"<p>{BRIEF}</p>", pl)).rows.count(BRIEF) == (not kept)
    button = ARTICLE.format(f"<div><div>{heading}</div></div><p>{SENTENCE}</p><p>{BRIEF}</p>", "")
    assert read(button).rows == [SENTENCE, BRIEF]


def test_a_digest_above_rules_for_comments_is_no_failure() -> None:
    rules = "<div><p>发表评论</p><p>请自觉遵守互联网相关的政策法规，严禁发布色情的言论。</p><p>用户名： 密码： 验证码：请您填写</p></div>"
    body = "".join(f"<p><a href=/{n}>{news}</a></p><p>{BRIEF}</p>" for n, news in enumerate(NEWS * 2))
    head = "<title>沧河早报：柳河镇的桥通车了_沧河网</title><body><h1>沧河早报：柳河镇的桥通车了</h1><div>2019-03-05</div>"
    read(f"{head}<div>{body}</div>{rules}")


@pytest.mark.parametrize("name", ["class=print", "id=text"])
def test_a_copy_of_the_text_for_a_printer_or_a_telephone_is_left_out(name: str) -> None:
    lines = [f"{n}月里，{SENTENCE}" for n in "三四五"]
    text = f"<div {name}>{''.join(f'<p>{line}</p>' for line in lines)}</div>"
    assert read(ARTICLE.format(text, f"<div class=p>{text}</div>")).rows == lines
    before = ARTICLE.format(text, "").replace("<body>", f"<body><div class=wap><h1>春耕开始了吗</h1>{text}</div>")
    assert read(before).rows == lines
    further = f"<div class=p><div {name}><p>{LESSON}</p><p>{lines[0]}</p></div></div>"  # the text goes on, and repeats a line
    assert LESSON in read(ARTICLE.format(text, further)).rows


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        *[(said, 1) for said in ("精选留言", "最热评论", "网友热评", "读者讨论", "评论区", "留言区（12条）", "更多精彩", "相关稿件", "其他新闻")],
        *[(said, 1) for said in ("你可能错过的新闻", "大家还在看")],
        *[(said, 6) for said in ("评论区里的农技员", "精选留言的故事", "更多精彩的瞬间")],
    ],
)
def test_readers_words_and_other_texts_below_a_brief_text_are_told_by_their_heading(heading: str, rows: int) -> None:
    said = f"<div><b>网友甲</b><p>{LESSON}</p><b>网友乙</b><p>{SENTENCE}</p></div>"
    html = BESIDE.format(f"<div class=c><p>{BRIEF}</p></div><div><h3>{heading}</h3>{said}</div>")
    assert len(read(html).rows) == rows


@pytest.mark.parametrize(
    ("main", "heading", "beside"),
    [
        ("right-sidebar", "<h1>春耕开始了吗</h1><div>2019-03-05 08:10</div>", ""),
        ("has-sidebar", "", "<h1>春耕开始了吗，今年有什么不同</h1><div>2019-03-05 08:10</div>"),
        ("main", "<h1>春耕开始了吗</h1><div>2019-03-05 08:10</div>", ""),
    ],
)
def test_a_pages_middle_may_be_named_after_its_sidebar(main: str, heading: str, beside: str) -> None:
    body = f"<div class=c><p>{SENTENCE}</p><p>{SENTENCE}</p></div><div class=sidebar><p>{LESSON}{LESSON}</p></div>"
    about = f"<div class=about><h4>关于沧河网</h4><p>{LESSON}</p></div>"
    html = f"<title>春耕开始了吗_沧河网</title><body>{beside}<div class={main}>{heading}{body}</div>{about}"
    assert read(html).rows == [SENTENCE, SENTENCE]
