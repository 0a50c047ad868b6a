"""The frontier: nothing is asked for twice in a run, and a run that never came to its end is not called good."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse, Request

from archive.archive import Archive
from archive.errors import DEGRADED, GOOD
from archive.ledger import Link
from crawler.account import UNENDED
from crawler.cms.numbered import Numbered
from crawler.frontier import Frontier
from crawler.portals.lzbs import Lzbs
from crawler.window import Window
from pipelines.items import Capture
from tests.conftest import ROOT
from tests.making import page
from tests.reading import ask, shown, states
from tests.running import await_that, command, crawl, crawling, environment
from tests.test_faults_lists import PAPER, PAPER_ROBOTS, printed
from tests.town import Town
from tests.town.faults import Stall, Status

ARTICLE = "http://www.lzbs.com.cn/gaolan/2019-05/01/content_{}.htm"


def links(count: int, dated: str = "2019-05-01") -> list[Link]:
    """Of so many articles."""
    return [Link(ARTICLE.format(n), dated, "皋兰") for n in range(count)]


def test_C1_what_two_lists_show_is_asked_for_once_however_long_another_program_writes(tmp_path: Path) -> None:
    async def race() -> list[int]:
        other = sqlite3.connect(archive.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        lists = [asyncio.ensure_future(frontier.discover(links(3), "皋兰")) for _ in range(4)]
        await asyncio.sleep(0.1)
        other.execute("ROLLBACK")
        other.close()
        return [len(wanted) for wanted, _, _ in await asyncio.gather(*lists)]

    with Archive(tmp_path / "a.db") as archive:
        archive.know_portal("lzbs")
        frontier = Frontier(archive, "lzbs", Window())
        assert asyncio.run(race()) == [3, 0, 0, 0]
        assert len(frontier.asked) == 3


def test_a_page_that_is_no_article_is_reported_by_class_with_its_address(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        frontier = Frontier(archive, "lzbs", Window())
        asyncio.run(frontier.done(page(ARTICLE.format(1), portal="lzbs", refused="soft 404: 页面没有找到")))
        assert frontier.failures == {"gone": [f"{ARTICLE.format(1)}: soft 404: 页面没有找到"]}


def test_C1_a_list_of_thousands_of_links_holds_the_archive_for_no_longer_than_they_need(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.know_portal("lzbs")
        frontier = Frontier(archive, "lzbs", Window())
        started = time.process_time()
        many = [*links(8000), *links(8000, "0001-01-01")]
        wanted, new, unmet = asyncio.run(frontier.discover(many, "皋兰"))
        assert time.process_time() - started < 5, "half a second; each held against all others, half a minute"
        assert (len(wanted), new, unmet) == (8000, 8000, 8000)


def long_ago(path: Path) -> None:
    """Move what was discovered and walked so far into the past."""
    with Archive(path) as archive, archive.writing() as conn:
        conn.execute("UPDATE ledger SET discovered_at = '2020-01-01T00:00:00+00:00'")
        conn.execute("UPDATE walks SET finished_at = '2020-01-01T00:00:00+00:00'")


def assert_the_rest_is_found(path: Path, town: Town) -> None:
    """By the run after one that broke off; the one after that finds nothing new and asks for one list."""
    assert len(shown(path)) < 40
    town.faults.clear()
    assert crawl("lzbs", path, town).returncode == GOOD
    assert shown(path) == set(town.articles())
    town.log.clear()
    assert crawl("lzbs", path, town).returncode == GOOD
    assert [visit.path for visit in town.log] == ["/robots.txt", "/gaolan/"]


@pytest.mark.long
@pytest.mark.parametrize("broken", ["a list", "a limit"])
def test_S3_what_a_later_walk_did_not_come_to_is_found_by_the_next(tmp_path: Path, broken: str) -> None:
    """The first page tells nothing: the run that broke off has seen it."""
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=20, per_page=10) as town:
        assert crawl("lzbs", path, town).returncode == GOOD
        long_ago(path)
        town.publish("lzbs", 35)
        if broken == "a list":
            town.faults[re.compile(r".*/gaolan/node_\d+_2\.htm$")] = Status(500)
        crawl("lzbs", path, town, *(("-a", "limit=5") if broken == "a limit" else ()))
        assert_the_rest_is_found(path, town)


@pytest.mark.long
def test_O4_a_clock_that_was_ahead_hides_nothing_from_later_runs(tmp_path: Path) -> None:
    """It dated the end of a walk: until that day nothing would have been discovered after it."""
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=20, per_page=10) as town:
        assert crawl("lzbs", path, town).returncode == GOOD
        with Archive(path) as archive, archive.writing() as conn:
            conn.execute("UPDATE ledger SET discovered_at = '2999-01-01T00:00:00+00:00'")
            conn.execute("UPDATE walks SET finished_at = '2999-01-01T00:00:00+00:00'")
        town.publish("lzbs", 35)
        town.faults[re.compile(r".*/gaolan/node_\d+_2\.htm$")] = Status(500)
        crawl("lzbs", path, town)
        assert_the_rest_is_found(path, town)


def test_O4_a_clock_that_was_never_set_walks_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unset(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Unset:
            return cls(1970, 1, 1, tzinfo=tz)

    with Archive(tmp_path / "a.db") as archive:
        archive.know_portal("lzbs")
        run = Frontier(archive, "lzbs", Window())
        asyncio.run(run.finish_walk("皋兰"))
        ended = archive.one("SELECT finished_at FROM walks")
        monkeypatch.setattr(dt, "datetime", Unset)
        assert run.walked("皋兰")
        asyncio.run(run.finish_walk("皋兰"))
        assert archive.one("SELECT finished_at FROM walks") == ended


def test_S3_what_is_new_to_a_walk(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.know_portal("lzbs")
        frontier = Frontier(archive, "lzbs", Window())

        def new(count: int, channel: str) -> int:
            return asyncio.run(frontier.discover(links(count), channel))[1]

        assert [new(3, "皋兰"), new(3, "皋兰")] == [3, 0], "no walk was finished: what the ledger does not know"
        asyncio.run(frontier.finish_walk("皋兰"))
        assert new(3, "皋兰") == 0, "met by the walk"
        long_ago(archive.path)
        assert [new(4, "永登"), new(4, "皋兰")] == [1, 1], "known of another list, which may have shown more of them"
        assert new(4, "皋兰") == 0, "on the page before as well: a column beside the list"


def test_S3_a_walk_back_to_a_day_does_not_close_the_gap_above_the_one_before(tmp_path: Path) -> None:
    def since() -> str:
        return str(ask(archive.path, "SELECT since FROM walks")[0][0])

    with Archive(tmp_path / "a.db") as archive:
        archive.know_portal("lzbs")
        frontier = Frontier(archive, "lzbs", Window())
        asyncio.run(frontier.finish_walk("皋兰"))
        frontier.window = Window(since="2021-06-01")
        asyncio.run(frontier.finish_walk("皋兰"))
        assert since() == "", "the walk before was finished later than that day: nothing lies between"
        long_ago(archive.path)
        asyncio.run(frontier.finish_walk("皋兰"))
        assert since() == "2021-06-01", "of what was published since 2020 nothing is known"
        frontier.window = Window()
        assert not frontier.walked("皋兰")
        asyncio.run(frontier.finish_walk("皋兰"))
        assert since() == ""


def test_C8_a_run_that_is_forced_to_stop_is_not_called_good(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[re.compile(r".*/content_\d+\.htm$")] = Stall(30)
        process = subprocess.Popen(command(*crawling("lzbs", tmp_path / "a.db")), env=environment(town), cwd=ROOT,
                                   stderr=subprocess.PIPE, text=True)
        await_that(lambda: any("content" in visit.path for visit in town.log), process)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=30)[1]
    assert process.returncode == DEGRADED
    assert told.strip().endswith(UNENDED)
    assert ask(tmp_path / "a.db", "SELECT finished_at, exit_code FROM crawls") == [(None, None)]
    assert states(tmp_path / "a.db")["pending"] >= 12


@pytest.mark.parametrize(("days", "lost"), [(3, 1), (40, 0), (None, 0)], ids=["days", "weeks", "never"])
def test_N20_what_was_a_list_days_ago_is_not_the_end_of_one(tmp_path: Path, days: int | None, lost: int) -> None:
    """A list only grows: a host that leads home from the middle of one is ill."""
    second = "http://www.lzbs.com.cn/gaolan/node_2.htm"
    with Archive(tmp_path / "a.db") as archive:
        spider = type("Counted", (Numbered, Lzbs), {"name": "counted", "list_number": "x"})()
        spider.frontier = run = Frontier(archive, "counted", Window())
        archive.know_portal("counted")
        if days is not None:
            then = (dt.datetime.now(dt.UTC) - dt.timedelta(days)).isoformat(timespec="seconds")
            archive.keep(Capture(second, b"<html></html>", {}, 200, then, portal="counted"), "list")
        body = b"<html><a href='/2019-05/01/content_1.htm'>x</a></html>"
        home = HtmlResponse(Lzbs.homepage, body=body, request=Request(Lzbs.homepage))
        home.meta["redirect_urls"] = [second]

        async def read() -> list[Request]:
            return [request async for request in spider.parse_list(home, "皋兰", 2)]

        assert (bool(asyncio.run(read())), run.tally["list_failures"]) == (not lost, lost)


def back(days: int) -> str:
    """A day in China, as a newspaper's addresses write it."""
    return (dt.datetime.now(dt.UTC) + dt.timedelta(hours=8) - dt.timedelta(days)).strftime("%Y%m%d")


