"""The reading room through a real Datasette: search, pages, languages, headers, and what hostile input does to them."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from archive.errors import FangzhiError
from archive.reading_room.changes import changes
from archive.reading_room.cite import bibtex, gbt7714
from archive.reading_room.draw import bars, calendar
from archive.reading_room.words import STEPS, WORDS
from archive.search import excerpt, marked, match_expression
from archive.serve import room
from pipelines.script import fold
from tests.reading_sample import HOSTILE, build


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("room") / "archive.db", articles=80)


class Visitor:
    """Asks a Datasette in this process, on one event loop."""

    def __init__(self, datasette: Datasette) -> None:
        self.datasette, self.loop = datasette, asyncio.new_event_loop()

    def get(self, address: str, **asked: Any) -> Any:
        options = {"cookies": asked.pop("cookies", None)}
        return self.loop.run_until_complete(
            self.datasette.client.get(address + ("?" + urlencode(asked) if asked else ""), **options)
        )

    def page(self, address: str, **asked: Any) -> html.HtmlElement:
        answer = self.get(address, **asked)
        assert answer.status_code == 200, answer.text[:500]
        return html.fromstring(answer.text)

    def found(self, query: str, **more: Any) -> set[int]:
        """The ids that the table's own search box finds."""
        rows = self.get("/archive/articles.json", _search=query, _shape="array", _size="max", **more).json()
        return {row["id"] for row in rows}


@pytest.fixture(scope="module")
def visitor(path: Path) -> Iterator[Visitor]:
    """Plain `datasette archive.db`: nothing but the installed package."""
    found = Visitor(Datasette([str(path)], settings={"max_returned_rows": 10_000}))
    yield found
    found.loop.close()


@pytest.fixture(scope="module")
def texts(path: Path) -> dict[int, str]:
    rows = sqlite3.connect(path).execute("SELECT id, coalesce(title, '') || char(10) || text FROM articles")
    return {number: fold(text) for number, text in rows}


