"""WARC (ISO 28500) in and out: what was crawled can be carried away, replayed, and read again elsewhere."""

from __future__ import annotations

import datetime as dt
import io
import logging
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive import bounded
from archive.errors import FangzhiError
from pipelines.items import Capture

log = logging.getLogger(__name__)

# Headers that told of the transfer, not of the page: the bytes are kept after decoding.
SPENT = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})
GZIP = b"\x1f\x8b"
ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")  # of a file, and of a dictionary in front of one
OPENINGS = (GZIP, b"WARC/", b"filedesc:")  # of a compressed file, of a WARC, of an ARC
CHUNK = 1 << 20
QUOTES = ", first line:"  # behind which warcio shows what it read in place of a head: any bytes
EARLIEST = "0001-01-01T00:00:00"  # what a date without its smaller parts is completed by
PART = 206  # what an answer is that its record says was cut: no whole page
ONLINE = (1990, 2100)
REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 403: "Forbidden", 404: "Not Found"}


def _capture(record: Any) -> Capture | None:
    """A WARC record as a capture; None for what is no HTTP response, or of no address."""
    url = _address(record)
    if url is None or record.http_headers is None:
        return None
    headers = {name.lower(): value for name, value in record.http_headers.headers}
    content = record.content_stream()
    body = content.read(bounded.LARGEST + 1)
    if len(body) > bounded.LARGEST:
        log.warning("%s: larger than %d MiB, passed over", url, bounded.LARGEST >> 20)
        return None
    if getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
        raise EOFError("it ends in the middle of a record")
    status = record.http_headers.get_statuscode() or "0"
    whole = record.rec_headers.get_header("WARC-Truncated") is None
    whole &= not body or getattr(getattr(content, "decompressor", None), "eof", True)  # a coding's end was met
    return Capture(
        url=url,
        body=body,
        headers=headers,
        status=PART if status == "200" and not whole else int(status) if status.isdigit() else 0,
        fetched_at=_utc(record.rec_headers.get_header("WARC-Date") or ""),
    )


def _address(record: Any) -> str | None:
    """The address of a response; None for other records, and for what is none: http://[bad/."""
    if record.rec_type != "response":
        return None
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    with suppress(ValueError):
        urlsplit(url)
        return url or None
    return None


def _utc(date: str) -> str | None:
    """A WARC-Date, of any precision, as the archive writes times; None for what is none of the Web's time.

    Times are compared as they are written: 00:00:00Z and 00:00:00+00:00 would be two.
    """
    bare = date.strip().removesuffix("Z")
    try:
        when = dt.datetime.fromisoformat(bare + EARLIEST[len(bare):])
    except ValueError:
        return None
    if not ONLINE[0] <= when.year < ONLINE[1]:
        return None
    when = when.astimezone(dt.UTC) if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return when.isoformat(timespec="seconds")


def _records(path: str | Path, stream: BinaryIO) -> Iterator[tuple[Any, Any]]:
    """The iterator and each of its records; a damaged file is told in one line, after its whole records."""
    records = bounded.bounded(ArchiveIterator(stream, arc2warc=True))
    with _telling(path):
        offset = 0
        for record in records:
            yield records, record
            offset = records.get_record_offset()
        if not _ends_whole(stream, offset):
            raise EOFError("it ends in the middle of a record")


def _ends_whole(stream: BinaryIO, offset: int) -> bool:
    """Whether the gzip members from the last record on are whole: warcio passes over one that is cut in its head."""
    stream.seek(offset)
    if stream.read(2) != GZIP:
        return True
    stream.seek(offset)
    member = zlib.decompressobj(16 + zlib.MAX_WBITS)
    for data in iter(lambda: stream.read(CHUNK), b""):
        while data:
            if member.eof:
                member = zlib.decompressobj(16 + zlib.MAX_WBITS)
            member.decompress(data)
            data = member.unused_data
    return member.eof


@contextmanager
def _telling(path: str | Path) -> Iterator[None]:
    try:
        yield
    except (ArchiveLoadFailed, AttributeError, EOFError, OSError, OverflowError, ValueError, zlib.error) as error:
        # AttributeError is warcio's, of a response without an address.
        why = (str(error).strip() or type(error).__name__).splitlines()[0].partition(QUOTES)[0][:200]
        raise FangzhiError(f"{path}: not a whole WARC file ({why}); copy it again") from error


def _open(path: str | Path) -> BinaryIO:
    if (place := Path(path)).exists() and not (place.is_file() or place.is_dir()):  # a pipe is waited for without end,
        raise FangzhiError(f"{path}: no regular file; name a WARC file")  # and cannot be read twice
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise FangzhiError(f"{path}: {error.strerror}; name a WARC file") from error


def must_be_warc(path: str | Path) -> None:
    """Raise FangzhiError for a file of another kind, by how it begins; an empty one is a WARC of no records."""
    with _open(path) as stream, _telling(path):
        if (opening := stream.read(9)).startswith(ZSTD):
            raise FangzhiError(f"{path}: compressed with zstd; undo that first: zstd -d {path}")
        if opening and not opening.startswith(OPENINGS):
            raise FangzhiError(f"{path}: no WARC file; saved pages are read by fangzhi extract")


def read_warc(path: str | Path) -> Iterator[Capture]:
    """Every HTTP response of a WARC file, in its order. Raises FangzhiError where it is missing or damaged."""
    with _open(path) as stream, _telling(path):
        for _, record in _records(path, stream):
            capture = _capture(record)
            if capture is not None:
                yield capture


class WarcIndex:
    """Finds a response by its address in several WARC files; the last capture of an address counts.

    Only addresses and offsets are held in memory, never pages.
    """

    def __init__(self, paths: Iterable[str | Path]) -> None:
        self._places: dict[str, tuple[Path, int]] = {}
        for path in map(Path, paths):
            with _open(path) as stream:
                for records, record in _records(path, stream):
                    if url := _address(record):
                        self._places[_key(url)] = (path, records.get_record_offset())
        if not self._places:
            raise FangzhiError(f"{', '.join(map(str, paths)) or 'REPLAY'}: no HTTP response inside; name a WARC file")

    def get(self, url: str) -> Capture | None:
        """The capture of an address, or None."""
        place = self._places.get(_key(url))
        if place is None:
            return None
        path, offset = place
        with path.open("rb") as stream:
            stream.seek(offset)
            return _capture(next(iter(bounded.bounded(ArchiveIterator(stream, arc2warc=True)))))

    def __len__(self) -> int:
        return len(self._places)


def _key(url: str) -> str:
    """The address without its fragment, which no server ever sees."""
    return url.split("#", 1)[0]


def write_warc(captures: Iterable[Capture], stream: BinaryIO) -> int:
    """Write captures as gzip-compressed response records; return how many. The same captures give the same bytes."""
    writer = WARCWriter(stream, gzip=True)
    count = 0
    for capture in captures:
        if not capture.url:
            continue
        headers = [(name, value) for name, value in capture.headers.items() if name not in SPENT]
        headers.append(("content-length", str(len(capture.body))))
        status = f"{capture.status} {REASONS.get(capture.status, 'Status')}"
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{capture.url} {capture.digest} {capture.fetched_at}")
        record = writer.create_warc_record(
            capture.url,
            "response",
            payload=io.BytesIO(capture.body),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={
                "WARC-Record-ID": f"<urn:uuid:{name}>",
                "WARC-Date": (capture.fetched_at or "1970-01-01T00:00:00+00:00")[:19] + "Z",
            },
        )
        writer.write_record(record)
        count += 1
    return count
