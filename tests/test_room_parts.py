"""Citations, differences and drawings: the reading room's pure functions."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reading_room.changes import changes
from archive.reading_room.cite import bibtex, gbt7714
from archive.reading_room.draw import bars, calendar
from archive.reading_room.portal import by_month

ARTICLE = {"id": 7, "title": "标题 100% & {甲}", "subtitle": None, "author": "张三 李四", "source": "民族日报",
           "published_at": "2018-02-22T15:41+08:00", "url": "http://x.cn/a_{1}.html"}


@pytest.mark.parametrize(("changed", "citation"), [
    ({}, "张三, 李四. 标题 100% & {甲}[EB/OL]. 中国甘肃网(2018-02-22)[2018-02-23]. http://x.cn/a_{1}.html."),
    ({"author": "John Smith"}, "John Smith. 标题"),
    ({"author": None}, "民族日报. 标题"),
    ({"author": None, "source": None}, "中国甘肃网. 标题"),
    ({"published_at": None}, "中国甘肃网[2018-02-23]"),
    ({"subtitle": "副题"}, "标题 100% & {甲}: 副题[EB/OL]"),
    ({"subtitle": "——来自河谷——的故事"}, "标题 100% & {甲}: 来自河谷——的故事[EB/OL]"),
    ({"subtitle": "——"}, "标题 100% & {甲}[EB/OL]"),
    ({"title": "——副题在先"}, "——副题在先[EB/OL]"),
    ({"author": "张三 李四 王五"}, "张三, 李四, 王五. 标题"),
    ({"author": "张三 李四 王五 赵六"}, "张三, 李四, 王五, 等. 标题"),
])
def test_a_citation_by_gbt7714(changed: dict[str, Any], citation: str) -> None:
    assert citation in gbt7714({**ARTICLE, **changed}, "中国甘肃网", "2018-02-23T01:00:00+00:00")


def test_bibtex_escapes_what_tex_would_read() -> None:
    entry = bibtex(ARTICLE, "中国甘肃网", "2018-02-23T01:00:00+00:00")
    assert r"title = {{标题 100\% \& \{甲\}}}," in entry
    assert "author = {{张三} and {李四}}," in entry
    many = bibtex({**ARTICLE, "author": "张三 李四 王五 赵六", "subtitle": "——副题"}, None, None)
    assert "{王五} and {赵六}" in many, "how many are shown is the style's to say"
    assert "甲\\}: 副题}}" in many
    assert "url = {http://x.cn/a_%7B1%7D.html}," in entry
    assert "date = {2018-02-22}," in entry


@given(st.text(alphabet="甲乙丙\n", max_size=30), st.text(alphabet="甲乙丙\n", max_size=30))
def test_changes_keep_both_texts(old: str, new: str) -> None:
    told = [change for change in changes(old, new) if not isinstance(change, int)]
    for kind, text in (("gone", old), ("new", new)):
        pieces = "".join(piece for change in told for of, piece in change if of in (kind, "same"))
        assert set(pieces) <= set(text)
    assert (changes(old, new) == [len(old.split("\n"))]) == (old == new)


def test_bars_have_no_gaps_and_turn_to_years() -> None:
    chart = bars({"2018-11": 3, "2019-02": 6})
    assert chart is not None
    assert [bar.span for bar in chart.bars] == ["2018-11", "2018-12", "2019-01", "2019-02"]
    assert [bar.height for bar in chart.bars] == [60.0, 0.0, 0.0, 120.0]
    years = bars({"2005-01": 1, "2018-02": 2})
    assert years is not None
    assert (years.unit, len(years.bars)) == ("year", 14)
    assert bars({}) is None


def test_the_calendar_ends_with_the_last_known_day() -> None:
    drawn = calendar({"2018-03-01": 2, "2099-01-01": 9, "2018-13-01": 1}, {"2018-03-05": 1}, dt.date(2020, 1, 1))
    assert drawn is not None
    assert (drawn.first, drawn.last, len(drawn.days)) == ("2017-03-06", "2018-03-05", 365)
    assert {day.day: (day.got, day.missing, day.shade) for day in drawn.days if day.got or day.missing} == {
        "2018-03-01": (2, 0, 4), "2018-03-05": (0, 1, 0)}
    assert calendar({}, {}, dt.date(2020, 1, 1)) is None


def test_a_gap_is_seen_against_what_is_usual_on_that_day_of_the_week() -> None:
    """A portal that prints six articles on working days and none at weekends, and stands still for a week."""
    days = [dt.date(2018, 1, 1) + dt.timedelta(days=n) for n in range(300)]
    still = {dt.date(2018, 6, 4) + dt.timedelta(days=n) for n in range(7)}
    got = {day.isoformat(): 6 for day in days if day.weekday() < 5 and day not in still}
    drawn = calendar(got, {"2018-06-04": 1}, dt.date(2020, 1, 1))
    assert drawn is not None
    told = {day.day: day for day in drawn.days}
    assert [day for day, at in told.items() if at.quiet] == [f"2018-06-{n:02}" for n in (5, 6, 7, 8)]
    assert (told["2018-06-04"].expected, told["2018-06-04"].missing, told["2018-06-04"].quiet) == (6, 1, False)
    assert told["2018-06-09"].expected == 0
    assert ("2018-06", 126, 96, 1, 16) in by_month(drawn.days)


def test_the_plugin_is_whole_whichever_is_imported_first() -> None:
    """Importing the reading room must not load Datasette's plugins, of which it is one, before it is made."""
    code = "import sys, archive.reading_room; sys.exit('datasette.plugins' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
