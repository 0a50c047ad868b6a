"""Citations, differences and drawings: the reading room's pure functions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.reading_room.changes import changes
from archive.reading_room.cite import bibtex, gbt7714
from archive.reading_room.draw import bars, calendar

ARTICLE = {"id": 7, "title": "标题 100% & {甲}", "subtitle": None, "author": "张三 李四", "source": "民族日报",
           "published_at": "2018-02-22T15:41+08:00", "url": "http://x.cn/a_{1}.html"}


@pytest.mark.parametrize(("changed", "citation"), [
    ({}, "张三, 李四. 标题 100% & {甲}[EB/OL]. 中国甘肃网(2018-02-22)[2018-02-23]. http://x.cn/a_{1}.html."),
    ({"author": "John Smith"}, "John Smith. 标题"),
    ({"author": None}, "民族日报. 标题"),
    ({"author": None, "source": None}, "中国甘肃网. 标题"),
    ({"published_at": None}, "中国甘肃网[2018-02-23]"),
    ({"subtitle": "副题"}, "标题 100% & {甲}: 副题[EB/OL]"),
])
def test_gbt7714(changed: dict[str, Any], citation: str) -> None:
    assert citation in gbt7714({**ARTICLE, **changed}, "中国甘肃网", "2018-02-23T01:00:00+00:00")


def test_bibtex_escapes_what_tex_would_read() -> None:
    entry = bibtex(ARTICLE, "中国甘肃网", "2018-02-23T01:00:00+00:00")
    assert r"title = {{标题 100\% \& \{甲\}}}," in entry
    assert "author = {{张三} and {李四}}," in entry
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