@pytest.mark.long
def test_T1_an_issue_that_appears_after_the_next_one_is_found(tmp_path: Path) -> None:
    """The week's days of which nothing is known are asked for once in each run, and those of RECHECK_DAYS; no other."""
    late = re.compile(rf".*joyhua\.cn/ahkjb/{back(1)}/.*")
    with Town(portals=["lzbs"]) as town:
        town.faults |= {PAPER_ROBOTS: Status(404), late: Status(404), re.compile(r".*joyhua\.cn/ahkjb/.*"): printed}
        assert crawl(PAPER, tmp_path / "a.db", town).returncode == GOOD
        assert len(shown(tmp_path / "a.db")) == 6
        for stored, recheck, days in ((6, 0, (0, 1, 4, 5, 6, 7)), (8, 0, (0, 1, 4, 5, 6, 7)), (8, 0, (0, 4, 5, 6, 7)),
                                      (8, 2, (0, 1, 2, 4, 5, 6, 7)), (8, 9, range(10))):
            town.log.clear()
            assert crawl(PAPER, tmp_path / "a.db", town, "-s", f"RECHECK_DAYS={recheck}").returncode == GOOD
            assert len(shown(tmp_path / "a.db")) == stored
            asked = [visit.path.split("/")[2] for visit in town.log if visit.path.endswith("index.htm")]
            assert sorted(asked) == sorted(map(back, days))
            town.faults.pop(late, None)
