"""Manners seen in the server's own log: gaps, rests, rules that cannot be had, and a host that has had enough."""

from __future__ import annotations

import asyncio
import re
import subprocess
import time
from itertools import pairwise
from pathlib import Path

import pytest

from archive.errors import DEGRADED, GOOD
from crawler.hosts import LONGEST_HOLD, HostClosed, Hosts, retry_after
from tests.reading import ask, ledger, shown
from tests.running import FAST, command, crawl, crawling, environment, run
from tests.test_faults_traps import LIST, listing
from tests.town import Town
from tests.town.faults import Body, Delay, Raw, Reset, Stall, Status

ROBOTS = "http://www.lzbs.com.cn/robots.txt"
ONE = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.02")  # one at a time, as in earnest
SOME = re.compile(r".*/gaolan/\d{4}.*")


def gaps(town: Town, host: str = "www.lzbs.com.cn") -> list[float]:
    """Seconds between the requests a host saw."""
    return [after - before for before, after in pairwise(sorted(v.time for v in town.log if v.host == host))]


@pytest.mark.long
def test_P7_crawl_delay_is_kept(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=10) as town:
        town.override[ROBOTS] = b"User-agent: *\nCrawl-delay: 0.3\nDisallow: /gaolan/neibu/\n"
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert len(town.log) >= 12
        assert sum(gaps(town)) > 0.3 * len(gaps(town)) - 0.2
        assert min(gaps(town)) > 0.1, "the server notes an answer, which a loaded machine may delay"


@pytest.mark.long
def test_P8_the_turns_of_a_host_are_shared_by_all_processes_of_an_archive(tmp_path: Path) -> None:
    code = ("import asyncio, sys, time; from pathlib import Path; from crawler.hosts import Hosts\n"
            "hosts = Hosts(Path(sys.argv[1]), 0.1)\n"
            "async def main():\n"
            "    for _ in range(8):\n"
            "        await hosts.turn('www.lzbs.com.cn'); print(time.time(), flush=True)\n"
            "asyncio.run(main())")
    words = [*command("python", "-c", code, tmp_path)]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment()) for _ in range(3)]
    turns = sorted(float(line) for process in running for line in process.communicate()[0].split())
    assert len(turns) == 24
    assert min(b - a for a, b in pairwise(turns)) > 0.09
    assert turns[-1] - turns[0] > 2.2


@pytest.mark.parametrize("fault", [Reset(), Stall(9), Status(408), Status(412)])  # 500, 503, 429: test_crawl.py
def test_P3_rules_that_cannot_be_had_forbid_everything_in_this_run(tmp_path: Path, fault: object) -> None:
    with Town(portals=["lzbs"], articles=4) as town:
        town.faults[ROBOTS] = fault
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", "DOWNLOAD_TIMEOUT=1", "-s", "RETRY_TIMES=1")
        assert {visit.path for visit in town.log} == {"/robots.txt"}
        assert done.returncode == DEGRADED
        assert "robots.txt unavailable" in done.stderr


@pytest.mark.long
def test_P4_no_rules_allow_everything_and_P5_neither_does_an_error_page(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=10) as town:
        town.faults[ROBOTS] = Status(403)
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        town.faults.clear()
        town.override[ROBOTS] = "<html><body>您访问的页面不存在</body></html>".encode()
        assert crawl("lzbs", tmp_path / "b.db", town).returncode == GOOD
        assert shown(tmp_path / "b.db") > set(town.articles())


@pytest.mark.parametrize(("body", "forbidden"), [
    (b"User-agent: *\nDisallow: /neibu/\n", True), (b"<html><body><h1>Welcome</h1></body>", False), (b"", False),
])
def test_P5_rules_that_are_called_html_and_end_with_the_connection_are_read(
    tmp_path: Path, body: bytes, forbidden: bool
) -> None:
    with Town(portals=["lzbs"], articles=10) as town:
        town.faults[ROBOTS] = Raw(lambda _: b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + body)
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert done.returncode == GOOD, done.stderr[-2000:]
        assert [visit.path for visit in town.log].count("/robots.txt") == 1
        assert bool([visit for visit in town.log if "neibu" in visit.path]) is not forbidden
    assert shown(tmp_path / "a.db") >= set(town.articles())


