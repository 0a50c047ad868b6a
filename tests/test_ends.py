"""Where a list ends that is counted up: what is not there for the first time may only be missing for now."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import time
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from archive.archive import Archive
from archive.errors import DEGRADED, GOOD
from crawler.account import BARREN, Run
from crawler.cms.numbered import Numbered
from crawler.ends import missed_before
from crawler.frontier import Frontier
from crawler.portals.cnwest import Cnwest
from crawler.portals.eastday import Eastday
from crawler.portals.gxnews import Gxnews
from crawler.portals.iqilu import Iqilu
from crawler.window import Window
from pipelines.items import Capture
from tests.reading import ask, shown
from tests.running import crawl
from tests.test_faults_traps import LIST, SOFT, listing
from tests.town import Town
from tests.town.exchange import Exchange
from tests.town.faults import Body, Redirect, Status

FRONT = "http://news.cnwest.com/tianxia/index.html"
THIRD = "http://news.cnwest.com/tianxia/index_3.html"
LISTED = b"<html><li><a href='/tianxia/a/2019/05/06/1.html'>x</a></li></html>"
EMPTY = b"<html><p>\xe6\x97\xa0</p></html>"
ONE = ("-a", "channel=天下")


def asked(town: Town) -> list[str]:
    """The list pages that a run has asked for, in short."""
    lists = [visit.path.partition("/tianxia/index")[2] for visit in town.log if "/tianxia/index" in visit.path]
    town.log.clear()
    return lists


@pytest.mark.long
@pytest.mark.parametrize("fault", [
    Status(404), Status(410), Body(SOFT.encode(), {"Content-Type": "text/html; charset=utf-8"}), Body(EMPTY),
    Redirect("http://www.cnwest.com/"),
], ids=["404", "410", "soft 404", "empty", "home"])
def test_N20_a_page_that_is_missing_in_the_first_walk_is_asked_for_by_the_next(tmp_path: Path, fault: object) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["cnwest"], articles=120, per_page=10) as town:
        every = {url for n, url in enumerate(town.articles()) if n % 3 == 1}
        town.faults[re.compile(r".*index_3\.html$")] = fault
        assert crawl("cnwest", path, town, *ONE).returncode == GOOD
        assert asked(town) == [".html", "_2.html", "_3.html"]
        assert (len(shown(path) & every), ask(path, "SELECT * FROM walks")) == (20, [])
        town.faults.clear()
        assert crawl("cnwest", path, town, *ONE).returncode == GOOD
        assert every <= shown(path)
        assert asked(town) == [".html", "_2.html", "_3.html", "_4.html", "_5.html"]


@pytest.mark.long
@pytest.mark.parametrize("fault", [
    Body(b"<html><body><ul></ul></body></html>"), Body(b"\x89PNG\r\n\x1a\n\0\0" * 30),
], ids=["empty", "picture"])
def test_T9_N20_a_front_page_without_links_ends_no_walk(tmp_path: Path, fault: object) -> None:
    """What an earlier run did not come to stands below it, on list pages that nobody would ask for any more."""
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=20, per_page=5) as town:
        crawl("lzbs", path, town, "-a", "limit=7")
        town.faults["http://www.lzbs.com.cn/gaolan/"] = fault
        assert crawl("lzbs", path, town).returncode == DEGRADED
        assert ask(path, "SELECT * FROM walks") == []
        town.faults.clear()
        assert crawl("lzbs", path, town).returncode == GOOD
        assert shown(path) == set(town.articles())


@pytest.mark.long
def test_N20_a_list_that_ends_is_gone_down_twice_and_no_more(tmp_path: Path) -> None:
    with Town(portals=["cnwest"], articles=60, per_page=10) as town:
        runs = []
        for _ in range(3):
            assert crawl("cnwest", tmp_path / "a.db", town, *ONE).returncode == GOOD
            runs.append(asked(town))
            time.sleep(1)  # an earlier run is one of an earlier second
    assert runs == [[".html", "_2.html", "_3.html"], [".html", "_2.html", "_3.html"], [".html"]]


@pytest.mark.parametrize(("portal", "here", "further"), [
    (Cnwest, FRONT, "http://news.cnwest.com/tianxia/index_2.html"),
    (Cnwest, "http://news.cnwest.com/tianxia/index_2.html", THIRD),
    (Cnwest, "http://news.cnwest.com/tianxia/index_9.html", "http://news.cnwest.com/tianxia/index_10.html"),
    (Eastday, "http://n.eastday.com/h/index.html", "http://n.eastday.com/h/index1.html"),
    (Eastday, "http://n.eastday.com/h/index1.html", "http://n.eastday.com/h/index2.html"),
    (Gxnews, "http://a.gxnews.com.cn/staticmores/168/33168-1.shtml", "http://a.gxnews.com.cn/staticmores/168/33168-2.shtml"),
    (Iqilu, "http://news.iqilu.com/shandong/list_11_1.shtml", "http://news.iqilu.com/shandong/list_11_2.shtml"),
])
def test_how_pages_are_counted_up(monkeypatch: pytest.MonkeyPatch, portal: type[Numbered], here: str, further: str) -> None:
    """What stands between the stem and the number stays there."""
    monkeypatch.setattr("crawler.cms.numbered.article_links", lambda *_: iter([here]))
    request = portal().older(HtmlResponse(here, body=LISTED), "x", 1)
    assert request is not None
    assert request.url == further


def run_before(archive: Archive, status: int, body: bytes, days: float) -> Frontier:
    """A run, and what the third page had shown so many days before."""
    frontier = Frontier(archive, "cnwest", Window())
    asyncio.run(frontier.open({}))
    then = (dt.datetime.now(dt.UTC) - dt.timedelta(days)).isoformat(timespec="seconds")
    archive.keep(Capture(THIRD, body, {"content-type": "text/html"}, status, then, portal="cnwest"), "list")
    return frontier


@pytest.mark.parametrize(("status", "body", "days", "missed"), [
    (404, b"", 1, True), (302, b"", 1, True), (200, EMPTY, 1, True), (200, LISTED, 1, False),
    (404, b"", -0.01, False), (200, EMPTY, -0.01, False),  # of this run itself
])
def test_N20_what_an_earlier_run_did_not_find_either_is_not_there(
    archive: Archive, status: int, body: bytes, days: float, missed: bool
) -> None:
    portal = Cnwest()
    portal.frontier = run_before(archive, status, body, days)
    assert missed_before(portal, THIRD) is missed
    assert not missed_before(portal, FRONT)
    portal.frontier.replay = True
    assert missed_before(portal, FRONT), "a capture never answers otherwise"


@pytest.mark.parametrize(("days", "lost", "walked"), [(3, 1, 0), (40, 0, 0)], ids=["days", "weeks"])
def test_N20_a_list_of_some_days_ago_that_is_gone_is_lost(archive: Archive, days: int, lost: int, walked: int) -> None:
    portal = Cnwest()
    portal.frontier = run_before(archive, 200, LISTED, days)
    gone = Failure(HttpError(Response(THIRD, 404)))
    gone.request = portal.list_request(THIRD, "天下", 3)  # type: ignore[attr-defined]
    asyncio.run(portal.beyond(gone))
    assert (portal.frontier.tally["list_failures"], archive.one("SELECT count(*) FROM walks")) == (lost, walked)


@pytest.mark.long
def test_T1_lists_of_ever_new_articles_that_are_not_there_are_left_and_passed_by_in_the_next_run(tmp_path: Path) -> None:
    """Below what was lost, as in a portal's move, older articles may still be there."""
    async def lost(exchange: Exchange) -> bool:
        number = int(exchange.request.path.partition("p=")[2] or 1)
        href = next(iter(town.articles())) if number == BARREN + 9 else f"/gaolan/2019-05/01/content_9{number:04d}.htm"
        return await exchange.send(200, {"Content-Type": "text/html"}, listing(href, older=f"/gaolan/?p={number + 1}"))

    with Town(portals=["lzbs"], articles=4) as town:
        town.faults[re.compile(re.escape(LIST) + r"(\?p=\d+)?$")] = lost
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert BARREN < len([visit for visit in town.log if "/gaolan/?p=" in visit.path or visit.path == "/gaolan/"]) < BARREN + 9
        assert "trap: 皋兰 names what is not there, left after" in done.stderr
        assert not shown(tmp_path / "a.db")
        crawl("lzbs", tmp_path / "a.db", town)
        assert len(shown(tmp_path / "a.db")) == 1


@pytest.mark.parametrize(("asked", "kind", "left"), [
    (1, "refused", True), (0, "refused", False), (1, "stored", False), (1, "duplicate", False), (1, "quarantined", False),
])
def test_T1_which_lists_name_nothing_that_is_there(tmp_path: Path, asked: int, kind: str, left: bool) -> None:
    with Archive(tmp_path / "a.db") as archive:
        run = Run(archive, "lzbs", Window())
        for number in range(BARREN + 1):
            assert not run.left_empty("皋兰"), "not yet"
            run.asked.add(f"http://a.cn/{number}.htm" for _ in range(asked))
            run.tally[kind] += number == BARREN // 2 or kind == "refused"
        assert run.left_empty("皋兰") is left
        assert not run.left_empty("兰州")
