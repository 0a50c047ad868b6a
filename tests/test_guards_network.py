"""The guarded line: which addresses may be connected to, what is sent, which ports and handlers are shut."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import subprocess
import threading
from pathlib import Path

import pytest
from scrapy.http import Response

from archive.errors import DEGRADED, GOOD
from crawler.failures import led_to
from crawler.guard import ForbiddenAddress, GuardedReactor, is_public
from crawler.hosts import Hosts
from tests.conftest import ROOT
from tests.loopback import ODD
from tests.reading import ledger, shown
from tests.running import await_that, command, crawl, crawling, environment
from tests.town import Town
from tests.town.exchange import Exchange
from tests.town.faults import Body, Delay, Redirect, Status

FRONT = "http://www.lzbs.com.cn/gaolan/"


@pytest.mark.parametrize(("address", "public"), [
    ("114.114.114.114", True), ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("::ffff:8.8.8.8", True),
    ("127.0.0.1", False), ("127.255.255.254", False), ("10.0.0.1", False), ("172.16.0.1", False), ("172.31.255.255", False),
    ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("255.255.255.255", False),
    ("224.0.0.1", False), ("192.0.2.1", False), ("198.18.0.1", False), ("240.0.0.1", False),
    ("::1", False), ("::", False), ("fe80::1", False), ("fc00::1", False), ("fd12::1", False), ("ff02::1", False),
    ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False), ("64:ff9b::808:808", True),
    ("::127.0.0.1", False), ("::ffff:0:127.0.0.1", False), ("64:ff9b:1::7f00:1", False), ("fec0::1", False), ("5f00::1", False),
    ("240e::1", True), ("2408:8000::1", True), ("2002:808:808::", True),
    ("2002:7f00:1::", False), ("2002:c0a8:101::", False), ("2001:db8::1", False),
])
def test_X4_which_addresses_are_of_the_public_internet(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_X4_the_guard_stands_where_the_connection_is_made() -> None:
    with pytest.raises(ForbiddenAddress, match=r"10\.1\.2\.3 is not of the public internet"):
        GuardedReactor([]).connectTCP("10.1.2.3", 80, None)
    with pytest.raises(ForbiddenAddress):
        GuardedReactor(["10.1.2.0/24"]).connectTCP("10.1.3.3", 80, None)


class Trespass:
    """A listener at 127.0.0.3 on a port, that counts who comes."""

    def __init__(self) -> None:
        self.line = socket.create_server(("127.0.0.3", 0))
        self.port, self.visits = self.line.getsockname()[1], 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self.line.accept()[0].close()
            except OSError:
                return
            self.visits += 1


def direct(town_port: int, archive: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """A crawl of the loopback portal, without a proxy."""
    words = crawling("loopback", archive, "-s", "SPIDER_MODULES=tests.loopback", "-s", "RETRY_TIMES=0", *more)
    return subprocess.run(command(*words), env={**environment(), "LOOPBACK_PORT": str(town_port)}, cwd=ROOT,
                          capture_output=True, text=True, timeout=60, check=False)


def test_X4_no_spelling_of_a_private_address_is_connected_to(tmp_path: Path) -> None:
    other = Trespass()
    links = "".join(f'<a href="http://{host}:{other.port}/content_{n}.htm">x</a>' for n, host in enumerate(
        [*ODD[1:5], "[::1]", "[::ffff:7f00:3]"]))
    with Town(portals=["lzbs"], articles=2) as town:
        town.faults[f"http://127.0.0.1:{town.port}/robots.txt"] = Status(404)
        town.faults[f"http://127.0.0.1:{town.port}/"] = Body(f"<html><body>{links}</body></html>".encode())
        done = direct(town.port, tmp_path / "a.db")
        assert done.returncode == DEGRADED
        assert not town.log
        assert "forbidden address: 127.0.0.1 is not of the public internet" in done.stderr
        done = direct(town.port, tmp_path / "b.db", "-s", "ALLOWED_NETWORKS=127.0.0.1/32")
        assert {visit.path for visit in town.log} == {"/robots.txt", "/"}
    assert other.visits == 0
    assert len(ledger(tmp_path / "b.db")) == 6
    assert {entry.state for entry in ledger(tmp_path / "b.db").values()} == {"pending"}
    other.line.close()


def test_X1_X3_no_redirect_leads_to_a_file_or_to_data(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        targets = ("file:///etc/passwd", "data:text/html,x", "ftp://127.0.0.1/x", "s3://bucket/x", "javascript:alert(1)")
        urls = list(town.articles())
        town.faults |= {url: Redirect(target) for url, target in zip(urls, targets, strict=False)}
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == DEGRADED
    entries = ledger(tmp_path / "a.db")
    assert {entries[url].state for url in urls[:4]} == {"refused"}
    assert {entries[url].reason for url in urls[:5]} == {
        *(f"off the portal: redirected to {scheme}:" for scheme in ("file", "data", "ftp", "s3")),
        "redirected to no address: Missing scheme in request url: javascript:alert(1)"}
    assert shown(tmp_path / "a.db") == set(urls[5:])


@pytest.mark.parametrize(("status", "location", "kind"), [
    (302, " FILE:///etc/passwd", "file"), (307, "data:text/html,x", "data"), (302, "http://a.cn/", ""), (302, "/a:b", ""),
    (302, "", ""), (500, "file:///etc/passwd", ""),
])
def test_X3_what_a_redirect_led_to(status: int, location: str, kind: str) -> None:
    assert led_to(Response("http://a.cn/1", status=status, headers={"Location": location} if location else {})) == kind


def test_X8_X7_no_cookie_and_no_login_is_ever_sent(tmp_path: Path) -> None:
    seen: list[dict[str, str]] = []

    async def sets_cookies(exchange: Exchange) -> bool:
        seen.append(exchange.request.headers)
        page = exchange.page()
        headers = {**exchange.headers(page), "Set-Cookie": "a=b", "Referrer-Policy": "os.system"}
        return await exchange.send(page.status, headers, page.body)

    with Town(portals=["lzbs"], articles=10) as town:
        town.faults[re.compile(".*")] = sets_cookies
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD
    assert len(seen) >= 12
    sent = {name for headers in seen for name in headers}
    assert sent <= {"host", "referer", "user-agent", "accept", "accept-language", "accept-encoding", "connection", "proxy-connection"}
    assert {headers["user-agent"].split("/")[0] for headers in seen} == {"Fangzhi"}
    assert {headers["accept-encoding"] for headers in seen} == {"gzip, deflate"}


def listening(pid: int) -> int:
    """How many sockets a process listens on."""
    inodes = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes.add(str(entry.readlink()))
        except OSError:
            continue
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()]
    return sum(words[3] == "0A" and f"socket:[{words[9]}]" in inodes for words in lines if len(words) > 9)


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="needs /proc to see who listens")
def test_X13_a_crawl_opens_no_port(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=10) as town:
        town.faults[re.compile(r".*content.*")] = Delay(20)
        process = subprocess.Popen(command(*crawling("lzbs", tmp_path / "a.db")), env=environment(town), cwd=ROOT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            await_that(lambda: len(town.log) >= 2, process)
            assert listening(process.pid) == 0
        finally:
            process.kill()
            process.wait()
    with socket.create_server(("127.0.0.1", 0)):
        assert listening(os.getpid()) >= 1, "the test can see one"


def test_X14_nothing_of_ours_is_pickled() -> None:
    sources = [path for room in ("crawler", "pipelines", "archive") for path in (ROOT / room).rglob("*.py")]
    assert len(sources) > 40
    assert not [path for path in sources if re.search(r"\bpickle\b|\bmarshal\b|JOBDIR|\beval\(|\bexec\(", path.read_text("utf-8"))]


def test_X15_a_host_s_name_makes_no_path(tmp_path: Path) -> None:
    for host in ("../../etc/passwd", "a/b", "\0", "名" * 300, "", "..", "[::1]"):
        Hosts(tmp_path).hold(host, 1)
    assert {path.parent for path in tmp_path.rglob("*")} == {tmp_path}


def test_X17_a_report_s_line_is_one_line(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=10) as town:
        body = '<html><body><a href="/gaolan/2019-05/01/content_1.htm&#10;FAKE&#27;[31m">x</a></body></html>'
        town.override[FRONT] = body.encode()
        done = crawl("lzbs", tmp_path / "a.db", town)
    assert "\x1b" not in done.stderr
    assert not re.search(r"^FAKE", done.stderr, re.M)


@pytest.mark.parametrize("old", [False, True], ids=["today", "TLS 1.0"])
@pytest.mark.parametrize(("verified", "state"), [("0", "stored"), ("1", "pending")])
def test_N18_certificates_and_protocols_that_do_not_hold_are_accepted_unless_certificates_are_asked_for(
    tmp_path: Path, verified: str, state: str, old: bool
) -> None:
    with Town(portals=["dahe"], articles=4) as town:
        town.old_tls = old
        more = ("-s", f"DOWNLOAD_VERIFY_CERTIFICATES={verified}", "-s", "RETRY_TIMES=0")
        done = crawl("dahe", tmp_path / "a.db", town, *more)
    print(done.stderr[-1500:])
    assert bool(shown(tmp_path / "a.db")) is (state == "stored")
