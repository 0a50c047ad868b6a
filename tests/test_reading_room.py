"""The reading room's pages, in both languages, and what Datasette's own pages are told of an archive."""

from __future__ import annotations

import hashlib
import re
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from lxml import html

from archive.archive import Archive
from archive.errors import FangzhiError
from archive.reading_room.words import STEPS, WORDS
from archive.serve import PUBLIC, room, serve
from tests import making
from tests.reprints import work
from tests.visiting import Visitor, text_of

pytest_plugins = ("tests.room_fixtures",)

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
    assert "· 0 处" not in seen, "a page is decoded as a whole, in no place of it"


def test_what_keeps_the_archive_s_versions_is_no_reader_s_business(visitor: Visitor) -> None:
    assert visitor.get("/archive").text.find("_sqlite_migrations") == -1


def test_a_revision_is_shown_as_its_difference(visitor: Visitor) -> None:
    page = visitor.page("/archive/articles/3")
    assert page.xpath("//del/text()") == ["三"]
    assert page.xpath("//ins/text()") == ["四", "四"]
    assert text_of(page).count("1 段未改") == 2


def test_a_reprint_s_revision_is_held_against_what_the_reprint_shows(tmp_path: Path) -> None:
    lines = [f"\n转载时加了一行，说的是{what}。" for what in ("稿件的来历", "编者的话，共两句", "别的事")]
    with Archive(tmp_path / "archive.db") as archive:
        archive.add(making.page("http://www.gscn.com.cn/a.shtml", work(3), portal="gscn", title="原来的标题",
                                published_at="2019-11-08"))
        for day, line in enumerate(lines, 9):
            archive.add(making.page("http://www.lzbs.com.cn/r.html", work(3) + line, portal="lzbs", title="转载的标题",
                                    published_at="2019-11-09", when=f"2019-11-{day:02}T01:00:00+00:00"))
    visitor = Visitor(Datasette([str(tmp_path / "archive.db")]))
    page = visitor.page("/archive/articles/1")
    shown = page.xpath("//section[@class='diff']/p[not(@class)]")
    assert len(shown) == 2, "the text that the reprint shows today is no revision"
    for paragraph, new, old in zip(shown, lines[:0:-1], lines[1::-1], strict=True):
        for gone, line in (("ins", old), ("del", new)):
            assert "".join(paragraph.xpath(f".//text()[not(parent::{gone})]")) == line.strip()
    assert len(page.xpath("//p[contains(., '所见文字') and contains(., 'http://www.lzbs.com.cn/r.html')]")) == 2
    rows = visitor.get("/archive/edited_afterwards.json", _shape="array").json()
    assert [(row["portal"], row["title"], row["chars_added"]) for row in rows] == [
        ("lzbs", "转载的标题", len(new) - len(old)) for new, old in zip(lines[:0:-1], lines[1::-1], strict=True)]
    visitor.loop.close()


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
    assert visitor.page("/archive/-/portal/mirror.example.org") is not None


