"""The proxy of the environment is asked for once a host, and what Scrapy's middleware says of it holds each time."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware

from crawler.proxy import ProxyMiddleware

URLS = ("http://www.gscn.com.cn/1.htm", "http://www.gscn.com.cn/2.htm", "https://www.gscn.com.cn/1.htm",
        "http://intern.example/1.htm", "http://intern.example/2.htm", "http://www.gscn.com.cn/3.htm")
ENVIRONMENTS = {
    "none": {},
    "a proxy": {"http_proxy": "http://127.0.0.1:3128"},
    "both": {"http_proxy": "http://127.0.0.1:3128", "https_proxy": "http://127.0.0.2:3128"},
    "but for one host": {"http_proxy": "http://127.0.0.1:3128", "no_proxy": "intern.example"},
    "with a login": {"http_proxy": "http://who:what@127.0.0.1:3128", "no_proxy": "intern.example"},
}


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_every_request_goes_where_scrapy_s_own_middleware_sends_it(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ours, theirs = ProxyMiddleware(), HttpProxyMiddleware()
    chosen = "http://127.0.0.9:8080"
    for url in URLS:
        for meta in ({}, {"proxy": chosen}, {"proxy": None}, {}):
            mine, other = Request(url, meta=meta), Request(url, meta=meta)
            ours.process_request(mine)
            theirs.process_request(other)
            assert (mine.meta, mine.headers) == (other.meta, other.headers)
    assert bool(ours._known["http", "www.gscn.com.cn"][0]) is ("http_proxy" in environment)
