"""What is a whole page, and what a piece of one; bodies that come compressed, or in too many chunks."""

from __future__ import annotations

import gzip
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.http import Headers, Request
from scrapy.responsetypes import responsetypes
from scrapy.settings import Settings
from twisted.web.http import _MalformedChunkedDataError

from archive.errors import DEGRADED, GOOD
from crawler import answers
from crawler.spider import PortalSpider
from crawler.whole import WholeMiddleware, broken_off, ended
from tests.reading import ask, ledger, shown
from tests.running import crawl
from tests.test_faults_network import HEAD
from tests.town import Town
from tests.town.faults import Raw


def cut_in_link(body: bytes) -> bytes:
    """The first half of a list, and so many bytes in its Content-Length: within a link."""
    sent = body[: body.rindex(b"</a>", 0, len(body) // 2)]
    return f"Content-Length: {len(sent)}\r\n\r\n".encode() + sent


@pytest.mark.parametrize(("tail", "whole"), [
    (b"", True), (b"<script>count()</script>\n<!-- 0.1 s -->", True), (b"12345", True), (b"<div><p>x</p></div>", True),
    (b"<div>" + b"x" * 99, False), (b"</div><p>" + b"x" * 99, False), (b"<script>count(", False), (b"<p>x</p><a hre", False),
    (b"<table><tr><td>x</td>", False), (b"<ul><li>x</li>", False), (b"\nProcessed in 0.035 seconds, with four queries, of which one was slow", True),
    (b"<script>document.write('<script src=a.js><\\/script><div>')</script>", True), (b"<!-- <div> -->\n", True),
    (b"<!-- <div>", False), (b"<script>a</script><div>" + b"x" * 99, False),
])
def test_N6_what_follows_the_end_of_a_page_is_whole(tail: bytes, whole: bool) -> None:
    assert ended(b"<html><body>x</body></html>" + tail) is whole


@pytest.mark.parametrize(("html", "broken"), [
    ("<html><body><ul><li><a href=1.htm>新</a></li><li><a hre", True), ("<html><body><li><a href=1.htm>新闻", True),
    ("<!DOCTYPE html><ul><li>新</li></u", True), ("<html><script>count(", True), ("<html><body><p>新</p><!-- 页", True),
    ("<html><body><ul><li><a href=1.htm>新</a><li>2 < 3", False), ("<html><body><div><p>新闻", False), ("<html><body>新</body>", False),
    ('{"html": "<a href=1.htm>新<\\/a>"}', False), ("<li><a href=1.htm>新", False), ("", False),
])
def test_N7_N20_a_page_that_stops_within_a_tag_or_a_link_is_cut(html: str, broken: bool) -> None:
    assert broken_off(html.encode()) is broken


@pytest.mark.long
def test_N7_how_a_hosts_pages_end_is_known_in_the_next_run_too(tmp_path: Path) -> None:
    """It asks for the pages that were cut alone, three times each: they do not tell how pages end."""
    def cut(body: bytes) -> bytes:
        sent = body[: body.rindex(b">", 0, len(body) * 3 // 5) + 1]
        return HEAD + f"Content-Length: {len(sent)}\r\n\r\n".encode() + sent

    with Town(portals=["lzbs"], articles=12) as town:
        ill = sorted(town.articles())[:3]
        town.faults.update(dict.fromkeys(ill, Raw(cut)))
        for _ in range(2):
            assert crawl("lzbs", tmp_path / "a.db", town).returncode == DEGRADED
            assert {ledger(tmp_path / "a.db")[url].reason[:22] for url in ill} == {"cut short: no </html>,"}
    assert shown(tmp_path / "a.db") == set(town.articles()) - set(ill)


@pytest.mark.long
def test_N7_N20_a_first_front_page_that_is_shorter_than_it_was_ends_no_walk(tmp_path: Path) -> None:
    """No other page of the host has told yet how its pages end."""
    with Town(portals=["lzbs"], articles=40) as town:
        town.faults["http://www.lzbs.com.cn/gaolan/"] = Raw(lambda body: HEAD + cut_in_link(body))
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == DEGRADED
        assert ask(tmp_path / "a.db", "SELECT * FROM walks") == []
        town.faults.clear()
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert shown(tmp_path / "a.db") == set(town.articles())


def test_N2_a_body_in_chunks_of_a_byte_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs as much as hundreds of bytes: 8 MiB of them held the crawl of all portals up for minutes."""
    monkeypatch.setattr(answers, "MAX_CHUNKS", 100)
    got: list[bytes] = []
    decoder = answers.PaddedChunks(got.append, lambda rest: None)
    decoder.dataReceived(b"1\r\nx\r\n" * 100)
    assert len(got) == 100
    with pytest.raises(_MalformedChunkedDataError):
        decoder.dataReceived(b"1\r\nx\r\n")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_N20_a_list_that_came_compressed_is_read_in_its_own_encoding(encoding: str) -> None:
    """Scrapy had guessed at the compressed bytes' own, where an address ends with .html: no 下一页 was found then."""
    html = f"<html><head><meta charset={encoding}></head><body><a href='2.html'>下一页</a></body></html>"
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    kind = responsetypes.from_args(headers=Headers(headers), url="http://a.cn/list.html")
    sent = kind("http://a.cn/list.html", headers=headers, body=gzip.compress(html.encode(encoding)))
    middleware = WholeMiddleware(SimpleNamespace(settings=Settings({"DOWNLOAD_MAXSIZE": 10_000}), spider=None))
    whole = middleware.process_response(Request(sent.url), sent)
    assert whole.xpath(PortalSpider.next_list).getall() == ["2.html"]
