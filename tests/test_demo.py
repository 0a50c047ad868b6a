"""The demo a newcomer meets first: the shipped capture, replayed, searched and read in a real browser."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.warc import read_warc
from tests.browsing import browser, chromium, served
from tests.conftest import ROOT
from tests.running import run
from tests.town import PORTALS, Town
from tests.town.reprints import REPRINTS

CAPTURE = ROOT / "tests/town/demo.warc.gz"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "archive.db"
    for portal in PORTALS:
        done = run("scrapy", "crawl", portal, "-s", f"REPLAY={CAPTURE}", "-s", f"ARCHIVE={path}", "-s", "LOG_LEVEL=ERROR")
        assert done.returncode == 0, done.stderr
    return path


def test_the_demo_holds_what_the_capture_holds(demo: Path) -> None:
    with Archive(demo, readonly=True) as archive:
        portals = dict(archive.conn.execute("SELECT portal, count(*) FROM articles GROUP BY portal").fetchall())
    assert portals == {name: 6 if name == "chuxiong" else 12 for name in PORTALS}
    assert run("fangzhi", "doctor", demo).returncode == 0


def test_what_the_readme_asks_the_demo_answers(demo: Path) -> None:
    asked = re.findall(r"^\.venv/bin/fangzhi (search archive\.db [^>#\n]*)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert len(asked) == 2
    for line in asked:
        words = [str(demo) if word == "archive.db" else word for word in shlex.split(line)]
        assert run("fangzhi", *words).returncode == 0, line


def test_the_demo_has_reprint_chains(demo: Path) -> None:
    """Of each work that the town prints again the appearances in time order, and whose it is."""
    with Archive(demo, readonly=True) as archive:
        chains = archive.conn.execute(
            "SELECT group_concat(portal), group_concat(kind) FROM (SELECT * FROM appearances ORDER BY published_at)"
            " GROUP BY article_id HAVING count(*) > 1").fetchall()
    town: dict[tuple[str, int], list[str]] = {}
    for row in REPRINTS:
        town.setdefault((row.origin, row.n), [row.origin]).append(row.portal)
    assert sorted(chains) == sorted((",".join(c), "original" + ",reprint" * (len(c) - 1)) for c in town.values())


def test_the_capture_is_the_town_s() -> None:
    town = Town(articles=12, reprints=True)
    captured = {capture.url: capture.body for capture in read_warc(CAPTURE)}
    assert [url for url in town.urls() if captured.get(url) != town.page(url).body] == [], "make capture"
    assert all(town.site(capture.url.split("/")[2]) for capture in read_warc(CAPTURE))
    assert CAPTURE.stat().st_size < 1_200_000


@pytest.mark.browser
@pytest.mark.skipif(chromium() is None, reason="needs an installed Chromium: apt install chromium")
def test_search_and_read_in_a_browser(demo: Path) -> None:
    with served(demo) as address, browser() as opened:
        tab = opened.new_context(base_url=address).new_page()
        tab.goto("/")
        tab.get_by_role("searchbox").fill("扶贫")
        tab.keyboard.press("Enter")
        hits = tab.locator("mark")
        hits.first.wait_for()
        assert set(hits.all_inner_texts()) == {"扶贫"}
        title = tab.locator("a.title").first
        name = title.inner_text()
        title.click()
        tab.locator("h1").wait_for()
        assert tab.locator("h1").inner_text() == name
        assert "扶贫" in tab.locator("main").inner_text()
