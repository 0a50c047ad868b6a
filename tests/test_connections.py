"""Connections: a host of several addresses, when a gap begins, and what is kept open by a server that closes it."""

from __future__ import annotations

import asyncio
import re
import subprocess
import time
from itertools import cycle
from pathlib import Path

import pytest

from archive.errors import DEGRADED, GOOD
from crawler.hosts import Hosts
from tests.conftest import ROOT
from tests.reading import shown
from tests.running import command, crawl, crawling, environment
from tests.test_manners import ONE, gaps
from tests.town import Town
from tests.town.exchange import Exchange
from tests.town.faults import Body, Reset, Status

# A resolver that knows two addresses of this machine: at the first nobody listens.
RESOLVED = """
import socket, sys, time
real = socket.getaddrinfo
socket.gethostbyname = lambda name: {0}[0]
socket.getaddrinfo = lambda name, *more, **named: time.sleep({1}) or [
    found for address in ({0} if name == "localhost" else [name]) for found in real(address, *more, **named)]
from scrapy.cmdline import execute
execute()
"""


@pytest.mark.parametrize(("addresses", "code"), [(["127.0.0.9", "127.0.0.1"], GOOD), (["127.0.0.1"], GOOD),
                                                 (["10.9.9.9", "127.0.0.1"], GOOD), (["127.0.0.9"], DEGRADED)])
def test_N15_where_one_address_of_a_host_is_dead_another_is_tried(tmp_path: Path, addresses: list[str], code: int) -> None:
    with Town(portals=["lzbs"], articles=1) as town:
        done = crawl_localhost(tmp_path / "a.db", town, addresses)
    assert done.returncode == code, done.stderr
    assert len(shown(tmp_path / "a.db")) == (code == GOOD)
    assert ("connection refused" in done.stderr) == (code != GOOD)


@pytest.mark.long
def test_P7_the_gap_counts_from_when_a_request_leaves(tmp_path: Path) -> None:
    """A name that is looked up slowly, or a slow connection, brings the next request no nearer."""
    with Town(portals=["lzbs"], articles=1) as town:
        done = crawl_localhost(tmp_path / "a.db", town, ["127.0.0.1"], 0.6, *ONE, "-s", "DOWNLOAD_DELAY=0.5")
        assert done.returncode == GOOD, done.stderr
        assert len(town.log) == 3
        assert min(gaps(town, f"localhost:{town.port}")) > 0.4, "the server notes an answer, which a loaded machine may delay"


def test_P8_a_request_that_leaves_late_gives_way_to_who_was_given_a_turn_meanwhile(tmp_path: Path) -> None:
    async def main() -> None:
        ours, theirs = Hosts(tmp_path, 0.1), Hosts(tmp_path, 0.1)
        first = await ours.turn("a.example")
        assert ours.leaves("a.example", first), "at once"
        await asyncio.sleep(0.06)
        assert ours.leaves("a.example", first), "late, but before anybody else"
        left = time.time()
        second = await theirs.turn("a.example")
        assert second - left > 0.09
        assert not ours.leaves("a.example", first)
        await asyncio.sleep(0.06)
        theirs.hold("a.example", 5)
        assert not theirs.leaves("a.example", second), "the host wants rest"
        assert Hosts(tmp_path).leaves("a.example", first), "there is no gap"

    asyncio.run(main())


@pytest.mark.parametrize("jump", [-3600, 5, 3600])
def test_O4_a_clock_that_is_set_in_a_run_shortens_no_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: int) -> None:
    async def main() -> float:
        hosts = Hosts(tmp_path, 0.3)
        await hosts.turn("a.example")
        began, right = time.monotonic(), time.time
        monkeypatch.setattr(time, "time", lambda: right() + jump)
        await hosts.turn("a.example")
        return time.monotonic() - began

    assert 0.25 < asyncio.run(main()) < 2


