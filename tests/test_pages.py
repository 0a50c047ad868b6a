"""Saved pages of portals, as bytes, each with the reviewed golden of what a crawl must read of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from archive.errors import GOOD
from crawler.cli import road, settings
from crawler.run import portal_classes
from crawler.scaffold import declaration, pattern_of
from crawler.spider import PortalSpider
from pipelines.items import Capture
from tests.conftest import ROOT
from tests.running import forked
from tests.town import PORTALS, PROVINCES, Town

PAGES = ROOT / "tests/pages"
TOWN = {**PORTALS, **PROVINCES}
CASES = sorted(PAGES.glob("*/*/page.html"))


@pytest.mark.parametrize("page", CASES, ids=lambda page: f"{page.parent.parent.name}-{page.parent.name}")
def test_a_saved_page_is_read_as_its_golden(page: Path) -> None:
    golden = json.loads(page.with_name("golden.json").read_text(encoding="utf-8"))
    assert golden.pop("read") is True, f"{page.parent}: nobody has read golden.json against the page yet"
    assert "\N{REPLACEMENT CHARACTER}" not in golden["text"]
    portal = page.parent.parent.name
    read = road(settings()).read(Capture(golden["url"], page.read_bytes(), portal=portal)).as_json("page.html")
    assert {key: read[key] for key in golden} == golden
    declared = portal_classes(settings())[portal]
    assert golden["refused"] or declared.is_article(golden["url"]), f"{portal}.article does not find this page's own address"


def test_every_folder_is_a_portal_s() -> None:
    assert {page.parent.parent.name for page in CASES} <= set(portal_classes(settings()))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "crawler/portals").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(("portal", "base", "live"), [
    ("hebei", "Enorth", True), ("fjsen", "Founder", False), ("xzxw", "Trs", False), ("hefei", "CmsTop", False),
    ("dahe", "PortalSpider", False),
])
def test_a_portal_is_drafted_from_one_page(portal: str, base: str, live: bool, checkout: Path, tmp_path: Path) -> None:
    with Town([portal], articles=4) as town:
        url = next(iter(town.articles()))
        (tmp_path / "page.html").write_bytes(town.page(url).body)
        given = () if live else ("--page", tmp_path / "page.html")
        done = forked("fangzhi", "new-portal", "brandnew", url, "--title", "新网", "--province", "河北", "--root", checkout, *given,
                   town=town)
        story = town.story(url)
    assert done.returncode == GOOD, done.stderr
    source = (checkout / "crawler/portals/brandnew.py").read_text(encoding="utf-8")
    assert f"class Brandnew({base}):" in source
    assert len(source.splitlines()) <= 25
    made: dict = {}
    exec(compile(source, "brandnew.py", "exec"), {"__name__": "crawler.portals.brandnew"}, made)
    assert made["Brandnew"].is_article(url)
    assert all(made["Brandnew"].at_home(channel.front) for channel in TOWN[portal].channels), "hosts of all channels"
    assert source.count("DRAFT") == 2, "test_portals.py refuses it until a person has written them"
    assert f"base: {base}, for " in done.stdout
    golden = json.loads((checkout / "tests/pages/brandnew/first/golden.json").read_text(encoding="utf-8"))
    assert golden["read"] is not True, "a person has to say so"
    assert (golden["url"], golden["text"]) == (url, story.text)
    assert made["Brandnew"].confidence == f"one page {golden['published_at'][:4]}", "the page's year, not ours"
    assert (checkout / "tests/pages/brandnew/first/page.html").read_bytes() == (tmp_path / "page.html").read_bytes()


@pytest.mark.parametrize(("url", "others", "strangers"), [
    ("http://x.cn/show.asp?cid=3&id=8811", ("show.asp?cid=21&id=90",), ("show.asp", "show.asp?cid=3", "list.asp?cid=3&id=8811")),
    ("http://x.cn/index.php?m=content&a=show&id=5#top", ("index.php?m=content&a=show&id=77",), ("index.php?m=content&a=lists&id=5",)),
    ("http://x.cn/2022/0506/12.html?v=2", ("2021/0102/7.html?v=3",), ("2021/0102/7.html",)),
    ("http://x.cn/n/45.html", ("n/7.html",), ("n/index.html", "n/45.jpg")),
    ("http://x.cn/article-12345-1.html", ("article-7-1.html",), ("article-12345-2.html",)),
])
def test_a_drafted_pattern_is_of_addresses_like_its_own(url: str, others: tuple[str, ...], strangers: tuple[str, ...]) -> None:
    pattern = pattern_of(url)
    for address in (url.partition("#")[0], *(f"http://x.cn/{other}" for other in others)):
        assert re.search(pattern, address), (pattern, address)
    for stranger in strangers:
        assert not re.search(pattern, f"http://x.cn/{stranger}"), (pattern, stranger)


def test_a_site_without_a_name_is_drafted_under_its_number() -> None:
    source = declaration("x", "新网", "甘肃", "http://61.178.1.2:8080/n/45.html", PortalSpider, "2021")
    assert 'homepage = "http://61.178.1.2:8080/"' in source
    assert 'domains = ("61.178.1.2",)' in source


def test_a_declared_portal_gets_a_second_page_alone(checkout: Path, tmp_path: Path) -> None:
    with Town(["hebei"], articles=4) as town:
        url = list(town.articles())[1]
        (tmp_path / "page.html").write_bytes(town.page(url).body)
    words = ("fangzhi", "new-portal", "hebei", url, "--page", tmp_path / "page.html", "--root", checkout, "--fixture")
    assert forked(*words, "second").returncode == GOOD
    assert (checkout / "tests/pages/hebei/second/golden.json").exists()
    assert not list((checkout / "crawler/portals").iterdir())
    again = forked(*words, "second")
    assert (again.returncode, "is there already" in again.stderr) == (2, True)


@pytest.mark.parametrize(("words", "told"), [
    (("neu", "http://x.cn/1.html"), "neu: is not declared yet; give --title and --province"),
    (("gscn", "http://x.cn/1.html", "--fixture", "../x"), "not a name"),
    (("neu", "http://x.cn/1.html", "--province", "火星"), "province 火星: no such division"),
    (("neu", "ftp://x.cn/1.html", "--province", "甘肃"), "not a web address"),
    (("Neu-", "http://x.cn/1.html", "--province", "甘肃"), "not a name"),
])
def test_what_a_user_gets_wrong_is_told_in_one_line(words: tuple[str, ...], told: str, checkout: Path) -> None:
    done = forked("fangzhi", "new-portal", *words, "--title", "新", "--root", checkout)
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
