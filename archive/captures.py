"""Captures: the bytes of answers as received, each kept once, and the fetches that gave them.

The table `captures` has the bytes, compressed, under their SHA-256 digest; `fetches` has a row for each address and
what it gave; `repairs` the steps by which text was made of the bytes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace

import zstandard

from archive.canonical import canonical
from pipelines.items import Capture, Step

# Measured on 65 saved pages of 93 KB: 25.9 KB a page in 0.28 ms; level 3 takes 24.6 KB and 0.38 ms, zlib-6 1.9 ms.
ZSTD_LEVEL = 1
_HEADERS = json.JSONEncoder(ensure_ascii=False, sort_keys=True)

# One row for each address and what it gave, of the earliest time that it did, in whatever order these are filed. Lists
# may be thinned, half articles (`other`) are not read again: bytes that were an article's as well are kept as that.
FETCHED = ("INSERT INTO fetches (url, capture, kind, status, headers, fetched_at, portal) VALUES (?, ?, ?, ?, ?, ?, ?)"
           " ON CONFLICT (url, capture) DO UPDATE SET kind = iif(kind IN ('list', 'other'), excluded.kind, kind), "
           + ", ".join(f"{name} = iif(excluded.fetched_at < fetched_at, excluded.{name}, {name})"
                       for name in ("status", "headers", "fetched_at", "portal"))
           + " WHERE kind IN ('list', 'other') OR excluded.fetched_at < fetched_at")
# The further pages of a capture at an address, of the text shown now or of a former one.
PARTS = ("SELECT parts FROM appearances WHERE canonical = ?1 AND capture = ?2 UNION ALL"
         " SELECT json_extract(record, '$.parts') FROM revisions JOIN appearances ON appearances.id = appearance_id"
         " WHERE canonical = ?1 AND revisions.capture = ?2")


def unpack(body: bytes) -> bytes:
    """The bytes of a capture as they were received, from `captures.body`."""
    return zstandard.ZstdDecompressor().decompress(body)


class Captures:
    """The captures of an open archive. What writes runs inside the caller's transaction."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self._zstd = zstandard.ZstdCompressor(level=ZSTD_LEVEL)

    def keep(self, capture: Capture, kind: str, portal: str | None, now: str) -> bool:
        """Keep the bytes once, and one fetch for each address that gave them; return whether they were known.

        `kind` is `article`, `part` (a further page of one), `list`, `robots` or `other` (redirects, half articles);
        `now` counts where the capture does not say when it was fetched.
        """
        known = self.conn.execute("SELECT 1 FROM captures WHERE digest = ?", (capture.digest,)).fetchone()
        when = capture.fetched_at or now
        if not known:
            self.conn.execute(
                "INSERT INTO captures (digest, url, fetched_at, size, body) VALUES (?, ?, ?, ?, ?)",
                (capture.digest, capture.url, when, len(capture.body), self._zstd.compress(capture.body)),
            )
        headers = _HEADERS.encode(capture.headers)
        self.conn.execute(FETCHED, (capture.url, capture.digest, kind, capture.status, headers, when, portal))
        return bool(known)

    def keep_steps(self, digest: str, steps: Sequence[Step], *, known: bool) -> None:
        """Keep the steps of the last reading of a capture; those of an earlier one, if it was `known`, are dropped."""
        if known:
            self.conn.execute("DELETE FROM repairs WHERE capture = ?", (digest,))
        if steps:
            self.conn.executemany(
                "INSERT INTO repairs (capture, position, step, count, sample) VALUES (?, ?, ?, ?, ?)",
                [(digest, n, s.step, s.count, s.sample or None) for n, s in enumerate(steps)],
            )

    def all(self, kind: str = "article", portal: str | None = None, order: str = "fetches.id") -> Iterator[Capture]:
        """Every kept fetch of a kind, or of `any`, as captures with their further pages.

        `order` is SQL, of our own making: the order of filing, where nothing else is said.
        """
        numbers = self.conn.execute(
            f"SELECT id FROM fetches WHERE (kind = ? OR ? = 'any') AND (portal = ? OR ? IS NULL) ORDER BY {order}",
            (kind, kind, portal, portal),
        ).fetchall()
        for row in numbers:
            capture = self._fetch("fetches.id = ?", row[0])
            if capture:
                found = self.conn.execute(PARTS, (canonical(capture.url or ""), capture.digest)).fetchone()
                rest = (self._fetch("captures.digest = ? AND fetches.url = captures.url", digest)
                        for digest in json.loads(found[0] if found and found[0] else "[]"))
                yield replace(capture, rest=tuple(part for part in rest if part))

    def _fetch(self, where: str, value: int | str) -> Capture | None:
        row = self.conn.execute(
            "SELECT fetches.url, body, headers, status, fetches.fetched_at, portal FROM fetches"
            f" JOIN captures ON captures.digest = fetches.capture WHERE {where} ORDER BY fetches.id", (value,),
        ).fetchone()
        return row and Capture(row[0], unpack(row[1]), json.loads(row[2]), *row[3:])

    def latest(self, url: str, kind: str) -> Capture | None:
        """What an address gave when it was last fetched with HTTP 200, or None where that is not kept."""
        row = self.conn.execute(
            "SELECT body, headers, fetches.fetched_at, portal FROM fetches"
            " JOIN captures ON captures.digest = fetches.capture"
            " WHERE fetches.url = ? AND kind = ? AND status = 200 ORDER BY fetches.id DESC LIMIT 1", (url, kind),
        ).fetchone()
        return row and Capture(url, unpack(row[0]), json.loads(row[1]), 200, row[2], row[3])

    def before(self, crawl_id: int | None, url: str, kind: str) -> Capture | None:
        """What an address gave when it was last fetched before a run began, whatever the status; None for nothing."""
        row = self.conn.execute(
            "SELECT body, headers, status, fetches.fetched_at, portal FROM fetches"
            " JOIN captures ON captures.digest = fetches.capture WHERE fetches.url = ? AND kind = ?"
            " AND fetches.fetched_at < (SELECT started_at FROM crawls WHERE id = ?)"
            " ORDER BY fetches.fetched_at DESC LIMIT 1", (url, kind, crawl_id),
        ).fetchone()
        return row and Capture(url, unpack(row[0]), json.loads(row[1]), *row[2:])

    def was_list(self, url: str, since: str) -> bool:
        """Whether an address was a list page with HTTP 200 at some time from a moment on (UTC, ISO 8601)."""
        sql = "SELECT 1 FROM fetches WHERE url = ? AND kind = 'list' AND status = 200 AND fetched_at >= ?"
        return self.conn.execute(sql, (url, since)).fetchone() is not None

    def newest(self, portal: str, host: str, count: int = 20) -> Iterator[bytes]:
        """The bytes of a portal's newest articles that stand on one host; looked for among ten times as many."""
        rows = self.conn.execute(
            "SELECT body FROM"
            " (SELECT url, capture FROM appearances WHERE portal = ? ORDER BY published_at DESC LIMIT ?) AS shown"
            " JOIN captures ON captures.digest = shown.capture WHERE shown.url LIKE ? LIMIT ?",
            (portal, 10 * count, f"%://{host}/%", count),
        )
        return (unpack(body) for (body,) in rows.fetchall())

    def body(self, digest: str) -> bytes:
        """The bytes of a capture as received. Raises LookupError where it is not kept."""
        row = self.conn.execute("SELECT body FROM captures WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            raise LookupError(f"capture {digest[:12]} is not kept")
        return unpack(row[0])