@pytest.mark.long
def test_P7_the_longest_delay_counts_where_origins_of_a_host_differ(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=4) as town:
        first, *others = town.articles()
        town.faults[ROBOTS] = Body(b"User-agent: *\nCrawl-delay: 0.4\n")
        town.faults[ROBOTS.replace(".cn/", ".cn:80/")] = Body(b"User-agent: *\nCrawl-delay: 0.1\n")
        town.override[LIST] = listing(first.replace(".cn/", ".cn:80/"), *others)
        crawl("lzbs", tmp_path / "a.db", town)
        assert {visit.host for visit in town.log} == {"www.lzbs.com.cn", "www.lzbs.com.cn:80"}
        between = [after.time - before.time for before, after in pairwise(town.log)]
    assert len(between) >= 6
    assert sum(between) > 0.4 * len(between) - 0.2


def test_N17_the_whole_host_rests_as_long_as_it_asks(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[next(iter(town.articles()))] = Status(429, {"Retry-After": "2"}, times=1)
        assert crawl("lzbs", tmp_path / "a.db", town, *ONE).returncode == GOOD
        refused = next(visit.time for visit in town.log if visit.status == 429)
        assert not [v for v in town.log if refused < v.time < refused + 1.9]
        assert shown(tmp_path / "a.db") == set(town.articles())


@pytest.mark.long
def test_N17_a_host_that_asks_for_an_hour_is_left_alone_by_the_next_run_too(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=8) as town:
        town.faults[SOME] = Status(503, {"Retry-After": "3600"})
        done = crawl("lzbs", tmp_path / "a.db", town, *ONE)
        assert done.returncode == DEGRADED
        assert "left alone: it asked us to wait 3600 s" in done.stderr
        assert len(town.log) <= 4, "robots.txt, the list, and one article, or one more that was on its way"
        town.log.clear()
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == DEGRADED
        assert not town.log
    waiting = {url: entry for url, entry in ledger(tmp_path / "a.db").items() if entry.state == "pending"}
    assert set(town.articles()) <= set(waiting)
    assert len([url for url, entry in waiting.items() if entry.next_try]) == 1, "only what was asked for was a try"


def test_N16_waits_grow_within_a_run(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=3) as town:
        broken = next(iter(town.articles()))
        town.faults[broken] = Status(500)
        crawl("lzbs", tmp_path / "a.db", town, "-s", "RETRY_WAIT=0.4")
        tries = [visit.time for visit in town.log if f"http://{visit.host}{visit.path}" == broken]
    first, second = (after - before for before, after in pairwise(tries))
    assert first > 0.39
    assert second > 1.19


@pytest.mark.long
def test_P9_a_slow_host_is_asked_less_often(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=6) as town:
        town.faults[SOME] = Delay(0.6)
        crawl("lzbs", tmp_path / "a.db", town, "-s", "AUTOTHROTTLE_ENABLED=1", "-s", "AUTOTHROTTLE_START_DELAY=0.1", *ONE,
              "-s", "DOWNLOAD_DELAY_JITTER=0")
        assert min(gaps(town)[-4:]) > 0.5, "without it sixteen at once"


@pytest.mark.long
def test_N15_a_dead_host_costs_ten_requests_and_O7_the_others_go_on(tmp_path: Path) -> None:
    with Town(portals=["gscn", "lzbs"], articles=40) as town:
        town.faults[re.compile(r"http://www\.lzbs\.com\.cn/gaolan/\d.*")] = Reset()
        options = [word for setting in FAST for word in ("-s", setting)]
        done = run("fangzhi", "crawl", "lzbs", "gscn", "-s", f"ARCHIVE={tmp_path / 'a.db'}", *options, town=town)
        assert done.returncode == DEGRADED
        assert "www.lzbs.com.cn left alone: 10 requests in a row failed" in done.stderr
        assert len([url for url in shown(tmp_path / "a.db") if "gscn" in url]) == 40
        assert len([visit for visit in town.log if visit.host == "www.lzbs.com.cn"]) < 60


def test_a_wrong_clock_s_stamps_are_not_waited_for(tmp_path: Path) -> None:
    """O4: a stamp from ten years ahead, written before the clock was set right."""
    ahead = time.time() + 10 * 365 * 86_400
    (tmp_path / "host-a.cn").write_text(f"{ahead:020.3f} {ahead:020.3f}\n")
    asyncio.run(asyncio.wait_for(Hosts(tmp_path, 2.0).turn("a.cn"), 1))


def test_a_damaged_stamp_is_none(tmp_path: Path) -> None:
    (tmp_path / "host-a.cn").write_bytes(b"\0\0rubbish")
    asyncio.run(asyncio.wait_for(Hosts(tmp_path).turn("a.cn"), 1))


def test_a_closed_host_stays_closed(tmp_path: Path) -> None:
    hosts = Hosts(tmp_path, give_up=3)
    for _ in range(3):
        hosts.failed("a.cn", "connection refused")
    with pytest.raises(HostClosed, match=r"a\.cn left alone: 3 requests in a row failed, the last: connection refused"):
        hosts.check("a.cn")
    hosts.check("b.cn")


@pytest.mark.parametrize(("value", "seconds"), [
    (b"5", 5), (None, 0), (b"", 0), (b"soon", 0), (b"-3", 0), (b"9" * 40, LONGEST_HOLD), ("５".encode(), 0),
    (b"Wed, 21 Oct 2015 07:28:00 GMT", 0), (b"Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_HOLD),
    (b"Wed, 21 Oct 2099 07:28:00 +" + b"9" * 20, 0),
])
def test_how_long_a_host_asks_us_to_wait(value: bytes | None, seconds: float) -> None:
    assert retry_after(value) == seconds


def test_crawling_words_are_polite_by_default() -> None:
    assert "DOWNLOAD_DELAY=0" in crawling("lzbs", Path("a.db")), "only tests switch the delay off"


ARTICLES = re.compile(r".*/content_\d+\.htm$")


@pytest.mark.long
def test_N15_a_host_that_denies_everything_is_left_alone(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=60, per_page=60) as town:
        denied = next(iter(town.articles()))
        town.faults[denied] = Status(403)
        assert "left alone" not in crawl("lzbs", tmp_path / "a.db", town, *ONE).stderr, "one page may be denied"
        town.log.clear()
        town.faults = {ARTICLES: Status(403)}
        done = crawl("lzbs", tmp_path / "b.db", town, *ONE)
        assert len([visit for visit in town.log if "content" in visit.path]) == 10
    assert "www.lzbs.com.cn left alone: 10 requests in a row failed, the last: HTTP 403" in done.stderr


@pytest.mark.long
def test_N16_old_pages_that_fail_keep_no_new_article_away(tmp_path: Path) -> None:
    """A host is left alone for the old ones in each of these runs, but only after its list was read."""
    with Town(portals=["lzbs"], articles=40, per_page=40) as town:
        town.faults[re.compile("|".join(map(re.escape, town.articles())))] = Status(500)
        crawl("lzbs", tmp_path / "a.db", town, *ONE)
        fresh = town.publish("lzbs", 3)
        for _ in range(2):  # found in the first of them, and asked for in the second at the latest
            town.log.clear()
            crawl("lzbs", tmp_path / "a.db", town, *ONE)
            assert "/gaolan/" in [visit.path for visit in town.log][:3]
        assert shown(tmp_path / "a.db") == set(fresh)
    assert ask(tmp_path / "a.db", "SELECT count(*) FROM ledger WHERE tries > 0 AND state = 'pending'")[0][0] >= 18
