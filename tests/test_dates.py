"""Dates: every form the portals use, what only looks like one, and time in proportion to the length of the input."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.facts.dates import BARE, date_of_url, dates_in, days_apart, implausible, relative, spelled_out
from pipelines.facts.published import published
from pipelines.items import Reading
from tests.timing import quick

CASES = json.loads((Path(__file__).parent / "cases" / "dates.json").read_text("utf-8"))
HOSTILE = {
    "digits": "1" * 200_000,
    "year and dash": "2018-" * 40_000,
    "dates": "2018-02-22 " * 18_000,
    "blanks": "2018年" + " " * 200_000,
    "brackets": "([（【" * 50_000,
    "numerals": "二〇一八年" * 40_000,
    "slashes": "/20180222" * 22_000,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_line_s_date_its_rank_and_how_it_is_printed(case: dict) -> None:
    shown = next(dates_in(case["line"], case.get("year")), None)
    assert (shown and shown.iso) == case["iso"]
    if shown:
        assert shown.rank == case.get("rank", shown.rank)
        assert case.get("raw", shown.raw) == shown.raw
        assert shown.raw in case["line"]


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("Thu, 06 May 2021 00:30:00 GMT", "2021-05-06T08:30:00+08:00"),
        ("Thu, 6 May 2021 08:30:00 +0800", "2021-05-06T08:30:00+08:00"),
        ("Thu May 06 08:30:00 CST 2021", "2021-05-06T08:30:00+08:00"),
        ("Thu May 06 2021 08:30:00 GMT+0800 (中国标准时间)", "2021-05-06T08:30:00+08:00"),
        ("May 6, 2021", "2021-05-06"),
        ("06-May-2021", "2021-05-06"),
        ("Mayor 6, 2021", None),
        ("Dec 40, 2021", None),
    ],
)
def test_a_date_stated_in_english(stated: str, iso: str | None) -> None:
    told = published(Reading("generic", meta={"pubdate": stated}), None, "2026-11-01T00:00:00Z")
    assert (told.iso, told.raw) == (iso, stated if iso else None)


@pytest.mark.parametrize("text", ["2021-05-06 08:30", "于5月6日", "March of 1,200 people", "May" * 100_000])
def test_text_without_such_a_date_is_left(text: str) -> None:
    assert quick(0.1, lambda: spelled_out(text)) == text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_no_time(name: str) -> None:
    hostile = HOSTILE[name]
    quick(0.5, lambda: (list(dates_in(hostile)), date_of_url(hostile), relative(hostile)))


@given(
    st.text(alphabet="0123456789-/.:年月日 星期四TZ+二〇十发布更新\u00a0", max_size=60),
    st.none() | st.integers(1, 9999),
)
def test_any_text_gives_valid_dates_in_place(text: str, year: int | None) -> None:
    for shown in dates_in(text, year):
        assert datetime.fromisoformat(shown.iso)
        assert text[shown.start : shown.end].strip() == shown.raw


@given(st.datetimes(datetime(1995, 1, 1), datetime(2094, 12, 31)), st.sampled_from(["-", "/", "."]))
def test_what_is_written_is_read_back(moment: datetime, dash: str) -> None:
    line = f"来源：某报 {moment:%Y}{dash}{moment:%m}{dash}{moment:%d} {moment:%H:%M:%S}"
    assert [shown.iso for shown in dates_in(line)] == [f"{moment:%Y-%m-%dT%H:%M:%S}+08:00"]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.example/system/2018/02/22/012129101.shtml", "2018-02-22"),
        ("http://a.example/news/tianshui/2020052108461977639.htm", "2020-05-21"),
        ("http://a.example/201909/t20190918_693227.shtml", "2019-09-18"),
        ("http://a.example/gaolan/2021-02/26/content_4723927.htm", "2021-02-26"),
        ("http://a.example/science/2019_09_07_516923.shtml", "2019-09-07"),
        ("http://a.example/n1/2024/0510/c1004-40232587.html", "2024-05-10"),
        ("http://a.example/jlxwdt/sn/201803/2621182.html", "2018-03"),
        ("http://a.example/xhy/532601.html", None),
        ("http://a.example/p/1716193079034519", None),
        ("http://a.example/2018/13/45/x.html", None),
        (None, None),
    ],
)
def test_day_of_an_address(url: str | None, day: str | None) -> None:
    assert date_of_url(url) == day


@given(st.text(max_size=80))
def test_any_address_is_survived(url: str) -> None:
    day = date_of_url(url)
    assert day is None or days_apart(day, day) == 0


def reading(**parts: object) -> Reading:
    return Reading("test", **parts)  # type: ignore[arg-type]


def test_shown_before_stated() -> None:
    found = published(reading(dateline="2018-02-22", meta={"pubdate": "2018-02-21 09:53"}), None, None)
    assert (found.iso, found.origin) == ("2018-02-22", "dateline")


@pytest.mark.parametrize(
    ("shown", "stated", "iso"),
    [
        ("2018-02-22", "2018-02-22 09:53", "2018-02-22T09:53:00+08:00"),
        ("2018-02-22", "2018-02-22T01:53:00+00:00", "2018-02-22T09:53:00+08:00"),
        ("2018-02-22 08:00", "2018-02-22 09:53", "2018-02-22T08:00:00+08:00"),  # what is shown stays
        ("2018-02-22", "2018-02-22 00:00:00", "2018-02-22"),  # a day without its time
        ("2018-02-22", "2018-02-22", "2018-02-22"),
        ("2018-02-22", "2018-02-23 09:53", "2018-02-22"),  # another day's
    ],
)
def test_a_day_shown_without_its_time_takes_the_one_that_is_stated_for_it(shown: str, stated: str, iso: str) -> None:
    found = published(reading(dateline=shown, meta={"pubdate": stated}), None, None)
    assert (found.iso, found.raw, found.origin) == (iso, shown, "dateline")
    assert [note for note in found.notes if "pubdate" in note] == (
        [f"date: dateline {shown}, its time stated in pubdate"] if iso[:10] == shown != iso else []
    )


def test_an_update_yields_to_what_the_page_states() -> None:
    found = published(
        reading(dateline="最新更新：2016/03/19 10:48", meta={"datepublished": "2016/03/19 08:15"}), None, None
    )
    assert (found.iso, found.origin) == ("2016-03-19T08:15:00+08:00", "meta")


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("今天是2020年5月20日 星期三", None),
        ("今天：2020-05-20 首页 | 2020-05-06 08:30", "2020-05-06T08:30:00+08:00"),
        ("沧河日报 2020年05月06日 星期三", "2020-05-06"),
        ("北京时间2020年5月6日", "2020-05-06"),
    ],
)
def test_a_clock_that_says_so_is_no_date(line: str, iso: str | None) -> None:
    assert published(reading(dateline=line), None, None).iso == iso


@pytest.mark.parametrize(
    ("name", "value", "iso"),
    [
        ("pubdate", "1588725000", "2020-05-06T08:30:00+08:00"),
        ("pubdate", "1588725000123", "2020-05-06T08:30:00+08:00"),
        ("pubdate", "15887250", None),
        ("createdate", "2020-05-06 08:30", "2020-05-06T08:30:00+08:00"),
        ("og:pubdate", "2020-05-06", "2020-05-06"),
        ("article:modified_time", "2020-05-06", None),
    ],
)
def test_what_a_page_states(name: str, value: str, iso: str | None) -> None:
    assert published(reading(meta={name: value}), None, None).iso == iso


def test_an_update_counts_where_nothing_else_is() -> None:
    assert published(reading(dateline="2005-04-05 06:40更新"), None, None).iso == "2005-04-05T06:40:00+08:00"
    later = reading(dateline="2005-04-15 06:40更新")
    assert published(later, "http://a.example/2005/04/15/1.html", None).iso == "2005-04-15T06:40:00+08:00"
    assert published(later, "http://a.example/2005/04/05/1.html", None).iso == "2005-04-05"
    assert published(later, "http://a.example/2005/04/1.html", None).iso == "2005-04-15T06:40:00+08:00"


def test_the_label_of_publication_wins_within_a_line() -> None:
    line = "成文日期： 2022年01月27日 2022年01月27日 发布日期： 2022年01月28日"
    assert published(reading(dateline=line), None, None).iso == "2022-01-28"


def test_a_conflict_with_the_address_is_told() -> None:
    found = published(reading(dateline="2018-02-22 15:41"), "http://a.example/2018/03/22/1.html", None)
    assert found.iso == "2018-02-22T15:41:00+08:00"
    assert found.notes == ["date: dateline 2018-02-22, url 2018-03-22"]


def test_the_eve_is_no_conflict() -> None:
    assert published(reading(dateline="2018-02-22 00:41"), "http://a.example/2018/02/21/1.html", None).notes == []


@pytest.mark.parametrize("shown", ["1970-01-01 08:00", "2031-01-01", "1900-01-01"])
def test_an_impossible_date_is_told_and_not_taken(shown: str) -> None:
    found = published(reading(dateline=shown), None, "2024-05-20T00:00:00Z")
    assert found.iso is None
    assert "date: dateline" in found.notes[0]


def test_the_year_of_a_bare_day_is_the_addresss() -> None:
    found = published(reading(dateline="06-24 09:10"), "http://a.example/2019-06/24/content_1.html", None)
    assert found.iso == "2019-06-24T09:10:00+08:00"


@pytest.mark.parametrize("shown", ["昨天 12:03", "3天前", "刚刚"])
def test_a_relative_date_is_kept_raw_and_never_today(shown: str) -> None:
    found = published(reading(dateline=f"{shown} 来源：某报"), None, "2024-05-20T00:00:00Z")
    assert found.iso is None
    assert found.raw == shown


def test_the_address_speaks_last() -> None:
    found = published(reading(), "http://a.example/system/2018/02/22/1.shtml", None)
    assert (found.iso, found.origin) == ("2018-02-22", "url")


def test_a_date_below_the_body_needs_a_label() -> None:
    assert published(reading(tail=["发布日期：2019-03-06 责任编辑：某某"]), None, None).iso == "2019-03-06"
    assert published(reading(tail=["2012年12月6日", "相关内容"]), None, None).iso is None


def test_no_date_of_the_text_is_taken_for_the_articles() -> None:
    rows = ["某县举行会议。", "2019年2月27日下午，调研组一行八人到某街开展调研工作，有关部门负责人陪同。"]
    assert published(reading(rows=rows), None, None).iso is None


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)), st.datetimes(datetime(1996, 1, 1), datetime(2039, 1, 1))
)
def test_plausible_means_between_the_first_portal_and_the_capture(day: datetime, fetched: datetime) -> None:
    verdict = implausible(f"{day:%Y-%m-%d}", fetched.replace(tzinfo=UTC).isoformat())
    in_time = day.date().toordinal() <= fetched.date().toordinal() + 2
    assert verdict is not None or (day.year >= 1995 and in_time)


def test_bare_is_the_rank_of_a_plain_date() -> None:
    assert next(dates_in("2018-02-22")).rank == BARE
