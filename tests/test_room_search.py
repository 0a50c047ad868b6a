"""Chinese search in Datasette: its own search box and our page find what a substring would, whatever is typed."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from csv import DictReader
from pathlib import Path

import pytest
from datasette.app import Datasette
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import match_expression
from archive.snippet import excerpt, marked
from pipelines.text.script import fold
from tests.visiting import SEARCHED, Visitor, text_of

pytest_plugins = ("tests.room_fixtures",)

WORDS_ASKED = [
    "扶", "贫", "县", "扶贫", "扶貧", "皋兰", "皋蘭", "黄河水", "黃河水", "脱贫攻坚", "二十四亿元", "自然村", "。", "从前", "万元",
    "，计划", "alert", "ALERT", "ａｌｅｒｔ", "7*7", "中国甘肃", "1", "10",
]


@pytest.mark.parametrize("query", WORDS_ASKED)
def test_the_table_search_finds_what_a_substring_would(visitor: Visitor, texts: dict[int, str], query: str) -> None:
    assert visitor.found(query) == {number for number, text in texts.items() if fold(query) in text}


@pytest.mark.parametrize(("query", "has", "lacks"), [
    ("扶贫 元谋", ["扶贫", "元谋"], []),
    ("扶贫 -元谋", ["扶贫"], ["元谋"]),
    ('"公路 通到"', ["公路通到"], []),
    ("“扶贫车间”", ["扶贫车间"], []),
    ('县 -"扶贫车间" -花椒', ["县"], ["扶贫车间", "花椒"]),
])
def test_terms_phrases_and_exclusions(
    visitor: Visitor, texts: dict[int, str], query: str, has: list[str], lacks: list[str]
) -> None:
    truth = {n for n, t in texts.items() if all(w in t for w in has) and not any(w in t for w in lacks)}
    assert truth
    assert visitor.found(query) == truth


@pytest.mark.parametrize("query", ["贫，花", "村。从", "不存在的词", "-扶贫", "", '""', "脱贫*"])
def test_what_no_text_has_is_not_found(visitor: Visitor, texts: dict[int, str], query: str) -> None:
    """A phrase does not reach over punctuation or a line's end; `*` is a character like others."""
    if query:
        assert visitor.found(query) == set()
    sql = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
    connection = sqlite3.connect(visitor.datasette.get_database("archive").path)
    assert connection.execute(sql, [match_expression(query)]).fetchone() == (0,)


SYNTAX = [
    '"', '""', "'", "*", "-", "--", "- ", '-"', "AND", "OR", "NOT", "NEAR", "NEAR(扶 贫)", "a AND", "NOT 扶贫", "扶贫 AND", "(", ")",
    "((((", "{", "}", "text:扶贫", "title : 扶", "^扶贫", "扶贫 +", "扶贫^", "\0", "扶\0贫", "\N{FULLWIDTH QUOTATION MARK}", "“", "”",
    ";DROP TABLE articles", "' OR 1=1 --", "%", "_", "\\", "\ue000", "\ufffe", "\u202e", "𠮷", "𬶍", "👍", "é", "e\u0301", "²", "ﬁ",
    "a" * 3000, "扶 " * 2000, "-扶 " * 2000, '"' * 999,
]


