"""What warcio reads has an end: the heads of records and answers, and bodies in a coding."""

from __future__ import annotations

from typing import Any

import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.statusandheaders import StatusAndHeadersParser

try:
    import brotli
except ImportError:  # pages in it stay as they are then
    brotli = None

LARGEST = 32 << 20  # bytes of a body that are read into memory; of a crawl none has more than 8 MiB
WINDOW = 8 << 20  # bytes that zstd may look back to on the web (RFC 9659)
FEW = 256  # bytes of zstd, which may tell of as many blocks of 128 KiB as there are four of them
HEAD = 1 << 20  # bytes of a record's head, or of an answer's; a crawl refuses those of more than 256 KB


class Brotli:
    """Brotli as warcio undoes codings; its own breaks at the first answer (warcio 1.8.1 with brotli 1.2)."""

    unused_data = b""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def decompress(self, data: bytes) -> bytes:
        """The next bytes; of a bomb no more than are looked at."""
        text: bytes = self._stream.process(data, output_buffer_limit=LARGEST + 1)
        return text

    @property
    def eof(self) -> bool:
        """Whether the stream is whole."""
        return bool(self._stream.is_finished())


class Zstd:
    """Zstandard as warcio undoes codings, of which it has none."""

    unused_data = b""

    def __init__(self) -> None:
        self._stream = self._frame()

    def _frame(self) -> Any:
        return zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()

    def decompress(self, data: bytes) -> bytes:
        """The next bytes; of a bomb no more than are looked at. One frame may follow another."""
        text = bytearray()
        while data and len(text) <= LARGEST:
            if self._stream.eof:
                self._stream = self._frame()
            piece, data = data[:FEW], data[FEW:]
            text += self._stream.decompress(piece)
            data = self._stream.unused_data + data
        return bytes(text)

    @property
    def eof(self) -> bool:
        """Whether the last frame is whole."""
        return bool(self._stream.eof)


BufferedReader.DECOMPRESSORS["zstd"] = Zstd
if brotli:
    BufferedReader.DECOMPRESSORS["br"] = Brotli


class _Head:
    """The lines of one head, of which there is an end."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._left = stream, HEAD

    def readline(self) -> bytes:
        """The next. Raises ValueError beyond what any head has."""
        line: bytes = self._stream.readline(self._left)
        self._left -= len(line)
        if self._left <= 0:
            raise ValueError(f"a head of more than {HEAD >> 20} MiB")
        return line


class _Heads(StatusAndHeadersParser):
    def parse(self, stream: Any, full_statusline: Any = None) -> Any:
        """As warcio reads them, which keeps whatever comes."""
        return super().parse(_Head(stream), full_statusline)


def bounded(records: ArchiveIterator) -> ArchiveIterator:
    """An iterator whose heads have an end, and what stands between two records."""
    loader, line = records.loader, records.reader.readline
    for name in ("warc_parser", "http_parser", "http_req_parser"):
        known = getattr(loader, name)
        setattr(loader, name, _Heads(known.statuslist, known.verify))
    records.reader.readline = lambda length=HEAD: line(length)
    return records
