"""Articles of several pages: every fault of a further page at an article of its own, in one crawl; then all is well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archive.errors import DEGRADED, GOOD
from crawler.failures import class_of
from crawler.parts import named_after
from tests.reading import Entry, ask, ledger, shown, sound
from tests.running import crawl, run
from tests.test_faults_traps import JSL, LIST, LOGIN, SOFT, listing
from tests.town import Town
from tests.town.exchange import Exchange
from tests.town.faults import Body, Raw, Redirect, Status, Truncate

BUSY = "<html><body><p>系统繁忙，请稍后再试，或联系管理员处理。</p></body></html>"
FRAME = "<html><head><title>题</title></head><body><h1 class='title'>题</h1><div class='articalCont'>{}</div>{}</body></html>"
DATED = "".join(f"<p>甘谷县召开第{n}次会议 2019-05-1{n}</p>" for n in range(9))


async def pictures(exchange: Exchange) -> bool:
    """A further page that has pictures and paging, and no text."""
    body = FRAME.format("<p><img src='a.jpg'></p><p><img src='b.jpg'></p>", back(exchange))
    return await exchange.send(200, {"Content-Type": "text/html"}, body.encode())


async def a_word(exchange: Exchange) -> bool:
    """The last page of an article, with what little was left of it."""
    return await exchange.send(200, {"Content-Type": "text/html"}, FRAME.format("<p>有志者事竟成。</p>", back(exchange)).encode())


def back(exchange: Exchange) -> str:
    """The link to the first page."""
    return f"<a href='{exchange.request.path.replace('_2.', '.')}'>上一页</a>"


# By name: which page, what is wrong with it, and what is told of the article; '' where it is stored.
FAULTS: dict[str, tuple[int, Any, str]] = {
    "404": (2, Status(404), "page 2: HTTP 404"),
    "third": (3, Status(410), "page 3: HTTP 410"),
    "off": (2, Redirect("http://www.spam.example/x.htm"), "page 2: off the portal"),
    "large": (2, Body(b"x" * 9_000_000), "page 2: larger than"),
    "503": (2, Status(503), "page 2: HTTP 503"),
    "304": (2, Raw(lambda _: b"HTTP/1.1 304 Not Modified\r\n\r\n"), "page 2: HTTP 304"),
    "cut": (2, Truncate(3000), "page 2: cut short"),
    "list": (2, Redirect(LIST), "page 2: redirected to http://www.lzbs.com.cn/gaolan/"),
    "soft": (2, Body(SOFT.encode()), "page 2: soft 404"),
    "login": (2, Body(LOGIN.encode()), "page 2: login"),
    "headlines": (2, Body(FRAME.format(DATED, "").encode()), "page 2: list page"),
    "busy": (2, Body(BUSY.encode()), "page 2: error page"),
    "pictures": (2, pictures, ""),
    "word": (2, a_word, ""),
    "none": (2, Status(503, times=1), ""),
}


class Run(NamedTuple):
    """A crawl with faults, every capture read again, and a crawl without faults."""

    urls: dict[str, str]  # first pages, by fault
    texts: dict[str, str]  # whole
    entries: tuple[dict[str, Entry], dict[str, Entry]]
    shown: tuple[set[str], set[str], dict[str, str]]
    exits: tuple[int, int]
    path: Path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    path = tmp_path_factory.mktemp("parts") / "a.db"
    with Town(portals=["lzbs"], articles=10 * len(FAULTS), per_page=200, multipage=True) as town:
        site = town.sites["lzbs"]
        long = [n for n in range(site.articles) if site.parts(n) == 3]
        numbers = dict(zip(FAULTS, long, strict=False))
        urls = {name: site.url(n) for name, n in numbers.items()}
        town.faults.update({site.url(n, FAULTS[name][0]): FAULTS[name][1] for name, n in numbers.items()})
        town.override[LIST] = listing(*urls.values())
        first = crawl("lzbs", path, town)
        before, seen = ledger(path), shown(path)
        run("fangzhi", "reextract", path)
        reread = shown(path)
        town.faults.clear()
        second = crawl("lzbs", path, town)
        texts = dict(ask(path, "SELECT appearances.url, articles.text FROM appearances JOIN articles ON articles.id = article_id"))
        yield Run(urls, {url: town.story(url).text for url in urls.values()}, (before, ledger(path)),
                  (seen, reread, texts), (first.returncode, second.returncode), path)


@pytest.mark.parametrize("name", FAULTS)
def test_an_article_of_which_a_page_is_missing_is_neither_lost_nor_told_whole(crawled: Run, name: str) -> None:
    url, told = crawled.urls[name], FAULTS[name][2]
    entry = crawled.entries[0][url]
    assert entry.state == ("quarantined" if told else "stored"), entry
    assert entry.reason.startswith(told)
    assert bool(entry.next_try) is bool(told), "asked for again in a later run"
    assert (url in crawled.shown[0]) is not bool(told)
    assert ask(crawled.path, "SELECT 1 FROM captures WHERE url = ?", url)


def test_the_first_page_alone_is_not_the_article_when_captures_are_read_again(crawled: Run) -> None:
    assert crawled.shown[1] == crawled.shown[0]


def test_the_next_run_has_every_article_whole(crawled: Run) -> None:
    whole = {url for name, url in crawled.urls.items() if name not in ("pictures", "word")}
    assert crawled.exits == (DEGRADED, GOOD)
    assert {url: crawled.shown[2].get(url) for url in whole} == {url: crawled.texts[url] for url in whole}
    kinds = {ask(crawled.path, "SELECT kind FROM fetches WHERE url = ?", url)[0] for url in whole}
    assert kinds == {("article",)}, "what came whole is read again too"
    assert sound(crawled.path)


def test_T6_a_challenge_in_place_of_a_further_page_ends_the_visit(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=10, multipage=True) as town:
        site = town.sites["lzbs"]
        town.override[LIST] = listing(site.url(3))
        town.faults[re.compile(r".*content_\d+_2\.htm")] = Body(JSL.encode())
        done = crawl("lzbs", tmp_path / "a.db", town)
    assert done.returncode == DEGRADED
    assert "www.lzbs.com.cn left alone: page 2: challenge" in done.stderr
    assert ledger(tmp_path / "a.db")[site.url(3)].reason.startswith("page 2: challenge")


@pytest.mark.parametrize(("reason", "kind"), [
    ("page 2: HTTP 404", "gone"), ("page 12: challenge: WAF", "challenge"), ("page 2: cut short: x", "cut"), ("page two", "other"),
])
def test_a_further_page_s_reason_is_counted_as_any_page_s(reason: str, kind: str) -> None:
    assert class_of(reason) == kind


@pytest.mark.parametrize(("url", "part"), [
    ("http://a.cn/201905/t20190506_12_1.html", True), ("http://a.cn/201905/t20190507_13.html", False),
    ("http://a.cn/201905/t20190506_123.html", False), ("http://a.cn/201905/t20190506_12/2.html", True),
])
def test_which_addresses_are_made_of_an_article_s_own(url: str, part: bool) -> None:
    assert named_after("http://a.cn/201905/t20190506_12.html", url) is part


@pytest.mark.parametrize(("first", "url", "part"), [
    ("http://a.cn/show.php?id=1", "http://a.cn/show.php?id=1&page=2", True), ("http://a.cn/show.php?id=1", "http://a.cn/show.php?id=2", False),
    ("http://a.cn/a/1234_1.html", "http://a.cn/a/1234_2.html", True), ("http://a.cn/a/1234_1.html", "http://a.cn/a/1235_1.html", False),
    ("http://a.cn/a/1234.html#top", "http://a.cn/a/1234.html?p=2", True), ("http://a.cn/a/", "http://a.cn/b/", False),
])
def test_which_numbers_and_parameters_make_a_further_page(first: str, url: str, part: bool) -> None:
    assert named_after(first, url) is part


def test_a_link_to_the_next_article_is_none_to_a_further_page(tmp_path: Path) -> None:
    """TRS names articles `t20190506_12.html` and their further pages `t20190506_12_1.html`."""
    with Town(portals=["jschina"], articles=10) as town:
        urls = list(town.articles())
        for url, following in pairwise(urls):
            link = f"<a href='{following}'>下一页</a></body>".encode()
            town.override[url] = town.page(url).body.replace(b"</body>", link)
        assert crawl("jschina", tmp_path / "a.db", town).returncode == GOOD
        assert len([visit for visit in town.log if "/t20" in visit.path]) == 10, "each once"
    assert not ask(tmp_path / "a.db", "SELECT url FROM appearances WHERE parts IS NOT NULL")
    assert shown(tmp_path / "a.db") == set(urls)
