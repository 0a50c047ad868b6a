"""An archive of 100,000 articles for tests of the reading room: the sample's cases, and rows beside them in bulk.

The bulk is written row by row into the archive's own tables, without a crawl: filing pages one by one would take minutes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard

from archive import places, spelling
from archive.archive import Archive
from tests.reading_sample import PORTALS, cases, history, ordinary

ARTICLES = 100_000
BATCH = 5_000
REPRINTED = 10  # every tenth article is reprinted, up to REPRINTED times
FIRST, DAYS = dt.date(2008, 1, 1), 5000


def build(path: Path, articles: int = ARTICLES) -> Path:
    """Make the archive, sound by `fangzhi doctor`; the same each time."""
    dice = random.Random(7)
    with Archive(path) as archive:
        for name, (title, province, prefecture, homepage, _) in PORTALS.items():
            archive.know_portal(name, title=title, province=province, prefecture=prefecture, homepage=homepage)
        cases(archive)
        history(archive)
        packer = zstandard.ZstdCompressor()
        start = archive.one("SELECT max(id) FROM articles") + 1000
        for low in range(start, start + articles, BATCH):
            archive.conn.execute("BEGIN")
            for n in range(low, min(low + BATCH, start + articles)):
                _article(archive, n, _made(n, start, articles, dice), packer, dice)
            places.settle(archive.conn, range(low, low + 200))
            archive.conn.execute("COMMIT")
    return path


def _made(n: int, start: int, articles: int, dice: random.Random) -> dict[str, Any]:
    day = FIRST + dt.timedelta(days=DAYS * (n - start) // articles)
    return {**ordinary(n, dice), "published_at": f"{day}T{7 + n % 14:02}:{n % 60:02}+08:00", "when": f"{day}T23:00:00+00:00"}


def _article(archive: Archive, n: int, made: dict[str, Any], packer: Any, dice: random.Random) -> None:
    body = str(n).encode()
    digest = hashlib.sha256(body).hexdigest()
    shown = [made[key] for key in ("title", "published_at", "source", "author", "editor", "portal", "channel", "script")]
    archive.conn.execute(
        "INSERT INTO articles (id, title, published_at, source, author, editor, portal, channel, script, url, text, chars,"
        " digest, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (n, *shown, made["url"], made["text"], len(made["text"]), digest, made["when"], made["when"]))
    spelling.index(archive.conn, n, made["title"], made["text"])
    archive.conn.execute("INSERT INTO texts (id, article_id, digest, letters, sketch) VALUES (?, ?, ?, ?, x'')",
                         (n, n, digest, len(made["text"])))
    archive.conn.execute("INSERT INTO captures VALUES (?, ?, ?, ?, ?)",
                         (digest, made["url"], made["when"], len(body), packer.compress(body)))
    for times, (portal, url) in enumerate(_addresses(n, made, dice)):
        archive.conn.execute(
            "INSERT INTO appearances (title, published_at, source, author, editor, portal, channel, script, url, canonical,"
            " article_id, text_id, kind, similarity, containment, mirror, layout, capture, first_seen, text_since, last_seen)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?10, ?11, 1, 1, 0, 'v2018', ?12, ?13, ?13, ?13)",
            (*shown[:5], portal, *shown[6:], url, n, "reprint" if times else "original", digest, made["when"]))


def _addresses(n: int, made: dict[str, Any], dice: random.Random) -> Iterator[tuple[str, str]]:
    yield made["portal"], made["url"]
    if n % REPRINTED == 0:
        for portal in dice.sample(sorted(set(PORTALS) - {made["portal"]}), dice.randrange(1, len(PORTALS))):
            yield portal, f"{PORTALS[portal][3]}reprint/{n}.shtml"
