"""Pages that somebody saved: bytes as served, or the one file a browser packs a page and its pictures into."""

from __future__ import annotations

import sys
from email import message_from_bytes
from email.parser import BytesHeaderParser
from pathlib import Path

from archive.errors import FangzhiError
from pipelines.items import Capture

HEAD = 4096  # bytes in which the headers of an MHTML file end
# What bytes begin with that hold pages, and are none; and what to do with them.
PACKED = {
    b"\x1f\x8b": "is compressed; unpack it first, or take a WARC in with fangzhi import",
    b"PK\x03\x04": "is compressed; unpack it first",
    b"WARC/": "is a WARC; take it in with fangzhi import",
}


def saved(file: str) -> Capture:
    """What a file, or standard input for `-`, holds of a page. Raises FangzhiError."""
    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise FangzhiError(f"{file}: {error.strerror}; name a saved page, or - for standard input") from error
    for opening, advice in PACKED.items():
        if body.startswith(opening):
            raise FangzhiError(f"{file}: {advice}")
    if BytesHeaderParser().parsebytes(body[:HEAD]).get_content_type() == "multipart/related":
        return _unpacked(file, body)
    return Capture(None, body)


def _unpacked(file: str, body: bytes) -> Capture:
    """The page in an MHTML file (RFC 2557), and its address: read as it stands, its letters would be =E5=85=88."""
    packed = message_from_bytes(body)
    page = next((part for part in packed.walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(content, bytes):
        raise FangzhiError(f"{file}: is MHTML without a page inside; save it as HTML")
    url = "".join(str(packed["Snapshot-Content-Location"] or page["Content-Location"] or "").split())  # may be folded
    charset = page.get_content_charset()
    return Capture(url or None, content, {"content-type": f"text/html; charset={charset}"} if charset else {})
