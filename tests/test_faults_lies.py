"""What stands in an article's place: soft 404s, login stubs, challenges, and hosts in maintenance."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from archive.archive import Archive
from archive.errors import DEGRADED, GOOD
from archive.ledger import LOST
from archive.reextract import reextract
from crawler.cli import road, settings
from crawler.failures import challenged
from crawler.probe import never_was, signature
from tests.reading import ledger, shown, sound
from tests.running import crawl
from tests.test_faults_traps import JSL, LIST, LOGIN, SOFT, listing
from tests.town import Town
from tests.town.faults import Body, Redirect, Status


def test_T5_T10_stubs_are_refused_and_the_rest_is_stored(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        soft, login, *others = town.articles()
        town.faults |= {soft: Body(SOFT.encode()), login: Body(LOGIN.encode())}
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
    entries = ledger(tmp_path / "a.db")
    assert entries[soft].state == entries[login].state == "refused"
    assert entries[soft].reason.startswith("soft 404")
    assert entries[login].reason.startswith("login")
    assert shown(tmp_path / "a.db") == set(others)


BUSY = "<html><body><h1>系统繁忙，请稍后再试</h1></body></html>"
TOLD = {"challenge": JSL, "error page": BUSY, "soft 404": SOFT, "no article": "<html><body></body></html>"}


@pytest.mark.parametrize("reason", TOLD)
def test_T5_T6_what_a_redirect_led_to_is_due_again_at_one_address(tmp_path: Path, reason: str) -> None:
    target, fine, shown_now = (f"http://www.lzbs.com.cn/gaolan/2019-05/01/content_900000{n}.htm" for n in (1, 2, 3))
    with Town(portals=["lzbs"], articles=12) as town:
        gone, moved, *_ = town.articles()
        town.faults |= {gone: Redirect(target), moved: Redirect(fine), target: Body(TOLD[reason].encode())}
        town.override |= {fine: town.page(moved).body, shown_now: town.page(gone).body}
        crawl("lzbs", tmp_path / "a.db", town)
        entries = ledger(tmp_path / "a.db")
        assert entries[gone].reason.startswith(reason)
        assert target not in entries, "nobody discovered it"
        assert entries[moved].state == entries[fine].state == "stored", "of an article both are known"
        with Archive(tmp_path / "a.db") as archive:  # as read by other rules: no row of its own comes of that
            reextract(archive, road(settings()).read, list(archive.captures.all("article", "lzbs")))
            archive.conn.execute("UPDATE ledger SET next_try = '2020-01-01' WHERE next_try IS NOT NULL")
        assert target not in ledger(tmp_path / "a.db")
        town.faults[gone] = Redirect(shown_now)
        crawl("lzbs", tmp_path / "a.db", town)
        entries = ledger(tmp_path / "a.db")
        assert entries[gone].state == ("stored" if reason != "soft 404" else "refused"), "what is gone is gone"


PROBED = ("-s", "SOFT_404_PROBE=1")
NEVER_WAS = re.compile(r".*/content_\d{15}\.htm$")  # the town's own articles have seven digits


def test_T5_what_a_host_shows_for_an_address_that_never_was_is_no_article(tmp_path: Path) -> None:
    """It reads like an article: nothing that it says gives it away."""
    with Town(portals=["lzbs"], articles=12) as town:
        gone, whole, *others = town.articles()
        page = town.page(whole).body
        town.faults |= {gone: Body(page + b"<!-- 12:01:59 -->"), NEVER_WAS: Body(page + b"<!-- 12:00:00 -->")}
        assert crawl("lzbs", tmp_path / "a.db", town, *PROBED).returncode == GOOD
        assert len([visit for visit in town.log if NEVER_WAS.match(visit.path)]) == 1, "a host is asked once"
    entries = ledger(tmp_path / "a.db")
    assert {entries[url][:2] for url in (gone, whole)} == {("refused", LOST)}
    assert shown(tmp_path / "a.db") == set(others)
    assert not NEVER_WAS.findall(" ".join(entries)), "what was never an address is not discovered"


@pytest.mark.long
def test_T5_a_host_in_maintenance_loses_nothing(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[re.compile(r".*/content_\d+\.htm$")] = Body("<html><body><p>敬请期待本网改版上线的新面貌</p></body></html>".encode())
        done = crawl("lzbs", tmp_path / "a.db", town, *PROBED)
        assert done.returncode == DEGRADED
        assert "12 article(s), and no other, were refused as soft 404" in done.stderr
        town.faults.clear()
        assert crawl("lzbs", tmp_path / "a.db", town, *PROBED).returncode == GOOD
        assert shown(tmp_path / "a.db") == set(town.articles())


def test_T5_a_host_that_knows_its_addresses_loses_none(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        assert crawl("lzbs", tmp_path / "a.db", town, *PROBED).returncode == GOOD
        assert shown(tmp_path / "a.db") == set(town.articles())
        town.log.clear()
        assert crawl("lzbs", tmp_path / "a.db", town, *PROBED).returncode == GOOD
        assert [visit.path for visit in town.log] == ["/robots.txt", "/gaolan/"], "nothing new, nothing to doubt"


@pytest.mark.parametrize(("url", "form"), [
    ("http://a.cn/2019/content_1.htm", r"http://a\.cn/\d{4}/content_\d{9}\.htm"), ("http://a.cn/b/", r"http://a\.cn/b/\d{8}"),
    ("http://a.cn/b.php?id=1", r"http://a\.cn/b\.php\?id=\d{9}"), ("http://a.cn/7/words", r"http://a\.cn/\d/words\d{8}"),
])
def test_T5_addresses_that_never_were_are_siblings(url: str, form: str) -> None:
    assert re.fullmatch(form, never_was(url))
    assert never_was(url) != never_was(url)


@pytest.mark.parametrize(("one", "other", "same"), [
    ("您访问的页面已经被移走了 12:01", "您访问的页面已经被移走了 13:02", True), ("甘谷县召开脱贫攻坚会议", "甘谷县召开防汛工作会议", False),
    ("<p>not found 12:01", "<p>not found 13:02", True), ("<p>an article", "<p>another", False),
])
def test_T5_what_two_copies_of_a_page_share(one: str, other: str, same: bool) -> None:
    assert (signature(one.encode("gbk")) == signature(other.encode("gbk"))) is same


SHIELD = "<html><head><title>网站防火墙</title></head><body>您的请求带有不合法参数，已被拦截！安全狗</body></html>"
MOMENT = "<html><head><title>Just a moment...</title></head><body class='cf-browser-verification'></body></html>"
SCRIPT = "<html><head><script>$_ts=window['$_ts'];</script></head><body></body></html>"
SIGNED = "<html><body>error<script src='/cdn-cgi/challenge-platform/x.js'></script></body></html>"


@pytest.mark.parametrize(
    "fault",
    [Body(JSL.encode()), Body(b"<html><h1></h1><script>document.cookie='x=1';location.reload()</script></html>"), *(pytest.param(Status(status, body=body.encode()), marks=pytest.mark.long)
                             for status, body in ((521, JSL), (403, MOMENT), (202, SCRIPT)))],
    ids=["200", "200 unnamed", "521", "403", "202"])
def test_T6_a_challenge_ends_the_visit_and_is_never_stored(tmp_path: Path, fault: object) -> None:
    with Town(portals=["lzbs"], articles=30) as town:
        town.faults[re.compile(r".*/content_\d+\.htm$")] = fault
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.05")
        assert done.returncode == DEGRADED
        assert "www.lzbs.com.cn left alone: challenge" in done.stderr
        assert len([visit for visit in town.log if "content" in visit.path]) <= 8, "those on their way; 30 wait"
        assert not shown(tmp_path / "a.db")
        town.faults.clear()
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert shown(tmp_path / "a.db") == set(town.articles()), "what was refused so is asked for again"
    assert sound(tmp_path / "a.db")


def test_T6_a_host_named_with_its_port_is_left_alone_too(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=30) as town:
        town.override[LIST] = listing(*(url.replace(".cn/", ".cn:80/") for url in town.articles()))
        town.faults[re.compile(r".*/content_\d+\.htm$")] = Body(JSL.encode())
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.05")
        assert len([visit for visit in town.log if "content" in visit.path]) <= 8
    assert "www.lzbs.com.cn left alone: challenge" in done.stderr


@pytest.mark.parametrize(("status", "body", "said"), [
    (400, SHIELD, "challenge: 安全狗, HTTP 400"), (405, SHIELD, "challenge: 安全狗, HTTP 405"), (412, "", "challenge: HTTP 412"),
    (567, SHIELD, "challenge: 安全狗, HTTP 567"), (503, MOMENT, "challenge: Cloudflare, HTTP 503"), (503, "busy", ""),
    (403, "<h1>403</h1>", ""), (404, SIGNED, ""),  # what is gone is told in a page that the shield has signed
    (523, SIGNED, ""), (502, SIGNED, ""),  # trouble behind the shield
])
def test_T6_which_errors_are_challenges(status: int, body: str, said: str) -> None:
    assert challenged(HtmlResponse("http://a.cn/", status=status, body=body.encode(), encoding="utf-8")) == said


def test_T6_trouble_behind_a_shield_is_not_asked_for_without_end(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=30) as town:
        town.faults[re.compile(r".*/content_\d+\.htm$")] = Status(523, body=SIGNED.encode())
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.01")
        assert 10 <= len([visit for visit in town.log if "content" in visit.path]) <= 12
    assert "www.lzbs.com.cn left alone: 10 requests in a row failed, the last: HTTP 523" in done.stderr


def test_T6_a_challenge_in_place_of_a_list_is_told_too(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        town.override[LIST] = JSL.encode()
        done = crawl("lzbs", tmp_path / "a.db", town)
    assert done.returncode == DEGRADED
    assert "challenge: 加速乐" in done.stderr