def text_of(page: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", page.text_content())


# Search -----------------------------------------------------------------------------------------------------------

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


@pytest.mark.parametrize("query", ["贫，花", "村。从", "不存在的词", "-扶贫", "", '""', "脱贫*", "兰 花椒铺"])
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
    for address, key in (("/archive/articles", "_search"), ("/archive/-/search", "q")):
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
    ("扶贫", "-扶贫", []),
    ("扶，贫", "扶贫", []),
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


def test_what_the_search_found_can_be_taken_away(visitor: Visitor) -> None:
    page = visitor.page("/archive/-/search", q="县", province="甘肃", since="2018-02", until="2019-05")
    total = int(re.search(r"：(\d+) 篇", text_of(page))[1])  # type: ignore[index]
    table, csv, lines = page.xpath("//p[contains(., '取走')]/a/@href")
    assert visitor.get(table).status_code == 200
    assert len(visitor.get(csv).text.strip().split("\r\n")) == total + 1
    assert len([json.loads(line) for line in visitor.get(lines).text.splitlines()]) == total > 5


@pytest.mark.parametrize("asked", [
    {"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "9" * 30}, {"since": "gestern"}, {"until": "2018-99-99"},
    {"portal": "' OR 1"}, {"order": "?"}, {"_lang": "xx"},
])
def test_odd_parameters_do_no_harm(visitor: Visitor, asked: dict[str, str]) -> None:
    assert visitor.get("/archive/-/search", q="县", **asked).status_code == 200


# Pages ------------------------------------------------------------------------------------------------------------

def test_the_front_page_counts_shows_and_draws(visitor: Visitor, texts: dict[int, str]) -> None:
    page = visitor.page("/")
    seen = text_of(page)
    assert f"{len(texts)} 文章" in seen
    assert "6 网站" in seen
    assert page.xpath("//*[local-name()='rect'][@class='bar']")
    assert len(page.xpath("//a[@class='title']")) > 8
    assert "元谋县齐心协力摘穷帽 4 次" in seen


def test_an_article_is_read_with_its_origins(visitor: Visitor) -> None:
    page = visitor.page("/archive/articles/1")
    seen = text_of(page)
    assert page.xpath("string(//h1)") == "元谋县齐心协力摘穷帽"
    assert len(page.xpath("//div[@class='text']/p")) == 4
    for told in ("——来自干热河谷的扶贫故事", "来源：楚雄日报", "作者：张亚琴 何永平", "编辑：王学文", "栏目：州县新闻",
                 "番茄分拣车间。何永平 摄", "date: page 2018-03-01, URL 2018-03-02", "gb18030"):
        assert told in seen
    chain = page.xpath("//ol[@class='chain']/li")
    assert [at.get("class") for at in chain] == ["original", "reprint", "reprint", "mirror"]
    assert "此处标题：云南元谋：摘穷帽" in text_of(chain[1])
    assert page.xpath("//a[starts-with(@href, 'javascript')]") == []
    assert "张亚琴, 何永平. 元谋县齐心协力摘穷帽" in seen
    assert "@online{fangzhi1," in seen


def test_repairs_are_explained_and_traditional_text_is_left_as_it_is(visitor: Visitor) -> None:
    page = visitor.page("/archive/articles/2")
    seen = text_of(page)
    assert "皋蘭縣推進扶貧攻堅" in seen
    assert page.xpath("//div[@class='text']/@lang") == ["zh-Hant"]
    for explained in ("按此编码读出文字 gb18030", "还原错读的编码 utf8-as-gbk · 12 处", "去掉正文以外的文字 share-bar"):
        assert explained in seen


def test_a_revision_is_shown_as_its_difference(visitor: Visitor) -> None:
    page = visitor.page("/archive/articles/3")
    assert page.xpath("//del/text()") == ["三"]
    assert page.xpath("//ins/text()") == ["四", "四"]
    assert text_of(page).count("1 段未改") == 2


def test_the_bytes_of_a_capture_are_an_attachment_that_no_browser_opens(visitor: Visitor) -> None:
    address = visitor.page("/archive/articles/1").xpath("//a[@download]/@href")[0]
    answer = visitor.get(address)
    assert hashlib.sha256(answer.content).hexdigest() == address.rpartition("/")[2]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_portal_tells_what_it_has_and_what_is_missing(visitor: Visitor) -> None:
    page = visitor.page("/archive/-/portal/gscn")
    seen = text_of(page)
    for told in ("中国甘肃网", "甘肃", "Enorth", "4 待取", "1 隔离", "1 不收", "finished", "v2018"):
        assert told in seen
    assert len(page.xpath("//*[local-name()='rect']")) == 365
    assert len(page.xpath("//*[local-name()='rect'][contains(@class, 'gap')]")) == 5
    assert visitor.page("/archive/-/portal/mirror.example.org")


@pytest.mark.parametrize("address", [
    "/archive/-/portal/nobody", "/archive/-/capture/" + "0" * 64, "/nowhere/-/search", "/archive/articles/99999999",
    "/archive/articles/x", "/archive/-/capture/../../etc/passwd",
])
def test_what_is_not_there_is_not_found(visitor: Visitor, address: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert visitor.get(address).status_code in (404, 302)
    assert "Traceback" not in "".join(capfd.readouterr())


def test_other_rows_keep_datasettes_page(visitor: Visitor) -> None:
    assert "rows-and-columns" in visitor.get("/archive/portals/gscn").text


def test_the_language_is_switched_and_remembered(visitor: Visitor) -> None:
    assert visitor.page("/").get("lang") == "zh-CN"
    answer = visitor.get("/archive/articles/1", _lang="en")
    assert 'lang="en"' in answer.text
    assert "Reprint chain" in answer.text
    assert "fangzhi_lang=en" in answer.headers["set-cookie"]
    page = html.fromstring(visitor.get("/archive/-/search", q="扶贫", cookies={"fangzhi_lang": "en"}).text)
    assert "Newest first" in text_of(page)
    assert page.xpath("//a[@hreflang='zh']/@href") == ["?q=%E6%89%B6%E8%B4%AB&_lang=zh"]


def test_every_phrase_stands_in_both_languages() -> None:
    for chinese, english in [*WORDS.values(), *STEPS.values()]:
        assert chinese and english
        assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english))


def test_no_page_asks_for_anything_elsewhere(visitor: Visitor) -> None:
    for address in ("/", "/archive/articles/1", "/archive/-/search?q=县", "/archive/-/portal/gscn"):
        page = visitor.page(address)
        assert not page.xpath("//script | //iframe | //img | //object | //embed | //*[@style] | //style")
        assert not [a for a in page.xpath("//link/@href | //form/@action") if not a.startswith("/")]


# Descriptions and queries -----------------------------------------------------------------------------------------

def test_every_column_described_is_one_and_every_query_runs(visitor: Visitor, path: Path) -> None:
    described = visitor.datasette.metadata()["databases"]["archive"]
    connection = sqlite3.connect(path)
    for table, about in described["tables"].items():
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        assert set(about.get("columns", ())) <= columns, table
        assert set(about.get("facets", ())) <= columns, table
    assert len(described["queries"]) >= 12
    for name in described["queries"]:
        answer = visitor.get(f"/archive/{name}.json", _shape="objects")
        assert answer.status_code == 200, (name, answer.text[:300])


@pytest.mark.parametrize(("query", "row"), [
    ("who_printed_first", {"printed_first": "chuxiong", "reprinted_by": "gscn"}),
    ("left_poverty", {"id": 1}),
    ("changed_headlines", {"id": 1, "printed_as": "云南元谋：摘穷帽"}),
    ("edited_afterwards", {"id": 3, "chars_added": 1}),
    ("captions", {"caption": "番茄分拣车间。何永平 摄"}),
    ("doubtful_dates", {"id": 1, "published_raw": None}),
    ("repairs_by_portal", {"portal": "lzbs", "step": "decode:gb18030", "pages": 1}),
    ("not_archived", {"portal": "gscn", "state": "refused", "reason": "404"}),
])
def test_queries_answer_what_they_ask(visitor: Visitor, query: str, row: dict[str, Any]) -> None:
    answer = visitor.get(f"/archive/{query}.json", _shape="array").json()
    assert any(row.items() <= found.items() for found in answer), answer[:5]


# Safety -----------------------------------------------------------------------------------------------------------

def test_headers_on_every_page(visitor: Visitor) -> None:
    for address in ("/", "/archive/articles/1", "/archive/-/search?q=县", "/archive/-/portal/gscn"):
        policy = visitor.get(address).headers["content-security-policy"]
        assert "script-src 'none'" in policy
        assert "unsafe" not in policy
    for address in ("/archive", "/archive/articles", "/archive/articles.json", "/archive/portals/gscn", "/nowhere"):
        headers = visitor.get(address).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert visitor.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


PAYLOADS = [
    HOSTILE, "<svg/onload=alert(1)>", "javascript:alert(1)", "\"><script>alert(1)</script>", "{{ config }}", "{% raw %}",
    "<a href=javascript:alert(1)>x</a>", "]]><script>1</script>", "&lt;script&gt;", "\u2028<img src=x>", "--><b onclick=1>",
]


def assert_inert(page: html.HtmlElement) -> None:
    """No element or attribute that our templates do not make."""
    assert not page.xpath("//script | //img | //iframe | //b | //svg[@onload] | //main//title[not(ancestor::*[local-name()='rect'])]")
    assert not [name for element in page.iter() for name in element.attrib if str(name).startswith("on")]
    assert not [a for a in page.xpath("//@href | //@src") if a.strip().lower().startswith(("javascript", "data", "vbscript"))]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_x9_what_is_typed_is_text(visitor: Visitor, payload: str) -> None:
    assert_inert(visitor.page("/archive/-/search", q=payload, portal=payload, province=payload, since=payload))


def test_x9_what_is_archived_is_text(visitor: Visitor) -> None:
    page = visitor.page("/archive/articles/4")
    assert_inert(page)
    assert page.xpath("string(//h1)") == HOSTILE
    assert page.xpath("string(//div[@class='text'])").strip() == HOSTILE
    for address in ("/", "/archive/-/search?q=alert"):
        assert_inert(visitor.page(address))
    table = visitor.page("/archive/articles", _search="alert")
    assert not table.xpath("//td//script | //td//img")


def test_x9_the_big_list_of_naughty_strings(visitor: Visitor, shared: Path) -> None:
    for line in json.loads((shared / "corpora/blns/blns.json").read_text("utf-8")):
        for address, key in (("/archive/-/search", "q"), ("/archive/articles.json", "_search")):
            answer = visitor.get(address, **{key: line.encode("utf-8", "replace").decode()})
            assert answer.status_code == 200, line
        assert_inert(visitor.page("/archive/-/search", q=line.encode("utf-8", "replace").decode()))


def test_x11_a_value_out_of_nothing_is_bounded(visitor: Visitor) -> None:
    for sql in ("SELECT hex(zeroblob(500000000))", "SELECT randomblob(900000000)"):
        answer = visitor.get("/archive.json", sql=sql)
        assert answer.status_code == 400
        assert "too big" in answer.text


def test_x11_x12_in_public_there_is_no_sql_of_ones_own(path: Path) -> None:
    public = Visitor(room(str(path), public=True))
    for address in ("/archive?sql=SELECT+1", "/archive.json?sql=SELECT+1", "/archive.db"):
        assert public.get(address).status_code == 403, address
    assert public.get("/archive/articles", _search="扶贫").status_code == 200
    assert public.get("/archive/attention").status_code == 200
    public.loop.close()


def test_x12_nothing_writes(visitor: Visitor) -> None:
    for sql in ("DELETE FROM articles", "PRAGMA user_version = 9", "ATTACH 'x.db' AS x", "SELECT load_extension('x')"):
        assert visitor.get("/archive.json", sql=sql).status_code == 400, sql


def test_a_closed_archive_is_closed_on_our_pages_too(path: Path) -> None:
    closed = Visitor(Datasette([str(path)], metadata={"databases": {"archive": {"allow": {"id": "keeper"}}}}))
    capture = visitor_digest(path)
    for address in ("/archive/-/search?q=县", "/archive/-/portal/gscn", f"/archive/-/capture/{capture}", "/archive/articles/1"):
        assert closed.get(address).status_code == 403, address
    assert "元谋县" not in closed.get("/").text
    closed.loop.close()


def visitor_digest(path: Path) -> str:
    return str(sqlite3.connect(path).execute("SELECT digest FROM captures").fetchone()[0])


# Beside other databases -------------------------------------------------------------------------------------------

def test_other_databases_keep_datasettes_own_behaviour(tmp_path: Path, path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.executescript(
        "CREATE TABLE articles (id INTEGER PRIMARY KEY, text); INSERT INTO articles VALUES (1, 'one word');"
        'CREATE VIRTUAL TABLE f USING fts5 (text, content="articles"); INSERT INTO f (rowid, text) VALUES (1, \'one word\');'
    )
    connection.close()
    both = Visitor(Datasette([str(other), str(path)]))
    assert len(both.get("/other/articles.json", _search="word", _shape="array").json()) == 1
    assert "rows-and-columns" in both.get("/other/articles/1").text
    assert both.get("/other/-/search", q="word").status_code == 404
    assert "other" in text_of(both.page("/"))
    both.loop.close()
    alone = Visitor(Datasette([str(other)]))
    assert alone.get("/").headers.get("content-security-policy") is None
    assert "Datasette" in alone.get("/").text
    alone.loop.close()


@pytest.mark.parametrize("make", ["missing", "foreign", "text"])
def test_serve_refuses_what_is_no_archive_in_one_line(tmp_path: Path, make: str) -> None:
    file = tmp_path / "a.db"
    if make == "foreign":
        sqlite3.connect(file).execute("CREATE TABLE t (x)")
    elif make == "text":
        file.write_text("no database at all" * 100)
    with pytest.raises(FangzhiError) as refusal:
        room(str(file))
    assert "\n" not in str(refusal.value)


# Pure parts -------------------------------------------------------------------------------------------------------

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
    import datetime as dt

    drawn = calendar({"2018-03-01": 2, "2099-01-01": 9, "2018-13-01": 1}, {"2018-03-05": 1}, dt.date(2020, 1, 1))
    assert drawn is not None
    assert (drawn.first, drawn.last, len(drawn.days)) == ("2017-03-06", "2018-03-05", 365)
    assert {day.day: (day.got, day.missing, day.shade) for day in drawn.days if day.got or day.missing} == {
        "2018-03-01": (2, 0, 4), "2018-03-05": (0, 1, 0)}
    assert calendar({}, {}, dt.date(2020, 1, 1)) is None
