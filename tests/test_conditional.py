"""What has not changed is not sent again: validators, and what a portal costs that is crawled once more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.errors import GOOD
from tests.reading import ask, ledger, shown
from tests.running import crawl, crawling, run
from tests.test_faults_traps import LIST
from tests.town import Town
from tests.town.exchange import Exchange
from tests.town.faults import Body, Redirect

OLD = "Thu, 01 Dec 2022 03:47:17 GMT"


@pytest.mark.long
def test_P10_an_unchanged_portal_costs_its_first_lists_and_no_bytes(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=60, per_page=20) as town:
        crawl("lzbs", tmp_path / "a.db", town)
        town.log.clear()
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert [(visit.path, visit.status) for visit in town.log] == [("/robots.txt", 200), ("/gaolan/", 304)]
        town.publish("lzbs", 2)
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
    assert len(shown(tmp_path / "a.db")) == 62


@pytest.mark.long
def test_P10_a_list_that_moved_is_not_asked_for_by_the_validators_of_its_old_address(tmp_path: Path) -> None:
    new, asked = "http://www.lzbs.com.cn/gl/", []

    async def moved(exchange: Exchange) -> bool:
        asked.append(exchange.request.headers.get("if-modified-since"))
        if asked[-1] == OLD:  # of a list that was changed later than this one
            return await exchange.send(304, {}, b"")
        return await exchange.send(200, {"Content-Type": "text/html", "Last-Modified": "Mon, 01 Jan 2018 00:00:00 GMT"}, page)

    with Town(portals=["lzbs"], articles=12) as town:
        page = town.page(LIST).body
        town.faults[LIST] = Body(page, {"Last-Modified": OLD})
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        town.faults |= {LIST: Redirect(new, 301), new: moved}
        for _ in range(2):
            assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
    assert asked == [None, "Mon, 01 Jan 2018 00:00:00 GMT"]


@pytest.mark.great
def test_P10_a_portal_of_two_thousand_articles_costs_its_lists_once_more(tmp_path: Path) -> None:
    with Town(portals=["gscn"], articles=2000, per_page=50, cache=3000) as town:
        first = bodies_of("gscn", tmp_path / "a.db", town)
        lists = len({visit.path for visit in town.log if "/system/2" not in visit.path})
        town.log.clear()
        again = bodies_of("gscn", tmp_path / "a.db", town)
        assert not [visit.path for visit in town.log if "/system/2" in visit.path]
        assert len(town.log) <= lists + 1
    assert again <= first / 20
    assert len(shown(tmp_path / "a.db")) == 2000


def bodies_of(portal: str, path: Path, town: Town) -> int:
    """Crawl, and count the bytes of the pages that the town sent."""
    assert run(*crawling(portal, path), town=town, timeout=600).returncode == GOOD
    return sum(len(town.page(f"http://{v.host}{v.path}").body) for v in town.log if v.status == 200)


@pytest.mark.long
def test_P10_articles_of_the_last_days_are_asked_for_again_and_corrections_kept(tmp_path: Path) -> None:
    again = ("-s", "RECHECK_DAYS=36500", "-s", f"REPORT={tmp_path / 'r.json'}")
    with Town(portals=["lzbs"], articles=12) as town:
        crawl("lzbs", tmp_path / "a.db", town)
        town.log.clear()
        assert crawl("lzbs", tmp_path / "a.db", town, *again).returncode == GOOD
        assert {visit.status for visit in town.log if "content" in visit.path} == {304}
        assert json.loads((tmp_path / "r.json").read_text())["portals"][0]["unchanged"] == 12
        corrected = next(iter(town.articles()))
        body = town.page(corrected).body
        story = town.story(corrected)
        assert story
        old, new = story.text[:12], "更正：" + story.text[:12]
        town.override[corrected] = body.replace(old.encode("gb18030"), new.encode("gb18030"))
        town.faults[corrected] = Body(town.override[corrected])  # with no validator of its old text
        assert crawl("lzbs", tmp_path / "a.db", town, *again).returncode == GOOD
    assert ask(tmp_path / "a.db", "SELECT url FROM revisions") == [(corrected,)]
    assert len(shown(tmp_path / "a.db")) == 12
    assert {entry.state for url, entry in ledger(tmp_path / "a.db").items() if "neibu" not in url} == {"stored"}


def test_P10_what_is_asked_for_again_keeps_nothing_new_out_of_a_run_with_a_limit(tmp_path: Path) -> None:
    """Nor does it come before what is new; what the limit leaves is asked for again."""
    with Town(portals=["lzbs"], articles=60) as town:
        again = ("-s", "RECHECK_DAYS=36500", "-a", "limit=20")
        for _ in range(4):  # one more than it takes: an address that robots.txt forbids is of a limit too
            crawl("lzbs", tmp_path / "a.db", town, *again)
        assert len(shown(tmp_path / "a.db")) == 60
        newest = town.publish("lzbs", 5)
        town.log.clear()
        assert crawl("lzbs", tmp_path / "a.db", town, *again).returncode == GOOD
        visits = [(f"http://{visit.host}{visit.path}", visit.status) for visit in town.log if "content" in visit.path]
    assert {url for url, _ in visits[:5]} == set(newest)
    assert [status for _, status in visits] == [200] * 5 + [304] * 14, "and one that robots.txt forbids"
    assert len(shown(tmp_path / "a.db")) == 65
