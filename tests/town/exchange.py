"""HTTP/1.1 by hand, as little as a town needs: one request in, one answer out, on a raw connection."""

from __future__ import annotations

from asyncio import StreamReader, StreamWriter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlsplit
from zlib import crc32

from tests.town.news import CHINA
from tests.town.pages import Page

Headers = dict[str, str]
REASONS = {status.value: status.phrase for status in HTTPStatus}


@dataclass(frozen=True)
class Request:
    """A request: the host and path it means, whether it came in absolute form or with a Host header."""

    method: str
    host: str
    path: str
    headers: Headers  # names in lower case
    keep: bool  # the client wants the connection kept

    @property
    def url(self) -> str:
        """The address, always with http."""
        return f"http://{self.host}{self.path}"


async def read_request(reader: StreamReader) -> Request:
    """The next request on a connection; raises IncompleteReadError where it ends."""
    block = await reader.readuntil(b"\r\n\r\n")
    first, *lines = block[:-4].decode("latin-1").split("\r\n")
    method, target, version = first.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    host, path = headers.get("host", ""), target
    if not target.startswith("/"):
        parts = urlsplit(target)
        host, path = parts.netloc, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    keep = headers.get("connection", headers.get("proxy-connection", "")).lower() != "close" and version.endswith("1.1")
    return Request(method, host, path, headers, keep)


def head(status: int, headers: Headers) -> bytes:
    """Status line and headers."""
    lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Unknown')}", *(f"{k}: {v}" for k, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@dataclass
class Exchange:
    """One request and the connection on which it is answered: what a fault may act upon."""

    request: Request
    writer: StreamWriter
    make: Callable[[], Page]
    log: Callable[[int], None]
    conditional: bool = True
    status: int = 0  # 0: what was sent is broken on purpose
    logged: bool = False

    def page(self) -> Page:
        """The page that belongs to the address."""
        return self.make()

    def headers(self, page: Page) -> Headers:
        """Headers of a page, with its validators."""
        headers = {"Server": "nginx", "Content-Type": page.content_type, "Content-Length": str(len(page.body))}
        if page.status == 200:
            headers["ETag"] = f'"{crc32(page.body):08x}-{len(page.body):x}"'
            if page.modified:
                moment = page.modified.replace(tzinfo=CHINA, microsecond=0).astimezone(UTC)
                headers["Last-Modified"] = format_datetime(moment, usegmt=True)
        return headers

    async def answer(self) -> bool:
        """Send the page, or 304 where the client has it already; whether the connection may be used again."""
        page = self.page()
        headers = self.headers(page)
        if self.conditional and page.status == 200 and self._has(headers):
            del headers["Content-Length"]
            return await self.send(304, headers, b"")
        return await self.send(page.status, headers, page.body)

    async def send(self, status: int, headers: Headers, body: bytes) -> bool:
        """Send an answer in one piece."""
        if status != 304:
            headers.setdefault("Content-Length", str(len(body)))
        self.status = status
        await self.write(head(status, headers) + (b"" if self.request.method == "HEAD" else body))
        return self.request.keep

    async def write(self, data: bytes) -> None:
        """Send raw bytes. The log is written first: a test that has read an answer must find it there."""
        self.note()
        self.writer.write(data)
        await self.writer.drain()

    def note(self) -> None:
        """Write the log's line, once."""
        if not self.logged:
            self.logged = True
            self.log(self.status)

    def _has(self, headers: Headers) -> bool:
        """Whether the client's copy is current; an entity tag goes before a date (RFC 9110, 13.2.2)."""
        asked = self.request.headers
        if "if-none-match" in asked:
            return headers["ETag"] in asked["if-none-match"]
        if "if-modified-since" not in asked or "Last-Modified" not in headers:
            return False
        return _moment(headers["Last-Modified"]) <= _moment(asked["if-modified-since"])


def _moment(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
