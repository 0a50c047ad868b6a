"""When two texts are the same text: the digest of what is left after folding, and how alike two texts are."""

from __future__ import annotations

import hashlib
import re

from pipelines.script import fold

NOT_TEXT = re.compile(r"[\W_]+")
SHORT = 64  # characters; below it a text alone ("图片新闻") does not identify a work


def normalise(text: str) -> str:
    """A text reduced to its letters and digits: simplified, half-width, lower case, no blanks, no punctuation."""
    return NOT_TEXT.sub("", fold(text))


def content_digest(title: str | None, text: str) -> str:
    """SHA-256 of the normalised text in hexadecimal; of headline and text where the text is very short."""
    body = normalise(text)
    if len(body) < SHORT:
        body = f"{normalise(title or '')}\n{body}"
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
