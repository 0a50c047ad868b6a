"""Names and labels: who signs, where a run of names divides, what a label names; and what is neither."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.facts.labels import first_word, parts
from pipelines.facts.people import credit, is_name, is_publisher, names, split_run
from pipelines.facts.signatures import (
    author_of,
    byline,
    editor_in_source,
    end_signature,
    note_at_end,
    section_signatures,
    wire_head,
)
from tests.timing import quick

CASES = json.loads((Path(__file__).parent / "cases" / "people.json").read_text("utf-8"))
LINES = st.text(
    alphabet="记者通讯员作编辑责来源摄图文/：: （）()【】张王李欧阳修报道讯电0123456789日，。、 \u3000", max_size=90
)
HOSTILE = {
    "label and blanks": "来源:" + " " * 200_000,
    "labels": "责任编辑：" * 40_000,
    "spaced label": "责 任 编 辑 " * 25_000,
    "brackets": "（(【[" * 50_000,
    "open bracket": "本报讯（记者" + "张" * 200_000,
    "reporters": "记者" * 100_000,
    "surnames": "张王李" * 66_000,
    "bars": "|" * 200_000,
}


@pytest.mark.parametrize("case", CASES["credits"], ids=lambda case: case["text"] or "empty")
def test_the_names_in_a_credit(case: dict) -> None:
    assert credit(case["text"]) == case["names"]


@pytest.mark.parametrize("case", CASES["runs"], ids=lambda case: case["run"])
def test_names_run_together_are_told_apart(case: dict) -> None:
    assert list(split_run(case["run"])) == case["names"]


@pytest.mark.parametrize("case", CASES["labels"], ids=lambda case: case["line"])
def test_a_line_s_labelled_parts(case: dict) -> None:
    assert [[part.field, part.value] for part in parts(case["line"])] == case["parts"]


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("人民网-文化频道 原创稿", "人民网-文化频道"),
        ("China Daily", "China Daily"),
        ("某网 - 民族日报", "某网 - 民族日报"),
        ("", ""),
    ],
)
def test_the_first_word_of_a_value(value: str, word: str) -> None:
    assert first_word(value) == word


@pytest.mark.parametrize(
    ("row", "signed"),
    [
        ("吉林日讯(记者戈驰川于凝)“从群众中来，到群众中去”。", ["戈驰川", "于凝"]),
        ("新华社乌鲁木齐5月9日电（记者邹明）某某在新疆调研。", ["邹明"]),
        ("某某商报讯（记者 岳小瑜 董小萱）5月20日，某银行公布。", ["岳小瑜", "董小萱"]),
        ("（某社記者溫桂香台北21日電）行政院今天表示。", ["溫桂香"]),
        ("某某网记者曹林5月13日报道：2024年5月19日是旅游日。", ["曹林"]),
        ("某网5月9日讯 据某日报报道（记者 张大年 通讯员 李四光）近日，", ["张大年", "李四光"]),
        ("新华网兰州5月9日电（张大年）近日，", ["张大年"]),
        ("新华社北京11月17日电 记者17日从国家卫生健康委获悉，", []),
        ("记者从某部门获悉，某总理2日表示，有关报道属实。", []),
        ("本网讯（张大年 李清泉）昨天下雨。", ["张大年", "李清泉"]),
        ("某某日报讯（张大年）昨天下雨。", ["张大年"]),
        ("某某讯（张大年 李清泉）昨天下雨。", ["张大年", "李清泉"]),
        ("某某资讯（张大年）昨天下雨。", []),
        ("本网讯（某某县气象局）昨天下雨。", []),
        ("快讯（张大年）昨天下雨。", []),
        ("他对记者（张大年）说，事情不是这样。", []),
        ("据某报报道，昨天下雨。", []),
        ("本报讯（图）昨天下雨。", []),
    ],
)
def test_whom_the_head_of_a_wire_story_names(row: str, signed: list[str]) -> None:
    assert wire_head(row) == signed


@pytest.mark.parametrize(
    ("row", "signed"),
    [
        ("记者 赵怀斌", ["赵怀斌"]),
        ("□ 本报记者 张大年", ["张大年"]),
        ("□张大年", ["张大年"]),
        ("某某网某某频道 记者 伊兰 李清泉", ["伊兰", "李清泉"]),
        ("执笔人：闵乐山 赵小波", ["闵乐山", "赵小波"]),
        ("某某县融媒体中心 张大年 李清泉", ["张大年", "李清泉"]),
        ("记者 张大年、李清泉等", ["张大年", "李清泉"]),
        ("某某融媒 张大年 李清泉", ["张大年", "李清泉"]),
        ("图/文 张大年", ["张大年"]),
        ("记者 张大年 摄像 李清泉", ["张大年"]),
        ("记者 张大年 文 李清泉 图", ["张大年"]),
        ("记者 张大文 图", []),
        ("文/记者张大年 图/受访者提供", ["张大年"]),
        ("图/李清泉 张大年/文", ["张大年"]),
        ("采访/张大年 摄像/李清泉", ["张大年"]),
        ("张大年/整理", ["张大年"]),
        ("整理/张大年", ["张大年"]),
        ("资料整理/分析", []),
        ("某某县人民医院 张大年 李清泉", []),
        ("某某日报 第三版", []),
        ("某某日报 关注民生", []),
        ("记者：你怎么看这件事？", []),
        ("记者调查", []),
        ("△某市市长简·卡斯特", []),
        ("记者 张大年 在现场看到，这里的人很多，大家都在排队等候，秩序井然，没有人插队，也没有人大声喧哗。", []),
        ("张大年", []),
    ],
)
def test_whom_a_byline_names(row: str, signed: list[str]) -> None:
    assert byline(row) == signed


@pytest.mark.parametrize(
    ("row", "signed"),
    [
        ("活动将先后在三国举行。（张巨山）", ["张巨山"]),
        ("就是努力之中。（评论员 罗成 萧海山）", ["罗成", "萧海山"]),
        ("推进工作。(李 明)", ["李明"]),
        ("送来了药品。（宣传科 李小梅）", ["李小梅"]),
        ("送来了药品。（王登科 李小梅）", ["王登科", "李小梅"]),
        ("图为启动仪式。（刘山摄）", []),
        ("位列两区第二。（某县发改局）", []),
        ("未完待续。（完）", []),
        ("见附表（一）", []),
        ("他（张大年）说了一句话。", []),
    ],
)
def test_whom_the_signature_at_the_end_names(row: str, signed: list[str]) -> None:
    assert end_signature(row) == signed


@pytest.mark.parametrize(
    ("html", "editor"),
    [
        ("<p>正文。</p><ul>很多链接</ul><div>[责任编辑：handle01]</div>", "handle01"),
        ("<span>【编辑:</span><b>刘山</b>】", "刘山"),
        ("<i>责任编辑：</i>&nbsp;<a href='x'>张大年</a>", "张大年"),
        ("<p>责任编辑：</p><p>阅读 (12)</p>", None),
        ("<p>责任编辑： <a>打印</a></p>", None),
        ("<p>责编：</p></div><div><h3>热点新闻</h3></div>", None),
        ("<td>责编：</td><td>张大年</td>", "张大年"),
        ("<p>责任编辑： <a>关山月</a></p>", "关山月"),
        ("<li>责任编辑：张大年</li><li>责任编辑：李四光</li>", None),
        ("<p>责任编辑：某报编辑部的几位同志，他们都很忙。</p>", None),
        ("<p>编辑：他是一位编辑。</p>", None),
    ],
)
def test_the_editor_named_far_below_the_text(html: str, editor: str | None) -> None:
    assert editor_in_source(html) == editor


@pytest.mark.parametrize(("second", "signed", "whole"), [
    ("通讯员 李清泉", ["赵怀斌", "李清泉"], 2),
    ("摄影 李清泉", ["赵怀斌"], 1),
    ("李清泉", ["赵怀斌"], 1),
    ("通讯员李清泉在现场看到，麦子熟了。", ["赵怀斌"], 1),
])  # fmt: skip
def test_a_second_byline_below_the_first_is_of_it(second: str, signed: list[str], whole: int) -> None:
    found = author_of(["■ 某报记者 赵怀斌", second, "麦子熟了，大家都在田里忙。", "今年雨水好。"], [])
    assert found == (signed, 0, whole)


def test_reports_under_one_headline_are_told_apart() -> None:
    assert section_signatures(["甲乡的事。(郭秀梅)", "乙乡", "乙乡的事。(李 明)"]) == ["郭秀梅", "李明"]


@pytest.mark.parametrize(
    ("row", "note"),
    [
        ("全力緩解。（編輯：蘇文山）1120101", "（編輯：蘇文山）1120101"),
        ("决定如此。（来源：某报）", "（来源：某报）"),
        ("决定如此。责任编辑：张大年", "责任编辑：张大年"),
        ("他说：“编辑：这个词很旧。”", None),
        ("编辑（某人）走了。", None),
    ],
)
def test_note_at_the_end(row: str, note: str | None) -> None:
    assert note_at_end(row) == note


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_no_time(name: str) -> None:
    text = HOSTILE[name]
    for read in (
        parts,
        credit,
        names,
        split_run,
        is_name,
        wire_head,
        byline,
        end_signature,
        note_at_end,
        first_word,
        editor_in_source,
    ):
        quick(0.5, read, text)


@pytest.mark.parametrize(
    ("word", "publishes"),
    [("云岭发布", True), ("云岭广电", True), ("权威发布", False), ("看广电", False), ("张大年", False), ("来信人", False)],
)
def test_offices_publish_and_columns_do_not(word: str, *, publishes: bool) -> None:
    assert (is_publisher(word), is_name(word)) == (publishes, word == "张大年")


@given(LINES)
def test_any_line_is_survived(line: str) -> None:
    for part in parts(line):
        assert part.value == part.value.strip()
    for signed in (credit(line), wire_head(line), byline(line), end_signature(line)):
        assert all(name and name == name.strip() for name in signed)
    note = note_at_end(line)
    assert note is None or line.endswith(note)


@given(
    st.lists(
        st.sampled_from(["王建国", "李明", "欧阳修", "董永前", "周林", "赵怀斌"]), min_size=1, max_size=3, unique=True
    )
)
def test_a_divided_run_is_its_names(people: list[str]) -> None:
    divided = split_run("".join(people))
    assert divided == () or "".join(divided) == "".join(people)


@given(st.text(max_size=40))
def test_names_are_stable(text: str) -> None:
    found = names(text)
    assert names(" ".join(found)) == found