def test_the_number_of_an_article_that_another_took_over_leads_there(tmp_path: Path) -> None:
    whole = work(1)
    with Archive(tmp_path / "archive.db") as archive:
        for n, text in enumerate((whole[: len(whole) // 2 + 50], whole[len(whole) // 2 - 50 :], whole)):
            archive.add(making.page(f"http://www.gscn.com.cn/{n}.html", text))
        assert archive.conn.execute("SELECT id, article_id FROM redirects").fetchall() == [(2, 1)]
    merged = Visitor(Datasette([str(tmp_path / "archive.db")]))
    for old, new in (("/archive/articles/2", "/archive/articles/1"), ("/archive/articles/2.json", "/archive/articles/1.json")):
        answer = merged.get(old)
        assert (answer.status_code, answer.headers["location"]) == (301, new)
    for address in ("/archive/articles/3", "/archive/portals/2", "/archive/-/articles/2", "/nowhere/articles/2"):
        assert merged.get(address).status_code == 404, address
    merged.loop.close()
    closed = Visitor(Datasette([str(tmp_path / "archive.db")], metadata={"databases": {"archive": {"allow": False}}}))
    assert closed.get("/archive/articles/2").status_code == 403
    closed.loop.close()


@pytest.mark.parametrize("address", [
    "/archive/-/portal/nobody", "/archive/-/capture/" + "0" * 64, "/nowhere/-/search", "/archive/articles/99999999",
    "/archive/articles/x", "/archive/-/capture/..%2f..%2fetc%2fpasswd",
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


def test_every_kind_of_step_has_words() -> None:
    policy = (Path(__file__).parents[1] / "docs/text-policy.md").read_text(encoding="utf-8")
    assert set(STEPS) == {*re.findall(r"`([a-z-]+):[^`]*`", policy), "clutter", "fields"}


def test_no_page_asks_for_anything_elsewhere(visitor: Visitor) -> None:
    for address in ("/", "/archive/articles/1", "/archive/-/search?q=县", "/archive/-/portal/gscn"):
        page = visitor.page(address)
        assert not page.xpath("//script | //iframe | //img | //object | //embed | //*[@style] | //style")
        assert not [a for a in page.xpath("//link/@href | //form/@action") if not a.startswith("/")]


def test_every_column_described_is_one_and_every_query_runs(visitor: Visitor, path: Path) -> None:
    described = visitor.datasette.metadata()["databases"]["archive"]
    connection = sqlite3.connect(path)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    shown = {name for name, about in described["tables"].items() if not about.get("hidden")}
    assert shown == {name for name in tables if not name.startswith(("articles_fts", "_", "sqlite_"))}
    for table, about in ((name, described["tables"][name]) for name in shown):
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        assert set(about["columns"]) == columns, table
        assert set(about.get("facets", ())) <= columns, table
        for told in [about["title"], *about["columns"].values(), *([about["description"]] if "description" in about else [])]:
            chinese, _, english = told.partition(" · ")
            assert re.search("[\u4e00-\u9fff]|HTTP", chinese), told
            assert re.search("[a-z]", english), told
            assert not re.search("[\u4e00-\u9fff]", english), told
    assert len(described["queries"]) >= 20
    assert all(" · " in query["title"] for query in described["queries"].values())
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
    ("counties", {"county": "元谋县", "first": "2018-03-01T09:30+08:00"}),
    ("county_and_word?word=扶贫", {"county": "元谋县", "first_used": "2018-03-01T09:30+08:00"}),
    ("own_copy", {"portal": "mirror.example.org", "appearances": 1, "first_seen_here": 0, "percent_first": 0.0}),
    ("not_archived", {"portal": "gscn", "state": "refused", "reason": "404"}),
])
def test_queries_answer_what_they_ask(visitor: Visitor, query: str, row: dict[str, Any]) -> None:
    name, _, values = query.partition("?")
    answer = visitor.get(f"/archive/{name}.json?{values}", _shape="array").json()
    assert any(row.items() <= found.items() for found in answer), answer[:5]


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


def test_serve_says_in_one_line_that_a_port_is_taken(path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(FangzhiError) as refusal:
        serve(str(path), port=taken.getsockname()[1])
    assert "\n" not in str(refusal.value)


def test_the_docs_name_every_setting_of_the_public_recipe() -> None:
    docs = (Path(__file__).parents[1] / "docs" / "reading-room.md").read_text("utf-8")
    for name, value in PUBLIC.items():
        shown = "off" if value is False else str(value)
        assert f"--setting {name} {shown}" in docs


@pytest.mark.parametrize("name", ["甘肃 2018.db", "a.b-c~d.db", "100%.db"])
def test_an_archive_may_be_called_anything(path: Path, tmp_path: Path, name: str) -> None:
    copied = tmp_path / name
    copied.write_bytes(path.read_bytes())
    named = Visitor(Datasette([str(copied)]))
    front = named.page("/")
    article = front.xpath("//section//a[@class='title']/@href")[0]
    assert named.page(article).xpath("//article/h1")
    portal = named.page(article).xpath("//p[@class='crumbs']/a/@href")[0]
    assert named.page(portal).xpath("//h1")
    assert named.page(front.xpath("//form/@action")[0], q="扶贫").xpath("//mark")
    named.loop.close()
