"""What can go wrong between a server and a crawler, each as a callable on the raw connection.

`town.faults[url or compiled regex] = Reset(times=2)`: the fault acts on the first two requests, then the page is well.
Any `async def fault(exchange) -> bool` will do too; it returns whether the connection may be used again.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.town.exchange import Exchange, Headers, head

AnyFault = Callable[[Exchange], Awaitable[bool]]
NO_LINGER = struct.pack("ii", 1, 0)


@dataclass(kw_only=True)
class Fault:
    """A fault that acts `times` times, or for ever."""

    times: int | None = None

    async def __call__(self, exchange: Exchange) -> bool:
        """Act, or let the page pass once the fault is spent."""
        if self.times is not None:
            if self.times <= 0:
                return await exchange.answer()
            self.times -= 1
        return await self.act(exchange)

    async def act(self, exchange: Exchange) -> bool:
        """Do harm; return whether the connection may be used again."""
        raise NotImplementedError


@dataclass
class Status(Fault):
    """Another status, with further headers: 503, 429 with Retry-After, 521 ..."""

    code: int
    headers: Headers = field(default_factory=dict)
    body: bytes = b"<html><body><h1>error</h1></body></html>"

    async def act(self, exchange: Exchange) -> bool:
        """Send the status."""
        return await exchange.send(self.code, {"Content-Type": "text/html", **self.headers}, self.body)


@dataclass
class Redirect(Fault):
    """A redirect to another address."""

    url: str
    code: int = 302

    async def act(self, exchange: Exchange) -> bool:
        """Send the redirect."""
        return await exchange.send(self.code, {"Location": self.url}, b"")


@dataclass
class Body(Fault):
    """Other bytes under the page's address, with headers of the test's choosing."""

    body: bytes
    headers: Headers = field(default_factory=dict)

    async def act(self, exchange: Exchange) -> bool:
        """Send the bytes as they are."""
        return await exchange.send(200, {"Content-Type": "text/html", **self.headers}, self.body)


@dataclass
class Delay(Fault):
    """The page, but late."""

    seconds: float

    async def act(self, exchange: Exchange) -> bool:
        """Wait, then answer."""
        await asyncio.sleep(self.seconds)
        return await exchange.answer()


@dataclass
class Drip(Fault):
    """The page, a few bytes at a time."""

    size: int = 1
    pause: float = 1.0

    async def act(self, exchange: Exchange) -> bool:
        """Send the whole length in the header, then drip."""
        page = exchange.page()
        await exchange.write(head(page.status, exchange.headers(page)))
        for at in range(0, len(page.body), self.size):
            await exchange.write(page.body[at : at + self.size])
            await asyncio.sleep(self.pause)
        return False


@dataclass
class Truncate(Fault):
    """The first `keep` bytes of the body, then the connection closes.

    `length` says what Content-Length claims: the whole ("true"), or nothing, which leaves the end of the connection as
    the end of the page ("none"). With `compressed` the page is a gzip stream cut short under an honest Content-Length.
    """

    keep: int
    length: str = "true"
    compressed: bool = False

    async def act(self, exchange: Exchange) -> bool:
        """Send a part and close."""
        page = exchange.page()
        headers = exchange.headers(page) | {"Connection": "close"}
        body = page.body
        if self.compressed:
            body = gzip.compress(body, mtime=0)
            headers |= {"Content-Encoding": "gzip", "Content-Length": str(len(body[: self.keep]))}
        elif self.length == "none":
            del headers["Content-Length"]
        await exchange.write(head(page.status, headers) + body[: self.keep])
        return False


@dataclass
class Reset(Fault):
    """RST after so many bytes of the answer; 0 is before the first."""

    after: int = 0

    async def act(self, exchange: Exchange) -> bool:
        """Send a part, then abort the connection."""
        page = exchange.page()
        if self.after:
            await exchange.write((head(page.status, exchange.headers(page)) + page.body)[: self.after])
            await asyncio.sleep(0.02)  # an RST overtakes bytes that the client has not read yet
        exchange.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        exchange.writer.transport.abort()
        return False


@dataclass
class Raw(Fault):
    """Whatever bytes a function makes of the page, head included; then the connection closes."""

    make: Callable[[bytes], bytes]

    async def act(self, exchange: Exchange) -> bool:
        """Send the bytes and close."""
        await exchange.write(self.make(exchange.page().body))
        return False


@dataclass
class Stall(Fault):
    """The connection stays open, and nothing comes."""

    seconds: float

    async def act(self, exchange: Exchange) -> bool:
        """Wait, then close."""
        exchange.note()
        await asyncio.sleep(self.seconds)
        return False


def chunked(body: bytes, *, last: bool = True, size: int = 1000, pad: bytes = b"") -> bytes:
    """A body in chunks, with its head; without the last chunk it is cut short. `pad` stands behind each size."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    sent = b"".join(b"%x%s\r\n%s\r\n" % (len(piece), pad, piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + sent + (b"0" + pad + b"\r\n\r\n") * last


def coded(coding: str, content: bytes) -> bytes:
    """A whole answer that says its content is coded so, true or not."""
    lines = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\nContent-Length: {len(content)}"
    return lines.encode() + b"\r\n\r\n" + content
