"""Answers as servers write them: what browsers pass over in a head is no reason to lose a page; heads are bounded."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from scrapy.core.downloader.handlers import http11
from twisted.web._newclient import HEADER, STATUS, ParseError
from twisted.web.http import _ChunkedTransferDecoder, _MalformedChunkedDataError
from twisted.web.http_headers import InvalidHeaderName

MAX_HEAD = 256 * 1024  # bytes of all headers of one answer; real ones have a few hundred
MAX_CHUNKS = 50_000  # of one answer: each costs as much as hundreds of bytes; real ones have tens
BLANKS = b" \t"


class PaddedChunks(_ChunkedTransferDecoder):
    """Chunks whose sizes have blanks behind them: old application servers write them in fields of a fixed width.

    A body in too many of them breaks off: of a byte each, its chunks keep the crawl busy for minutes.
    """

    _chunks = 0

    def _dataReceived_CHUNK_LENGTH(self) -> bool:  # noqa: N802 - Twisted's name
        stop = self._buffer.find(b"\r\n", self._start)
        if stop > 0 and self._buffer[stop - 1] in BLANKS:
            self._buffer[:stop] = self._buffer[:stop].rstrip(BLANKS)
            self._start = 0
        found = bool(super()._dataReceived_CHUNK_LENGTH())
        self._chunks += found
        if self._chunks > MAX_CHUNKS:
            raise _MalformedChunkedDataError(f"more than {MAX_CHUNKS} chunks")
        return found


class Parser(http11._LenientHTTPClientParser):
    """Scrapy's parser, which passes over lines without a colon; ours stops at MAX_HEAD bytes.

    And it passes over blank lines above the status, blanks before the first header, a header whose name is none, a
    length that is no number (`crawler.whole` looks for the body's end then) and `Transfer-Encoding: identity`, an
    old word for none (RFC 2616, 3.6).
    """

    MAX_LENGTH = MAX_HEAD
    _transferDecoders = {b"chunked": PaddedChunks}  # noqa: N815 - Twisted's name
    _seen = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        """Count, then parse as ever."""
        self._seen += len(line)
        if self._seen > MAX_HEAD:
            raise ParseError(f"headers of more than {MAX_HEAD} bytes", line[:80])
        if self.state == STATUS and not line.strip():
            return
        if self.state == HEADER and self._partialHeader is None:
            line = line.lstrip(BLANKS)
        super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> Any:  # noqa: N802 - Twisted's name
        """A header that says something."""
        name = name.rstrip(BLANKS)
        kind = name.lower()
        if kind == b"content-length" and not value.translate(None, b", ").isdigit():
            return
        if kind == b"transfer-encoding" and value.lower() == b"identity":
            return
        with suppress(InvalidHeaderName):
            super().headerReceived(name, value)
