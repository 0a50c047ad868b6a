"""Traps and lying pages: each in a portal of its own, all in one crawl of the town where that is possible."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from archive.archive import Archive
from archive.canonical import canonical
from archive.errors import DEGRADED, GOOD, NOTHING
from archive.ledger import Link
from crawler import window
from crawler.home import is_address, trap
from crawler.lists import gone_wrong, joined, selector
from tests.reading import ask, ledger, shown, states
from tests.running import crawl
from tests.town import Town
from tests.town.exchange import Exchange
from tests.town.faults import Body, Redirect

LIST = "http://www.lzbs.com.cn/gaolan/"
ARTICLE = "http://www.lzbs.com.cn/gaolan/2019-05/0{}/content_{}.htm"
JSL = "<script>document.cookie='__jsl_clearance=1;';location.href=location.pathname</script>"
SOFT = "<html><head><title>提示</title></head><body><p>您访问的页面不存在或已删除</p></body></html>"
LOGIN = "<html><head><title>会员</title></head><body><p>请登录后查看全文</p></body></html>"
GAMBLING = "http://www.spam.example/bet.htm"


def listing(*hrefs: str, older: str = "") -> bytes:
    """A list page of links, with the link to the next."""
    items = "".join(f'<li><a href="{href}">一条新闻</a></li>' for href in hrefs)
    return f'<html><body><ul>{items}</ul>{older and f"<a href={older}>下一页</a>"}</body></html>'.encode()


def endless(articles: int) -> object:
    """A list whose page N leads to page N+1, always with the same articles."""
    async def page(exchange: Exchange) -> bool:
        number = int(exchange.request.path.partition("p=")[2] or 1)
        links = [ARTICLE.format(n % 9 + 1, n) for n in range(articles)]
        body = listing(*links, older=f"/gaolan/?p={number + 1}")
        return await exchange.send(200, {"Content-Type": "text/html"}, body)
    return page


def test_T1_endless_paging_is_left_after_three_pages_without_news(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=4) as town:
        town.faults[re.compile(re.escape(LIST) + r"(\?p=\d+)?$")] = endless(3)
        town.faults[re.compile(r".*/content_\d$")] = Body(b"")
        done = crawl("lzbs", tmp_path / "a.db", town)
        lists = [visit.path for visit in town.log if visit.path.startswith("/gaolan/?p=")]
    assert len(lists) == 3
    assert "1 × trap, as http://www.lzbs.com.cn/gaolan/?p=4: trap: 皋兰 pages on without end" in done.stderr


def test_T4_a_calendar_without_end_is_left_and_its_days_are_no_articles(tmp_path: Path) -> None:
    async def month(exchange: Exchange) -> bool:
        number = int(exchange.request.path.partition("m=")[2] or 0)
        days = [f"/{9000 + number:04d}-01/0{day}/content_{number}.htm" for day in (1, 2)]
        return await exchange.send(200, {"Content-Type": "text/html"}, listing(*days, older=f"/gaolan/?m={number + 1}"))

    with Town(portals=["lzbs"], articles=4) as town:
        town.faults[re.compile(re.escape(LIST) + r"(\?m=\d+)?$")] = month
        crawl("lzbs", tmp_path / "a.db", town)
        assert len(town.log) == 1 + 3, "robots.txt, and three pages without anything new"
    assert {entry.reason for entry in ledger(tmp_path / "a.db").values()} == {"outside the calendar"}


@pytest.mark.parametrize(("dated", "sane"), [
    (None, True), ("1994", True), ("1993-12-31", False), ("0001-01-01", False), ("9999-12-31", False), ("2019-05-06", True),
])
def test_T4_which_days_a_calendar_may_have(dated: str | None, sane: bool) -> None:
    assert window.sane(dated) is sane


def test_T2_a_session_in_the_address_is_the_same_page(tmp_path: Path) -> None:
    one = "/gaolan/2019-05/01/content_1.htm"
    with Town(portals=["lzbs"], articles=4) as town:
        page = town.page(next(iter(town.articles()))).body
        town.override[LIST] = listing(one, *(f"{one}?{name}" for name in (
            "PHPSESSID=0123456789abcdef0123", "sid=00112233445566778899", "t=1700000000", "_=0.123456789")))
        town.faults[re.compile(r".*content_1\.htm.*")] = Body(page)
        crawl("lzbs", tmp_path / "a.db", town)
        assert len([visit for visit in town.log if "content_1" in visit.path]) == 1
    assert states(tmp_path / "a.db")["discovered"] == 1


def test_T2_links_that_all_carry_what_follows_a_reader_are_found(tmp_path: Path) -> None:
    tails = ("#top", ";jsessionid=0123456789ABCDEF0123", "?spm=zm1.2", "?PHPSESSID=0123456789abcdef", "?_t=1700000000000")

    async def whole(exchange: Exchange) -> bool:
        plain = re.split("[;?]", exchange.request.path)[0]
        return await exchange.send(200, {"Content-Type": "text/html"}, town.page(f"http://{exchange.request.host}{plain}").body)

    with Town(portals=["lzbs"], articles=20) as town:
        every = list(town.articles())
        hrefs = [f"{url}{tails[n % len(tails)]}" for n, url in enumerate(every)]
        again = [f"{url}{tails[n % 3]}" for n, url in enumerate(every)]
        town.override[LIST] = listing(*hrefs, *again, f"{every[0]}?print=1", f"{every[0]}?page=2")
        town.faults[re.compile(r".*content_\d+\.htm[;?].*")] = whole
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert done.returncode == GOOD, done.stderr[-2000:]
        visits = [visit.path for visit in town.log if "content" in visit.path]
    assert sorted(visits) == sorted(url.partition(".cn")[2].partition("#")[0] for url in hrefs), "each once"
    assert {canonical(url) for url in shown(tmp_path / "a.db")} == {canonical(url) for url in every}
    assert not ask(tmp_path / "a.db", "SELECT url FROM ledger WHERE dated IS NULL")


def test_T3_a_relative_link_that_leads_deeper_is_not_followed(tmp_path: Path) -> None:
    async def deeper(exchange: Exchange) -> bool:
        return await exchange.send(200, {"Content-Type": "text/html"}, listing("rel/2019-05/01/content_1.htm", older="rel/"))

    with Town(portals=["lzbs"], articles=4) as town:
        town.faults[re.compile(re.escape(LIST) + ".*")] = deeper
        crawl("lzbs", tmp_path / "a.db", town)
        assert len(town.log) < 10


@pytest.mark.parametrize(("url", "trapped"), [
    ("http://a.cn/rel/rel/rel/1.htm", True), ("http://a.cn/rel/x/rel/y/rel/1.htm", True), ("http://a.cn/" + "a/" * 30, True),
    ("http://a.cn:25/1.htm", True), ("http://a.cn:6667/1.htm", True), ("http://a.cn:8080/1.htm", False), ("http://a.cn:81/1.htm", False),
    ("http://a.cn/?q=" + "a" * 2000, True), ("http://a.cn/news/news/2020/1.htm", False),
    ("http://a.cn/system/2001/01/01/01/010101.shtml", False), ("http://a.cn/", False),
    ("http://a.cn/system/count//0001/00010000000000000000/000/000/c0001_000000001.shtml", False),
])
def test_T3_which_addresses_are_traps(url: str, trapped: bool) -> None:
    assert bool(trap(url)) is trapped


def test_T3_mail_is_not_asked_for_pages(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        moved, *others = town.articles()
        town.faults[moved] = Redirect("http://www.lzbs.com.cn:25/gaolan/2019-05/01/content_1.htm")
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert {visit.host for visit in town.log} == {"www.lzbs.com.cn"}
    assert ledger(tmp_path / "a.db")[moved][:2] == ("refused", "trap: port 25 is not the web's")
    assert shown(tmp_path / "a.db") == set(others)


@pytest.mark.parametrize("base", ["http://[", "//[x", "http://a:b/", "http://www.lzbs.com.cn:99999/"])
def test_T12_a_base_that_is_no_address_is_none(base: str) -> None:
    body = f'<html><head><base href="{base}"></head><body><a href="/2019-05/01/content_1.htm">x</a></body></html>'
    page = HtmlResponse(LIST, body=body.encode())
    assert selector(page).xpath("//a/@href").getall() == ["/2019-05/01/content_1.htm"]
    assert joined(page, "/2019-05/01/content_1.htm") == "http://www.lzbs.com.cn/2019-05/01/content_1.htm"
    kept = HtmlResponse(LIST, body=body.replace(base, "http://m.lzbs.com.cn/x/").encode())
    assert selector(kept)
    assert joined(kept, "content_1.htm") == "http://m.lzbs.com.cn/x/content_1.htm"


def test_T7_a_section_that_redirects_elsewhere_is_not_followed_there(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[LIST] = Redirect(GAMBLING)
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert {visit.host for visit in town.log} == {"www.lzbs.com.cn"}
    assert done.returncode == DEGRADED
    assert "1 × moved, as" in done.stderr
    assert "off the portal: redirected to www.spam.example" in done.stderr


def test_T7_an_article_that_redirects_elsewhere_is_refused(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        gone, *others = town.articles()
        town.faults[gone] = Redirect(GAMBLING)
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert {visit.host for visit in town.log} == {"www.lzbs.com.cn"}
    assert ledger(tmp_path / "a.db")[gone][:2] == ("refused", "off the portal: redirected to www.spam.example")
    assert shown(tmp_path / "a.db") == set(others)


def test_T7_an_article_that_leads_to_the_front_page_is_refused_whatever_that_shows(tmp_path: Path) -> None:
    home = "http://www.lzbs.com.cn/"
    with Town(portals=["lzbs"], articles=12) as town:
        gone, moved, *others = town.articles()
        town.faults |= {gone: Redirect(home), moved: Redirect(f"{others[0]}?page=2")}
        town.override |= {home: town.page(others[0]).body, f"{others[0]}?page=2": town.page(moved).body}
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
    entries = ledger(tmp_path / "a.db")
    assert entries[gone][:2] == ("refused", "redirect: redirected to the front page")
    assert entries[gone].next_try, "it may have been for today: asked for again, then believed"
    assert home not in {*shown(tmp_path / "a.db"), *entries}, "nor is it asked for as if it were one"
    assert shown(tmp_path / "a.db") >= set(others)
    assert entries[moved].state == "stored", "another address of the portal is no front page"


@pytest.mark.parametrize(("url", "told"), [
    ("http://a.cn/404.html", "404"), ("http://a.cn/404", "404"), ("http://a.cn/common/error.htm?u=1", "error"),
    ("http://a.cn/err/", "err"), ("http://a.cn/page_404.shtml", "page_404"), ("http://a.cn/NotFound.aspx", "NotFound"),
    ("http://a.cn/404/content_1.htm", ""), ("http://a.cn/content_404.htm", ""), ("http://a.cn/error-in-court.html", ""),
    ("http://a.cn/2026/404_1.htm", ""),
])
def test_T5_which_addresses_tell_of_an_error(url: str, told: str) -> None:
    assert gone_wrong("http://a.cn/content_1.htm", url) == (told and f"redirected to an error page, {told}")


@pytest.mark.parametrize(("asked", "moved"), [
    ("http://a.cn/2026/404.html", True), ("http://a.cn/show.asp?id=404", True), ("http://a.cn/content_404.htm", True),
    ("http://a.cn/content_1404.htm", False), ("http://a.cn/2026/4040.htm", False),
])
def test_T5_an_article_that_has_the_number_of_an_error_may_move(asked: str, moved: bool) -> None:
    assert gone_wrong(asked, "https://www.a.cn/2026/404.html") == ("" if moved else "redirected to an error page, 404")


def test_T5_articles_that_lead_to_an_error_s_page_are_refused_and_told(tmp_path: Path) -> None:
    """Whatever that page says: it may be as long as an article."""
    wrong = "http://www.lzbs.com.cn/404.html"
    with Town(portals=["lzbs"], articles=12) as town:
        gone, *others = town.articles()
        town.faults[gone] = Redirect(wrong)
        town.override[wrong] = town.page(others[0]).body
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
    entry = ledger(tmp_path / "a.db")[gone]
    assert entry[:2] == ("refused", "redirect: redirected to an error page, 404")
    assert entry.next_try, "asked for again, then believed"
    assert shown(tmp_path / "a.db") == set(others)


@pytest.mark.long
def test_T9_lists_that_are_empty_after_a_redesign_are_no_success(tmp_path: Path) -> None:
    with Town(portals=["lzbs", "tianshui"], articles=18) as town:
        for portal in ("lzbs", "tianshui"):
            assert crawl(portal, tmp_path / "a.db", town).returncode == GOOD
        town.override[LIST] = b"<html><body><div id='app'></div></body></html>"
        for _ in range(2):  # and no day after it: a portal stays lost until it is found
            done = crawl("lzbs", tmp_path / "a.db", town)
            assert done.returncode == DEGRADED
            assert "0 links where an earlier run had 19" in done.stderr
        assert crawl("lzbs", tmp_path / "b.db", town).returncode == NOTHING, "no past to compare with"
        town.override["http://www.tianshui.com.cn/news/gg/"] = town.override[LIST]
        done = crawl("tianshui", tmp_path / "a.db", town)
        assert done.returncode == DEGRADED
        assert re.search(r"甘谷: 0 links where \d+ are known", done.stderr)


@pytest.mark.parametrize(("body", "kind"), [(b'{"code": 500}', "application/json"), (b"\x89PNG\r\n\x1a\n\0\0", "image/png")])
def test_T9_a_list_that_is_no_page_at_all_is_a_lost_list(tmp_path: Path, body: bytes, kind: str) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[LIST] = Body(body, {"Content-Type": kind})
        done = crawl("lzbs", tmp_path / "a.db", town)
    assert done.returncode == DEGRADED
    assert f"list page of another kind: {kind}" in done.stderr
    assert "Traceback" not in done.stderr


NOWHERE = ("http://www.lzbs.com.cn:99999", "http://www.lzbs.com.cn:x", "http://www.lzbs.com.cn:-1", "http://a b.lzbs.com.cn",
           "http://[", "http://a]b", "http://www.lzbs.com.cn／s")


@pytest.mark.parametrize("host", [*NOWHERE, "http://", "http://:80", "javascript:", "file://", "http://www.lzbs.com.cn:0"])
def test_H7_what_no_request_can_be_made_of_is_no_address(host: str) -> None:
    assert not is_address(f"{host}/2019-05/01/content_1.htm")


@pytest.mark.long
def test_H7_a_link_with_an_impossible_port_harms_neither_this_run_nor_the_next(tmp_path: Path) -> None:
    """In a list, as its next page, in robots.txt and in an index of sitemaps; and as a row of an older archive."""
    maps = "".join(f"<sitemap><loc>{host}/s.xml</loc></sitemap>" for host in NOWHERE)
    with Town(portals=["lzbs"], articles=12) as town:
        town.override |= {
            "http://www.lzbs.com.cn/robots.txt": "\n".join(
                ["User-agent: *", *(f"Sitemap: {host}/s.xml" for host in NOWHERE), "Sitemap: http://www.lzbs.com.cn/s.xml"]).encode(),
            "http://www.lzbs.com.cn/s.xml": f"<sitemapindex>{maps}</sitemapindex>".encode(),
            LIST: listing(*(f"{host}/2019-05/01/content_1.htm" for host in NOWHERE), *town.articles(), older=f"{NOWHERE[0]}/2"),
        }
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert done.returncode == GOOD, done.stderr[-2000:]
        assert shown(tmp_path / "a.db") == set(ledger(tmp_path / "a.db")) == set(town.articles())
        bad = f"{NOWHERE[0]}/2019-05/01/content_1.htm"
        with Archive(tmp_path / "a.db") as archive:
            archive.discover("lzbs", [Link(bad)])
        town.publish("lzbs", 1)
        town.override.clear()
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert done.returncode == GOOD, done.stderr[-2000:]
        assert shown(tmp_path / "a.db") == set(town.articles())
    assert ledger(tmp_path / "a.db")[bad][:2] == ("refused", "not an address")


def test_T12_links_that_lead_out_are_not_followed(tmp_path: Path) -> None:
    hrefs = ("http://www.spam.example/2019-05/01/content_1.htm", "javascript:;", "http://[", "file:///etc/passwd",
             "http://a:b/", "data:text/html,x", "ftp://www.lzbs.com.cn/2019-05/01/content_1.htm", "mailto:a@b", "//", "#")
    with Town(portals=["lzbs"], articles=12) as town:
        town.override[LIST] = listing(*hrefs, *town.articles())
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert {visit.host for visit in town.log} == {"www.lzbs.com.cn"}
    assert shown(tmp_path / "a.db") == set(town.articles()), "H7: a bad link harms no other"
    assert not ask(tmp_path / "a.db", "SELECT url FROM ledger WHERE url NOT LIKE 'http://www.lzbs.com.cn/%'")
