"""Real crawls of the town: `scrapy crawl` in a process of its own, the portals' real addresses, a real archive."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from crawler.portals.tianshui import Tianshui
from tests.reading import sound, states
from tests.running import await_that, command, crawl, crawling, environment, run
from tests.town import PORTALS, Story, Town
from tests.town.faults import Delay, Status

FIELDS = ("title", "published_at", "source", "author", "editor")
LISTS = re.compile(r"/(index|node_)|/system/count/|/$|robots\.txt")


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with Town(articles=24, per_page=8) as running:
        yield running


def stored(path: Path) -> dict[str, dict[str, Any]]:
    """Every appearance by its address, with the text of its article."""
    with Archive(path, readonly=True) as archive:
        cursor = archive.conn.execute(
            "SELECT appearances.*, articles.text, articles.original_title FROM appearances"
            " JOIN articles ON articles.id = article_id"
        )
        names = [column[0] for column in cursor.description]
        return {row["url"]: row for row in (dict(zip(names, values, strict=True)) for values in cursor)}


def crawlable(town: Town, portal: str) -> list[str]:
    """The articles that stand in channels the portal declares (the e-paper is another paper)."""
    return [url for url in town.articles() if town.site(url.split("/")[2]).portal.name == portal and "epaper" not in url]


def differences(story: Story, row: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Each field of a story that the archive has otherwise: expected, found."""
    wanted = {name: getattr(story, name) for name in FIELDS}
    wanted |= {"text": story.text, "breadcrumb": list(story.breadcrumb) or None}
    found = {**row, "breadcrumb": json.loads(row["breadcrumb"]) if row["breadcrumb"] else None}
    return {name: (value, found[name]) for name, value in wanted.items() if found[name] != value}


@pytest.mark.parametrize("portal", PORTALS)
def test_every_article_of_a_portal_comes_out_right(town: Town, tmp_path: Path, portal: str) -> None:
    done = crawl(portal, tmp_path / "a.db", town)
    assert done.returncode == 0, done.stderr[-2000:]
    rows = stored(tmp_path / "a.db")
    wanted = crawlable(town, portal)
    assert sorted(rows) == sorted(wanted)
    wrong = {url: found for url in wanted if (found := differences(town.story(url), rows[url]))}
    assert not wrong
    assert sound(tmp_path / "a.db")


CLUTTER = ("精彩推荐", "关注我们", "新闻排行", "分享到", "打印本页", "摄影相关图片", "版权声明", "有思想", "您当前的位置", "您所在的位置",
           "责任编辑", "天水在线编辑", "原标题", "微博甘肃")


def test_the_five_seeds_come_out_as_their_gold(shared: Path, tmp_path: Path) -> None:
    gold = {name[:3]: article for name, article in json.loads((shared / "seeds/gold.json").read_text()).items()}
    with Town(articles=2, seeds=shared / "seeds") as town:
        for portal in ("gscn", "chuxiong", "lzbs", "cnjiwang", "tianshui"):
            assert crawl(portal, tmp_path / "a.db", town).returncode in (0, 3)  # two articles are few
    rows = {row["title"]: row for row in stored(tmp_path / "a.db").values()}
    for number, article in gold.items():
        row = rows[article["title"]]
        assert row["text"].split("\n") == article["body"], number
        for field in ("source", "author", "editor", "original_title", "subtitle"):
            assert row[field] == article.get(field), (number, field)
        assert json.loads(row["breadcrumb"] or "[]") == article["breadcrumb"], number
        if article["published_at"]:
            assert row["published_at"] == article["published_at"], number
        else:  # 002 shows no date; its address does, and the archive says so
            assert json.loads(row["origins"])["published_at"] == "url"
        assert not [marker for marker in CLUTTER if marker in row["text"]], number


@pytest.mark.long
def test_a_second_run_asks_for_lists_only_and_new_articles(tmp_path: Path) -> None:
    with Town(portals=["gscn"], articles=60, per_page=8) as town:
        crawl("gscn", tmp_path / "a.db", town)
        town.log.clear()
        assert crawl("gscn", tmp_path / "a.db", town).returncode == 0
        assert [visit.path for visit in town.log if not LISTS.search(visit.path)] == []
        assert len(town.log) <= 6 + 6, "one list page a channel, and robots.txt of their hosts"
        fresh = town.publish("gscn", 3)
        town.log.clear()
        crawl("gscn", tmp_path / "a.db", town)
        asked = {f"http://{v.host}{v.path}" for v in town.log if not LISTS.search(v.path)}
        assert asked == set(fresh)
    assert states(tmp_path / "a.db")["stored"] == 63


