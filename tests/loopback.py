"""Portals that no one should declare, for `-s SPIDER_MODULES=tests.loopback`: their host is this machine."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from scrapy import signals

from crawler.spider import PortalSpider

PORT = os.environ.get("LOOPBACK_PORT", "0")
HOST = os.environ.get("LOOPBACK_HOST", "127.0.0.1")
ODD = ("127.0.0.1", "127.0.0.3", "2130706435", "0x7f.0.0.3", "0177.0.0.3", "localhost")


class Loopback(PortalSpider):
    """Its front page is at 127.0.0.1 or another name of this machine, and its articles at other spellings of loopback addresses."""

    name = "loopback"
    title = "本机"
    province = "甘肃"
    homepage = f"http://{HOST}:{PORT}/"
    domains = (*ODD, "::1", "::ffff:7f00:3")
    channels = {"本机": homepage}
    article = r"/content_\d+\.htm$"
    confidence = "test"


class Raising(Loopback):
    """Breaks on every list page."""

    name = "raising"
    domains = ("www.lzbs.com.cn",)
    homepage = "http://www.lzbs.com.cn/gaolan/"
    channels = {"皋兰": homepage}

    def parse_list(self, *args: Any, **more: Any) -> Iterator[Any]:  # type: ignore[override]
        """As a portal with a fault in its code would."""
        raise KeyError("a fault of ours")


class Lag:
    """An extension that tells the longest time for which the event loop stood still."""

    def __init__(self) -> None:
        self.longest = 0.0

    @classmethod
    def from_crawler(cls, crawler: Any) -> Lag:
        """Scrapy's way in."""
        lag = cls()
        crawler.signals.connect(lag.opened, signal=signals.spider_opened)
        crawler.signals.connect(lag.closed, signal=signals.spider_closed)
        return lag

    def opened(self) -> None:
        """Begin to watch."""
        self.watch = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.01)
            self.longest = max(self.longest, time.monotonic() - before - 0.01)

    def closed(self) -> None:
        """Tell."""
        self.watch.cancel()
        print(f"LAG {self.longest:.3f}", file=sys.stderr)
