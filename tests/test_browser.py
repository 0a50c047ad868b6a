"""The reading room as people meet it: a real Datasette, a real Chromium, a keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="playwright is not installed: pip install -e '.[dev]'")

from playwright.sync_api import Browser, Page

from tests.browsing import CONTRASTS, browser, chromium, expect, served, watched
from tests.reading_sample import build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine: install `chromium` to run these"),
]
PAGES = ("/", "/archive/-/search?q=扶贫", "/archive/articles/1", "/archive/articles/3", "/archive/-/portal/gscn",
         "/archive/-/place/620523", "/archive/-/place?name=临夏", "/archive/-/attention?q=扶贫&by=province")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(build(tmp_path_factory.mktemp("browser") / "archive.db", articles=120)) as found:
        yield found


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def tab(opened: Browser, address: str) -> Iterator[Page]:
    """A fresh tab in which any fault of the page, and any request to another host, fails the test."""
    with watched(opened, address) as page:
        yield page


def test_search_two_characters_and_read_an_article(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("searchbox").fill("扶贫")
    tab.get_by_role("button", name="检索").click()
    expect(tab.locator("ol.hits > li")).to_have_count(20)
    assert set(tab.locator("mark").all_inner_texts()) == {"扶贫"}
    tab.goto("/archive/-/search?q=齐心协力")
    tab.get_by_role("link", name="元谋县齐心协力摘穷帽").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("元谋县齐心协力摘穷帽")
    expect(tab.locator("div.text p")).to_have_count(4)


def test_datasettes_own_search_box_finds_chinese_too(tab: Page) -> None:
    tab.goto("/archive/articles")
    tab.get_by_label("Search:").fill("摘帽")
    tab.get_by_role("button", name="Apply").click()
    expect(tab.locator("table.rows-and-columns")).to_contain_text("元谋县齐心协力摘穷帽")
    tab.locator("td.col-id a, td.type-pk a").first.click()
    expect(tab.locator("article h1")).to_be_visible()


@pytest.mark.parametrize("width", [375, 1440])
def test_a_table_begins_with_its_search_box_and_its_cells_fit(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto("/archive/articles?_search=扶贫")
    search, meanings = tab.get_by_label("Search:").bounding_box(), tab.locator("dl.column-descriptions").bounding_box()
    rows = tab.locator(".table-wrapper").bounding_box()
    assert search and meanings and rows
    assert search["y"] < 450
    assert meanings["y"] >= rows["y"] + rows["height"]
    assert rows["x"] + rows["width"] <= width
    too_wide = "cells => cells.filter(c => c.getBoundingClientRect().right > innerWidth).map(c => c.className)"
    assert width > 375 or tab.locator("table.rows-and-columns td").evaluate_all(too_wide) == []


def test_the_reprint_chain_leads_to_a_portal_and_its_calendar(tab: Page) -> None:
    tab.goto("/archive/articles/1")
    tab.locator("ol.chain").get_by_role("link", name="中国甘肃网").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("中国甘肃网")
    expect(tab.locator("svg.days rect")).to_have_count(365)
    expect(tab.locator("svg.days rect.gap")).to_have_count(5)


def test_the_language_is_switched_and_stays(tab: Page) -> None:
    tab.goto("/archive/articles/1")
    tab.get_by_role("link", name="English").click()
    expect(tab.get_by_role("heading", name="Reprint chain")).to_be_visible()
    tab.goto("/")
    expect(tab.get_by_role("heading", name="Latest articles")).to_be_visible()
    tab.get_by_role("link", name="中文").click()
    expect(tab.get_by_role("heading", name="最新文章")).to_be_visible()


def test_downloads_are_files(tab: Page) -> None:
    tab.goto("/archive/articles/1")
    with tab.expect_download() as download:
        tab.locator("a[download]").first.click()
    assert download.value.suggested_filename.endswith(".bin")
    tab.goto("/archive/-/search?q=扶贫")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="CSV").click()
    assert Path(download.value.path()).read_text("utf-8-sig").startswith("id,title,")


def test_the_keyboard_is_enough(tab: Page) -> None:
    tab.goto("/archive/articles/1")
    tab.keyboard.press("Tab")
    expect(tab.locator(":focus")).to_have_text("跳到正文")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile("#main$"))
    tab.goto("/")
    for _ in range(12):
        tab.keyboard.press("Tab")
        if tab.locator(":focus").get_attribute("type") == "search":
            break
    tab.keyboard.type("皋蘭")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("search"))
    expect(tab.locator("ol.hits > li")).not_to_have_count(0)


@pytest.mark.parametrize("width", [375, 1440])
def test_pages_fit_and_can_be_read(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            tab.goto(path)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
            assert tab.evaluate(CONTRASTS) == [], (path, scheme)
        assert float(tab.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")) >= 16


def test_paper_is_white_in_the_dark_too(tab: Page) -> None:
    tab.goto("/archive/articles/1")
    grounds = []
    for medium, scheme in (("print", "dark"), ("print", "light"), ("screen", "light"), ("screen", "dark")):
        tab.emulate_media(media=medium, color_scheme=scheme)  # type: ignore[arg-type]
        grounds.append(tab.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert grounds[0] == grounds[1] == grounds[2] != grounds[3]


def test_what_is_archived_runs_nothing(tab: Page) -> None:
    tab.on("dialog", lambda dialog: pytest.fail("a script of the archive ran"))
    for path in ("/archive/articles/4", "/archive/-/search?q=alert", "/archive/articles?_search=alert", "/"):
        tab.goto(path)
