"""Lists that mislead: dates in titles, links as browsers read them, errors and front pages in a list's place."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Request, XmlResponse

from archive.archive import Archive
from archive.errors import DEGRADED, GOOD
from archive.ledger import CALENDAR, Link, set_aside
from crawler import lists, window
from crawler.cms.numbered import Numbered
from crawler.feeds import feed_links
from crawler.lists import article_links, gone_home, joined, no_page, stub, too_many
from crawler.portals.lzbs import Lzbs
from crawler.spider import PortalSpider
from tests.reading import ask, ledger, shown
from tests.running import crawl
from tests.test_faults_traps import JSL, LIST, SOFT, listing
from tests.timing import quick
from tests.town import Town
from tests.town.exchange import Exchange
from tests.town.faults import Body, Redirect, Status

UTF8 = {"Content-Type": "text/html; charset=utf-8"}
BUSY = "<html><head><title>提示</title></head><body><p>系统繁忙，请稍后再试</p></body></html>"
PAPER = "anhuikejibao"
ISSUE = re.compile(r"http://ahkjb\.joyhua\.cn/ahkjb/\d{8}/html/index\.htm")
PAPER_ROBOTS = "http://ahkjb.joyhua.cn/robots.txt"


class Undated(Lzbs):
    """A portal whose addresses tell no day."""

    name = "undated"
    article = r"/content_\d+\.html?$"


def page(html: str, url: str = LIST, encoding: str = "utf-8", **more: Any) -> HtmlResponse:
    return HtmlResponse(url, body=html.encode(encoding), encoding=encoding, **more)


def dates(entry: str, portal: type[Lzbs] = Undated) -> list[str | None]:
    html = f"<html><body><ul><li>{entry}</li></ul></body></html>"
    return [link.dated for link in article_links(portal, page(html), "皋兰")]  # type: ignore[arg-type]


A = "<a href='/content_1.htm'>{}</a>"


@pytest.mark.parametrize(("entry", "dated"), [
    (A.format("1936年10月9日，红军三大主力会师") + "<span>2019-05-06</span>", "2019-05-06"),
    ("[2019-05-06]" + A.format("2035年12月31日前全面建成"), "2019-05-06"),
    (A.format("1936年10月9日，红军三大主力会师"), None),
    (A.format("1936年10月9日的会师，2019年5月6日的纪念"), "2019-05-06"),
    (A.format("自2021年1月1日起施行"), "2021-01-01"),
    (A.format("<b>2021年1月1日起施行</b><i>2019-05-06</i>"), "2019-05-06"),
    (A.format("会议召开") + "<a href='/d/'>（2019-05-06 10:30）</a>", "2019-05-06"),
    (A.format("2099-01-01"), "2099-01-01"),  # a calendar's day, which is no article's
    (A.format("会议召开"), None),
])
def test_O8_which_of_an_entry_s_dates_is_the_article_s(entry: str, dated: str | None) -> None:
    assert dates(entry) == [dated]


def test_O8_a_date_in_the_address_goes_before_one_in_the_title() -> None:
    entry = "<a href='/2019-05/06/content_1.htm'>自2021年1月1日起施行</a>"
    assert dates(entry, Lzbs) == ["2019-05-06"]


def test_O8_articles_about_the_past_are_asked_for(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        entries = "".join(f"<li><a href='{url}'>1936年10月9日，红军三大主力会师</a> 2019-05-06</li>" for url in town.articles())
        town.faults[LIST] = Body(f"<html><body><ul>{entries}</ul></body></html>".encode(), UTF8)
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert shown(tmp_path / "a.db") == set(town.articles())


@pytest.mark.parametrize(("entry", "dated"), [
    ("<lastmod>1970-01-01</lastmod>", None), ("<lastmod>2099-01-01</lastmod>", None), ("<lastmod>2019-05-06</lastmod>", "2019-05-06"),
])
def test_O8_a_day_that_a_sitemap_made_up_is_none(entry: str, dated: str | None) -> None:
    body = f"<urlset><url><loc>http://www.lzbs.com.cn/content_1.htm</loc>{entry}</url></urlset>"
    links, _ = feed_links(Undated, XmlResponse("http://www.lzbs.com.cn/s.xml", body=body.encode()), window.Window())  # type: ignore[arg-type]
    assert [link.dated for link in links] == [dated]


def test_O4_a_clock_that_was_never_set_refuses_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unset(window.dt.date):
        @classmethod
        def today(cls) -> Any:
            return cls(1970, 1, 1)

    monkeypatch.setattr(window.dt, "date", Unset)
    assert window.sane("2024-05-06")
    assert not window.sane("9001-01-01")


def test_O4_what_a_wrong_clock_refused_is_asked_for_when_a_list_shows_it_again(tmp_path: Path) -> None:
    link = Link("http://www.lzbs.com.cn/gaolan/2019-05/06/content_1.htm", "2019-05-06")
    with Archive(tmp_path / "a.db") as archive:
        archive.know_portal("lzbs", title="x")
        with archive.writing() as conn:
            set_aside(conn, "lzbs", [link], "2020-01-01T00:00:00+00:00", CALENDAR)
        assert archive.discover("lzbs", [link]).wanted == [link]


def test_O6_thousands_of_links_in_one_block_are_read_in_no_time() -> None:
    links = "<br>".join(f"<a href='/content_{n}.htm'>第{n}条</a>" for n in range(5000))
    listed = page(f"<html><body><div>{links}</div></body></html>")
    assert len(quick(3, lambda: list(article_links(Undated, listed, "皋兰")))) == 5000  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [20, 21])
def test_O6_of_a_list_of_too_many_links_the_first_are_read_and_the_others_told(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(lists, "MANY", 20)
    many = page("<html><body>" + "".join(f"<a class=x href='/content_{n}.htm'>第{n}条</a>" for n in range(count)) + "</body></html>")
    found = [link.url for link in article_links(Undated, many, "皋兰")]  # type: ignore[arg-type]
    assert found == [f"http://www.lzbs.com.cn/content_{n}.htm" for n in range(20)]
    assert too_many(many) == ("larger than 20 links, 21: the others were left" if count > 20 else "")


@pytest.mark.parametrize(("href", "url"), [
    ("\\2019-05\\06\\content_1.htm", "http://www.lzbs.com.cn/2019-05/06/content_1.htm"),
    ("http:\\\\www.lzbs.com.cn\\a.htm", "http://www.lzbs.com.cn/a.htm"),
    ("list.asp?type=本地&p=2#top", "http://www.lzbs.com.cn/gaolan/list.asp?type=%B1%BE%B5%D8&p=2"),
    ("list.asp?type=%B1%BE%B5%D8", "http://www.lzbs.com.cn/gaolan/list.asp?type=%B1%BE%B5%D8"),
    ("http://www.lzbs.com.cn/gaolan/../2019/./a.htm?back=/../", "http://www.lzbs.com.cn/2019/a.htm?back=/../"),
    ("http://www.lzbs.com.cn//b.example/../a.htm", "http://www.lzbs.com.cn/a.htm"),
    ("http://www.lzbs.com.cn/a/../b.htm", "http://www.lzbs.com.cn/b.htm"), (" http://c.example/a~b/1.htm\n", "http://c.example/a~b/1.htm"),
    ("http://www.lzbs.com.cn/a/...htm", "http://www.lzbs.com.cn/a/...htm"), ("/.well/a.htm", "http://www.lzbs.com.cn/.well/a.htm"),
    ("list.asp?path=a\\b", "http://www.lzbs.com.cn/gaolan/list.asp?path=a\\b"),
    ("http://name:word@www.lzbs.com.cn/a.htm", "http://www.lzbs.com.cn/a.htm"), ("/a.htm?to=b@c.cn", "http://www.lzbs.com.cn/a.htm?to=b@c.cn"),
    ("http://www.lzbs.com.cn@b.example/a.htm", "http://b.example/a.htm"), ("/@name/a.htm", "http://www.lzbs.com.cn/@name/a.htm"),
    ("javascript:void('\\n')", None), ("C:\\news\\1.htm", None), ("#", "http://www.lzbs.com.cn/gaolan/"), ("", None),
])
def test_H7_links_are_read_as_browsers_read_them(href: str, url: str | None) -> None:
    assert joined(page("<html></html>", encoding="gbk"), href) == url


def test_T9_a_list_that_leads_to_the_front_page_is_lost(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[LIST] = Redirect("http://www.lzbs.com.cn/")
        town.override["http://www.lzbs.com.cn/"] = listing(*town.articles())
        done = crawl("lzbs", tmp_path / "a.db", town)
    assert done.returncode == DEGRADED
    assert "http://www.lzbs.com.cn/gaolan/: redirected to the front page" in done.stderr
    assert not ledger(tmp_path / "a.db"), "what the front page shows is of other channels"


@pytest.mark.parametrize(("asked", "got", "lost"), [
    ("http://www.a.cn/news/", "http://www.a.cn/", True), ("http://news.a.cn/", "http://www.a.cn/index.html", True),
    ("http://www.a.cn/news/", "https://a.cn/", True), ("http://www.a.cn/news/", "http://news.a.cn/", False),
    ("http://www.a.cn/", "https://a.cn/", False), ("http://www.a.cn/news", "http://www.a.cn/news/", False),
    ("http://www.a.cn/news/", "http://www.a.cn/news/list.html", False), ("http://b.a.cn/x/", "http://b.a.cn/", True),
])
def test_T9_which_redirects_of_a_list_lose_it(asked: str, got: str, lost: bool) -> None:
    response = page("", got, request=Request(got, meta={"redirect_urls": [asked]}))
    assert bool(gone_home(response, "http://www.a.cn/")) is lost


@pytest.mark.parametrize(("fault", "told"), [
    (Body(BUSY.encode(), UTF8), "error page: 系统繁忙"),
    (Redirect("http://www.lzbs.com.cn/"), "redirected to the front page"),
    pytest.param(Redirect(LIST), "redirected to the front page", marks=pytest.mark.long),
    (Body(SOFT.encode(), UTF8), "soft 404: 您访问的页面不存在"),
    pytest.param(Status(202), "list page without links, HTTP 202", marks=pytest.mark.long),
], ids=["error", "home", "front", "soft 404", "202"])
def test_N20_an_error_in_a_further_list_s_place_does_not_end_the_walk(tmp_path: Path, fault: object, told: str) -> None:
    """The page before it says that it is there."""
    with Town(portals=["lzbs"], articles=60, per_page=10) as town:
        town.faults[re.compile(r".*_3\.htm$")] = fault
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert done.returncode == DEGRADED
        assert f"node_14184_3.htm: {told}" in done.stderr
        town.faults.clear()
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert shown(tmp_path / "a.db") == set(town.articles())


def test_T6_a_challenge_without_an_end_is_no_page_cut_short(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=60, per_page=10) as town:
        town.faults[re.compile(r".*_3\.htm$")] = Body(JSL.encode())
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert len([visit for visit in town.log if visit.path.endswith("_3.htm")]) == 1
    assert "www.lzbs.com.cn left alone: challenge: 加速乐" in done.stderr


@pytest.mark.parametrize(("words", "told"), [
    ("系统维护中", "error page: 系统维护"), ("Server Error in '/' Application", "error page: Server Error in '/"),
    ("访问过于频繁，请稍后再试", "challenge: asked too often"), ("本栏目暂无新闻", ""), ("", ""),
    ("本栏目暂无新闻。" * 30 + "系统维护", ""),
])
def test_N20_what_stands_in_a_list_s_place(words: str, told: str) -> None:
    assert stub(page(f"<html><head><title>提示</title></head><body>{words}</body></html>")) == told


@pytest.mark.parametrize(("body", "status", "known", "told"), [
    (SOFT, 200, True, "soft 404: 您访问的页面不存在或已删除"), (SOFT, 200, False, ""), ("本栏目暂无新闻", 200, True, ""),
    ("", 202, False, "list page without links, HTTP 202"), (JSL, 202, False, "challenge: 加速乐"),
    ("本栏目暂无新闻。" * 30 + "您访问的页面不存在", 200, True, ""),
])
def test_N20_a_list_that_another_page_tells_of_is_there(body: str, status: int, known: bool, told: str) -> None:
    assert stub(page(f"<html><body>{body}</body></html>", status=status), known) == told


def test_N20_beyond_the_last_of_lists_that_are_counted_up_stands_whatever_the_host_shows() -> None:
    assert (Numbered.open_ended, PortalSpider.open_ended) == (True, False)
    assert no_page(page(" ")) == "list page without a byte, HTTP 200"
    assert not no_page(page("<html></html>"))


async def every_day(exchange: Exchange) -> bool:
    """A host that has a page for every day, with a paper or without."""
    return await exchange.send(200, dict(UTF8), "<html><body><p>没有报纸</p></body></html>".encode())


def test_T1_a_paper_whose_host_answers_for_every_day_is_left_after_ten_of_them(tmp_path: Path) -> None:
    with Town(portals=["lzbs"]) as town:
        town.faults |= {ISSUE: every_day, PAPER_ROBOTS: Status(404)}
        done = crawl(PAPER, tmp_path / "a.db", town, "-s", "CLOSESPIDER_TIMEOUT=20")
        assert len([visit for visit in town.log if ISSUE.match(f"http://{visit.host}{visit.path}")]) == 10
    assert done.returncode == 1, "no article link on any page"
    assert not ask(tmp_path / "a.db", "SELECT * FROM walks"), "nothing was walked"


@pytest.mark.parametrize(("body", "told"), [(BUSY, "error page: 系统繁忙"), ("<html><body><p>第01版", "cut short: ")])
def test_N20_an_issue_that_is_broken_is_told_and_not_walked_past(tmp_path: Path, body: str, told: str) -> None:
    async def broken(exchange: Exchange) -> bool:
        await exchange.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode())
        return False

    with Town(portals=["lzbs"]) as town:
        town.faults |= {ISSUE: broken, PAPER_ROBOTS: Status(404)}
        done = crawl(PAPER, tmp_path / "a.db", town, "-s", "CLOSESPIDER_TIMEOUT=20")
    assert done.returncode == DEGRADED
    assert "1 list page(s) could not be fetched (http://ahkjb.joyhua.cn/ahkjb/" in done.stderr
    assert told in done.stderr


@pytest.mark.parametrize(("changed", "asked"), [
    ("Fri, 01 Jan 2038 00:00:00 GMT", None), ("yesterday", None), ("Mon, 06 May 2019 08:00:00 GMT", "Mon, 06 May 2019 08:00:00 GMT"),
])
def test_P10_a_list_changed_in_times_to_come_is_asked_for_whole(tmp_path: Path, changed: str, asked: str | None) -> None:
    seen = []

    async def lenient(exchange: Exchange) -> bool:
        """As some servers answer: not modified since that day."""
        seen.append(exchange.request.headers.get("if-modified-since"))
        return await exchange.send(304 if seen[-1] else 200, {"Content-Type": "text/html", "Last-Modified": changed}, exchange.page().body)

    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[LIST] = lenient
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        town.publish("lzbs", 3)
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
    assert seen == [None, asked]
    assert len(shown(tmp_path / "a.db")) == (12 if asked else 15)


async def printed(exchange: Exchange) -> bool:
    """Four issues of two printed pages each, with an article on each."""
    day, _, file = exchange.request.path.partition("/ahkjb/")[2].partition("/html/")
    here = [(dt.datetime.now(dt.UTC) + dt.timedelta(hours=8) - dt.timedelta(back)).strftime("%Y%m%d") for back in range(4)]
    other = "<a href='node_2.htm'>第02版</a>" if file == "index.htm" else ""
    body = f"<html><body>{other}<li><a href='c{day}_{len(file)}.htm'>要闻</a></li></body></html>"
    if file.startswith("c"):
        body = f"<html><body><h1>{file}</h1><p>{f'{file}这一天的新闻，' * 20}</p></body></html>"
    return await exchange.send(200 if day in here else 404, dict(UTF8), body.encode())


@pytest.mark.parametrize(("fault", "walked"), [(Status(500), 0), (Body(BUSY.encode(), UTF8), 0), (Status(404), 1)], ids=["500", "busy", "404"])
def test_N20_a_printed_page_that_is_lost_keeps_the_past_open(tmp_path: Path, fault: object, walked: int) -> None:
    """One that is gone does not: it would be asked for in vain in each run, and every issue with it."""
    with Town(portals=["lzbs"]) as town:
        day = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=8) - dt.timedelta(2)).strftime("%Y%m%d")
        lost = f"http://ahkjb.joyhua.cn/ahkjb/{day}/html/node_2.htm"
        town.faults |= {PAPER_ROBOTS: Status(404), re.compile(r".*joyhua\.cn/ahkjb/.*"): printed, lost: fault}
        done = crawl(PAPER, tmp_path / "a.db", town)
        assert (done.returncode, len(shown(tmp_path / "a.db"))) == (DEGRADED, 7), done.stderr[-2000:]
        assert len(ask(tmp_path / "a.db", "SELECT * FROM walks")) == walked
        del town.faults[lost]
        crawl(PAPER, tmp_path / "a.db", town)
        assert len(shown(tmp_path / "a.db")) == 8 - walked
        assert ask(tmp_path / "a.db", "SELECT channel FROM walks") == [("数字报",)]
