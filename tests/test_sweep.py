"""Every portal, crawled in the town from its lists to its articles: what is declared, and what the fact sheet says."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.utils.project import get_project_settings

from crawler.run import portal_classes
from tests.reading import ask
from tests.running import FAST, forked
from tests.test_crawl import crawlable, differences, stored
from tests.town import PAPERS, PORTALS, PROVINCES, Story, Town
from tests.town.site import Site

SINCE = "2020-01-01"
ARTICLES, PER_PAGE = 24, 4
SHEETS = {"第01版：要闻", "第02版：综合新闻", "第03版：县市新闻", "第04版：彝州副刊"}
SAMPLE = {
    "systems": ("hebei", "jxnews", "fjsen", "tsrb", "xzxw", "jschina"),  # Enorth, Founder, TRS
    "others": ("qianlong", "gxnews", "cnwest", "scol", "xinmin", "lanzhou"),  # CmsTop-like, numbered, unknown
}
KNOWN = portal_classes(get_project_settings())
BY_PROVINCE = {
    province: tuple(name for name in (*PORTALS, *PROVINCES) if KNOWN[name].province == province)
    for province in sorted({KNOWN[name].province for name in PROVINCES})
}


def test_the_town_plays_every_portal() -> None:
    assert {*PORTALS, *PROVINCES} == {name for name, portal in KNOWN.items() if portal.cms != "e-paper"}
    assert len(BY_PROVINCE) == 31


def published(site: Site, url: str) -> str:
    """The day of an article, as its list shows it."""
    parts = urlsplit(url)
    found = site.find(parts.netloc, parts.path)
    assert found
    return f"{site.portal.when(found[0], site.of):%Y-%m-%d}"


def unlike(story: Story, row: dict) -> dict:
    """The fields that came out otherwise. A page that shows no date is dated by its address, where that tells one."""
    found = differences(story, row)
    if story.published is None:
        found.pop("published_at", None)
    return found


def wholly_old(site: Site, town: Town) -> Counter[str]:
    """By channel, how many list pages were asked for that hold nothing since SINCE."""
    asked: Counter[str] = Counter()
    for host, path in {(visit.host, visit.path) for visit in town.log}:
        for channel in (channel for channel in site.portal.channels if channel.host == host):
            cms = channel.cms or site.portal.cms
            total = site.total(channel)
            listing = cms.listing(path, urlsplit(channel.front).path, channel.code, total, site.per_page)
            if listing:
                newest = site.portal.when(site._n(channel, listing.ranks[0]), site.of)
                asked[channel.name] += f"{newest:%Y-%m-%d}" < SINCE
    return asked


def crawl_all(names: tuple[str, ...], archive: Path, town: Town, *more: str) -> subprocess.CompletedProcess[str]:
    """One fast crawl of several portals."""
    options = [word for setting in FAST for word in ("-s", setting)]
    return forked("fangzhi", "crawl", *names, "-s", f"ARCHIVE={archive}", *options, "-s", "LOG_LEVEL=ERROR", *more,
               town=town, timeout=300)


def sweep(names: tuple[str, ...], folder: Path) -> Iterator[str]:
    """Crawl portals since a day, in one process; what is wrong, portal by portal."""
    with Town(names, articles=ARTICLES, per_page=PER_PAGE) as town:
        done = crawl_all(names, folder / "a.db", town, "-a", f"since={SINCE}")
        if done.returncode:
            yield done.stderr[-3000:]
        rows = stored(folder / "a.db")
        for name in names:
            site = town.sites[name]
            wanted = {url for url in crawlable(town, name) if published(site, url) >= SINCE}
            found = {url for url in rows if rows[url]["portal"] == name}
            if wanted != found:
                yield f"{name}: not found {sorted(wanted - found)[:3]}, not asked for {sorted(found - wanted)[:3]}"
            for url in wanted & found:
                if wrong := unlike(town.story(url), rows[url]):
                    yield f"{url} ({town.story(url).layout} read as {rows[url]['layout']}): {wrong}"
            for channel, count in wholly_old(site, town).items():
                if count > 1:
                    yield f"{name}, {channel}: {count} list pages older than since were asked for"


@pytest.mark.parametrize("kinds", SAMPLE)
def test_portals_of_every_kind_come_out_right(kinds: str, tmp_path: Path) -> None:
    assert list(sweep(SAMPLE[kinds], tmp_path)) == []


@pytest.mark.long
@pytest.mark.parametrize("province", BY_PROVINCE, ids=map("-".join, BY_PROVINCE.values()))  # -k NAME finds a portal's
def test_every_portal_of_a_province_comes_out_right(province: str, tmp_path: Path) -> None:
    assert list(sweep(BY_PROVINCE[province], tmp_path)) == []


def test_digital_newspapers_are_walked_issue_by_issue(tmp_path: Path) -> None:
    with Town(PAPERS, articles=36) as town:
        days = ("-a", "since=2024-03-02", "-a", "until=2024-03-02")
        done = crawl_all(tuple(PAPERS), tmp_path / "a.db", town, *days)
        assert done.returncode == 0, done.stderr[-2000:]
        rows, printed = stored(tmp_path / "a.db"), 0
        for paper, site in town.sites.items():
            issue = {url: row for url, row in rows.items() if row["portal"] == paper}
            assert set(issue) == {site.url(n) for n in range(12, 24)}, paper
            for url, row in issue.items():
                story = town.story(url)
                assert (row["title"], row["text"]) == (story.title, story.text)
                assert row["published_at"] == "2024-03-02", "the address tells the day"
            assert {row["channel"] for row in issue.values()} == SHEETS, paper
            sheets = ask(tmp_path / "a.db", f"SELECT day, number, name, pdf IS NULL FROM sheets WHERE portal = '{paper}'")
            assert {row[2] for row in sheets} == SHEETS, paper
            assert {(row[0], row[1] == row[2][1:3]) for row in sheets} == {("2024-03-02", True)}, paper
            printed += len(sheets) - sum(row[3] for row in sheets)
        assert printed == len(SHEETS), "one paper links a PDF beside each page"
        assert not [visit for visit in town.log if visit.path.endswith(".pdf")]
        assert not [visit for visit in town.log if "0301" in visit.path or "03/01" in visit.path], "issues before since"


@pytest.mark.long
def test_back_issues_are_walked_until_no_more_are_found(tmp_path: Path) -> None:
    with Town(["shanxiribao"], articles=36) as town:
        done = crawl_all(("shanxiribao",), tmp_path / "a.db", town, "-a", "until=2024-03-02")
        assert done.returncode == 0, done.stderr[-2000:]
        assert len(stored(tmp_path / "a.db")) == 24
        asked = {visit.path for visit in town.log if visit.path.endswith("/index.shtml")}
        assert len(asked) == 2 + 10, "ten days without an issue are the end"
