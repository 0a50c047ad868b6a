"""robots.txt that misleads or changes its mind: what stands in its place, and what it forbids for one day."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import DEGRADED, GOOD
from archive.ledger import ROBOTS as FORBIDDEN
from archive.ledger import Link
from crawler.frontier import Frontier
from crawler.rules import Rules
from crawler.window import Window
from pipelines.items import Failure
from tests.reading import shown, states
from tests.running import crawl
from tests.test_faults_traps import JSL
from tests.town import Town
from tests.town.faults import Body, Redirect, Status

ROBOTS = "http://www.lzbs.com.cn/robots.txt"
PLAIN = {"Content-Type": "text/plain"}
OFTEN = "<html><body><p>您的访问过于频繁，请稍后再试</p></body></html>"
UTF8 = {"Content-Type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(("fault", "told"), [
    (Body(JSL.encode()), "challenge: 加速乐"), (Body(OFTEN.encode(), dict(UTF8)), "challenge: asked too often"),
    (Redirect("http://name:word@www.lzbs.com.cn/robots.txt"), "an address with a login"),
    (Status(202, body=b"<script src='/a.js'></script>"), "HTTP 202"),
], ids=["challenge", "often", "login", "202"])
def test_P3_what_stands_in_the_place_of_rules_opens_nothing(tmp_path: Path, fault: object, told: str) -> None:
    with Town(portals=["lzbs"], articles=4) as town:
        town.faults[ROBOTS] = fault
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert [visit.path for visit in town.log] == ["/robots.txt"]
    assert done.returncode == DEGRADED
    assert told in done.stderr


def test_P5_rules_that_speak_of_a_challenge_are_rules(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[ROBOTS] = Body(b"User-agent: *\nDisallow: /cdn-cgi/challenge-platform/\n", dict(PLAIN))
        done = crawl("lzbs", tmp_path / "a.db", town)
    assert done.returncode == GOOD, done.stderr[-2000:]
    assert shown(tmp_path / "a.db") >= set(town.articles())


@pytest.mark.long
def test_P2_what_rules_forbade_for_a_day_is_asked_for_when_they_do_no_longer(tmp_path: Path) -> None:
    """Also what stands below the list pages that a next run reads."""
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=30, per_page=10) as town:
        town.faults[ROBOTS] = Body(b"User-agent: *\nDisallow: /gaolan/20*\n", dict(PLAIN))
        crawl("lzbs", path, town)
        assert (states(path)["refused"], shown(path) & set(town.articles())) == (30, set())
        town.log.clear()
        crawl("lzbs", path, town)
        assert not [visit for visit in town.log if "content" in visit.path], "still forbidden"
        town.faults.clear()
        town.log.clear()
        done = crawl("lzbs", path, town, "-a", "limit=7")
        assert (done.returncode, len([visit for visit in town.log if "content" in visit.path])) == (GOOD, 7)
        town.log.clear()
        assert crawl("lzbs", path, town).returncode == GOOD
        assert [visit.path for visit in town.log if "content" not in visit.path] == ["/robots.txt", "/gaolan/"]
    assert shown(path) >= set(town.articles())
    assert states(path)["refused"] == 0


def test_P2_only_what_was_forbidden_and_is_wanted_is_asked_for_again(tmp_path: Path) -> None:
    address = "http://www.lzbs.com.cn/gaolan/{}-05/01/content_1.htm".format
    with Archive(tmp_path / "a.db") as archive:
        archive.know_portal("lzbs")
        archive.discover("lzbs", [Link(address(year), f"{year}-05-01", "皋兰") for year in (2018, 2019, 2020, 2021)])
        for year, reason in ((2018, FORBIDDEN), (2019, FORBIDDEN), (2020, FORBIDDEN), (2021, "HTTP 404")):
            archive.fail(Failure(address(year), "lzbs", reason, permanent=True))
        frontier = Frontier(archive, "lzbs", Window(since="2019-01-01"))
        rules = Rules(b"User-agent: *\nDisallow: /gaolan/2020\n")
        assert [link.url for link in frontier.allowed_again(lambda url: rules.allows(url, "Fangzhi"))] == [address(2019)]
