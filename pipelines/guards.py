"""What a page may cost: looked at before it is parsed, in time linear in its length."""

from __future__ import annotations

CHARS_MAX = 16_000_000


def check(html: str) -> str | None:
    """Why this page must not be parsed; None if it may be."""
    if not html.strip():
        return "no article: empty page"
    if len(html) > CHARS_MAX:
        return "too large"
    if html.count("\0") > 8 or html[:4].startswith(("%PDF", "\x89PNG", "PK\x03\x04")):
        return "binary"
    return None
