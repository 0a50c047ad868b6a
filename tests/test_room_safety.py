"""What hostile articles and hostile visitors can do in the reading room: X9, X11, X12 of the fault list, and headers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette
from lxml import html

from archive.archive import Archive
from archive.export import unarmed
from archive.search import match_expression
from archive.serve import room
from pipelines.items import Image
from tests import making
from tests.reading_sample import HOSTILE
from tests.visiting import Visitor

pytest_plugins = ("tests.room_fixtures",)

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


MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe src=javascript:alert(1)>",
    "<body onload=alert(1)>", "<details open ontoggle=alert(1)>x</details>", "<a href='javascript:alert(1)'>x</a>",
    "<math><mi xlink:href='data:x,1'>", "<object data=data:text/html,1>", "<embed src=//x.example>", "<link rel=import href=//x.example>",
    "<style>@import'//x.example'</style>", "<base href=//x.example>", "<form action=//x.example><button>", "<input autofocus onfocus=alert(1)>",
)
AROUND = ("{}", "\">{}", "'>{}", "</title>{}", "</textarea>{}", "-->{}", "]]>{}", "</script>{}", "</svg>{}", "</p></article>{}",
          "\u2028{}", "`{}`", "{{{{{}}}}}", "{{% raw %}}{}", "&lt;{}")


def hostile_rows(shared: Path) -> list[str]:
    """515 naughty strings and 225 pieces of markup, each breaking out of another place."""
    naughty = json.loads((shared / "corpora/blns/blns.json").read_text("utf-8"))
    return [*naughty, *(around.format(markup) for around in AROUND for markup in MARKUP)]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[tuple[Visitor, int]]:
    """An archive in which every field of every article is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "archive.db"
    lines = hostile_rows(shared)
    with Archive(path) as archive:
        for n, line in enumerate(lines):
            fields = dict.fromkeys(("title", "subtitle", "original_title", "source", "author", "editor", "channel"), line)
            archive.add(making.page(f"http://www.gscn.com.cn/{n}.html", f"第{n}行\n{line}", **fields, notes=[line],
                                    breadcrumb=[line, "甘谷"], images=[Image(line, line)], origins={"title": line}))
        archive.conn.execute("UPDATE portals SET title = ?, province = ?, cms = ?, homepage = ?", [lines[-225]] * 4)
    visitor = Visitor(Datasette([str(path)], settings={"max_returned_rows": 1000}))
    yield visitor, len(lines)
    visitor.loop.close()


def test_x9_740_hostile_rows_are_no_markup(hostile: tuple[Visitor, int]) -> None:
    visitor, count = hostile
    shown = 0
    for number in range(1, count // 20 + 2):
        listed = visitor.page("/archive/-/search", page=number)
        assert_inert(listed)
        shown += len(listed.xpath("//ol[contains(@class, 'hits')]/li"))
    assert shown == count == 740
    for number in range(1, count, 19):
        assert_inert(visitor.page(f"/archive/articles/{number}"))
    for address in ("/", "/archive/-/portal/gscn", "/archive/-/place/620523", "/archive/-/attention?q=第&by=portal"):
        assert_inert(visitor.page(address))


@pytest.mark.long
def test_x9_every_hostile_row_in_every_page(hostile: tuple[Visitor, int]) -> None:
    visitor, count = hostile
    for number in range(1, count + 1):
        assert_inert(visitor.page(f"/archive/articles/{number}"))
    for table in ("articles", "appearances"):
        page = visitor.page(f"/archive/{table}", _size="1000")
        assert len(page.xpath("//table[@class='rows-and-columns']/tbody/tr")) == count
        assert not page.xpath("//td//script | //td//img | //td//svg | //td//iframe | //td//style | //td//@onerror | //td//form")
        assert not [a for a in page.xpath("//td//@href") if a.strip().lower().startswith(("javascript", "data", "vbscript"))]


@pytest.mark.long
def test_x16_no_hostile_row_is_a_syntax_error_when_typed(hostile: tuple[Visitor, int], shared: Path) -> None:
    connection = sqlite3.connect(hostile[0].datasette.get_database("archive").path)
    for line in hostile_rows(shared):
        connection.execute("SELECT * FROM articles_fts WHERE articles_fts MATCH ?", [match_expression(line)]).fetchall()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_x10_whatever_a_spreadsheet_takes_for_a_formula(sign: str) -> None:
    assert unarmed(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("value", ["——记甘谷县的护林员", "“十四五”", "【=1】", "1+1=2", "", None, 7])
def test_x10_what_is_no_formula_stays(value: object) -> None:
    assert unarmed(value) == value


def test_x10_a_formula_is_quoted_in_our_csv(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        archive.know_portal("gscn", title="=cmd|' /C calc'!A0", province="@甘肃")
        archive.add(making.page(published_at="2018-02-22", author="=1+1"))
    visitor = Visitor(Datasette([str(tmp_path / "archive.db")]))
    for by, quoted in (("portal", "'=cmd"), ("province", "'@甘肃")):
        lines = visitor.get("/archive/-/attention.csv", q="扶贫 OR", by=by).text.splitlines()
        lines += visitor.get("/archive/-/attention.csv", q="脱贫", by=by).text.splitlines()
        assert lines[-1].startswith(quoted), lines
    assert "'=1+1" in visitor.get("/archive/-/search.csv").text
    visitor.loop.close()


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
