"""What a page may cost: looked at before and after it is parsed, in time linear in its length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipelines.text.smallprint import encoded

CHARS_MAX = 16_000_000
ATTRIBUTES_MAX = 4_000  # on one tag: the parser compares each with all others, 40,000 take it 15 s
WINDOW = 30_000  # a stretch of source without an end tag; only then a tag may be that large
HEAD = 2_048
BINARY = (
    b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0", b"RIFF", b"\x00\x00\x00", b"ID3", b"OggS", b"FWS", b"CWS", b"\x7fELF", b"MZ",
)  # fmt: skip
_TAG = re.compile(rb"""<[a-zA-Z](?>[^"'>]++|"[^"]*+"|'[^']*+')*+""")
_QUOTED = re.compile(rb""""[^"]*+"|'[^']*+'""")
_SOMETHING = re.compile("[^\\s\0\ufeff]")
_CONTROL = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_COMPLAINTS = (("Excessive depth", "too deep"), ("Resource limit", "a node is too large"))


def check(html: str, body: bytes = b"") -> str | None:
    """Why this page is not worth parsing; None if it may be."""
    head = encoded(html[:HEAD])
    if body.startswith(BINARY) or len(head) - len(head.translate(None, _CONTROL)) > HEAD // 16:
        return "binary: no HTML"
    if len(html) > CHARS_MAX:
        return f"too large: {len(html)} characters"
    if _SOMETHING.search(html) is None:
        return "no article: empty page"
    return None


def has_giant_tag(source: bytes) -> bool:
    """Whether some tag bears more attributes than the parser can take."""
    for first, last in stretches(source):
        for tag in _TAG.finditer(source, max(0, source.rfind(b"</", 0, first))):
            if tag.start() > last:
                break
            if tag.end() - tag.start() > WINDOW // 2 and len(_QUOTED.sub(b"", tag[0]).split()) > ATTRIBUTES_MAX:
                return True
    return False


def stretches(source: bytes) -> Iterator[tuple[int, int]]:
    """The runs of windows without an end tag: only there can so large a tag lie."""
    first = -1
    for at in range(0, len(source) - WINDOW, WINDOW):
        if source.find(b"</", at, at + WINDOW) < 0:
            first = at if first < 0 else first
        elif first >= 0:
            yield first, at
            first = -1
    if first >= 0:
        yield first, len(source)


def complaint(parser: Any) -> str | None:
    """Why the tree the parser has just built lacks a part of the page; None if it is whole."""
    last = parser.error_log.last_error
    message = last.message if last is not None else ""
    return next((reason for sign, reason in _COMPLAINTS if message.startswith(sign)), None)
