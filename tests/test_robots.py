"""robots.txt: the verdicts of our reader, beside RFC 9309's examples, Google's cases and files of the wild."""

from __future__ import annotations

import asyncio
import gzip
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler import robots
from crawler.rules import MAX_BYTES, MAX_DELAY, Rules, matches, product_token
from crawler.settings import USER_AGENT
from tests.timing import quick

US = product_token(USER_AGENT)
HOST = "http://www.lzbs.com.cn"


def allows(robots: str | bytes, path: str, token: str = "Fangzhi") -> bool:
    return Rules(robots.encode() if isinstance(robots, str) else robots).allows(HOST + path, token)


@pytest.mark.parametrize(("robots", "path", "allowed"), [
    ("", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: fangzhi\nAllow: /", "/a", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: Fangzhi\n", "/a", True),  # our own group, with nothing in it
    ("User-agent: Fangzhi/0.1\nDisallow: /a", "/a", False),
    ("User-agent: Fangzhibot\nDisallow: /", "/a", True),  # another crawler
    ("User-agent: a\nUser-agent: Fangzhi\nDisallow: /a", "/a", False),
    ("User-agent: Fangzhi\nSitemap: http://x/\nDisallow: /a", "/a", False),  # an unknown line ends no group
    ("User-agent: Fangzhi\nDisallow: /a\nUser-agent: b\nDisallow: /b", "/b", True),
    ("User-agent: Fangzhi\nDisallow: /a\n\nUser-agent: b\nDisallow: /\n\nUser-agent: Fangzhi\nDisallow: /c", "/c", False),
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
    ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),  # equal lengths: Allow
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
    ("User-agent: *\nDisallow: /*/b*/c", "/a/bx/y/c", False),
    ("User-agent: *\nDisallow: /$", "/", False),
    ("User-agent: *\nDisallow: /$", "/a", True),
    ("User-agent: *\nDisallow: /内部", "/%E5%86%85%E9%83%A8/x", False),
    ("User-agent: *\nDisallow: /%e5%86%85", "/%E5%86%85", False),
    ("User-agent: *\nDisallow: /private/", "/%70rivate/x", False),  # RFC 9309, 2.2.2
    ("User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
    ("User-agent: *\nDisallow: /~joe", "/%7Ejoe/x", False),
    ("User-agent: *\nDisallow: /%7ejoe", "/~joe/x", False),
    ("User-agent: *\nDisallow: /a b", "/a%20b", False),
    ("User-agent: *\nDisallow: /\nAllow: /%62", "/b", False),  # as written it is forbidden: Google's parser
    ("User-agent: *\nDisallow: /\nAllow: /%62", "/%62", True),
    ("User-agent: *\nDisallow: /%62ar\nAllow: /%62ar", "/%62ar", True),
    ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),  # an escaped slash is no slash
    ("User-agent: *\nDisallow: /a%2A", "/a/b", True),
    ("User-agent: *\nDissallow: /a", "/a", False),
    ("user-agent *\ndisallow /a", "/a", False),
    ("User-agent: *\nDisallow: /robots", "/robots.txt", True),
    ("Disallow: /", "/a", True),  # a rule without a group is nobody's
    ("<html><body>您访问的页面不存在</body></html>", "/a", True),
    ("User-agent: *\rDisallow: /a\r", "/a", False),
    ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
    ("User-agent: * # all\nDisallow: /a # that", "/a", False),
])
def test_what_rules_allow(robots: str, path: str, allowed: bool) -> None:
    assert allows(robots, path) is allowed


def test_P5_utf_16_and_a_file_of_600_KB_are_read() -> None:
    assert not allows("User-agent: *\nDisallow: /a".encode("utf-16"), "/a")
    long = b"# " + b"x" * 300_000 + b"\nUser-agent: *\nDisallow: /a\n" + b"# y\n" * 100_000
    assert not allows(long, "/a")


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be", "gzip"])
def test_P5_rules_that_do_not_say_how_they_are_written_are_read(coding: str) -> None:
    robots = "User-agent: *\nDisallow: /a\n# 禁止\nDisallow: /b\n"
    body = gzip.compress(robots.encode()) if coding == "gzip" else robots.encode(coding)
    assert not allows(body, "/a")
    assert not allows(body, "/b")
    assert allows(body, "/c")


def test_P5_rules_that_are_a_bomb_or_no_gzip_are_none() -> None:
    blank, ruled = (gzip.compress(head + bytes(size), 1) for head, size in (
        (b"", 100_000_000), (b"User-agent: *\nDisallow: /a\n", 50_000_000)))
    assert quick(3, lambda: (allows(blank, "/a"), allows(ruled, "/a"))) == (True, False)
    assert allows(b"\x1f\x8bUser-agent: *\nDisallow: /a\n", "/b")


@pytest.mark.parametrize(("first", "cut", "allowed"), [
    ("Disallow: /", "Allow: /|public/", False),  # what is cut there must not open the host
    ("Disallow: /b", "Disallow: /|inner/", True), ("Disallow: /b", "Disallow: /a|", False),
])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_P5_a_rule_that_is_cut_where_reading_ends_is_none(first: str, cut: str, allowed: bool, end: str) -> None:
    begins, within, rest = f"User-agent: *{end}{first}{end}#", *cut.split("|")
    filled = begins + "x" * (MAX_BYTES - len(begins + end + within)) + end + within
    assert len(filled) == MAX_BYTES
    assert allows(filled + rest + end, "/a") is allowed


