"""Fields: what of a reading becomes date, source, author, editor; the five seeds; and how many of the pages are right."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.check import check_page
from pipelines.clutter import clutter_page
from pipelines.fields import fields_page
from pipelines.items import Article, Capture, Page, Reading
from pipelines.road import Road

PROSE = "某县日前举行会议，研究部署下一阶段工作，各乡镇负责人参加了会议。"
NOTICE = '凡文章来源为"某新闻网"的稿件,均为某新闻网独家版权所有,未经许可不得转载或镜像。'
SEEDS = {  # seed -> lines of the page's text: headline, dateline, and the first that a careless reader takes for body
    "000": (1, 2, 3),
    "001": (0, 1, 2),
    "003": (4, 5, 6),
    "004": (1, 2, 3),
}


def told(**parts: Any) -> Article:
    parts.setdefault("rows", [PROSE])
    page = Page(Capture(None, b""), reading=Reading("test", **parts))
    fields_page(page)
    page.article.text = "\n".join(page.reading.rows)
    return page.article


def finished(reading: Reading) -> Page:
    page = Page(Capture(None, b""), reading=reading)
    for job in (fields_page, clutter_page, check_page):
        job(page)
    return page


@pytest.fixture(scope="session")
def seeds(shared: Path) -> dict[str, dict]:
    gold = json.loads((shared / "seeds" / "gold.json").read_text("utf-8"))
    return {name[:3]: value | {"file": shared / "seeds" / name} for name, value in gold.items()}


def seed_reading(number: str, gold: dict) -> Reading:
    """A reading in which everything below the dateline counts as body, clutter and all."""
    lines = [line.strip(" \u3000\r\n") for line in gold["file"].read_text("utf-8").splitlines()]
    lines = [line for line in lines if line.strip()]
    if number == "002":  # garbled: the restored text is the gold's
        return Reading("test", title=f"{gold['title']} {gold['subtitle']}", rows=[*gold["body"], "版权声明:", NOTICE])
    title, dateline, body = SEEDS[number]
    above = lines[:title] if number == "003" else []
    return Reading(
        "test",
        title=lines[title],
        dateline=lines[dateline],
        breadcrumb=gold["breadcrumb"],
        rows=above[:2] + lines[body:],
    )


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_fields_of_a_saved_page(number: str, seeds: dict[str, dict]) -> None:
    gold = seeds[number]
    page = finished(seed_reading(number, gold))
    article = page.article
    for field in ("title", "subtitle", "original_title", "published_at", "source", "author", "editor"):
        assert getattr(article, field) == gold.get(field), field
    assert (article.breadcrumb or []) == gold["breadcrumb"]
    assert (article.text or "").split("\n") == gold["body"]
    assert page.refused is None


def test_each_field_says_where_it_came_from() -> None:
    article = told(dateline="2018-02-22 15:41 来源:某网-某报", tail=["责任编辑: 赵新"], rows=["记者 赵怀斌", PROSE])
    assert article.origins == {"published_at": "dateline", "source": "dateline", "editor": "text", "author": "text"}


def test_what_a_selector_picked_goes_first() -> None:
    article = told(labelled={"source": "来源：甲报", "editor": "李四光"}, dateline="来源：乙报 编辑：王五林")
    assert (article.source, article.editor) == ("甲报", "李四光")
    assert article.origins == {"source": "layout", "editor": "layout"}


@pytest.mark.parametrize(
    ("dateline", "source"),
    [
        ("2018-02-22 来源：甲报 记者 张大年", "甲报"),
        ("2018-02-22 来源：甲报记者 张大年", "甲报"),
        ("2003年11月12日16:36 某网—某快报", "某网—某快报"),
        ("2019-03-18 23:59某合報 記者陳嘉文／桃園機場報導", "某合報"),
        ("稿源：甲报 · 记者 张大年 · 2018-02-22 09:25", "甲报"),
        ("新闻录入：张大年 2018-02-22", None),
        ("2018-02-22 来源：学生记者团 张大年", "学生记者团"),
        ("2018-02-22 来源：null", None),
        ("2018-02-22 来源：转载文章", None),
        ("[某发改委] 2018-02-22 字号：大 小", "某发改委"),
        ("2018-02-22 15:41", None),
        ("亚历山大 2015-07-02 14:41:12", None),
        ("http://a.example/ 2005-07-18 13:03:17", None),
    ],
)
def test_the_source_in_a_dateline(dateline: str, source: str | None) -> None:
    assert told(dateline=dateline).source == source


def test_a_site_that_names_itself_outside_the_text_is_no_source() -> None:
    assert told(meta={"source": "某新聞雲"}, breadcrumb=["某新聞雲", "地方"]).source is None
    assert told(meta={"source": "来源：某报"}, breadcrumb=["某网"]).source == "某报"
    assert told(meta={"mediaid": "骑着白马走天下"}).source == "骑着白马走天下"
    assert told(dateline="2018-02-22 来源：某报", meta={"mediaid": "骑着白马走天下"}).source == "某报"


def test_the_source_below_the_body_counts_where_the_dateline_has_none() -> None:
    assert told(dateline="2005-02-06 来源：转载文章", tail=["来源：新华网"]).source == "新华网"


def test_a_notice_about_sources_tells_none() -> None:
    assert told(tail=["① 凡本网注明“来源：某网”的所有作品，版权均属于某网。"]).source is None


@pytest.mark.parametrize(
    ("parts", "author"),
    [
        ({"dateline": "2018-02-22 作者：亚历山大"}, "亚历山大"),
        ({"dateline": "2018-02-22 作者：本报记者 张大年 通讯员 李四光"}, "张大年 李四光"),
        ({"dateline": "2018-02-22 来源：甲报 记者 张大年"}, "张大年"),
        ({"dateline": "2004年7月16日08:19 [ 黄海 ] 来源：[ 某金融报 ]"}, "黄海"),
        ({"dateline": "2018-02-22 08:10 某某日报 张大年"}, "张大年"),
        ({"dateline": "来源：某报 张大年 李四光 2018-02-22"}, "张大年 李四光"),
        ({"dateline": "本报记者 王建文 方 磊 2024年05月10日06:58 | 来源：某网－某报"}, "王建文 方磊"),
        ({"dateline": "2018-02-22 文/张大年 图/李四光"}, "张大年"),
        ({"dateline": "2018-02-22 作者：张大年（作者单位：某县水利局）"}, "张大年"),
        ({"meta": {"ld:author": "記者陳嘉文／桃園機場報導"}}, "陳嘉文"),
        ({"meta": {"ld:author": "某新聞雲"}}, None),
        ({"dateline": "[2018-02-22 08:10] 来源：[某报] 编辑：[张大年]"}, None),
        ({"dateline": "时政 2018-02-22 08:10"}, None),
        ({"dateline": "2020-03-03 07:30 | 沧河日报 | 张大年"}, "张大年"),
        ({"dateline": "张大年 沧河晚报·沧河网 2020-12-01 18:59"}, "张大年"),
        ({"dateline": "某某日报 阿布都·克里木 2020-12-01 18:59"}, "阿布都·克里木"),
        ({"dateline": "2020-03-03 07:30 | 沧河日报 | 社会新闻部"}, None),
        ({"dateline": "本报记者 张大年 李文 2017-04-12 第01版：要闻 阅读数：331"}, "张大年 李文"),
        ({"dateline": "文/张大年 2013-10-21 10:02:00 石门文艺"}, "张大年"),
        ({"dateline": "文图/张大年 2013-10-21 10:02:00"}, "张大年"),
        ({"dateline": "散文图/画 2013-10-21 10:02:00"}, None),
        ({"dateline": "文/本报记者 张大年 图/通讯员 李四光 2013-10-21"}, "张大年"),
        ({"dateline": "2013-10-21", "named": {"author": "山里人"}}, "山里人"),
        ({"dateline": "2013-10-21", "named": {"author": "某某日报"}}, None),
        ({"dateline": "2013-10-21 作者：张大年", "named": {"author": "小张"}}, "张大年"),
        ({"rows": [PROSE], "tail": ["网友评论", "作者：过路人 2013-10-22"]}, None),
        ({"dateline": "作者：张大年 李四光 等 2013-10-21"}, "张大年 李四光"),
        ({"dateline": "作者：by 张大年 2013-10-21"}, "张大年"),
        ({"dateline": "作者：张大年等3人 2013-10-21"}, "张大年"),
        ({"dateline": "作者：等风来 2013-10-21"}, "等风来"),
        ({"dateline": "张大年 发布于 2013-10-21 10:02 某某日报"}, "张大年"),
        ({"dateline": "2013-10-21 10:02 来源：某某日报 □ 张大年"}, "张大年"),
        ({"dateline": "2013-10-21 某某日报 首席记者 张大年 摄影记者 李四光"}, "张大年"),
        ({"dateline": "作者：立案庭 2013-10-21 10:02:00"}, None),
        ({"dateline": "作者：听雨轩 2013-10-21 10:02:00"}, "听雨轩"),
        ({"dateline": "2018-02-22 作者：新华社"}, None),
        ({"dateline": "2018-02-22 作者：admin"}, None),
        ({"dateline": "2018-02-22 作者："}, None),
        *(({"dateline": f"2018-02-22 作者：{nobody}"}, None) for nobody in ("佚名", "秩名")),
        ({"dateline": "2018-02-22 作者:张大年 (12)+1"}, "张大年"),
        *(({"dateline": f"2018-02-22 作者：张大年 {n}"}, "张大年") for n in ("381", "已有评论0条", "有36人参与")),
        ({"dateline": "2018-02-22 作者：已有之"}, "已有之"),
        ({"dateline": "2018-02-22 作者：山里人1983"}, "山里人1983"),
        ({"meta": {"author": "大汉网络"}}, None),
        ({"rows": [f"本报讯（记者 张大年）{PROSE}"]}, "张大年"),
        ({"rows": [PROSE, f"{PROSE}（张巨山）"]}, "张巨山"),
        ({"rows": [PROSE], "tail": ["（袁野）"]}, "袁野"),
        ({"rows": [PROSE], "tail": ["文/张大年"]}, "张大年"),
        ({"rows": [f"他是县里的一位干部（记者 张大年 曾采访他），{PROSE}"]}, None),
        ({"rows": [PROSE, "作者：张大年"]}, "张大年"),
        ({"rows": ["记者：你怎么看？", "张大年：我不看。", PROSE]}, None),
        ({"rows": [f"图为启动仪式。（刘山摄）{PROSE}", PROSE]}, None),
        ({"rows": [PROSE], "tail": ["■该作者文章"]}, None),
    ],
    ids=str,
)
def test_whom_a_page_names_as_author(parts: dict, author: str | None) -> None:
    assert told(**parts).author == author


@pytest.mark.parametrize(
    ("tail", "editor"),
    [
        (["(责编：汤小瑶、丁山)"], "汤小瑶、丁山"),
        (["选稿：许文山"], "许文山"),
        (["本文来源：某网 。内部来源 责任编辑：杨小婷_NBJ10000"], "杨小婷_NBJ10000"),
        (["编辑：甲某某 责任编辑：乙某某"], "乙某某"),
        (["初审: 张大年 复审: 李四光 终审: 王五林"], "张大年 李四光 王五林"),
        (["（编辑：张大年 实习生：李四光）"], "张大年"),
        (["编辑：李某　　　纠错"], "李某"),
        (["一审：张大年；二审：李四光；三审：王五林"], "张大年 李四光 王五林"),
        (["编辑：张大年；审核：李四光；签发：王五林"], "张大年"),
        (["编辑：张大年，校对：李四光,终审：王五林"], "张大年"),
        (["责编:张大年/校对:李四光"], "张大年"),
        (["编辑：张大年；初审：李四光；终审：王五林。"], "张大年"),
        (["初审：李四光；终审：王五林。"], "李四光 王五林"),
        (["每经记者：李四光 每经编辑：张大年"], "张大年"),
        (["编辑：本报的编辑工作；审核：经历了三个阶段，第一个阶段是起步。"], None),
        (["责任编辑："], None),
        (["责任编辑：系统管理员"], None),
        (["网友评论（3）", "责任编辑：张大年"], "张大年"),
        (["供稿：某县水利局 编辑：张大年"], "张大年"),
        (["编辑：本报的编辑工作经历了三个阶段，第一个阶段是起步，第二个阶段是发展。"], None),
    ],
)
def test_whom_a_page_names_as_editor(tail: list[str], editor: str | None) -> None:
    assert told(tail=tail).editor == editor


def test_the_byline_over_the_text_leaves_it_and_the_one_below_stays() -> None:
    assert told(rows=["记者 赵怀斌", PROSE]).text == PROSE
    assert told(rows=[PROSE, "某报社全媒体记者 董永前"]).text == f"{PROSE}\n某报社全媒体记者 董永前"


def test_lines_that_tell_fields_leave_the_body() -> None:
    article = told(rows=["（原标题：救命！警察赶到后）", PROSE, "来源：某报", "(某在线编辑:马文洁)"])
    assert (article.original_title, article.source, article.editor) == ("救命！警察赶到后", "某报", "马文洁")
    assert article.text == PROSE


def test_a_note_at_the_end_of_the_text_leaves_it() -> None:
    article = told(rows=[f"{PROSE}（編輯：蘇文山）1120101"])
    assert (article.editor, article.text) == ("蘇文山", PROSE)


def test_a_labelled_line_in_mid_text_stays() -> None:
    rows = [PROSE] * 5 + ["来源：某报"] + [PROSE] * 7
    assert told(rows=rows).text == "\n".join(rows)


def test_a_dash_after_a_blank_opens_the_subtitle() -> None:
    article = told(title="当好参谋助手 助推高效开展 ——记某县办公室")
    assert (article.title, article.subtitle) == ("当好参谋助手 助推高效开展", "——记某县办公室")
    assert told(title="众志成城——我州纪实").subtitle is None


def test_reports_signed_one_by_one_have_no_author_of_the_whole() -> None:
    article = told(rows=[f"{PROSE}(郭秀梅)", "乙乡", f"{PROSE}(李 明)"])
    assert article.author is None
    assert article.notes == ["sections signed by 郭秀梅 李明"]


def test_a_field_that_a_page_does_not_show_is_none() -> None:
    article = told(rows=[PROSE])
    for field in ("title", "subtitle", "original_title", "published_at", "source", "author", "editor", "breadcrumb"):
        assert getattr(article, field) is None, field


FLOORS = {"published_at": 0.98, "source": 0.95, "editor": 0.95, "author": 0.90}


def test_fields_of_real_pages(shared: Path) -> None:
    """The share of saved pages whose fields are right, through the generic reader alone."""
    spec = importlib.util.spec_from_file_location("score", shared / "score.py")
    assert spec and spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    right: dict[str, list[bool]] = {field: [] for field in FLOORS}
    for path in sorted((shared / "pages").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        page = Road(()).read(Capture(gold.get("url"), path.with_suffix(".html").read_bytes()))
        for field, found in right.items():
            found.append(score.same(field, getattr(page.article, field), gold.get(field)))
    shares = {field: sum(found) / len(found) for field, found in right.items()}
    assert all(shares[field] >= floor for field, floor in FLOORS.items()), shares


LINE = st.text(alphabet="记者来源编辑责任作者：: （）()【】张王李2018-0年月日报讯。，？ 摄/", max_size=50)


@given(
    st.none() | LINE,
    st.none() | LINE,
    st.lists(LINE, max_size=10),
    st.lists(LINE, max_size=6),
    st.dictionaries(st.sampled_from(["source", "pubdate", "editor_baidu", "og:site_name"]), LINE),
)
def test_any_reading_is_survived(
    title: str | None, dateline: str | None, rows: list[str], tail: list[str], meta: dict[str, str]
) -> None:
    page = finished(Reading("test", title, None, dateline, rows=rows, tail=tail, meta=meta))
    for field in ("source", "author", "editor", "published_at"):
        assert getattr(page.article, field) != ""


@given(st.lists(LINE, max_size=10))
def test_what_has_been_taken_is_not_taken_twice(rows: list[str]) -> None:
    page = Page(Capture(None, b""), reading=Reading("test", rows=rows))
    fields_page(page)
    assert [row for row in page.reading.rows if row not in rows and not any(r.startswith(row) for r in rows)] == []