def test_since_and_until_choose_by_date_and_stop_the_paging(tmp_path: Path) -> None:
    with Town(portals=["gscn"], articles=240, per_page=5) as town:
        done = crawl("gscn", tmp_path / "a.db", town, "-a", "since=2022-07-01", "-a", "until=2023-06-30")
        assert done.returncode == 0
        inside = {url for url in town.articles() if "2022-07-01" <= (town.story(url).published_at or "")[:10] <= "2023-06-30"}
        assert set(stored(tmp_path / "a.db")) == inside
        pages = [visit for visit in town.log if "/system/count//" in visit.path]
        assert len(pages) <= 6 * (8 + 1 - 5), "list pages older than since are not asked for"


def test_what_a_run_begins_with_is_asked_for_in_its_order(tmp_path: Path) -> None:
    fronts = list(Tianshui.channels.values())
    with Town(portals=["tianshui"], articles=12) as town:
        crawl("tianshui", tmp_path / "a.db", town, "-s", "CONCURRENT_REQUESTS=1")
        asked = [f"http://{visit.host}{visit.path}" for visit in town.log]
        assert [url for url in asked if url in fronts] == fronts


def test_channel_and_limit(town: Town, tmp_path: Path) -> None:
    assert crawl("tianshui", tmp_path / "a.db", town, "-a", "channel=甘谷", "-a", "limit=2").returncode == 0
    rows = stored(tmp_path / "a.db")
    assert len(rows) == 2
    assert {row["channel"] for row in rows.values()} == {"甘谷"}
    newest = sorted((u for u in town.articles() if "/news/gg/" in u), reverse=True)[:2]
    assert sorted(rows, reverse=True) == newest
    assert states(tmp_path / "a.db")["pending"] >= 1, "what the limit left is known, and waits"


def test_several_portals_in_one_process(town: Town, tmp_path: Path) -> None:
    done = run(*("fangzhi", *crawling("", tmp_path / "a.db")[1:2], "lzbs", "tianshui"),
               *crawling("", tmp_path / "a.db")[3:], town=town)
    assert done.returncode == 0, done.stderr[-2000:]
    assert {row["portal"] for row in stored(tmp_path / "a.db").values()} == {"lzbs", "tianshui"}
    assert [line.split("\t")[0] for line in done.stderr.splitlines()[-3:]] == ["portal", "lzbs", "tianshui"]


def test_an_article_of_several_pages_is_one_article(tmp_path: Path) -> None:
    with Town(portals=["gscn", "lzbs"], articles=40, multipage=True) as town:
        for portal in ("gscn", "lzbs"):
            crawl(portal, tmp_path / "a.db", town)
        rows = stored(tmp_path / "a.db")
        several = {url: row for url, row in rows.items() if row["parts"]}
        assert several
        assert len(rows) == 80
        assert {url: row["text"] for url, row in several.items()} == {url: town.story(url).text for url in several}
    assert sound(tmp_path / "a.db")


def test_what_was_crawled_can_be_replayed(town: Town, tmp_path: Path) -> None:
    """archive -> WARC -> replayed crawl, with the town gone -> the same articles."""
    crawl("tianshui", tmp_path / "a.db", town)
    warc = tmp_path / "out.warc.gz"
    assert run("fangzhi", "export", tmp_path / "a.db", "--format", "warc", "-o", warc).returncode == 0
    words = ("scrapy", "crawl", "tianshui", "-s", f"REPLAY={warc}", "-s", f"ARCHIVE={tmp_path / 'b.db'}")
    began = time.monotonic()
    done = run(*words)
    assert done.returncode == 0, done.stderr[-2000:]
    assert time.monotonic() - began < 30, "a replay keeps no delays"
    one, other = stored(tmp_path / "a.db"), stored(tmp_path / "b.db")
    assert {url: row["text"] for url, row in one.items()} == {url: row["text"] for url, row in other.items()}


@pytest.mark.long
def test_a_replay_refuses_what_it_does_not_hold(town: Town, tmp_path: Path) -> None:
    crawl("lzbs", tmp_path / "a.db", town)
    with Archive(tmp_path / "a.db") as archive, archive.writing() as conn:
        gone = conn.execute("SELECT url FROM fetches WHERE kind = 'article' ORDER BY id LIMIT 1").fetchone()[0]
        conn.execute("DELETE FROM fetches WHERE url = ?", (gone,))
    run("fangzhi", "export", tmp_path / "a.db", "--format", "warc", "-o", tmp_path / "x.warc.gz")
    run("scrapy", "crawl", "lzbs", "-s", f"REPLAY={tmp_path / 'x.warc.gz'}", "-s", f"ARCHIVE={tmp_path / 'b.db'}")
    with Archive(tmp_path / "b.db", readonly=True) as archive:
        assert archive.one("SELECT state || ': ' || reason FROM ledger WHERE url = ?", gone) == "refused: not in the capture"