@pytest.mark.parametrize(("robots", "seconds"), [
    ("User-agent: *\nCrawl-delay: 2", 2), ("User-agent: *\nCrawl-delay: 0.5", 0.5), ("User-agent: *\nCrawl-delay: 9999", MAX_DELAY),
    ("User-agent: *\nRequest-rate: 1/5", 5), ("User-agent: *\nRequest-rate: 2/1m", 30), ("User-agent: *\nCrawl-delay: x", 0),
    ("User-agent: *\nCrawl-delay: nan", 0), ("User-agent: *\nCrawl-delay: -3", 0), ("User-agent: b\nCrawl-delay: 2", 0),
    ("User-agent: *\nCrawl-delay: 1\nRequest-rate: 1/3", 3), ("User-agent: *\nRequest-rate: 0/0", 0),
])
def test_P7_how_often_we_may_come(robots: str, seconds: float) -> None:
    assert Rules(robots.encode()).delay("Fangzhi") == seconds


def test_P11_we_say_who_we_are_and_where_to_complain() -> None:
    assert US == "Fangzhi"
    assert "mailto:" in USER_AGENT or "http" in USER_AGENT


def test_P6_google_s_cases(shared: Path) -> None:
    cases = json.loads((shared / "corpora/google-robotstxt/cases.json").read_text("utf-8"))
    wrong = [c for c in cases if Rules(c["robots"].encode()).allows(c["url"], c["agent"]) is not c["allowed"]]
    assert len(cases) == 142
    assert len(wrong) <= 2
    assert not [case for case in wrong if not case["google_only"] and not case["allowed"]], "more permissive than RFC 9309"


def test_P5_files_of_the_wild_are_read_in_no_time(shared: Path) -> None:
    files = [path for path in sorted((shared / "corpora/robots-wild").iterdir()) if path.name != "README.md"]
    assert len(files) >= 250
    for path in files:
        body = path.read_bytes() if path.is_file() else next(path.iterdir()).read_bytes()
        rules = quick(0.2, Rules, body)
        quick(0.05, lambda rules=rules: [rules.allows(HOST + place, "Fangzhi") for place in ("/", "/" + "a/" * 1000)])


@pytest.mark.parametrize(("name", "token", "path", "allowed"), [
    ("rfc9309-example-simple-robots.txt", "foobot", "/example/allowed.gif", True),
    ("rfc9309-example-simple-robots.txt", "foobot", "/x.gif", False),
    ("rfc9309-example-simple-robots.txt", "barbot", "/example/page.html", False),
    ("rfc9309-example-longest-match-robots.txt", "foobot", "/example/page/disallowed.gif", False),
    ("rfc9309-example-longest-match-robots.txt", "foobot", "/example/page/x", True),
    ("robots-with-utf16le-bom.txt", "googlebot", "/", True),
])
def test_P5_the_corpus_of_crawler_commons(shared: Path, name: str, token: str, path: str, allowed: bool) -> None:
    body = (shared / "corpora/crawler-commons/robots" / name).read_bytes()
    assert Rules(body).allows("http://www.example.com" + path, token) is allowed


@given(st.binary(max_size=400), st.text(max_size=60))
def test_any_bytes_give_a_verdict(body: bytes, path: str) -> None:
    Rules(body).allows(HOST + "/" + path, "Fangzhi")


@given(st.text("ab/*$", max_size=12), st.text("ab/", max_size=12))
def test_a_longer_path_never_escapes_an_open_pattern(pattern: str, path: str) -> None:
    if matches(pattern.encode(), path.encode()) and not pattern.endswith("$"):
        assert matches(pattern.encode(), path.encode() + b"/x")


def test_stars_cost_no_more_than_a_look_at_the_path() -> None:
    quick(0.5, matches, b"/" + b"a*" * 2000 + b"b", b"/" + b"a" * 100_000)


def test_P2_rules_are_asked_for_once_a_day_while_a_run_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Engine:
        async def download_async(self, request: Request) -> Response:
            asked.append(request.url)
            return Response(request.url, body=b"User-agent: *\nDisallow: /" if len(asked) > 1 else b"")

    frontier = SimpleNamespace(hosts=SimpleNamespace(asked={}), allowed_again=lambda allows: [])
    spider = SimpleNamespace(frontier=frontier, feed_request=lambda url: None, article_request=None)
    stats = SimpleNamespace(inc_value=lambda name: None)
    crawler = SimpleNamespace(settings={"USER_AGENT": "Fangzhi/0.1"}, engine=Engine(), spider=spider, stats=stats)
    middleware = robots.RobotsMiddleware(crawler)
    page = Request("http://a.cn/1.htm")

    clock = SimpleNamespace(hours=0, monotonic=lambda: clock.hours * 3600.0)
    monkeypatch.setattr(robots, "time", clock)

    async def run() -> None:
        for clock.hours in (0, 1, 23):
            await middleware.process_request(page)
        assert len(asked) == 1
        clock.hours = 25
        with pytest.raises(IgnoreRequest):
            await middleware.process_request(page)
        assert len(asked) == 2

    asyncio.run(run())
