"""The chain of reprints and the history of an address: origins, numbers that stay, texts that are kept."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from archive.archive import Archive
from archive.chain import names
from archive.reextract import reextract
from pipelines.items import Capture, Failure, Page
from tests.making import page
from tests.reprints import FURNITURE, work

SITES = {"gscn": "中国甘肃网", "lzbs": "兰州新闻网", "tianshui": "天水在线"}


def shown(site: str, text: str | None = None, day: int = 5, **fields: object) -> Page:
    url = f"http://{site}.example/1.htm"
    text = text or work(1)
    return page(url, text, portal=site, when=f"2020-01-{day:02}T00:00:00+00:00", body=f"{text}{day}{fields}".encode(), **fields)


def kinds(archive: Archive) -> dict[str, str]:
    return dict(archive.conn.execute("SELECT portal, kind FROM appearances"))


@pytest.fixture(autouse=True)
def _portals(archive: Archive) -> None:
    for name, title in SITES.items():
        archive.know_portal(name, title=title)


# Origins -------------------------------------------------------------------------------------------------------

ORIGINS = {
    "the earliest published": ({"published_at": "2020-01-02"}, {"published_at": "2020-01-01T09:00:00+08:00"}, "lzbs"),
    "a time before a date alone": ({"published_at": "2020-01-02"}, {"published_at": "2020-01-02T23:00:00+08:00"}, "lzbs"),
    "the first seen, undated": ({}, {}, "gscn"),
    "the one that the other names": ({"source": "兰州新闻网", "published_at": "2020-01-01"}, {"published_at": "2020-01-03"}, "lzbs"),
    "the one that claims it for itself": ({"published_at": "2020-01-01"}, {"published_at": "2020-01-02", "source": "本网讯"}, "lzbs"),
    "not one that a third is named by": ({"published_at": "2020-01-01"}, {"published_at": "2020-01-02", "source": "新华网"}, "gscn"),
    "never a mirror": ({"mirror": True, "published_at": "2020-01-01"}, {"published_at": "2020-01-09"}, "lzbs"),
}


@pytest.mark.parametrize(("first", "second", "origin"), ORIGINS.values(), ids=ORIGINS)
def test_which_of_two_appearances_is_the_origin(archive: Archive, first: dict, second: dict, origin: str) -> None:
    archive.add(shown("gscn", day=1, **first))
    archive.add(shown("lzbs", work(1) + "\n" + FURNITURE[3], day=2, **second))
    assert [name for name, kind in kinds(archive).items() if kind == "original"] == [origin]
    row = archive.conn.execute("SELECT id, portal, text, url FROM articles").fetchall()
    expected = work(1) if origin == "gscn" else work(1) + "\n" + FURNITURE[3]
    assert row == [(1, origin, expected, f"http://{origin}.example/1.htm")]
    states = dict(archive.conn.execute("SELECT portal, state FROM ledger"))
    assert states == {name: "stored" if name == origin else "duplicate" for name in ("gscn", "lzbs")}


@pytest.mark.parametrize(("source", "site", "named"), [
    ("中国甘肃网-民族日报", "中国甘肃网", True), ("甘肃网", "中国甘肃网", True), ("甘肃", "中国甘肃网", False),
    ("新华网", "中国甘肃网", False), (None, "中国甘肃网", False), ("中国甘肃网", None, False),
])
def test_a_source_names_a_site(source: str | None, site: str | None, named: bool) -> None:
    assert names(source, site) == named


def test_similarity_and_containment_are_to_the_origin_s_text(archive: Archive) -> None:
    archive.add(shown("gscn", published_at="2020-01-01"))
    archive.add(shown("lzbs", work(1)[: int(len(work(1)) * 0.6)], published_at="2020-01-02"))
    similarity, containment = archive.conn.execute("SELECT similarity, containment FROM appearances WHERE portal = 'lzbs'").fetchone()
    assert 0.5 < similarity < 0.7
    assert containment == 1


def test_a_longer_text_that_comes_late_unites_its_parts_and_their_numbers_redirect(archive: Archive) -> None:
    whole = work(1)
    archive.add(shown("gscn", whole[: len(whole) // 2 + 50]))
    archive.add(shown("lzbs", whole[len(whole) // 2 - 50 :]))
    assert archive.one("SELECT count(*) FROM articles") == 2
    archive.add(shown("tianshui", whole, published_at="2019-12-31"))
    assert archive.conn.execute("SELECT id, text FROM articles").fetchall() == [(1, whole)]
    assert archive.conn.execute("SELECT id, article_id FROM redirects").fetchall() == [(2, 1)]
    assert archive.one("SELECT count(*) FROM articles_fts_docsize") == 1


# The history of an address -------------------------------------------------------------------------------------


def test_every_edition_is_kept(archive: Archive) -> None:
    texts = [work(1), work(1) + "\n更正：文中数字有误。", work(1) + "\n更正：文中数字有误，特此致歉。"]
    for day, text in enumerate(texts, 1):
        archive.add(shown("gscn", text, day))
    assert archive.conn.execute("SELECT id, text FROM articles").fetchall() == [(1, texts[2])]
    assert archive.conn.execute("SELECT text, first_seen, seen_at, replaced_at FROM revisions ORDER BY id").fetchall() == [
        (texts[n], *[f"2020-01-0{n + 1}T00:00:00+00:00"] * 2, f"2020-01-0{n + 2}T00:00:00+00:00") for n in range(2)]


def test_an_older_capture_that_comes_late_is_history_at_once(archive: Archive) -> None:
    archive.add(shown("gscn", work(1) + "\n更正。", day=5))
    archive.add(shown("gscn", work(1), day=2))
    assert archive.one("SELECT text FROM articles") == work(1) + "\n更正。"
    assert archive.conn.execute("SELECT text, replaced_at FROM revisions").fetchall() == [(work(1), "2020-01-05T00:00:00+00:00")]
    assert archive.conn.execute("SELECT first_seen, text_since FROM appearances").fetchone() == (
        "2020-01-02T00:00:00+00:00", "2020-01-05T00:00:00+00:00")


def test_a_stub_that_was_completed_is_one_article(archive: Archive) -> None:
    archive.add(shown("gscn", work(1)[:120], day=1))
    archive.add(shown("gscn", work(1), day=2))
    assert archive.conn.execute("SELECT id, text FROM articles").fetchall() == [(1, work(1))]


def test_what_was_taken_back_is_the_present_again(archive: Archive) -> None:
    for day, text in enumerate((work(1), work(1) + "\n更正。", work(1)), 1):
        archive.add(shown("gscn", text, day))
    assert archive.one("SELECT text FROM articles") == work(1)
    assert archive.conn.execute("SELECT text, seen_at, replaced_at FROM revisions").fetchall() == [
        (work(1) + "\n更正。", "2020-01-02T00:00:00+00:00", "2020-01-03T00:00:00+00:00")]


SOMETHING_ELSE = {
    "a notice": "您访问的页面不存在或已被删除，五秒后返回首页。", "nothing": "",
    "spam": "澳门新开户送彩金，加微信领取，客服全天在线，信誉第一。" * 2,
}


@pytest.mark.parametrize("text", SOMETHING_ELSE.values(), ids=SOMETHING_ELSE)
def test_a_page_that_turns_into_something_else_replaces_nothing(archive: Archive, text: str) -> None:
    archive.add(shown("gscn", day=1))
    assert archive.add(shown("gscn", text or " ", day=2, title="首页")) == "stored"
    assert archive.conn.execute("SELECT title, text FROM articles").fetchall() == [("元谋县齐心协力摘穷帽", work(1))]
    assert archive.conn.execute("SELECT text, text_id FROM revisions").fetchall() == [(text or " ", None)]
    assert archive.conn.execute("SELECT state, reason FROM ledger").fetchone() == (
        "stored", "shows something else now; the article is kept as it was")


def test_a_refused_page_or_a_missing_one_replaces_nothing(archive: Archive) -> None:
    archive.add(shown("gscn", day=1))
    archive.add(shown("gscn", "没有", day=2, refused="soft 404"))
    archive.fail(Failure("http://gscn.example/1.htm", "gscn", "HTTP 404", permanent=True))
    assert archive.one("SELECT text FROM articles") == work(1)
    assert archive.one("SELECT state FROM ledger") == "stored"


def test_another_article_at_the_address_is_an_article_of_its_own(archive: Archive) -> None:
    archive.add(shown("gscn", day=1))
    archive.add(shown("gscn", work(2), day=2))
    assert archive.conn.execute("SELECT id, text FROM articles ORDER BY id").fetchall() == [(1, work(1)), (2, work(2))]
    assert archive.conn.execute("SELECT article_id FROM appearances").fetchall() == [(2,)]
    assert archive.conn.execute("SELECT article_id FROM revisions").fetchall() == [(1,)]


def test_another_reading_of_the_same_bytes_is_no_edition(archive: Archive) -> None:
    first = shown("gscn", day=1)
    archive.add(first)
    again = page(first.capture.url or "", work(1) + "\n漏读的一段。", portal="gscn")
    again.capture = first.capture
    archive.add(again)
    assert archive.one("SELECT count(*) FROM revisions") == 0
    assert archive.one("SELECT count(*) FROM texts") == 1
    assert archive.conn.execute("SELECT id, text FROM articles").fetchall() == [(1, work(1) + "\n漏读的一段。")]


def _of_parts(url: str, text: str, day: int, *parts: bytes, channel: str | None = None) -> Page:
    """An article of several pages, whose first always has the same bytes."""
    made = page(url, text, portal="gscn", body=b"first", channel=channel)
    when = f"2020-01-{day:02}T00:00:00+00:00"
    rest = tuple(Capture(f"{url}_{n}", part, fetched_at=when, portal="gscn") for n, part in enumerate(parts, 2))
    made.capture = replace(made.capture, fetched_at=when, rest=rest, channel=channel)
    return made


URL = "http://gscn.example/1.htm"
WHOLE = work(1) + "\n" + work(2)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_first_page_read_alone_takes_no_further_page_away(archive: Archive, order: tuple[int, ...]) -> None:
    seen = [_of_parts(URL, WHOLE, 2, b"second"), _of_parts(URL, work(1), 3), _of_parts(URL, work(1), 1)]
    for n in order:
        archive.add(seen[n])
    assert archive.conn.execute("SELECT text, first_seen, last_seen FROM articles").fetchall() == [
        (WHOLE, "2020-01-01T00:00:00+00:00", "2020-01-03T00:00:00+00:00")]
    assert archive.one("SELECT count(*) FROM revisions") == 0


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0)])
def test_an_edition_that_differs_on_its_second_page_alone_is_kept(archive: Archive, order: tuple[int, ...]) -> None:
    seen = [_of_parts(URL, WHOLE, 1, b"second"), _of_parts(URL, WHOLE + "\n更正：文中数字有误。", 2, b"corrected")]
    for n in order:
        archive.add(seen[n])
    assert archive.one("SELECT text FROM articles") == WHOLE + "\n更正：文中数字有误。"
    assert archive.conn.execute("SELECT text FROM revisions").fetchall() == [(WHOLE,)]


def test_a_former_edition_of_several_pages_is_read_again_whole(archive: Archive) -> None:
    archive.add(_of_parts(URL, WHOLE, 1, b"second"))
    archive.add(shown("gscn", WHOLE + "\n更正。", day=2))

    def road(capture: Capture) -> Page:
        text = (WHOLE if capture.rest else work(1)) if capture.body == b"first" else WHOLE + "\n更正。"
        made = page(URL, text, portal="gscn")
        made.capture = capture
        return made

    report = reextract(archive, road, archive.captures.all())
    assert (report.captures, report.rows()) == (2, [])
    assert archive.conn.execute("SELECT text FROM revisions").fetchall() == [(WHOLE,)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_same_bytes_at_variants_of_an_address_in_any_order(archive: Archive, order: tuple[int, ...]) -> None:
    seen = [_of_parts(URL, WHOLE, 1, channel="要闻"), _of_parts(URL.replace("http", "https"), WHOLE, 2, channel="县区"),
            _of_parts(URL, WHOLE, 1, channel="要闻")]
    for n in order:
        archive.add(seen[n])
    where = archive.conn.execute("SELECT url, channel, first_seen, last_seen FROM articles").fetchall()
    assert where == [("https://gscn.example/1.htm", "县区", "2020-01-01T00:00:00+00:00", "2020-01-02T00:00:00+00:00")]

    def road(capture: Capture) -> Page:  # which knows no channel: no list led there
        made = page(capture.url or "", WHOLE, portal="gscn")
        made.capture = capture
        return made

    assert reextract(archive, road, archive.captures.all()).rows() == []
    assert archive.conn.execute("SELECT url, channel, first_seen, last_seen FROM articles").fetchall() == where


def test_bytes_that_are_filed_late_were_fetched_when_they_were_first(archive: Archive) -> None:
    for day in (3, 1, 2):
        archive.add(_of_parts(URL, WHOLE, day))
    assert archive.conn.execute("SELECT kind, fetched_at FROM fetches").fetchall() == [
        ("article", "2020-01-01T00:00:00+00:00")]