def crawl_localhost(path: Path, town: Town, addresses: list[str], slow: float = 0, *more: str) -> subprocess.CompletedProcess[str]:
    """A crawl of one article at `localhost`, a name of these addresses that is looked up so slowly."""
    host = f"http://localhost:{town.port}"
    town.faults[f"{host}/robots.txt"] = Status(404)
    town.faults[f"{host}/"] = Body(b'<html><body><a href="/content_1.htm">x</a></body></html>')
    town.faults[f"{host}/content_1.htm"] = Body(town.page(next(iter(town.articles()))).body)
    words = crawling("loopback", path, "-s", "SPIDER_MODULES=tests.loopback", "-s", "RETRY_TIMES=0",
                     "-s", "ALLOWED_NETWORKS=127.0.0.0/8", *more)[1:]
    env = {**environment(), "LOOPBACK_PORT": str(town.port), "LOOPBACK_HOST": "localhost"}
    return subprocess.run([*command("python", "-c", RESOLVED.format(addresses, slow)), *map(str, words)], env=env, cwd=ROOT,
                          capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.long
@pytest.mark.parametrize("lanes", ["1", "8"])
def test_P7_the_gap_counts_from_when_the_handshake_is_done(tmp_path: Path, lanes: str) -> None:
    with Town(portals=["dahe"], articles=4) as town:
        town.shakes = cycle([0.7, 0])
        town.faults[re.compile(".*")] = alone
        crawl("dahe", tmp_path / "a.db", town, "-s", f"CONCURRENT_REQUESTS_PER_DOMAIN={lanes}", "-s", "DOWNLOAD_DELAY=0.4")
        assert shown(tmp_path / "a.db") == set(town.articles())
        hosts = {visit.host for visit in town.log}
        assert min(gap for host in hosts for gap in gaps(town, host)) > 0.3


@pytest.mark.parametrize("again", ["0", "2"])
def test_P7_a_request_on_a_kept_connection_that_has_ended_is_sent_once_more_in_its_turn(tmp_path: Path, again: str) -> None:
    """A server may close what it has kept just as a request comes: that is no failure, and no leave to ask at once."""
    used: set[int] = set()

    async def once(exchange: Exchange) -> bool:
        if id(exchange.writer) in used:
            return await Reset()(exchange)
        used.add(id(exchange.writer))
        kept.append(exchange.writer)  # or another would get its number
        return await exchange.answer()

    kept: list[object] = []
    with Town(portals=["lzbs"], articles=2) as town:
        town.faults[re.compile(".*")] = once
        crawl("lzbs", tmp_path / "a.db", town, *ONE, "-s", "DOWNLOAD_DELAY=0.2", "-s", f"RETRY_TIMES={again}")
        assert shown(tmp_path / "a.db") == set(town.articles())
        assert sum(not visit.status for visit in town.log) == 3  # all but the first
        assert min(gaps(town)) > 0.1, "the server notes an answer, which a loaded machine may delay"


def test_P7_N4_however_many_kept_connections_have_ended_a_request_is_heard(tmp_path: Path) -> None:
    used: set[int] = set()
    kept: list[object] = []

    async def once(exchange: Exchange) -> bool:
        if id(exchange.writer) in used:
            return await Reset()(exchange)
        used.add(id(exchange.writer))
        kept.append(exchange.writer)
        return await exchange.answer()

    with Town(portals=["lzbs"], articles=24) as town:
        town.faults[re.compile(".*/content_.*")] = once
        crawl("lzbs", tmp_path / "a.db", town, "-s", "RETRY_TIMES=0")
        assert shown(tmp_path / "a.db") == set(town.articles())


def test_N4_on_a_connection_of_its_own_a_request_is_not_sent_once_more(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=4) as town:
        town.faults[re.compile(".*/content_.*")] = Reset()
        town.faults[re.compile(".*(?<!htm)$")] = alone
        crawl("lzbs", tmp_path / "a.db", town, *ONE, "-s", "RETRY_TIMES=0")
        assert sum(not visit.status for visit in town.log) == 4


async def alone(exchange: Exchange) -> bool:
    """An answer after which the connection is closed, as it says."""
    page = exchange.page()
    await exchange.send(page.status, {**exchange.headers(page), "Connection": "close"}, page.body)
    return False