@pytest.mark.parametrize("query", SYNTAX, ids=range(len(SYNTAX)))
def test_x16_nothing_typed_is_a_syntax_error(visitor: Visitor, query: str) -> None:
    for address, key in ((SEARCHED, "_search"), ("/archive/-/search", "q")):
        assert visitor.get(address, **{key: query}).status_code == 200


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_makes_a_match_expression(query: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("""CREATE VIRTUAL TABLE f USING fts5 (t, tokenize="unicode61 categories 'L* N* Co P* S*'")""")
    connection.execute("SELECT * FROM f WHERE f MATCH ?", [match_expression(query)]).fetchall()


@given(st.text(max_size=60), st.text(max_size=8))
def test_marks_change_no_text(text: str, query: str) -> None:
    assert "".join(piece for piece, _ in marked(text, query)) == text
    assert all(piece for piece, _ in excerpt(text, query))


@pytest.mark.parametrize(("text", "query", "marks"), [
    ("在甘肃的脱貧攻堅工作", "脱贫", ["脱貧"]),
    ("扶贫先扶志，扶贫", "扶贫 志", ["扶贫", "志", "扶贫"]),
    ("ﬁne ＡＢＣ", "fine abc", ["ﬁne", "ＡＢＣ"]),
    ("王 芳与王\n芳", "王芳", ["王 芳"]),
    ("古丽•阿依夏木说", "古丽·阿依夏木", ["古丽•阿依夏木"]),
    ("扶贫", "-扶贫", []),
    ("扶，贫", "扶贫", []),
    ("藏文བོད་ཡིག的报纸", "བོད་ཡིག", ["བོད་ཡིག"]),  # vowel signs are not indexed, nor are joiners
    ("点赞\U0001f468\u200d\U0001f469三次", "赞\U0001f468\U0001f469三", ["赞\U0001f468\u200d\U0001f469三"]),
    ("cafe\u0301 x", "fe\u0301", ["fe"]),
])
def test_marks_are_where_the_index_finds(text: str, query: str, marks: list[str]) -> None:
    assert [piece for piece, hit in marked(text, query) if hit] == marks


def test_the_search_page_marks_hits_filters_orders_and_pages(visitor: Visitor) -> None:
    first = visitor.page("/archive/-/search", q="县")
    hits = first.xpath("//ol[contains(@class, 'hits')]/li")
    assert len(hits) == 20
    assert all(hit.xpath(".//mark/text()") for hit in hits)
    dates = [hit.xpath("string(./small)").strip()[:10] for hit in hits]
    assert dates == sorted(dates, reverse=True)
    second = visitor.page(first.xpath("//a[@rel='next']/@href")[0])
    titles = [one.xpath("//ol//a[@class='title']/@href") for one in (first, second)]
    assert not set(titles[0]) & set(titles[1])
    narrowed = visitor.page("/archive/-/search", q="县", portal="chuxiong", since="2018-03", until="2018-03")
    assert [a.get("href") for a in narrowed.xpath("//ol//a[@class='title']")][-1] == "/archive/articles/1"
    assert all("楚雄网" in text_of(li) for li in narrowed.xpath("//ol[contains(@class, 'hits')]/li"))
    best = visitor.page("/archive/-/search", q="元谋县齐心协力", order="best")
    assert best.xpath("string(//ol//a[@class='title'])") == "元谋县齐心协力摘穷帽"
    assert not visitor.page("/archive/-/search", q="县", province="无此省").xpath("//ol/li")


@pytest.mark.parametrize("asked", [{"province": "甘肃", "since": "2018-02", "until": "2019-05"}, {"place": "620500"},
                                   {"portal": "gscn"}])
def test_what_the_search_found_can_be_taken_away(visitor: Visitor, asked: dict[str, str]) -> None:
    page = visitor.page("/archive/-/search", q="县", **asked)
    total = int(re.search(r"：(\d+) 篇", text_of(page))[1])  # type: ignore[index]
    table, csv, listed, lines, packed = page.xpath("//p[contains(., '取走')]/a/@href")
    assert visitor.get(table).status_code == 200
    told = list(DictReader(io.StringIO(visitor.get(csv).content.decode("utf-8-sig"))))
    assert len(told) == total
    assert len([json.loads(line) for line in visitor.get(lines).text.splitlines()]) == total > 5
    rows = visitor.get(listed).json()
    assert len(rows) == total
    pyarrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install -e '.[parquet]'")
    read = pyarrow.read_table(io.BytesIO(visitor.get(packed).content)).to_pylist()
    assert [(row["id"], row["text"]) for row in told] == [(str(r["id"]), r["text"]) for r in rows]
    assert [(row["id"], row["title"], row["text"]) for row in read] == [(r["id"], r["title"], r["text"]) for r in rows]


@pytest.mark.parametrize("address", ["/archive/counties.parquet", "/archive/attention.parquet?word=扶贫", "/archive/captures.parquet",
                                     "/archive.parquet?sql=select+1+as+a,null+as+b+union+select+'x',2.5+union+select+2,x'00'"])
def test_any_query_is_parquet_too(visitor: Visitor, address: str) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install -e '.[parquet]'")
    read = pyarrow.read_table(io.BytesIO(visitor.get(address).content))
    told = visitor.get(address.replace(".parquet", ".json"), _shape="arrays").json()
    assert (read.column_names, read.num_rows) == (told["columns"], len(told["rows"]))
    assert read.num_rows > 0


def test_where_the_server_gives_fewer_than_were_found_the_link_says_so(path: Path) -> None:
    few = Visitor(Datasette([str(path)], settings={"max_returned_rows": 10, "allow_csv_stream": False}))
    links = few.page("/archive/-/search", q="县").xpath("//p[contains(., '取走')]/a/text()")
    assert links == ["表格", *(f"{form} （前 10 篇）" for form in ("CSV", "JSON", "JSON Lines", "Parquet"))]
    rows = few.get("/archive/-/search.csv", q="县").content.decode("utf-8-sig")
    assert len(list(DictReader(io.StringIO(rows)))) == 10
    few.loop.close()


@pytest.mark.parametrize("number", ["0", "-1", "x", "02", "9" * 30])
def test_a_page_that_is_none_is_the_first(visitor: Visitor, number: str) -> None:
    def hits(**page: str) -> list[str]:
        return visitor.page("/archive/-/search", q="县", **page).xpath("//ol[contains(@class, 'hits')]//a/@href")

    assert hits(page=number) == hits() != hits(page="2")


@pytest.mark.parametrize("asked", [
    {"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "9" * 30}, {"since": "gestern"}, {"until": "2018-99-99"},
    {"portal": "' OR 1"}, {"order": "?"}, {"_lang": "xx"},
])
def test_odd_parameters_do_no_harm(visitor: Visitor, asked: dict[str, str]) -> None:
    assert visitor.get("/archive/-/search", q="县", **asked).status_code == 200


@pytest.mark.parametrize("asked", [
    {"since": "gestern"}, {"until": "2018-31-12"}, {"place": "999999"}, {"place": "甘肃"}, {"q": "县", "since": "x"}])
def test_a_file_with_a_condition_that_is_none_is_refused(visitor: Visitor, asked: dict[str, str]) -> None:
    for name in ("search", "attention"):
        told = visitor.get(f"/archive/-/{name}.csv", **asked)
        assert (told.status_code, told.headers["content-type"]) == (400, "text/plain; charset=utf-8")
        assert told.text == ("没有这个地方代码。" if "place" in asked else "日期应写作 2018-02-22。")
        good = {"q": "县", "since": "2018", "until": "2018-12-31", "place": "620000"}
        assert visitor.get(f"/archive/-/{name}.csv", **good).status_code == 200
    assert visitor.page("/archive/-/search", **asked).xpath("//p[@role='alert']"), "a page can say so beside what it shows"


def test_a_place_that_is_none_has_no_articles(visitor: Visitor) -> None:
    count = "/archive/articles.json?_size=0"
    assert visitor.get(count, _place="<b>").json()["filtered_table_rows_count"] == 0
    assert "no place has the code <b>" in visitor.page("/archive/articles", _place="<b>").text_content()
    assert 0 < visitor.get(count, _place="620000").json()["filtered_table_rows_count"] <= visitor.get(
        count, _place="").json()["filtered_table_rows_count"]


@pytest.mark.parametrize(("typed", "told"), [("2018-31-12", True), ("2018-00", True), ("２０１８", True), ("2018-1-5", True),
                                             ("2018", False), ("2018-12", False), ("2018-12-31", False), (" 2018 ", False)])
def test_a_date_that_is_none_is_told(visitor: Visitor, typed: str, told: bool) -> None:
    assert bool(visitor.page("/archive/-/search", q="县", until=typed).xpath("//p[@role='alert']")) == told
