"""Clutter: each rule takes what it is for and leaves what only looks like it; a leading `-` marks what must go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.clutter import RULES, clutter_page
from pipelines.items import Capture, Page, PortalFacts, Reading
from tests.timing import quick

CASES = json.loads((Path(__file__).parent / "cases" / "clutter.json").read_text("utf-8"))
BY_NAME = {rule.name: rule for rule in RULES}
HOSTILE = {
    "blanks": " " * 200_000,
    "digits": "1" * 200_000,
    "brackets": "【" * 200_000,
    "buttons": "【打印】" * 50_000,
    "pages": "[1] " * 50_000,
    "headings": "相关新闻" * 50_000,
    "notice": "未经" * 100_000,
    "arrows": "详情>" * 66_000,
}


def trimmed(rows: list[str], title: str = "", learned: frozenset[str] = frozenset()) -> Page:
    facts = PortalFacts("test", "某报", (), "", learned=learned)
    page = Page(Capture(None, b""), facts, reading=Reading("test", title=title, rows=list(rows)))
    clutter_page(page)
    return page


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_rule_takes_these_rows_and_no_other(case: dict) -> None:
    rows = [row.removeprefix("-") for row in case["rows"]]
    gone = BY_NAME[case["rule"]].find(rows, case["title"])
    assert sorted(gone) == [i for i, row in enumerate(case["rows"]) if row.startswith("-")]


@pytest.mark.parametrize("name", BY_NAME)
def test_every_rule_has_a_reason_and_both_kinds_of_case(name: str) -> None:
    marked = [any(row.startswith("-") for row in case["rows"]) for case in CASES if case["rule"] == name]
    assert BY_NAME[name].reason
    assert True in marked
    assert False in marked


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_all_rules_together_leave_the_text(case: dict) -> None:
    rows = [row.removeprefix("-") for row in case["rows"]]
    kept = trimmed(rows, case["title"]).reading.rows
    assert kept == [row for row in case["rows"] if not row.startswith("-")]


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("这意味着没有得到。返回某某，查看更多", "这意味着没有得到。"),
        ("整顿仍将持续。返回某某网首页>>", "整顿仍将持续。"),
        ("新增四万例。详情>>", "新增四万例。"),
        ("介绍了经过。【详细】", "介绍了经过。"),
        ("他点击了“查看更多”", "他点击了“查看更多”"),
        ("一行人返回首页所在的文", "一行人返回首页所在的文"),
        ("房价为每平方米>三万元", "房价为每平方米>三万元"),
    ],
)
def test_a_button_glued_to_the_last_row_goes(row: str, kept: str) -> None:
    assert trimmed(["第一段。", row]).reading.rows[-1] == kept


def test_learned_lines_go_wherever_they_stand_and_are_counted() -> None:
    page = trimmed(["某报新媒体出品", "第一段。", "某报新媒体出品"], learned=frozenset({"某报新媒体出品"}))
    assert page.reading.rows == ["第一段。"]
    assert [(step.step, step.count) for step in page.steps] == [("clutter:learned", 2)]


def test_each_rule_says_what_it_took() -> None:
    page = trimmed(["第一段。", "【打印本页】"])
    assert [(step.step, step.count, step.sample) for step in page.steps] == [("clutter:buttons", 1, "【打印本页】")]


def test_a_page_that_was_not_read_passes() -> None:
    page = Page(Capture(None, b""))
    clutter_page(page)
    assert page.steps == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_no_time(name: str) -> None:
    rows = ["第一段。", HOSTILE[name], "第二段。", HOSTILE[name]]
    for rule in RULES:
        quick(0.5, rule.find, rows, HOSTILE[name])
    quick(2, trimmed, rows)


@given(
    st.lists(st.text(alphabet="打印关闭分享推荐相关新闻版权声明。，【】>: 1234某地举行会议", max_size=30), max_size=12),
    st.text(max_size=12),
)
def test_any_rows_are_survived_and_only_rows_go(rows: list[str], title: str) -> None:
    kept = trimmed(rows, title).reading.rows
    sources = iter(row.strip() for row in rows)
    assert all(any(source.startswith(row) for source in sources) for row in kept)


@given(
    st.lists(
        st.text(alphabet="农业丰收，。果", min_size=26, max_size=80).filter(lambda row: "。" in row),
        max_size=8,
        unique=True,
    )
)
def test_prose_stays(rows: list[str]) -> None:
    assert trimmed(rows).reading.rows == [row.strip() for row in rows]
