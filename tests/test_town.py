"""The town's own laws: the same everywhere, every article reachable once, and readable as promised."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.town import PORTALS, Town
from tests.town.news import article, headline
from tests.town.reader import SELECTORS, enorth_pages, links, tree, walk
from tests.town.warc import write_warc

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def town():
    with Town(articles=60, per_page=7, multipage=True) as served:
        yield served


def squeeze(text):
    return re.sub(r"\s", "", text)


# --- the news


@pytest.mark.parametrize("portal", PORTALS)
def test_news_is_the_same_every_time(portal):
    code = f"from tests.town.news import article; print(repr(article({portal!r}, 17)))"
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == repr(article(portal, 17))


@pytest.mark.parametrize("portal", PORTALS)
def test_news_has_the_shape_of_county_papers(portal):
    for n in range(100):
        story = article(portal, n, of=100)
        assert 400 <= len(story.text) <= 3000
        assert 3 <= len(story.rows) <= 18
        assert max(map(len, story.paragraphs)) <= 280
        assert not re.search(r"[{}]|None|[,;:?!]", story.text), story.text
        assert headline(PORTALS[portal], n, of=100) == story.shown_title


def test_half_of_the_news_is_about_poverty_relief():
    told = [article(portal, n).text for portal in PORTALS for n in range(50)]
    assert sum("扶贫" in text or "脱贫" in text for text in told) > len(told) / 2


def grams(text, size=5):
    return {text[i : i + size] for i in range(len(text) - size + 1)}


def test_no_two_stories_are_near_duplicates():
    told = [grams(article(portal, n, of=400).text) for portal in PORTALS for n in range(301)]
    worst = max(len(a & b) / len(a | b) for a, b in pairwise(told))
    assert worst < 0.3


@given(st.sampled_from(sorted(PORTALS)), st.integers(0, 10**6), st.integers(1, 10**6))
@settings(max_examples=200)
def test_an_address_leads_back_to_its_article(portal, n, of):
    site = Town([portal], articles=max(of, n + 1)).sites[portal]
    parts = urlsplit(site.url(n))
    assert site.find(parts.netloc, parts.path) == (n, 1)


@given(st.sampled_from(sorted(PORTALS)), st.integers(0, 5000))
def test_dates_of_a_channel_never_go_back(portal, n):
    facts = PORTALS[portal]
    assert facts.when(n, 1000) <= facts.when(n + len(facts.channels), 1000)


# --- the pages


def test_every_page_decodes_and_shows_what_its_story_promises(town):
    seen = Counter()
    for url in town.articles():
        story, page = town.story(url), tree(town, url)
        seen[story.layout] += 1
        title, dateline, body = SELECTORS[story.layout]
        text = squeeze(page.text_content())
        assert squeeze(page.xpath(title)[0].text_content()) == squeeze(story.title if story.layout == "chuxiong-epaper"
                                                                     else story.shown_title)
        assert f"{story.published.day}" in page.xpath(dateline)[0].text_content()
        assert squeeze(story.rows[0].text) in squeeze(page.xpath(body)[0].text_content())
        for shown in (story.source, story.editor, story.subtitle, *story.breadcrumb):
            assert not shown or squeeze(shown) in text
    assert set(seen) == set(SELECTORS)


def test_all_pages_of_an_article_together_hold_its_body(town):
    site = town.sites["gscn"]
    n = next(n for n in range(60) if site.parts(n) == 3)
    shown, url = "", site.url(n)
    for _ in range(3):
        page = tree(town, url)
        shown += squeeze(page.xpath(SELECTORS[site.article(n).layout][2])[0].text_content())
        url = next(iter(page.xpath("//div[@id='news_more_page_div_id']/a[text()='下一页']/@href")), None)
    assert url is None
    for paragraph in site.article(n).paragraphs:
        assert squeeze(paragraph) in shown


def test_some_names_lie_beyond_gb2312_and_none_is_lost():
    beyond = re.compile("[镕喆堃珺玥]")
    town = Town(["gscn"], articles=100)
    bodies = [town.page(url).body for url in town.articles()]
    assert any(beyond.search(body.decode("gb18030")) for body in bodies)
    with pytest.raises(UnicodeDecodeError):
        b"".join(bodies).decode("gb2312")


# --- the lists


@pytest.mark.parametrize("portal", PORTALS)
def test_lists_lead_to_every_article_exactly_once(town, portal):
    found = walk(town, portal)
    assert set(found) == {town.sites[portal].url(n) for n in range(60)}
    assert set(found.values()) == {1}


@pytest.mark.parametrize("portal", PORTALS)
def test_published_articles_head_the_lists_and_nothing_else_moves(portal):
    town = Town([portal], articles=30, per_page=7)
    before = walk(town, portal)
    new = town.publish(portal, 5)
    assert set(walk(town, portal)) == set(before) | set(new)
    assert all(town.story(url) for url in new)


def test_full_enorth_pages_keep_their_articles():
    town = Town(["gscn"], articles=100, per_page=5)
    oldest = list(enorth_pages(town, "http://gansu.gscn.com.cn/gsyw/"))[-1]
    before = town.page(oldest).body
    town.publish("gscn", 50)
    assert town.page(oldest).body == before


def test_list_pages_lure_into_the_closed_folder(town):
    for portal, site in town.sites.items():
        front = site.portal.channels[0].front
        lure = next(url for url in links(town, front) if site.portal.closed in url)
        robots = town.page(urljoin(front, "/robots.txt")).body.decode()
        assert f"Disallow: {site.portal.closed}" in robots
        assert town.page(lure).status == 200, portal


def test_a_hundred_thousand_articles_cost_nothing_until_asked_for():
    started = time.process_time()
    town = Town(articles=100_000)
    site = town.sites["tianshui"]
    assert town.story(site.url(99_999)).url == site.url(99_999)
    assert town.page("http://www.tianshui.com.cn/news/gg/index_500.htm").status == 200
    assert time.process_time() - started < 1


# --- the capture and the seeds


def test_the_capture_is_the_same_byte_for_byte(tmp_path):
    for name in ("one", "two"):
        write_warc(Town(["lzbs"], articles=5), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_seeds_stand_in_their_channels_with_all_their_clutter(shared):
    town = Town(articles=20, per_page=5, seeds=shared / "seeds")
    gold = json.loads((shared / "seeds/gold.json").read_text("utf-8"))
    texts = {name[:3]: (shared / "seeds" / name).read_text("utf-8") for name in gold}
    texts.pop("002")  # its text is the garbled mirror's; the town serves the portal's own page
    found = [url for site in town.sites.values() for url in site.guests]
    for portal, site in town.sites.items():
        assert all(walk(town, portal)[url] == 1 for url in site.guests)
    assert len(found) == 5
    pages = [tree(town, url) for url in sorted(found)]
    shown = [squeeze(etree.tostring(page, encoding="unicode", method="text")) for page in pages]
    alts = {alt for page in pages for alt in page.xpath("//img/@alt")}
    for text in texts.values():
        lines = text.splitlines()
        assert any(all(squeeze(line) in page for line in lines if "•" not in line) for page in shown)
        twice = [line.partition("• ")[2] for line in lines if "•" in line]  # a picture's alt, its caption
        assert all(line[: len(line) // 2] in alts for line in twice)
    for name, wanted in gold.items():
        story = next(s for s in map(town.story, found) if s.title == wanted["title"])
        assert (story.paragraphs, story.published_at, story.author) == (
            wanted["body"], wanted["published_at"], wanted["author"]), name
