"""What a run says of itself: exit codes, the report, and yields against the portal's own past."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.errors import BUSY, DEGRADED, GOOD, USAGE, FangzhiError
from crawler.failures import CLASSES, class_of
from crawler.report import write
from crawler.run import verdict
from tests.loopback import Raising
from tests.reading import shown
from tests.running import FAST, crawl, crawling, forked
from tests.town import Town
from tests.town.faults import Body, Reset, Status

OPTIONS = [word for setting in FAST for word in ("-s", setting)]


def report_of(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.long
def test_O1_O7_a_site_that_is_down_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    with Town(portals=["lzbs", "gscn"], articles=24) as town:
        town.faults[re.compile(r"http://www\.lzbs\.com\.cn/.*")] = Reset()
        done = forked("fangzhi", "crawl", "lzbs", "gscn", "--report", tmp_path / "r.json", "-s", f"ARCHIVE={tmp_path / 'a.db'}",
                   *OPTIONS, town=town)
    assert done.returncode == DEGRADED
    report = report_of(tmp_path / "r.json")
    lzbs, gscn = report["portals"]
    assert (report["exit"], lzbs["exit"], gscn["exit"]) == (DEGRADED, DEGRADED, GOOD)
    assert lzbs["why"].startswith("1 list page(s) could not be fetched (http://www.lzbs.com.cn/")
    assert lzbs["failures"]["robots unknown"]["count"] >= 1
    assert (gscn["stored"], gscn["ledger"]["stored"], gscn["failures"].get("robots", {}).get("count", 0)) == (24, 24, 0)
    assert "lzbs: " in done.stderr
    assert "connection failed" in done.stderr


def test_O1_a_callback_that_raises_is_no_success(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=4) as town:
        words = crawling(Raising.name, tmp_path / "a.db", "-s", "SPIDER_MODULES=tests.loopback")
        done = forked(*words, town=town)
    assert done.returncode == DEGRADED
    assert "1 page(s) broke the crawler itself" in done.stderr


@pytest.mark.long
def test_O2_fields_that_are_no_longer_read_degrade_a_run(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=30) as town:
        assert crawl("lzbs", path, town, "-s", f"REPORT={tmp_path / 'one.json'}").returncode == GOOD
        for url in town.publish("lzbs", 12):
            bare = re.sub(rb"<head>.*?</head>", b"<head><title>x</title></head>", town.page(url).body, flags=re.S)
            bare = re.sub(rb'class="[^"]*"', b"", bare)
            bare = re.sub(rb"\d{4}-\d\d-\d\d( \d\d:\d\d)?|\d{4}\xe5\xb9\xb4", b"", bare)
            town.override[url] = re.sub(rb"\xe6\x9d\xa5\xe6\xba\x90", b"", bare)
        done = crawl("lzbs", path, town, "-s", f"REPORT={tmp_path / 'two.json'}")
    assert done.returncode == DEGRADED, done.stderr[-1500:]
    assert re.search(r"(layout|source|title|text|published_at) read on \d+% of \d+ pages, \d+% before: a layout changed", done.stderr)
    before, now = report_of(tmp_path / "one.json")["portals"][0], report_of(tmp_path / "two.json")["portals"][0]
    assert before["read"]["layout"] == [1.0, None]
    assert now["read"]["layout"][0] < now["read"]["layout"][1] == 1.0
    assert now["links_before"] >= 31


def test_the_report_counts_failures_by_class_with_examples(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=20) as town:
        gone, broken, *_ = town.articles()
        town.faults |= {gone: Status(404), broken: Status(500)}
        assert crawl("lzbs", tmp_path / "a.db", town, "-s", f"REPORT={tmp_path / 'r.json'}").returncode == DEGRADED
        (portal,) = report_of(tmp_path / "r.json")["portals"]
        assert {kind: told["count"] for kind, told in portal["failures"].items()} == {"gone": 1, "server": 1, "robots": 1}
        assert portal["failures"]["gone"]["examples"] == [f"{gone}: HTTP 404"]
        assert portal["channels"] == {"皋兰": 21}
        assert portal["ledger"]["discovered"] == 21 == sum(
            portal["ledger"][state] for state in ("pending", "stored", "duplicate", "quarantined", "refused"))
        for _ in range(2):
            crawl("lzbs", tmp_path / "a.db", town, "-s", f"REPORT={tmp_path / 'r.json'}")
        (portal,) = report_of(tmp_path / "r.json")["portals"]
        assert portal["ledger"]["waiting"] == 1, "the second failure is not followed by a third try at once"
        assert portal["exit"] == GOOD


def test_a_report_that_cannot_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=10) as town:
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", "REPORT=/dev/full")
    assert done.returncode == 2
    assert "the report cannot be written" in done.stderr.strip().splitlines()[-1]
    assert shown(tmp_path / "a.db"), "the crawl itself is done"


def test_O11_a_crawl_under_the_C_locale_tells_what_it_must(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(os.environ, "LC_ALL", "C")
    monkeypatch.setitem(os.environ, "PYTHONUTF8", "0")
    monkeypatch.setitem(os.environ, "PYTHONIOENCODING", "ascii")
    with Town(portals=["lzbs"], articles=10) as town:
        assert forked("fangzhi", "crawl", "lzbs", "-s", f"ARCHIVE={tmp_path / 'a.db'}", *OPTIONS, town=town).returncode == GOOD


def test_every_reason_has_a_class() -> None:
    assert class_of("HTTP 404") == "gone"
    assert class_of("HTTP 503") == "busy"
    assert class_of("HTTP 500") == "server"
    assert class_of("robots.txt") == "robots"
    assert class_of("robots.txt unavailable: a.cn") == "robots unknown"
    assert class_of("challenge: 加速乐") == "challenge"
    assert class_of("soft 404: 页面不存在") == "gone"
    assert class_of("read_page: ValueError: x") == "layout"
    assert class_of("a reason nobody thought of") == "other"
    assert len({name for name, _ in CLASSES}) == len(CLASSES)


EMPTY = "<html><head><title>新闻</title><script src='/app.js'></script></head><body><div id='app'></div></body></html>"


@pytest.mark.long
def test_O2_a_few_articles_a_day_are_judged_by_those_of_several_runs(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=30, per_page=90) as town:
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        for code in (GOOD, GOOD, DEGRADED):  # three articles a day, of pages that scripts fill now
            town.faults |= {url: Body(EMPTY.encode()) for url in town.publish("lzbs", 3)}
            done = crawl("lzbs", tmp_path / "a.db", town)
            assert done.returncode == code, done.stderr[-1500:]
        assert "layout read on 0% of 9 pages, 100% before: a layout changed" in done.stderr
        town.publish("lzbs", 3)
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD, "read again: what was before is past"


@pytest.mark.parametrize(("codes", "whole"), [
    ([0], 0), ([1], 1), ([0, 0], 0), ([0, 1], DEGRADED), ([0, DEGRADED], DEGRADED), ([0, USAGE], USAGE),
    ([BUSY, 0], DEGRADED), ([BUSY, BUSY], BUSY), ([BUSY, USAGE, DEGRADED], USAGE),
])
def test_O1_the_code_of_several_portals(codes: list[int], whole: int) -> None:
    assert verdict(codes) == whole


def test_O3_a_portal_that_was_left_out_is_in_the_report(tmp_path: Path) -> None:
    with Town(portals=["lzbs", "tianshui"], articles=12) as town, Archive(tmp_path / "a.db") as archive:
        claim = archive.lock_portal("lzbs")
        done = forked("fangzhi", "crawl", "lzbs", "tianshui", "--report", tmp_path / "r.json", "-s", f"ARCHIVE={tmp_path / 'a.db'}",
                   *OPTIONS, town=town)
        claim.release()
    report = report_of(tmp_path / "r.json")
    assert report["exit"] == done.returncode == DEGRADED
    assert ([portal["portal"] for portal in report["portals"]], list(report["busy"])) == (["tianshui"], ["lzbs"])
    assert "is being crawled by process" in report["busy"]["lzbs"]


def test_O1_a_report_is_whole_whenever_it_is_read(tmp_path: Path) -> None:
    place, link = tmp_path / "r.json", tmp_path / "newest.json"
    place.write_text('{"exit": 3}', encoding="utf-8")
    link.symlink_to(place)
    with place.open(encoding="utf-8") as reader:
        write(link, [], {"lzbs": "busy"}, "2026-01-01", GOOD)
        assert reader.read() == '{"exit": 3}', "who has it open reads it to its end"
    assert (report_of(place)["exit"], link.is_symlink(), len(list(tmp_path.iterdir()))) == (GOOD, True, 2)
    (tmp_path / "r.json.part").mkdir()
    with pytest.raises(FangzhiError, match=r"newest\.json: the report cannot be written"):
        write(link, [], {}, "2026-01-02", DEGRADED)
    assert report_of(place)["exit"] == GOOD, "what could not be written has cost nothing"
    write(Path("/dev/stdout"), [], {}, "2026-01-01", GOOD)
