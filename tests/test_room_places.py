"""The pages of places and of attention: what they count is what the tables hold."""

from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path

import pytest

from tests.visiting import Visitor, text_of

pytest_plugins = ("tests.room_fixtures",)


def test_a_county_s_page_has_its_articles_portals_and_months(visitor: Visitor, path: Path) -> None:
    conn = sqlite3.connect(path)
    page = visitor.page("/archive/-/place/620523")
    seen = text_of(page)
    total = conn.execute("SELECT count(*) FROM articles WHERE title LIKE '%甘谷县%' OR text LIKE '甘谷县%'").fetchone()[0]
    assert page.xpath("string(//h1)") == "甘谷县"
    assert page.xpath("//p[@class='crumbs']/a/text()") == ["地方", "甘肃省", "天水市"]
    assert f"共 {total} 篇" in seen
    assert total >= 3
    assert all("甘谷" in text_of(visitor.page(a)) for a in page.xpath("//main//a[@class='title']/@href"))
    portals = page.xpath("//h2[. = '谁在写']/following-sibling::div[1]//td[@class='number']")
    assert sum(int(cell.text_content()) for cell in portals) == total
    assert page.xpath("//*[local-name()='rect'][@class='bar']")
    for link in page.xpath("//main//a/@href"):
        if link.startswith("/archive/-/search"):
            assert visitor.page(link).xpath("//ol[contains(@class, 'hits')]/li"), link


def test_a_prefecture_holds_its_counties_and_a_province_its_prefectures(visitor: Visitor) -> None:
    for address, part in (("/archive/-/place/620500", "甘谷县"), ("/archive/-/place/620000", "天水市")):
        parts = visitor.page(address).xpath("//ul[contains(@class, 'tags')]//a")
        assert part in [a.text for a in parts]
        assert all(a.get("href").endswith("00") for a in parts) is (part == "天水市"), "a province's parts are no counties"
    assert "还没有写到这里的文章" in text_of(visitor.page("/archive/-/place/540000"))


@pytest.mark.parametrize(("name", "answer"), [
    ("甘谷", "/archive/-/place/620523"), ("甘谷县", "/archive/-/place/620523"), ("元谋", "/archive/-/place/532328"),
])
def test_a_place_is_found_by_its_name(visitor: Visitor, name: str, answer: str) -> None:
    found = visitor.get("/archive/-/place", name=name)
    assert (found.status_code, found.headers["location"]) == (302, answer)


@pytest.mark.parametrize(("name", "told"), [("临夏", "有几处"), ("城关区", "有几处"), ("亚特兰蒂斯", "没有叫"), ("<b>", "没有叫")])
def test_namesakes_are_a_choice_and_a_stranger_is_told(visitor: Visitor, name: str, told: str) -> None:
    page = visitor.page("/archive/-/place", name=name)
    assert told in text_of(page)
    assert len(page.xpath("//main//ul/li")) == (0 if told == "没有叫" else len(page.xpath("//main//ul/li/a")))


def test_what_is_no_code_is_not_found(visitor: Visitor) -> None:
    for code in ("999999", "62", "62052a", "620523/x"):
        assert visitor.get(f"/archive/-/place/{code}").status_code == 404, code


def test_the_map_has_every_province_and_the_portals_articles(visitor: Visitor, path: Path) -> None:
    conn = sqlite3.connect(path)
    page = visitor.page("/")
    tiles = {a.get("aria-label") for a in page.xpath("//*[local-name()='svg'][@class='map']/*[local-name()='a']")}
    assert len(tiles) == 34
    for province, name in (("甘肃", "甘肃省"), ("云南", "云南省"), ("海南", "海南省")):
        count = conn.execute("SELECT count(*) FROM articles JOIN portals ON name = portal WHERE province = ?",
                             (province,)).fetchone()[0]
        assert f"{name}: {count}" in tiles


@pytest.mark.parametrize("by", ["", "province", "portal"])
@pytest.mark.parametrize("asked", [{"q": "扶贫"}, {"q": "扶貧 -元谋", "since": "2018-06", "until": "2019-03"},
                                   {"q": "县", "province": "甘肃"}, {"q": "花椒", "place": "620523"}])
def test_attention_counts_what_search_finds(visitor: Visitor, by: str, asked: dict[str, str]) -> None:
    told = visitor.get("/archive/-/attention.csv", by=by, **asked)
    assert told.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(told.text.removeprefix("\ufeff"))))
    found = visitor.page("/archive/-/search", **asked)
    dated = len([1 for row in rows for _ in range(int(row["articles"]))])
    undated = len(found.xpath("//ol[contains(@class, 'hits')]/li/small[starts-with(normalize-space(), '无日期')]"))
    total = int(found.xpath("string(//p[@aria-live])").split("：")[-1].split(" 篇")[0].replace(",", ""))
    assert total - undated == dated > 0
    for row in rows:
        assert float(row["per_thousand"]) == round(1000 * int(row["articles"]) / int(row["of_all"]), 3)
    page = visitor.page("/archive/-/attention", by=by, **asked)
    groups = {row["group"] for row in rows if int(row["articles"])}
    assert len(page.xpath("//section[@class='line']")) == len(groups)


def test_the_title_of_attention_names_the_word_once(visitor: Visitor) -> None:
    titles = [visitor.page("/archive/-/attention", q=word).xpath("string(//title)") for word in ("扶贫", "")]
    assert titles == ["扶贫 · 关注度 · 方志", "关注度 · 方志"]


def test_attention_is_of_all_articles_of_the_month(visitor: Visitor, path: Path) -> None:
    conn = sqlite3.connect(path)
    told = visitor.get("/archive/-/attention.csv", q="扶贫").text.removeprefix("\ufeff")
    for row in csv.DictReader(io.StringIO(told)):
        sql = "SELECT count(*), sum(title LIKE '%扶贫%' OR text LIKE '%扶贫%' OR title LIKE '%扶貧%' OR text LIKE '%扶貧%') FROM articles WHERE published_at LIKE ?"
        assert (int(row["of_all"]), int(row["articles"])) == conn.execute(sql, (row["month"] + "%",)).fetchone()


@pytest.mark.parametrize("asked", [{}, {"q": '"'}, {"q": "扶贫", "by": "<x>"}, {"q": "扶贫", "since": "gestern"},
                                   {"q": "扶贫", "place": "0"}, {"q": "没有这个词的"}])
def test_odd_questions_do_no_harm(visitor: Visitor, asked: dict[str, str]) -> None:
    assert visitor.get("/archive/-/attention", **asked).status_code == 200
    wrong = bool({"since", "place"} & set(asked))  # a file says nothing beside its rows
    assert visitor.get("/archive/-/attention.csv", **asked).status_code == (400 if wrong else 200)
