"""Lines that are of a text though they look like what stands around one, and such as only look like its lines."""

from __future__ import annotations

import pytest

from tests.test_boxes import ARTICLE, LESSON, NEWS
from tests.test_generic import SENTENCE, read


@pytest.mark.parametrize(("line", "kept"), [
    ("（2019年3月4日沧河县第十七届人民代表大会第三次会议通过）", True),
    ("(2019年3月4日县政府第三次常务会议批准)", True),
    ("（2019年3月4日）", False),
    ("2019年3月4日　来源：沧河日报（记者 邱月 通过）", False),
])  # fmt: skip
def test_when_a_law_was_passed_is_the_first_line_of_its_text(line: str, *, kept: bool) -> None:
    rows = read(ARTICLE.format(f"<p align=center>{line}</p>" + f"<p>{SENTENCE}</p>" * 2, "")).rows
    assert len(rows) == 2 + kept


@pytest.mark.parametrize(("line", "kept"), [
    ("沧河县人民政府办公室　　　　2019年3月4日印发", True),
    ("印发日期：2019年3月4日印发", False),
    ("沧河县人民政府办公室　2019年3月4日更新", False),
])  # fmt: skip
def test_a_notices_last_line_says_when_it_was_printed(line: str, *, kept: bool) -> None:
    rows = read(ARTICLE.format(f"<p>{SENTENCE}</p>" * 2 + f"<p>抄送：县委各部门，县人大办。</p><p>{line}</p>", "")).rows
    assert len(rows) == 3 + kept


ENTRY = "<div class={0}-item><div><b>主持人</b> {1}:20</div><div class=c><p>{2}，现场的人都说好。</p></div><div>赞 {1}</div></div>"


@pytest.mark.parametrize(("name", "kept"), [("live", True), ("zhibo", True), ("cmt", False), ("live-comment", False)])
def test_the_votes_below_the_entries_of_a_live_report_make_no_discussion_of_it(name: str, *, kept: bool) -> None:
    entries = "".join(ENTRY.format(name, 9 + i, news) for i, news in enumerate(NEWS))
    rows = read(ARTICLE.format(f"<div class=intro>{SENTENCE}</div><div class={name}-list>{entries}</div>", "")).rows
    assert sum("现场的人" in row for row in rows) == (len(NEWS) if kept else 0)
    assert not any(row.startswith("赞") for row in rows)


@pytest.mark.parametrize(("last", "kept"), [("孩子们在麦堆旁玩。", True), ("孩子们在麦堆旁玩", False)])
def test_a_short_sentence_below_a_texts_last_picture_is_its_caption(last: str, *, kept: bool) -> None:
    cells = "".join(f"<tr><td><img src=a.jpg></td></tr><tr><td>{line}</td></tr>" for line in (SENTENCE, LESSON, last))
    rows = read(ARTICLE.format(f"<table>{cells}</table>", "")).rows
    assert (last in rows) is kept


@pytest.mark.parametrize(("line", "kept"), [("麦田里的人", True), ("分享", False), ("<a href=/x>麦田里的人</a>", False)])
def test_a_few_words_below_a_picture_in_a_box_within_the_text_are_its_caption(line: str, *, kept: bool) -> None:
    body = f"<p>{SENTENCE}</p><div class=w><img src=a.jpg><p>{line}</p></div><p>{LESSON}</p>"
    assert len([row for row in read(ARTICLE.format(body, "")).rows if row]) == 2 + kept


@pytest.mark.parametrize(("heading", "times", "rows"), [
    ("<p>关于本网</p>", 2, 4), ("<p><b>关于沧河网：</b></p>", 2, 4), ("<p>网站简介</p>", 1, 4),
    ("<p>关于春耕</p>", 2, 7), ("<p>联系我们</p>", 2, 7), ("<p>关于我们这一代人</p>", 2, 7),
    ("<p>关于本网</p>", 5, 4), ("<p>关于本网</p>", 9, 14),  # more than a site tells of itself
])  # fmt: skip
def test_what_a_site_says_of_itself_at_a_texts_end_is_none_of_it(heading: str, times: int, rows: int) -> None:
    body = f"<p>{SENTENCE}</p><p>{LESSON}</p>" * 2 + heading + f"<p>{LESSON}</p>" * times
    assert len(read(ARTICLE.format(body, "")).rows) == rows


@pytest.mark.parametrize(("line", "kept"), [
    ("监督邮箱：<a href=mailto:jd@canghe.test>jd@canghe.test</a>", True),
    ("投票网址：<a href=/et>http://et.canghe.test/v?id=3</a>", True),
    ("本文网址：<a href=/1>http://www.canghe.test/1.html</a>", False),
    ("原文链接：<a href=/1>http://www.canghe.test/1.html</a>", False),
    ("上一篇：<a href=/2>春耕开始了吗 2.0</a>", False),
    ("下载：<a href=/2>www.canghe.test 春耕</a>", False),
])  # fmt: skip
def test_an_address_spelt_out_behind_its_label_is_the_texts(line: str, *, kept: bool) -> None:
    rows = read(ARTICLE.format(f"<p>{SENTENCE}</p>" * 2 + f"<p>{line}</p>", "")).rows
    assert len(rows) == 2 + kept
