"""Whole pages only: every fault of a network at an article of its own, in one crawl; then the network is well again."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archive.archive import Archive
from archive.errors import DEGRADED, GOOD
from crawler.hosts import Hosts
from tests.reading import Entry, ledger, shown, sound
from tests.running import crawl
from tests.town import Town
from tests.town.exchange import Exchange
from tests.town.faults import Body, Drip, Raw, Redirect, Reset, Stall, Status, Truncate, chunked, coded

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ODD = b"no colon\r\nno name: x\r\n\xd6\xd0: x\r\n: x\r\nContent-Language : zh\r\n"  # headers that browsers pass over
BOMB = gzip.compress(b"<p>a</p>" * 4_000_000)
STORED, CUT, LIED = "stored", "quarantined: cut short", "quarantined: coding"
LATER = "pending: "
EMPTY = "quarantined: no article: empty page"


async def honest_when_asked_plainly(exchange: Exchange) -> bool:
    """Says gzip over plain bytes, but not to a client that wants none."""
    if exchange.request.headers["accept-encoding"] == "identity":
        return await exchange.answer()
    await exchange.write(coded("gzip", exchange.page().body))
    return False


def answer(status: str, kind: str, *, cut: bool = True, length: bool = False) -> Raw:
    """A page under another status or type, cut in the middle of its text or whole, with an honest length or none."""
    def make(body: bytes) -> bytes:
        sent = body[: len(body) // 2] if cut else body
        told = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n" + f"Content-Length: {len(sent)}\r\n" * length
        return told.encode() + b"\r\n" + sent
    return Raw(make)


def quoted_end(body: bytes) -> bytes:
    """A page cut short, that speaks of its end in a script and a comment."""
    early = body.replace(b"<body", b"<script>var x = '</html>';</script><!-- </html> --><body", 1)
    return HEAD + b"\r\n" + early[:3000]


def within(mark: bytes, *, cut: bool = True, length: bool = False) -> Raw:
    """A page that has another page, or the end of one, near its beginning; cut in the middle of its text, or whole."""
    def make(body: bytes) -> bytes:
        sent = body.replace(b"<body", mark + b"<body", 1)
        sent = sent[: len(sent) // 2] if cut else sent
        return HEAD + f"Content-Length: {len(sent)}\r\n".encode() * length + b"\r\n" + sent
    return Raw(make)


BANNER = b"<html><body><p>x</p></body></html>"
FIELD = b"<textarea></html></textarea>"


FAULTS: dict[str, tuple[Any, str]] = {
    "N1 part": (answer("206 Partial Content", "text/html", length=True), CUT + ": a part of the page, HTTP 206"),
    "N1 part, whole": (answer("206 Partial Content", "text/html", cut=False), CUT),
    "N6 203": (answer("203 Non-Authoritative Information", "text/html"), CUT),
    "N6 226": (answer("226 IM Used", "text/html"), CUT),
    "N6 plain": (answer("200 OK", "text/plain"), CUT),
    "N6 xml": (answer("200 OK", "text/xml"), CUT),
    "N6 json": (answer("200 OK", "application/json"), CUT),
    "N6 quoted": (Raw(quoted_end), CUT),
    "N6 page in page": (within(BANNER), CUT),
    "N6 page in page, whole": (within(BANNER, cut=False), STORED),
    "N6 field": (within(FIELD), CUT),
    "N7 page in page": (within(BANNER, length=True), CUT),
    "N7 plain": (answer("200 OK", "text/plain", length=True), CUT),
    "N7 201": (answer("201 Created", "text/html", length=True), CUT),
    "N7 plain, whole": (answer("200 OK", "text/plain", cut=False, length=True), STORED),
    "N7 203, whole": (answer("203 Non-Authoritative Information", "text/html", cut=False, length=True), STORED),
    "N7 counter": (Raw(lambda body: HEAD + b"\r\n" + body + b"<script>/* a counter */</script>" * 300), STORED),
    "P10": (Raw(lambda body: b"HTTP/1.1 304 Not Modified\r\n\r\n"), LATER + "HTTP 304, which nobody asked for"),
    "T5 empty": (Raw(lambda body: b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"), EMPTY),
    "T5 204": (Raw(lambda body: b"HTTP/1.1 204 No Content\r\nContent-Type: text/plain\r\n\r\n"), EMPTY),
    "N1": (Truncate(5000), CUT),
    "N2": (Raw(lambda body: chunked(body, last=False)), CUT),
    "N2 whole": (Raw(chunked), STORED),
    "N2 padded": (Raw(lambda body: chunked(body, pad=b"  ")), STORED),
    "N2 identity": (Raw(lambda body: HEAD + b"Transfer-Encoding: identity\r\n\r\n" + body), STORED),
    "N3": (Reset(after=5000), CUT),
    "N4": (Reset(), LATER + "connection failed"),
    "N5": (Truncate(3000, compressed=True), CUT),
    "N6": (Truncate(90, length="none"), CUT),
    "N6 odd": (Truncate(7777, length="none"), CUT),
    "N6 whole": (Truncate(10**6, length="none"), STORED),
    "N7": (Raw(lambda body: HEAD + b"Content-Length: 60\r\n\r\n" + body), CUT),
    "N7 no number": (Raw(lambda body: HEAD + b"Content-Length: all\r\n\r\n" + body), STORED),
    "N7 no number, cut": (Raw(lambda body: HEAD + b"Content-Length: all\r\n\r\n" + body[:5000]), CUT),
    "N8": (Raw(lambda body: coded("gzip", gzip.compress(body) + b"rubbish")), STORED),
    "N8 twice": (Raw(lambda body: coded("gzip", gzip.compress(body[:99]) + gzip.compress(body[99:]))), STORED),
    "N8 magic": (Raw(lambda body: coded("gzip", gzip.compress(body) + b"\x1f\x8b rubbish")), STORED),
    "N8 half a member": (Raw(lambda body: coded("gzip", gzip.compress(body[:99]) + gzip.compress(body[99:])[:-9])), CUT),
    "N9 twice": (Raw(lambda body: coded("gzip", gzip.compress(gzip.compress(body)))), STORED),
    "N9 not told": (Raw(lambda body: HEAD + b"\r\n" + gzip.compress(body)), STORED),
    "N9 not told, cut": (Raw(lambda body: HEAD + b"\r\n" + gzip.compress(body)[:-99]), CUT),
    "N9": (Raw(lambda body: coded("gzip", body)), LIED),
    "N9 honest": (honest_when_asked_plainly, STORED),
    "N10": (Raw(lambda body: coded("zstd", b"\x28\xb5\x2f\xfd rubbish")), LIED),
    "N10 br": (Raw(lambda body: coded("br", body)), LIED),
    "N10 compress": (Raw(lambda body: coded("x-compress", body)), LIED),
    "N10 no coding": (Raw(lambda body: coded("UTF-8, none", body)), STORED),
    "N10 none beside gzip": (Raw(lambda body: coded("none, gzip", gzip.compress(body))), STORED),
    "N10 none, cut": (Raw(lambda body: HEAD + b"Content-Encoding: none\r\n\r\n" + body[:5000]), CUT),
    "N11": (Drip(size=400, pause=0.5), LATER + "no whole answer"),
    "N12": (Stall(30), LATER + "no whole answer"),
    "N13 long": (Raw(lambda body: HEAD + b"X: " + b"x" * 5_000_000 + b"\r\n\r\n" + body), LATER + "connection failed"),
    "N13 many": (Raw(lambda body: HEAD + b"X-A: bcdef\r\n" * 100_000 + b"\r\n" + body), LATER + "headers of more"),
    "N13 cookie": (Raw(lambda body: HEAD + b"Set-Cookie: " + b"x" * 20_000 + b"\r\n\r\n" + body), STORED),
    "N14 no names": (Raw(lambda body: HEAD + ODD + b"\r\n" + body), STORED),
    "N14 blank line": (Raw(lambda body: b"\r\n\r\n" + HEAD + b"\r\n" + body), STORED),
    "N14 blank first": (Raw(lambda body: HEAD.replace(b"Content", b" Content") + b"\r\n" + body), STORED),
    "N14": (Raw(lambda body: b"SSH-2.0-OpenSSH_9.6\r\n"), LATER + "headers of more than is sane, or not HTTP"),
    "N16": (Status(500), LATER + "HTTP 500"),
    "N16 522": (Status(522), LATER + "HTTP 522"),
    "N16 twice": (Status(502, times=2), STORED),
    "N19": (Redirect("http://www.lzbs.com.cn/gaolan/loop.htm"), LATER + "max redirections"),
    "X5": (Raw(lambda body: coded("gzip", BOMB)), "refused: larger than"),
    "X5 nested": (Raw(lambda body: coded("gzip, gzip", gzip.compress(BOMB))), "refused: larger than"),
    "X5 deep": (Raw(lambda body: coded("gzip, gzip, gzip", body)), LIED),
    "X5 members": (Raw(lambda body: coded("gzip", gzip.compress(b"") * 150_000 + gzip.compress(body))), LIED),
    "X5 long": (Raw(lambda body: HEAD + b"Content-Length: 9000000\r\n\r\n" + b"x" * 9_000_000), "refused: larger than"),
    "X8": (Status(401, {"WWW-Authenticate": "Basic"}), LATER + "HTTP 401"),
}


class Run(NamedTuple):
    """A crawl through all faults and one after them."""

    urls: dict[str, str]  # by fault
    entries: dict[str, Entry]
    exits: tuple[int, int]
    shown: tuple[set[str], set[str]]
    visits: list[str]
    seconds: float
    path: Path
    told: str


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    path = tmp_path_factory.mktemp("network") / "a.db"
    with Town(portals=["lzbs"], articles=2 * len(FAULTS), per_page=100) as town:
        urls = dict(zip(FAULTS, list(town.articles())[::2], strict=True))
        town.faults.update({urls[name]: fault for name, (fault, _) in FAULTS.items()})
        town.faults["http://www.lzbs.com.cn/gaolan/loop.htm"] = Redirect("http://www.lzbs.com.cn/gaolan/loop.htm")
        started = time.monotonic()
        first = crawl("lzbs", path, town, "-s", "DOWNLOAD_TIMEOUT=2", "-s", "HOST_FAILURES=1000")
        seconds = time.monotonic() - started
        visits, entries, before = [v.path for v in town.log], ledger(path), shown(path)
        town.faults.clear()
        second = crawl("lzbs", path, town)
        yield Run(urls, entries, (first.returncode, second.returncode), (before, shown(path)), visits, seconds, path,
                  first.stderr)


@pytest.mark.parametrize("name", FAULTS, ids=lambda name: name.replace(" ", "_"))
def test_what_becomes_of_a_page_with_fault(run: Run, name: str) -> None:
    entry = run.entries[run.urls[name]]
    assert f"{entry.state}: {entry.reason}".startswith(FAULTS[name][1]), entry
    assert (run.urls[name] in run.shown[0]) == (entry.state == "stored")


def test_nothing_else_is_harmed_and_every_address_is_accounted_for(run: Run) -> None:
    well = [url for url in run.entries if url not in run.urls.values()]
    assert {run.entries[url].state for url in well if "neibu" not in url} == {"stored"}
    assert run.exits[0] == 3
    assert re.search(r"lzbs: \d+ × cut, as http", run.told), run.told[-3000:]


def test_N16_what_failed_is_fetched_by_the_next_run(run: Run) -> None:
    lost = {name for name, url in run.urls.items() if url not in run.shown[1]}
    assert lost == {"X5", "X5 nested", "X5 long"}, "what was too large is not asked for again"
    assert sound(run.path)


def test_N19_a_redirect_loop_costs_few_requests(run: Run) -> None:
    assert run.visits.count("/gaolan/loop.htm") <= 6


def test_N1_a_page_is_asked_for_three_times_in_a_run(run: Run) -> None:
    for name in ("N1", "N5", "N7", "N16"):
        assert run.visits.count(run.urls[name].split(".cn", 1)[1]) == 3


def test_N11_N12_no_page_takes_longer_than_its_time_limit(run: Run) -> None:
    assert run.seconds < 3 * 2 + 25, "three tries of two seconds each, and the others meanwhile"


def test_N20_a_list_page_that_was_cut_is_had_again(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12, per_page=4) as town:
        town.faults[re.compile(r".*/gaolan/node_.*_2\.htm")] = Truncate(2000, times=1)
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == 0
        assert shown(tmp_path / "a.db") == set(town.articles())


@pytest.mark.long
def test_N20_a_list_page_that_stays_cut_makes_a_run_degraded(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12, per_page=4) as town:
        town.faults[re.compile(r".*/gaolan/node_.*_2\.htm")] = Truncate(2000, length="none")
        done = crawl("lzbs", tmp_path / "a.db", town)
        assert done.returncode == 3
        assert "1 list page(s) could not be fetched" in done.stderr
        town.faults.clear()
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == 0
        assert shown(tmp_path / "a.db") == set(town.articles()), "the walk was not taken for finished"


@pytest.mark.parametrize(("status", "resume", "rests"), [
    (429, b"30", 30), (503, b"30", 30), (429, None, 5), (503, b"soon", 5), (403, b"30", 30), (502, b"30", 30), (301, b"30", 30),
    (403, None, 0), (502, b"soon", 0), (404, b"", 0), (200, b"30", 0), (304, b"0", 0),
])
def test_N17_which_answers_ask_for_rest(tmp_path: Path, status: int, resume: bytes | None, rests: int) -> None:
    hosts = Hosts(tmp_path, pause=5)
    hosts.answered("a.example", status, resume, 0)
    with hosts._stamp("a.example") as stamp:
        assert round(max(0, stamp.held - time.time())) == rests


PROVIDERS = {  # what a provider shows in a page's place
    "redirect": Redirect("http://provider.example/notice?from=lzbs"),
    "frame": Body(b"<html><head></head><body><iframe src='http://provider.example/notice'></iframe></body></html>"),
    "refresh": Body(b"<html><head><meta http-equiv='refresh' content='0;url=http://provider.example/'></head></html>"),
    "script": Body(b"<html><head><script>location.href='http://provider.example/'</script></head></html>"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", PROVIDERS)
def test_N19_what_a_provider_shows_in_an_article_s_place_is_told_and_asked_for_again(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[re.compile(r".*/content_\d+\.htm$")] = PROVIDERS[name]
        done = crawl("lzbs", path, town)
        assert done.returncode == DEGRADED
        assert "12 article(s), and no other, were refused as" in done.stderr
        assert {visit.host for visit in town.log} == {"www.lzbs.com.cn"}
        assert {entry.state for entry in ledger(path).values()} == {"refused"}
        town.faults.clear()
        with Archive(path) as archive, archive.writing() as conn:  # as if six hours had passed
            conn.execute("UPDATE ledger SET next_try = '2020-01-01T00:00:00+00:00' WHERE next_try IS NOT NULL")
        assert crawl("lzbs", path, town).returncode == GOOD
        assert shown(path) == set(town.articles())


@pytest.mark.long
def test_N19_an_article_that_has_moved_away_is_asked_for_three_times_in_all(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=12) as town:
        moved, *others = town.articles()
        town.faults[moved] = Redirect("http://elsewhere.example/1.htm")
        for _ in range(5):
            assert crawl("lzbs", path, town).returncode == GOOD, "one of many is no fault of the host"
            with Archive(path) as archive, archive.writing() as conn:
                conn.execute("UPDATE ledger SET next_try = '2020-01-01T00:00:00+00:00' WHERE next_try IS NOT NULL")
        assert len([visit for visit in town.log if moved.endswith(visit.path)]) == 3
    assert ledger(path)[moved] == ("refused", "off the portal: redirected to elsewhere.example", None)
    assert shown(path) == set(others)
