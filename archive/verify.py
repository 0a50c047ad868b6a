"""Whether what the archive says is what its bytes say: every stored text against its capture, letter by letter.

It needs no portal's declaration: the bytes are decoded and restored as on any page, and the text must stand in what
they show, wherever that is on the page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

import zstandard
from lxml import html

from archive.archive import Archive
from pipelines.decode import DecodePipeline
from pipelines.dedup import GRAM, content_digest, normalise
from pipelines.items import Capture, Page
from pipelines.restore import RestorePipeline
from pipelines.stage import run_job

# Captions and subtitles may be joined otherwise than on the page; a wrong text has hardly a sequence in common.
WITNESSED = 0.9
SHOWN = """
SELECT appearances.url, appearances.title, coalesce(texts.text, articles.text), capture, parts, texts.digest
FROM appearances JOIN texts ON texts.id = text_id JOIN articles ON articles.id = texts.article_id
UNION ALL SELECT revisions.url, title, revisions.text, capture, json_extract(record, '$.parts'), texts.digest
FROM revisions LEFT JOIN texts ON texts.id = text_id
"""


@dataclass(frozen=True)
class Doubt:
    """An address whose stored text is not what its bytes show, and why."""

    url: str
    why: str


def verify(archive: Archive) -> Iterator[Doubt | None]:
    """Hold every text that an address shows or showed against its capture; yields a Doubt, or None where it holds."""
    for url, title, text, capture, parts, digest in archive.conn.execute(SHOWN):
        if digest is not None and content_digest(title, text) != digest:
            yield Doubt(url, "the text is not the one its digest names")
            continue
        try:
            bodies = [checked(name, archive.captures.body(name)) for name in (capture, *json.loads(parts or "[]"))]
        except (LookupError, ValueError, zstandard.ZstdError) as error:
            yield Doubt(url, str(error))
            continue
        share = witnessed(text, "".join(shown(body, url) for body in bodies))
        yield None if share >= WITNESSED else Doubt(url, f"{share:.0%} of the text is in the bytes")


def shown(body: bytes, url: str) -> str:
    """All the text of a page, furniture included, decoded and restored as on the road."""
    page = Page(Capture(url, body))
    for job in (DecodePipeline.job, RestorePipeline.job):
        run_job(job, page)
    root = html.document_fromstring(page.html or "<html></html>")
    return str(root.text_content())


def witnessed(text: str, words: str) -> float:
    """The share, 0 to 1, of a text's sequences of letters that stand in a page's words."""
    body, among = normalise(text), normalise(words)
    if len(body) < GRAM:
        return float(body in among)
    there = {among[i : i + GRAM] for i in range(len(among) - GRAM + 1)}
    sequences = [body[i : i + GRAM] for i in range(len(body) - GRAM + 1)]
    return sum(sequence in there for sequence in sequences) / len(sequences)


def checked(digest: str, body: bytes) -> bytes:
    """Bytes that hash to their name. Raises ValueError for others."""
    if hashlib.sha256(body).hexdigest() != digest:
        raise ValueError(f"capture {digest[:12]} does not hold the bytes it is named for")
    return body
