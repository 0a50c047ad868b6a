"""The town's server: proxy and host form, conditional requests, and faults that act exactly as asked."""

from __future__ import annotations

import json
import re
import socket
import time
from http.client import IncompleteRead
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.town import Town
from tests.town.faults import Body, Delay, Drip, Redirect, Reset, Status, Truncate


@pytest.fixture(scope="module")
def town():
    with Town(articles=60, per_page=7) as served:
        yield served


def fetch(town, url, headers=(), method="GET"):
    """Fetch through the proxy; redirects are followed, errors raised."""
    opener = build_opener(ProxyHandler({"http": town.proxy_url}))
    return opener.open(Request(url, headers=dict(headers), method=method), timeout=5)


def test_pages_come_through_the_proxy_under_their_real_addresses(town):
    url = town.sites["cnjiwang"].url(3)
    with fetch(town, url) as answer:
        assert answer.read() == town.page(url).body
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert town.log[-1][1:] == (urlsplit(url).netloc, urlsplit(url).path, 200)
    with fetch(town, "http://town/__log") as answer:
        assert json.load(answer)[-1][2] == urlsplit(url).path


def test_host_form_and_keep_alive(town):
    url = urlsplit(town.sites["gscn"].url(1))
    with socket.create_connection(("127.0.0.1", town.port), 5) as line, line.makefile("rb") as answers:
        for _ in range(2):
            line.sendall(f"GET {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
            assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
            headers = b"".join(iter(answers.readline, b"\r\n")).decode()
            length = re.findall(r"Content-Length: (\d+)", headers)
            assert answers.read(int(length[0])) == town.page(url.geturl()).body


@pytest.mark.parametrize(("url", "status"), [
    ("http://gansu.gscn.com.cn/nothing.shtml", 404),
    ("http://gansu.gscn.com.cn/system/2018/01/01/011800004.shtml", 404),
    ("http://www.elsewhere.example/", 502),
])
def test_what_is_not_there(town, url, status):
    with pytest.raises(HTTPError) as error:
        fetch(town, url)
    assert error.value.code == status


def test_soft_404_is_served_with_200(town):
    with fetch(town, "http://www.gscn.com.cn/gone/system/2019/01/01/012000000.shtml") as answer:
        assert answer.status == 200
        assert "页面没有找到" in answer.read().decode("gb18030")


@pytest.mark.parametrize(("asked", "given"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")])
def test_an_unchanged_page_is_not_sent_again(town, asked, given):
    url = town.sites["gscn"].url(2)
    with fetch(town, url) as answer:
        mark = answer.headers[given]
    with pytest.raises(HTTPError) as error:
        fetch(town, url, {asked: mark})
    assert error.value.code == 304
    with fetch(town, url, {"If-None-Match": '"other"', "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}) as answer:
        assert answer.status == 200


def test_an_overridden_page_has_other_bytes_and_another_tag(town):
    url = town.sites["lzbs"].url(4)
    with fetch(town, url) as answer:
        tag = answer.headers["ETag"]
    town.override[url] = b"<html>changed</html>"
    with fetch(town, url, {"If-None-Match": tag}) as answer:
        assert answer.read() == b"<html>changed</html>"
    del town.override[url]


@pytest.fixture
def faulty(town):
    yield town, town.sites["gscn"].url(9)
    town.faults.clear()


@pytest.mark.parametrize(("fault", "error"), [
    (Status(503), HTTPError), (Truncate(5000), IncompleteRead),
    (Reset(), ConnectionError), (Reset(3000), ConnectionError),
], ids=repr)
def test_a_fault_acts_as_often_as_asked_and_then_no_more(faulty, fault, error):
    town, url = faulty
    fault.times = 1
    town.faults[url] = fault
    with pytest.raises(error):
        fetch(town, url).read()
    with fetch(town, url) as answer:
        assert answer.read() == town.page(url).body


def test_faults_by_pattern_leave_other_pages_alone(faulty):
    town, url = faulty
    town.faults[re.compile(r"yunnan\.cn/")] = Status(429, {"Retry-After": "5"})
    with fetch(town, url) as answer:
        assert answer.status == 200
    with pytest.raises(HTTPError) as error:
        fetch(town, town.sites["yunnan"].url(0))
    assert (error.value.code, error.value.headers["Retry-After"]) == (429, "5")


def test_quiet_faults(faulty):
    town, url = faulty
    whole = town.page(url).body
    town.faults[url] = Truncate(4000, length="none")
    assert fetch(town, url).read() == whole[:4000]
    town.faults[url] = Truncate(4000, compressed=True)
    with fetch(town, url) as answer:
        assert (answer.headers["Content-Encoding"], len(answer.read())) == ("gzip", 4000)
    town.faults[url] = Body(b"\x89PNG", {"Content-Type": "image/png"})
    assert fetch(town, url).read() == b"\x89PNG"
    town.faults[url] = Redirect(town.sites["gscn"].url(8))
    assert fetch(town, url).read() == town.page(town.sites["gscn"].url(8)).body


@pytest.mark.parametrize("fault", [Delay(0.2), Drip(size=5000, pause=0.05)], ids=repr)
def test_slow_pages_arrive_whole(faulty, fault):
    town, url = faulty
    town.faults[url] = fault
    started = time.monotonic()
    assert fetch(town, url).read() == town.page(url).body
    assert time.monotonic() - started >= 0.2
