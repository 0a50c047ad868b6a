"""The archive: one file, opened with its locks, written in one transaction for each page."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import zstandard
from sqlite_utils import Database

from archive import ledger, schema
from archive.errors import FangzhiError
from archive.locks import Locks, PortalLock
from archive.works import file_article
from pipelines.items import Capture, Failure, Page

# Measured on 30 KB pages: 15.3 KB against zlib-6's 14.5 KB a page, at 2.7 times its speed.
ZSTD_LEVEL = 3


def utc_now() -> str:
    """The time, UTC, ISO 8601 to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def unpack(body: bytes) -> bytes:
    """The bytes of a capture as they were received, from `captures.body`."""
    return zstandard.ZstdDecompressor().decompress(body)


class Archive:
    """An open archive. Readers need no lock; every write is one short transaction under the writer's lock.

    Raises FangzhiError (one line) for a file that is missing, damaged, foreign, newer than this code, or read-only.
    """

    def __init__(self, path: str | Path, *, create: bool = True, readonly: bool = False) -> None:
        self.path = Path(path)
        if not self.path.exists() and (readonly or not create):
            raise FangzhiError(f"{path}: no such archive; name an existing one, or crawl or import into a new one")
        try:
            self.db = Database(_connect(self.path, readonly))
            self.conn: sqlite3.Connection = self.db.conn
            schema.check_ours(self.db, path)
            if readonly:
                self._must_be_current()
            else:
                self.locks = Locks(self.path)
                with self.locks.writing():
                    self.conn.execute("PRAGMA journal_mode = WAL")
                    schema.migrate(self.db)
        except (sqlite3.DatabaseError, OSError) as error:
            raise FangzhiError(f"{path}: cannot be opened ({error}); restore a backup or name another") from error
        self.readonly = readonly
        self._zstd = zstandard.ZstdCompressor(level=ZSTD_LEVEL)

    def _must_be_current(self) -> None:
        if schema.version_of(self.db) < schema.current():
            raise FangzhiError(f"{self.path}: of an older schema; run fangzhi doctor --migrate {self.path}")

    def close(self) -> None:
        """Close; the last one out checkpoints the WAL, under the writer's lock."""
        if self.readonly:
            self.conn.close()
            return
        with self.locks.writing():
            self.conn.close()
        self.locks.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def lock_portal(self, portal: str) -> PortalLock:
        """Claim a portal for a run; raises Busy where another run holds it."""
        return self.locks.portal(portal)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing."""
        with self.locks.writing():
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self.conn
            except BaseException:
                self.conn.execute("ROLLBACK")
                raise
            self.conn.execute("COMMIT")

    # What a crawl tells ---------------------------------------------------------------------------------------

    def know_portal(self, name: str, **facts: str | None) -> None:
        """Enter a portal, or bring its declared facts up to date."""
        with self.writing() as conn:
            conn.execute("INSERT OR IGNORE INTO portals (name) VALUES (?)", (name,))
            for column in ("title", "province", "prefecture", "homepage", "cms", "confidence"):
                if facts.get(column):
                    conn.execute(f"UPDATE portals SET {column} = ? WHERE name = ?", (facts[column], name))

    def discover(
        self, portal: str, links: Iterable[ledger.Link], outside: Iterable[ledger.Link] = ()
    ) -> ledger.Discovered:
        """Enter the article links of a list page; say which to fetch. `outside`: out of the crawl's window."""
        with self.writing() as conn:
            now = utc_now()
            ledger.set_aside(conn, portal, outside, now)
            return ledger.discover(conn, portal, links, now)

    def keep(self, capture: Capture, kind: str) -> None:
        """Keep the bytes of a page that is no article: a list, robots.txt, a redirect."""
        with self.writing() as conn:
            self._keep(conn, capture, kind, capture.portal)

    def fail(self, failure: Failure) -> None:
        """Note an address that gave no capture: refused for good, or pending for another run."""
        with self.writing() as conn:
            state = "refused" if failure.permanent else "pending"
            ledger.settle(conn, failure.url, state, failure.reason, utc_now(), portal=failure.portal)

    def add(self, page: Page) -> str:
        """File what the road made of a capture, in one transaction; return the state its address is in now.

        A page that is no article is `refused`, one that could not be read `quarantined`; both keep their bytes.
        """
        capture = page.capture
        if capture.url is None:
            raise ValueError("a capture without an address cannot be archived")
        portal = capture.portal or urlsplit(capture.url).hostname or "unknown"
        now = capture.fetched_at or utc_now()
        with self.writing() as conn:
            conn.execute("INSERT OR IGNORE INTO portals (name) VALUES (?)", (portal,))
            self._keep(conn, capture, "article", portal)
            for part in capture.rest:
                self._keep(conn, part, "part", portal)
            self._keep_steps(conn, page)
            if page.failed:
                state, reason = "quarantined", page.failed
            elif page.refused:
                state, reason = "refused", page.refused
            else:
                state, reason = file_article(conn, page, portal, now), None
            for url in {capture.url, capture.requested or capture.url}:
                ledger.settle(conn, url, state, reason, now, portal=portal, capture=capture.digest)
        return state

    def _keep(self, conn: sqlite3.Connection, capture: Capture, kind: str, portal: str | None) -> None:
        """The bytes once, and one fetch for each address that gave them."""
        known = conn.execute("SELECT 1 FROM captures WHERE digest = ?", (capture.digest,)).fetchone()
        when = capture.fetched_at or utc_now()
        if not known:
            conn.execute(
                "INSERT INTO captures (digest, url, fetched_at, size, body) VALUES (?, ?, ?, ?, ?)",
                (capture.digest, capture.url, when, len(capture.body), self._zstd.compress(capture.body)),
            )
        conn.execute(
            "INSERT INTO fetches (url, capture, kind, status, headers, fetched_at, portal) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (url, capture) DO NOTHING",
            (capture.url, capture.digest, kind, capture.status,
             json.dumps(capture.headers, ensure_ascii=False, sort_keys=True), when, portal),
        )

    def _keep_steps(self, conn: sqlite3.Connection, page: Page) -> None:
        digest = page.capture.digest
        conn.execute("DELETE FROM repairs WHERE capture = ?", (digest,))
        conn.executemany(
            "INSERT INTO repairs (capture, position, step, count, sample) VALUES (?, ?, ?, ?, ?)",
            [(digest, n, s.step, s.count, s.sample or None) for n, s in enumerate(page.steps)],
        )

    # What is asked --------------------------------------------------------------------------------------------

    def captures(self, kind: str = "article", portal: str | None = None) -> Iterator[Capture]:
        """Every kept fetch of a kind, oldest first, as captures."""
        rows = self.conn.execute(
            "SELECT fetches.url, body, headers, status, fetches.fetched_at, portal FROM fetches"
            " JOIN captures ON captures.digest = fetches.capture"
            " WHERE (kind = ? OR ? = 'any') AND (portal = ? OR ? IS NULL) ORDER BY fetches.id",
            (kind, kind, portal, portal),
        )
        for url, body, headers, status, fetched_at, owner in rows:
            yield Capture(url, unpack(body), json.loads(headers), status, fetched_at, owner)

    def one(self, sql: str, *values: Any) -> Any:
        """The first column of the first row of a query, or None."""
        row = self.conn.execute(sql, values).fetchone()
        return row[0] if row else None


def _connect(path: Path, readonly: bool) -> sqlite3.Connection:
    """A connection in autocommit, so that transactions are ours to begin; waits 30 s for a foreign writer."""
    uri = path.absolute().as_uri() + ("?mode=ro" if readonly else "")
    conn = sqlite3.connect(uri, uri=True, timeout=30, isolation_level=None, check_same_thread=False)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute("PRAGMA synchronous = FULL")  # WAL + FULL: what was acknowledged survives a power cut too
    return conn