# Accidents ---------------------------------------------------------------------------------------------------------


def killed(portal: str, archive: Path, town: Town, after: int) -> None:
    """Start a crawl and kill -9 it when the town has served so many pages."""
    town.log.clear()
    process = subprocess.Popen(command(*crawling(portal, archive)), env=environment(town), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    while len(town.log) < after and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


KILLS = [45, *(pytest.param(after, marks=pytest.mark.long) for after in (3, *range(5, 78, 6)))]


@pytest.mark.parametrize("after", KILLS)
def test_S3_a_killed_crawl_leaves_a_sound_archive_and_the_next_ends_it(tmp_path: Path, after: int) -> None:
    with Town(portals=["gscn"], articles=60, per_page=8) as town:
        path = tmp_path / "a.db"
        killed("gscn", path, town, after)
        if path.exists():
            assert sound(path)
            known = set(stored(path))
        else:
            known = set()
        town.log.clear()
        assert crawl("gscn", path, town).returncode == 0
        assert set(stored(path)) == set(town.articles())
        again = {f"http://{v.host}{v.path}" for v in town.log} & known
        assert not again, "what was stored is not fetched twice"
        assert sound(path)
        state = states(path)
        assert (state["stored"], state["pending"]) == (60, 0)


def test_C2_a_portal_being_crawled_is_busy_for_others(tmp_path: Path) -> None:
    with Town(portals=["gscn"], articles=12) as town:
        town.faults[re.compile(r".*/system/\d{4}/.*")] = Delay(20)
        first = subprocess.Popen(command(*crawling("gscn", tmp_path / "a.db")), env=environment(town),
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            await_that(lambda: town.log, first)
            second = crawl("gscn", tmp_path / "a.db", town)
        finally:
            first.kill()
            first.wait(timeout=30)
    assert second.returncode == 75
    assert re.fullmatch(rf"fangzhi: portal gscn is being crawled by process {first.pid}; try again.*\n", second.stderr)


def test_a_page_that_fails_for_now_waits_for_the_next_run(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        broken = next(iter(town.articles()))
        town.faults[broken] = Status(503)
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == 3
        assert states(tmp_path / "a.db")["pending"] == 1
        town.faults.clear()
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == 0
    assert states(tmp_path / "a.db") == {"pending": 0, "stored": 12, "duplicate": 0, "quarantined": 0, "refused": 1,
                                            "discovered": 13}


def test_a_page_that_is_gone_is_refused_for_good(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        gone = next(iter(town.articles()))
        town.faults[gone] = Status(404)
        crawl("lzbs", tmp_path / "a.db", town)
        town.log.clear()
        crawl("lzbs", tmp_path / "a.db", town)
        assert gone not in {f"http://{v.host}{v.path}" for v in town.log}
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        assert archive.one("SELECT state || ': ' || reason FROM ledger WHERE url = ?", gone) == "refused: HTTP 404"


# Manners -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("portal", PORTALS)
def test_P2_what_robots_txt_forbids_is_never_asked_for(town: Town, tmp_path: Path, portal: str) -> None:
    town.log.clear()
    crawl(portal, tmp_path / "a.db", town)
    assert not [visit for visit in town.log if "/neibu/" in visit.path]
    firsts = {visit.host: visit.path for visit in reversed(town.log)}
    assert set(firsts.values()) == {"/robots.txt"}, "the rules come before the first page of a host"


@pytest.mark.parametrize("code", [500, 503, 429])
def test_P3_rules_that_cannot_be_had_forbid_everything(tmp_path: Path, code: int) -> None:
    with Town(portals=["tianshui"], articles=9) as town:
        town.faults["http://www.tianshui.com.cn/robots.txt"] = Status(code)
        done = crawl("tianshui", tmp_path / "a.db", town, "-s", "RETRY_ENABLED=0")
        assert {visit.path for visit in town.log} == {"/robots.txt"}
    assert done.returncode == 3


def test_P1_no_waiter_slips_past_the_rules(tmp_path: Path) -> None:
    """Nine front pages of one host are asked for at once; all of them are forbidden."""
    with Town(portals=["tianshui"], articles=9) as town:
        town.override["http://www.tianshui.com.cn/robots.txt"] = b"User-agent: *\nDisallow: /\n"
        crawl("tianshui", tmp_path / "a.db", town)
        assert {visit.path for visit in town.log} == {"/robots.txt"}
