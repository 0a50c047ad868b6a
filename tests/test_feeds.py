"""Sitemaps and feeds: what they say, and articles that only they show."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response

from archive.errors import GOOD
from crawler import feeds
from crawler.feeds import FEEDS, MOST, Entry, entries, no_feed
from crawler.rules import Rules
from tests.reading import ask, shown
from tests.running import crawl
from tests.test_faults_traps import LIST, listing
from tests.timing import quick
from tests.town import Town
from tests.town.faults import Raw

HOME = "http://www.lzbs.com.cn"
MAP = '<?xml version="1.0" encoding="UTF-8"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'
NEWS = ('<url xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><loc> http://a.cn/1 </loc><!-- x -->'
        "<lastmod>2020-01-09</lastmod><n:news><n:publication_date>2020-01-01T20:00:00Z</n:publication_date></n:news></url>")


def sitemap(kind: str, *urls: str) -> bytes:
    """A sitemap (`url`), or an index of them (`sitemap`)."""
    rows = "".join(f"<{kind}><loc>{url}</loc></{kind}>" for url in urls)
    return MAP.format("urlset" if kind == "url" else "sitemapindex", rows).encode()


LOC = "<loc>http://a.cn/1</loc>"
ONE = [Entry("http://a.cn/1", None, None, False)]
LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
CASES = {
    "sitemap": (MAP.format("urlset", "<url><loc>http://a.cn/1</loc><lastmod>2020-01</lastmod></url>"),
                [Entry("http://a.cn/1", None, "2020-01", False)]),
    "news sitemap, a day later in China": (MAP.format("urlset", NEWS), [Entry("http://a.cn/1", "2020-01-02", "2020-01-09", False)]),
    "index": (MAP.format("sitemapindex", "<sitemap><loc>http://a.cn/s.xml.gz</loc></sitemap>"),
              [Entry("http://a.cn/s.xml.gz", None, None, True)]),
    "rss": ("<rss><channel><link>http://a.cn/</link><item><title>题</title><link>http://a.cn/1</link>"
            "<pubDate>Wed, 01 Jan 2020 09:00:00 +0800</pubDate></item></channel></rss>",
            [Entry("http://a.cn/1", "2020-01-01", None, False)]),
    "rss, a date of the country": ("<rss><item><link>http://a.cn/1</link><pubDate>2020-01-01 09:00:00</pubDate></item></rss>",
                                   [Entry("http://a.cn/1", "2020-01-01", None, False)]),
    "atom": ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="http://a.cn/1"/><published>2020-01-01</published>'
             "</entry></feed>", [Entry("http://a.cn/1", "2020-01-01", None, False)]),
    "cut in the middle": ("<urlset><url><loc>http://a.cn/1</loc></url><url><lastmod>20", [Entry("http://a.cn/1", None, None, False)]),
    "an impossible date": ("<urlset><url><loc>http://a.cn/1</loc><lastmod>2020-13-45T</lastmod></url></urlset>",
                           [Entry("http://a.cn/1", None, "2020-13-45", False)]),
    "without an address": ("<urlset><url><lastmod>2020-01-01</lastmod></url></urlset>", []),
    "a page": ("<html><body><p>页面没有找到</p></body></html>", []),
    "nothing": ("", []),
    "pictures": (MAP.format("urlset", f'<url xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">{LOC}<i:image>'
                            "<i:loc>http://a.cn/1.jpg</i:loc></i:image></url>"), ONE),
    "pictures, undeclared": (f"<urlset><url>{LOC}<image:image><image:loc>http://a.cn/1.jpg</image:loc></image:image></url></urlset>", ONE),
    "rss that names itself": ('<rss xmlns:atom="http://www.w3.org/2005/Atom"><item><link>http://a.cn/1</link>'
                              '<atom:link rel="self" href="http://a.cn/rss.xml"/></item></rss>', ONE),
    "rss, a prefix undeclared": ("<rss><item><dc:date>2020-01-01</dc:date><link>http://a.cn/1</link></item></rss>",
                                 [Entry("http://a.cn/1", "2020-01-01", None, False)]),
    "atom, links of all kinds": ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="edit" href="http://a.cn/e"/>'
                                 '<link rel="alternate" href="http://a.cn/1"/><link rel="enclosure" href="http://a.cn/1.mp3"/>'
                                 '<link rel="replies" href="http://a.cn/1/c"/><source><link href="http://b.cn/"/></source></entry></feed>', ONE),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_the_entries_of_a_sitemap_or_feed_also_gzipped(text: str, expected: list[Entry]) -> None:
    assert list(entries(text.encode())) == expected
    assert list(entries(gzip.compress(text.encode()))) == expected


@pytest.mark.parametrize("declared", ['<!ENTITY j SYSTEM "file:///etc/passwd">', '<!ENTITY a "http://a.cn/">' + LAUGHS])
def test_X6_entities_are_not_resolved(declared: str) -> None:
    assert not list(entries(f"<!DOCTYPE x [{declared}]><urlset><url><loc>&j;</loc></url></urlset>".encode()))


def test_a_gzipped_sitemap_of_several_members_is_read_whole() -> None:
    text = sitemap("url", *(f"http://a.cn/{n}" for n in range(9)))
    members = b"".join(gzip.compress(text[at : at + 40]) for at in range(0, len(text), 40))
    assert len(list(entries(members))) == len(list(entries(members + b"rubbish"))) == 9


def test_a_gzipped_sitemap_that_was_cut_gives_what_it_holds() -> None:
    whole = gzip.compress(sitemap("url", *(f"http://a.cn/{n}" for n in range(5000))))
    assert 100 < len(list(entries(whole[: len(whole) // 2]))) < 5000


@pytest.mark.parametrize("count", [50, 51, 70, 200])
def test_O6_of_too_many_addresses_every_run_reads_both_ends_and_a_piece_that_moves_on(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "MOST", 50)
    monkeypatch.setattr(feeds, "EDGE", 15)
    urls = [f"http://a.cn/{n}" for n in range(count)]
    packed = gzip.compress(sitemap("url", *urls))
    parts = [[entry.url for entry in entries(packed, turn)] for turn in range(9)]
    assert {len(part) <= 50 and part[:15] == urls[:15] and part[-15:] == urls[-15:] for part in parts} == {True}
    assert {url for part in parts for url in part} == set(urls)
    told = no_feed(Response(f"{HOME}/a.xml", body=packed))
    assert told == (f"larger than 50 addresses, {count}: later runs read the others" if count > 50 else "")


@pytest.mark.parametrize("body", [
    b"<urlset>" + b"<a/>" * 10_000_000, b"<urlset><a " + b"".join(b"a%d='' " % n for n in range(2_000_000)) + b"/>",
    pytest.param(sitemap("url", *(f"http://a.cn/2019-05/06/content_{n}.htm" for n in range(640_000))), marks=pytest.mark.long),
], ids=["tags", "attributes", "addresses"])
def test_O6_a_sitemap_that_is_too_large_costs_little(body: bytes) -> None:
    assert len(quick(5, lambda: list(entries(body)))) <= MOST


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda body: b"\x1f\x8b\x08" + body))
def test_entries_never_raise(body: bytes) -> None:
    list(entries(body))


def test_sitemaps_of_robots_txt_belong_to_no_group() -> None:
    rules = Rules(b"User-agent: a\nSitemap: http://a.cn/s.xml\nUser-agent: b\nDisallow: /x\nsitemap:/t.xml\n")
    assert rules.sitemaps == ["http://a.cn/s.xml", "/t.xml"]
    assert not rules.allows("http://a.cn/x", "b")
    assert not rules.allows("http://a.cn/x", "a"), "a sitemap's line does not end the names of a group"


@pytest.mark.long
def test_articles_that_no_list_shows_are_found_in_the_sitemaps_of_robots_txt(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=20) as town:
        every = list(town.articles())
        young = {url for url in every if (told := town.story(url)) and told.published and told.published.year >= 2020}
        astray = [f"{HOME}/neibu/2021-05/01/content_1.htm", "http://www.spam.example/2021-05/01/content_1.htm"]
        town.override |= {
            f"{HOME}/robots.txt": f"User-agent: *\nDisallow: /neibu/\nSitemap: {HOME}/sitemap.xml\n".encode(),
            f"{HOME}/sitemap.xml": sitemap("sitemap", f"{HOME}/a.xml", f"{HOME}/b.xml.gz", f"{HOME}/gone.xml", astray[1]),
            f"{HOME}/a.xml": sitemap("url", *every[:12], *astray),
            f"{HOME}/b.xml.gz": gzip.compress(sitemap("url", *every[12:])),
            LIST: listing(every[-1]),
        }
        one = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")  # as in earnest: the list is read before a sitemap
        assert crawl("lzbs", tmp_path / "a.db", town, "-a", "limit=1", *one).returncode == GOOD
        assert shown(tmp_path / "a.db") == {every[-1]}
        done = crawl("lzbs", tmp_path / "a.db", town, "-a", "since=2020-01-01")
        assert done.returncode == GOOD, done.stderr[-2000:]
        assert "gone.xml: 网站地图: HTTP 404" in done.stderr
        assert 1 < len(shown(tmp_path / "a.db")) < len(every)
        assert shown(tmp_path / "a.db") == young
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
        assert shown(tmp_path / "a.db") == set(every)
        assert {visit.host for visit in town.log} == {"www.lzbs.com.cn"}
        assert not [visit for visit in town.log if visit.path.startswith("/neibu/")]
    assert ask(tmp_path / "a.db", "SELECT DISTINCT channel FROM ledger WHERE state = 'stored' ORDER BY 1") == [("皋兰",), (FEEDS,)]


def test_a_sitemap_that_is_called_html_is_whole_without_its_end_tag(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=20) as town:
        every = list(town.articles())
        town.override |= {
            f"{HOME}/robots.txt": f"User-agent: *\nSitemap: {HOME}/a.xml\n".encode(),
            f"{HOME}/a.xml": sitemap("sitemap", f"{HOME}/b.xml"), f"{HOME}/b.xml": sitemap("sitemap", f"{HOME}/c.xml"),
            f"{HOME}/c.xml": sitemap("url", *every), LIST: listing(*every[-3:]),
        }
        settings = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")  # so that the host's pages have been seen to end
        done = crawl("lzbs", tmp_path / "a.db", town, *settings)
        assert done.returncode == GOOD, done.stderr[-2000:]
        assert [visit.path for visit in town.log].count("/c.xml") == 1
    assert shown(tmp_path / "a.db") == set(every)


WHOLE = sitemap("url", "http://www.lzbs.com.cn/a.htm")
BUSY = "<html><body><p>系统繁忙，请稍后再试</p></body></html>".encode()
JSL = b"<script>document.cookie='__jsl_clearance=1;';location.href=location.pathname</script>"


@pytest.mark.parametrize(("body", "told"), [
    (WHOLE, ""), (gzip.compress(WHOLE), ""), (sitemap("url"), ""), (b"<?xml version='1.0'?>\n<urlset/>", ""),
    (b"<rss version='2.0'><channel></channel></rss>\n<!-- 0.1 s -->", ""), (WHOLE.decode().encode("utf-16"), ""),
    (WHOLE[:-20], "cut short: no end of the sitemap or feed"), (gzip.compress(WHOLE)[:-30], "cut short: no end of the sitemap or feed"),
    (BUSY, "error page: 系统繁忙"), (JSL, "challenge: 加速乐"), (b"", "neither a sitemap nor a feed"),
])
def test_N20_what_stands_in_a_sitemap_s_place(body: bytes, told: str) -> None:
    assert no_feed(Response(f"{HOME}/a.xml", body=body)) == told


@pytest.mark.parametrize(("body", "kind", "asked", "told"), [
    (b"", "cut", 3, "cut short: no end of the sitemap or feed"), (JSL, "challenge", 1, "challenge: 加速乐"),
])
def test_N20_a_sitemap_that_is_cut_or_a_challenge_is_told(tmp_path: Path, body: bytes, kind: str, asked: int, told: str) -> None:
    """Its lines as far as they go are read; the cut one is not kept, or the next run would be told "not modified"."""
    with Town(portals=["lzbs"], articles=20) as town:
        every = list(town.articles())
        town.override |= {f"{HOME}/robots.txt": f"User-agent: *\nSitemap: {HOME}/a.xml\n".encode(), LIST: listing(*every[-12:])}
        town.faults[f"{HOME}/a.xml"] = Raw(lambda _: b"HTTP/1.0 200 OK\r\nETag: x\r\n\r\n" + (body or sitemap("url", *every)[:-9]))
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert [visit.path for visit in town.log].count("/a.xml") == asked
        assert f"1 × {kind}, as {HOME}/a.xml: 网站地图: {told}" in done.stderr
        assert (shown(tmp_path / "a.db") == set(every)) is (kind == "cut")
        assert (f"left alone: 网站地图: {told}" in done.stderr) is (kind == "challenge")
    assert bool(ask(tmp_path / "a.db", "SELECT url FROM fetches WHERE url LIKE '%.xml'")) is (kind == "challenge")


@pytest.mark.long
def test_X2_sitemaps_that_lead_to_files_or_in_circles_cost_a_request_each(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=20) as town:
        every = list(town.articles())
        files = ["file:///etc/passwd", "file:///2021-05/01/content_1.htm"]
        town.override |= {
            f"{HOME}/robots.txt": f"User-agent: *\nSitemap: {files[0]}\nSitemap: {HOME}/a.xml\n".encode(),
            f"{HOME}/a.xml": sitemap("sitemap", f"{HOME}/a.xml", f"{HOME}/b.xml", f"{HOME}/b.xml#2", f"{HOME}/c.xml", *files),
            f"{HOME}/b.xml": sitemap("sitemap", f"{HOME}/a.xml", f"{HOME}/c.xml"),
            f"{HOME}/c.xml": sitemap("url", *every, *files),
        }
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert done.returncode == GOOD, done.stderr[-2000:]
        assert sorted(visit.path for visit in town.log if visit.path.endswith(".xml")) == ["/a.xml", "/b.xml", "/c.xml"]
    assert shown(tmp_path / "a.db") >= set(every)
    assert not ask(tmp_path / "a.db", "SELECT url FROM ledger WHERE url LIKE 'file:%'")
