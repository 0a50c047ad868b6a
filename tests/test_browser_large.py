"""The reading room on 100,000 articles: the front page's time, and a reader's way through it in a real browser."""

from __future__ import annotations

import csv
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="playwright is not installed: pip install -e '.[dev]'")

from archive.doctor import RULES
from archive.serve import room
from tests.browsing import CONTRASTS, browser, chromium, expect, served, watched
from tests.large import ARTICLES, build
from tests.visiting import Visitor, text_of

pytestmark = pytest.mark.great
FRONT_PAGE = 0.15  # CPU-seconds


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("large") / "archive.db")


@pytest.fixture(scope="module")
def visitor(path: Path) -> Iterator[Visitor]:
    found = Visitor(room(str(path)))
    found.get("/archive/articles/1")  # templates are compiled, columns counted
    yield found
    found.loop.close()


def test_the_front_page_is_quick_and_its_counts_are_right(visitor: Visitor, path: Path) -> None:
    spent = []
    for _ in range(3):
        started = time.process_time()
        page = visitor.page("/")
        spent.append(time.process_time() - started)
    assert sorted(spent)[1] < FRONT_PAGE, spent
    held = visitor.get("/archive.json?sql=select+(select+count(*)+from+articles)+a,(select+count(*)+from+appearances)+b,"
                       "(select+count(*)+from+appearances+where+kind+<>+'original')+c&_shape=array").json()[0]
    assert held["a"] > ARTICLES
    for count in held.values():
        assert f"{count:,}" in text_of(page)
    rules = [sql for name, sql in RULES.items() if "months" in name or "index" in name]
    with closing(sqlite3.connect(path)) as conn:
        for sql in rules:
            assert conn.execute(sql).fetchone() == (0,), sql


@pytest.mark.browser
@pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine: install `chromium` to run these")
def test_search_read_follow_take_away_and_switch(path: Path) -> None:
    with served(path) as address, browser() as opened, watched(opened, address) as tab:
        tab.goto("/")
        tab.keyboard.press("Tab")
        tab.get_by_role("searchbox").focus()
        tab.keyboard.type("扶贫")
        tab.keyboard.press("Enter")
        expect(tab.locator("ol.hits > li")).to_have_count(20)
        assert set(tab.locator("mark").all_inner_texts()) == {"扶贫"}
        hits = int(re.sub("[^0-9]", "", tab.locator("p[aria-live]").inner_text().split("篇")[0]))
        assert hits > ARTICLES / 20
        with tab.expect_download() as download:
            tab.get_by_role("link", name="CSV").click()
        with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as lines:
            assert len(list(csv.DictReader(lines))) == hits
        tab.locator("a.title").first.click()
        expect(tab.locator("article h1")).to_be_visible()
        tab.goto("/archive/articles/1")
        tab.locator("ol.chain").get_by_role("link", name="中国甘肃网").click()
        expect(tab.locator("svg.days rect")).to_have_count(365)
        tab.get_by_role("link", name="English").click()
        tab.get_by_role("heading", name="Coverage calendar").wait_for()
        for width in (375, 1440):
            tab.set_viewport_size({"width": width, "height": 900})
            for page in ("/", "/archive/-/search?q=扶贫", "/archive/-/attention?q=扶贫&by=province", "/archive/-/place/620523"):
                tab.goto(page)
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, page
                assert tab.evaluate(CONTRASTS) == [], page
