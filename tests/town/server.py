"""The town itself: a proxy on 127.0.0.1 that answers for its portals under their real addresses."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from asyncio import IncompleteReadError, LimitOverrunError, StreamReader, StreamWriter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from tests.town.exchange import Exchange, Request, read_request
from tests.town.facts import PORTALS
from tests.town.faults import AnyFault
from tests.town.news import Story
from tests.town.pages import Page
from tests.town.provinces import PLAYED
from tests.town.reprints import reprint_guests
from tests.town.seeds import seed_guests
from tests.town.site import Site
from tests.town.tls import context

EVERY = {**PORTALS, **PLAYED}
HEAD_LIMIT = 1 << 16
NOWHERE = Page(b"no such host in this town", "text/plain", status=502)
NOT_SERVED = Page(b"only GET and HEAD", "text/plain", status=405)


class Visit(NamedTuple):
    """A line of the access log; status 0 is a connection broken on purpose."""

    time: float
    host: str
    path: str
    status: int


class Town:
    """Portals behind one proxy; `articles` is the number of each portal's articles.

    `faults` maps an address or a compiled pattern to what goes wrong there, `override` an address to other bytes.
    `cache` pages of 25 KB stay rendered, for load tests that ask for the same ones again.
    """

    def __init__(
        self, portals: Iterable[str] = tuple(PORTALS), articles: int = 40, per_page: int = 20, seed: int = 1,
        multipage: bool = False, seeds: Path | None = None, conditional: bool = True, port: int = 0, cache: int = 0,
        reprints: bool = False,
    ) -> None:
        self.sites = {name: Site(EVERY[name], articles, per_page, seed, multipage) for name in portals}
        guests = [*(seed_guests(seeds) if seeds else ()), *(reprint_guests(self.sites) if reprints else ())]
        for name, guest in guests:
            if name in self.sites:
                self.sites[name].guests[guest.story.url] = guest
        self.domains = {site.domain: site for site in self.sites.values()}
        self.conditional, self.port = conditional, port
        self._rendered = lru_cache(maxsize=cache)(lambda site, host, path, articles: site.page(host, path))
        self.faults: dict[str | re.Pattern[str], AnyFault] = {}
        self.override: dict[str, bytes] = {}
        self.shakes: Iterator[float] = iter(())  # seconds before one handshake of TLS after the other
        self.old_tls = False  # whether it speaks TLS 1.0 alone
        self.log: list[Visit] = []
        self._writers: set[StreamWriter] = set()
        self._ready = threading.Event()

    @property
    def proxy_url(self) -> str:
        """What `http_proxy` must be."""
        return f"http://127.0.0.1:{self.port}"

    def site(self, host: str) -> Site | None:
        """The portal that answers for a host."""
        while host and host not in self.domains:
            host = host.partition(".")[2]
        return self.domains.get(host)

    def page(self, url: str) -> Page:
        """The page at an address, as it would be served without faults."""
        parts = urlsplit(url)
        site = self.site(parts.hostname or "")
        if site is None:
            return NOWHERE
        page = self._rendered(site, parts.netloc, parts.path or "/", site.articles)
        return Page(self.override[url], page.content_type) if url in self.override else page

    def story(self, url: str) -> Story | None:
        """What a reader must find at an address; None where no article begins."""
        parts = urlsplit(url)
        site = self.site(parts.hostname or "")
        return site.story(parts.netloc, parts.path) if site else None

    def publish(self, portal: str, count: int) -> list[str]:
        """Let a portal publish newer articles; their addresses."""
        return self.sites[portal].publish(count)

    def urls(self) -> Iterator[str]:
        """Every address in town."""
        for site in self.sites.values():
            yield from site.urls()

    def articles(self) -> Iterator[str]:
        """The address of every article."""
        for site in self.sites.values():
            yield from (site.url(n) for n in range(site.articles))
            yield from site.guests

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def serve(self, seconds: float | None = None) -> None:
        """Answer requests until stopped, or for so many seconds."""
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", self.port, limit=HEAD_LIMIT, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return
        finally:
            server.close()
            for writer in self._writers:
                writer.transport.abort()

    async def _connection(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while True:
                request = await read_request(reader)
                if request.method == "CONNECT":
                    writer.transport.pause_reading()  # what the client says now is of the handshake
                    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    await asyncio.sleep(next(self.shakes, 0))
                    await writer.start_tls(context(self.old_tls))
                elif not await self._exchange(request, writer):
                    break
        except (IncompleteReadError, LimitOverrunError, OSError, ValueError):
            return  # the client went away, or does not speak HTTP
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _exchange(self, request: Request, writer: StreamWriter) -> bool:
        exchange = Exchange(
            request, writer, make=lambda: self._answer(request), log=lambda status: self._visit(request, status),
            conditional=self.conditional,
        )
        fault = self._fault(request.url)
        try:
            return await (fault(exchange) if fault else exchange.answer())
        finally:
            exchange.note()

    def _visit(self, request: Request, status: int) -> None:
        if request.host != "town":
            self.log.append(Visit(time.time(), request.host, request.path, status))

    def _answer(self, request: Request) -> Page:
        if request.method not in ("GET", "HEAD"):
            return NOT_SERVED
        if request.path == "/__log" and request.host in ("town", f"127.0.0.1:{self.port}"):
            return Page(json.dumps(self.log).encode(), "application/json")
        return self.page(request.url)

    def _fault(self, url: str) -> AnyFault | None:
        if not self.faults:
            return None
        patterns = (fault for key, fault in self.faults.items() if not isinstance(key, str) and key.search(url))
        return self.faults.get(url) or next(patterns, None)
