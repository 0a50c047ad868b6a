"""The canonical URL: what is the same address, what is another, and that it is settled after one pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from archive import filing, ledger, rekey
from archive import merge as merging
from archive import reextract as reading
from archive.archive import Archive
from archive.canonical import canonical
from archive.doctor import examine
from tests.making import page
from tests.reading import unsound
from tests.reprints import work

SAME = [
    ("http://www.gscn.com.cn/a.shtml", "https://www.gscn.com.cn/a.shtml"),
    ("http://WWW.GSCN.com.cn:80/a.shtml", "http://www.gscn.com.cn/a.shtml#1"),
    ("http://a.cn", "http://a.cn/index.shtml"),
    ("http://a.cn/gj//gj/t1.shtml", "http://a.cn/gj/gj/t1.shtml"),
    ("http://a.cn/1.html?spm=x.y&utm_source=wx", "http://a.cn/1.html"),
    ("http://a.cn/1.html;jsessionid=0A1B?id=2", "http://a.cn/1.html?id=2"),
    ("http://a.cn/1.php?id=2&cat=3", "http://a.cn/1.php?cat=3&id=2"),
    ("http://a.cn/1.php?id=2&t=1584239399123", "http://a.cn/1.php?id=2"),
    ("http://a.cn/1.php?id=2&sid=d41d8cd98f00b204e9800998ecf8427e", "http://a.cn/1.php?id=2"),
    ("http://www.a.com.cn/system/1_print.shtml", "http://www.a.com.cn/system/1.shtml"),
    ("http://www.a.cn/print/index_print_print.html", "http://www.a.cn/"),
    ("http://www.a.com.cn/system/print/1.html", "http://www.a.com.cn/system/1.html"),
    ("http://www.a.cn/1.html?print=1", "http://www.a.cn/1.html"),
    ("http://m.a.cn/1.html", "https://www.a.cn/1.html"),
    ("http://wap.a.com.cn/1.html?isMobile=true", "http://www.a.com.cn/1.html"),
    ("http://a.cn/%e4%b8%ad.html", "http://a.cn/中.html"),
    ("http://甘肃.cn/1.html", "http://xn--2myo7v.cn/1.html"),
    ("http://m.甘肃.cn/1.html", "http://www.甘肃。cn./1.html"),
    ("http://a.cn/a%2fb.html", "http://a.cn/a%2Fb.html"),
    ("http://a.cn/1.html;sid=00112233445566778899/", "http://a.cn/1.html/"),
    ("http://a.cn/1.php?id=2&sid=q8Zr7VbN2mK5xT1cW9yD", "http://a.cn/1.php?id=2"),
    *((f"http://a.cn/1.html?{noise}", "http://a.cn/1.html") for noise in (
        "bd_vid=887", "hmsr=w&hmpl=x&hmcu=y&hmkw=z&hmci=a", "fbclid=Iw", "gclid=Iw", "nsukey=a%3D", "ivk_sa=1024320u",
        "WT.mc_id=3", "utm-source=w", "enterid=1583000000&clicktime=1583000000", "from=timeline&isappinstalled=0",
        "from=singlemessage", "from=groupmessage", "print", "isprint=yes", "wap=1", "rnd=0.1234567",
        "_=1583000000", "ts=1583000000123", "sessionid=d41d8cd98f00b204", "PHPSESSID=1", "CFID=17&CFTOKEN=90127841",
        "session=d41d8cd98f00b204", "zenid=d41d8cd98f00b204&osCsid=d41d8cd98f00b204", "r=0.84717193019348", "v=0.8471719301934812",
    )),
    *((f"http://a.cn/{ticket}/x/1.aspx", "http://a.cn/x/1.aspx") for ticket in (
        "(S(lit3py55t21z5v55vlm25s55))", "(X(1)S(lit3py55t21z5v55vlm25s55))", "(A(x-1)F(y_2)S(lit3py55t21z5v55vlm25s55))",
        "%28S%28lit3py55t21z5v55vlm25s55%29%29")),
]
APART = [
    ("http://news.a.cn/1.html", "http://www.a.cn/1.html"),
    ("http://a.cn/content_1.htm", "http://a.cn/content_1_2.htm"),
    ("http://a.cn/1.php?id=2", "http://a.cn/1.php?id=3"),
    ("http://a.cn/list.php?sid=7", "http://a.cn/list.php?sid=8"),
    ("http://a.cn/x.php?t=2", "http://a.cn/x.php"),
    ("http://m.cn/1.html", "http://www.cn/1.html"),
    ("http://www.a.cn/blueprint.html", "http://www.a.cn/blue.html"),
    ("http://www.a.cn/print/index_2.php?id=1", "http://www.a.cn/index_2.php?id=1"),
    ("http://www.a.cn/fingerprint/1.html", "http://www.a.cn/finger/1.html"),
    ("http://my.a.cn/1.html", "http://www.a.cn/1.html"),
    ("http://a.cn:8080/1.html", "http://a.cn/1.html"),
    ("http://a.cn/A.html", "http://a.cn/a.html"),
    ("http://a.cn/a%2Fb.html", "http://a.cn/a/b.html"),
    ("http://a.cn/1%3Bsid=1.html", "http://a.cn/1;sid=1.html"),
    *((f"http://a.cn/x{one}", f"http://a.cn/x{other}") for one, other in (
        ("?sid=20200305123456", "?sid=20200305123457"), ("?sid=1583000000", "?sid=1583000001"), ("?sid=202003051234560001", "?sid=202003051234560002"),
        ("?sid=6798765432109876543", "?sid=6798765432109876544"), ("?t=2020030512", "?t=2020030513"),
        ("?t=20200305", ""), ("?_=2234567890", "?_=2234567891"), ("?_=99999999999", ""), ("?_=2020030512345", ""),
        ("?print=1001", "?print=1002"), ("?from=1", "?from=21"), ("?from=gansu", "?from=ningxia"),
        ("?wap=12", "?wap=13"), ("?isMobile=7", ""), (";sid=201", ";sid=202"), (";sid=20200305123456", ""),
        ("?session=201", "?session=202"), ("?cfid=3&id=8", "?cfid=4&id=8"), ("?cfid=3", ""), ("?v=0.8", "?v=0.9"), ("?v=1583000000", ""), ("?lat=0.847171", ""),
        ("/(S(1))/1.html", "/1.html"), ("/(lit3py55t21z5v55vlm25s55)/1.html", "/1.html"), ("/(S(lit3py55t21z5v55vlm25s55))", "/"),
    )),
]

PIECES = ["/", "//", "%2F", "%3B", ";", "%3F", "%25", "%", "?", "&", "index.html", "_print", ".html", "print/", "x", "新", "%e6", " ",
          ";jsessionid=1", "sid=00112233445566778899", "%73id=", "t=1583000000", "from=wap", "=", "+", "#", "../", "m.", "default.asp"]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_addresses_of_two_pages_stay_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@given(st.one_of(
    st.text(st.characters()), st.from_regex(r"https?://[^\s]{0,40}", fullmatch=True),
    st.lists(st.sampled_from(PIECES), max_size=9).map(lambda pieces: "http://m.a.com/" + "".join(pieces)),
))
@example("http://a.com/news%2F%2Fx.html")
@example("http://a.com/%2Findex.html")
@example("http://a.com/x%3Bsid=00112233445566778899/y.html")
@example("http://a.com/x;%73id=00112233445566778899/y.html")
@example("http://a.com/\ud800")
@example("http://a.com/?\ud800")
@example("http://。/")
@example("http://\ud800.com/")
def test_never_raises_and_is_settled_at_once(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(st.from_regex(r"https?://[a-z0-9.-]{1,12}/[\w./~-]{0,20}(index|default|_print|/print)?(\.shtml)?", fullmatch=True))
def test_a_plain_address_needs_no_taking_apart(url: str) -> None:
    """An empty query sends it the long way."""
    assume(url.split("/")[2].strip("."))  # what has no host is its own canonical form, query and all
    assert canonical(url) == canonical(f"{url}?")


def test_two_articles_whose_numbers_are_dates_are_two(archive: Archive) -> None:
    """And what an earlier version filed under another form stays sound when it is met again."""
    urls = [f"http://a.example/read.php?sid=2020030512345{n}" for n in (6, 7)]
    archive.add(page(urls[0], work(0), portal=None))
    with archive.writing() as conn:
        for table in ("appearances", "ledger"):
            conn.execute(f"UPDATE {table} SET canonical = 'http://a.example/read.php'")
    for n, url in enumerate(urls):
        archive.add(page(url, work(n), portal=None))
    assert archive.one("SELECT count(*) FROM articles") == 2
    assert archive.one("SELECT count(*) FROM revisions") == 0
    assert unsound(archive.path) == []


def _told(archive: Archive) -> list:
    queries = ("SELECT canonical, url, kind, first_seen, text_since, last_seen FROM appearances ORDER BY 1",
               "SELECT canonical, state, capture, discovered_at FROM ledger ORDER BY 1",
               "SELECT title, text, url, first_seen, last_seen FROM articles ORDER BY url",
               "SELECT url, text, first_seen, seen_at, replaced_at FROM revisions ORDER BY 1, 3",
               "SELECT digest FROM texts ORDER BY 1")
    return [archive.conn.execute(query).fetchall() for query in queries]


def _shown(archive: Archive, monkeypatch: pytest.MonkeyPatch, rule: Callable[[str], str]) -> None:
    """Two variants of one page, the second edited; a page that has its variant alone; one that is yet to be fetched."""
    with monkeypatch.context() as then:
        for module in (filing, ledger):
            then.setattr(module, "canonical", rule)
        for day, (address, number) in enumerate([("1.htm", 1), ("1.htm?old=1", 1), ("2.htm?old=1", 2), ("1.htm?old=1", 3)], 1):
            archive.add(page(f"http://a.example/{address}", work(number), portal=None, title=f"第{number}篇",
                             when=f"2020-01-{day:02}T00:00:00+00:00"))
        archive.discover("a.example", [ledger.Link("http://a.example/3.htm?old=1")])


@pytest.mark.parametrize("again", ["reextract", "merge into another"])
def test_addresses_of_older_rules_come_under_today_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: str) -> None:
    def today(url: str) -> str:
        return canonical(url.partition("?old")[0])

    with Archive(tmp_path / "new.db") as wanted, Archive(tmp_path / "old.db") as archive, (
            Archive(tmp_path / "other.db")) as other:
        _shown(archive, monkeypatch, canonical)
        _shown(wanted, monkeypatch, today)
        assert archive.one("SELECT count(*) FROM appearances") == 3
        for module in (filing, ledger, rekey, merging, reading):
            monkeypatch.setattr(module, "canonical", today)
        assert [found.level for found in examine(archive.path) if "older rules" in found.text] == ["hazard"]
        if again == "reextract":
            reading.reextract(archive, lambda _: pytest.fail("nothing is read"), [])
        else:
            merging.merge(other, archive)
            archive, other = other, archive
        assert _told(archive)[0][0][:3] == ("http://a.example/1.htm", "http://a.example/1.htm?old=1", "original")
        assert [row[0] for row in _told(archive)[1]] == [f"http://a.example/{n}.htm" for n in (1, 2, 3)]
        assert _told(archive)[2:] == _told(wanted)[2:]
        assert not [found for found in examine(archive.path) if found.level == "unsound" or "older rules" in found.text]
        before = _told(archive)
        assert rekey.rekey(archive) == 0
        assert _told(archive) == before
