"""The archive: one file, opened with its locks, written in one transaction for each page."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import zstandard
from sqlite_utils import Database

from archive import derived, ledger, schema
from archive.canonical import canonical
from archive.connection import PATIENCE, connect, unopened
from archive.errors import FangzhiError
from archive.filing import FETCHED, PARTS, Filed, file_showing, too_long
from archive.locks import Claim, Locks
from archive.showing import showing_of
from pipelines.items import Capture, Failure, Page

# Measured on 65 saved pages of 93 KB: 25.9 KB a page in 0.28 ms; level 3 takes 24.6 KB and 0.38 ms, zlib-6 1.9 ms.
ZSTD_LEVEL = 1
_HEADERS = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


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
            self.conn = connect(self.path, readonly)
            self.db = Database(self.conn)
            schema.check_ours(self.db, path)
            if readonly:
                self._must_be_current()
            else:
                self.locks = Locks(self.path)
                with self.locks.writing():
                    self.conn.execute("PRAGMA journal_mode = WAL")
                    self._migrate()
        except (sqlite3.DatabaseError, OSError) as error:
            raise FangzhiError(unopened(self.path, error)) from error
        self.readonly = readonly
        self._inode = self.path.stat().st_ino
        self._zstd = zstandard.ZstdCompressor(level=ZSTD_LEVEL)

    def _must_be_current(self) -> None:
        version = schema.version_of(self.db)
        if version == 0:
            raise FangzhiError(f"{self.path}: empty; crawl or import into it, or copy its -wal file beside it too")
        if version < schema.current():
            raise FangzhiError(f"{self.path}: of an older schema; run fangzhi doctor --migrate {self.path}")

    def _migrate(self) -> None:
        """Bring an older archive to today's schema, after a copy of it was made beside it."""
        version = schema.version_of(self.db)
        if 0 < version < schema.current():
            copy = Path(f"{self.path}.v{version}.backup")
            made = Path(f"{copy}.part")
            made.unlink(missing_ok=True)
            if not copy.exists():  # one that is there is of an earlier attempt, and whole
                self.conn.execute("VACUUM INTO ?", (str(made),))
                made.rename(copy)
        schema.migrate(self.db)

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

    def lock_portal(self, portal: str) -> Claim:
        """Claim a portal for a run; raises Busy where another run holds it."""
        return self.locks.portal(portal)

    def lock_job(self) -> Claim:
        """Claim the archive for a long job that is no crawl; raises Busy where another such job runs."""
        return self.locks.job()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing. Within one that has begun it is a part of that."""
        if self.conn.in_transaction:
            yield self.conn
            return
        with self.locks.writing():
            self.conn.execute("BEGIN IMMEDIATE")
            with self._ending():
                yield self.conn

    def replaced(self) -> bool:
        """Whether another file has taken this one's place: what is written then is written into nothing."""
        try:
            return self.path.stat().st_ino != self._inode
        except FileNotFoundError:
            return True

    def try_begin(self) -> bool:
        """Begin a transaction without waiting; False while another process writes. `ending` ends it."""
        if not self.locks.try_write():
            return False
        self.conn.execute("PRAGMA busy_timeout = 0")
        try:
            self.conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            self.locks.end_write()
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return False
            raise
        finally:
            self.conn.execute(f"PRAGMA busy_timeout = {1000 * PATIENCE}")
        return True

    @contextmanager
    def ending(self) -> Iterator[None]:
        """The body of a transaction that `try_begin` began."""
        try:
            with self._ending():
                yield
        finally:
            self.locks.end_write()

    @contextmanager
    def _ending(self) -> Iterator[None]:
        try:
            yield
            derived.flush(self.conn)
            self.conn.postings.move()
            self.conn.execute("COMMIT")
        except BaseException:
            self.conn.forget()
            if self.conn.in_transaction:  # SQLite itself rolls back on a full disk
                self.conn.execute("ROLLBACK")
            raise

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
        state = "refused" if failure.permanent else "pending"
        with self.writing() as conn:
            ledger.settle(conn, failure.url, state, failure.reason, utc_now(), portal=failure.portal)

    def add(self, page: Page) -> str:
        """File what the road made of a capture, in one transaction; return the state its address is in now.

        A page that is no article is `refused`, one that could not be read `quarantined`; both keep their bytes.
        """
        return self.add_many([page])[0]

    def add_many(self, pages: Sequence[Page]) -> list[str]:
        """File several pages in one transaction, all or none; return the state of each address, in their order."""
        if any(page.capture.url is None for page in pages):
            raise ValueError("a capture without an address cannot be archived")
        portals = [page.capture.portal or urlsplit(page.capture.url or "").hostname or "unknown" for page in pages]
        with self.writing() as conn:
            conn.executemany("INSERT OR IGNORE INTO portals (name) VALUES (?)", [(name,) for name in {*portals}])
            return [self._file(conn, page, portal) for page, portal in zip(pages, portals, strict=True)]

    def _file(self, conn: sqlite3.Connection, page: Page, portal: str) -> str:
        capture, url = page.capture, page.capture.url or ""
        now = capture.fetched_at or utc_now()
        known = self._keep(conn, capture, "other" if capture.wrong else "article", portal)
        for part in capture.rest:
            self._keep(conn, part, "part", portal)
        if known:
            conn.execute("DELETE FROM repairs WHERE capture = ?", (capture.digest,))
        if page.steps:
            self._keep_steps(conn, page)
        failed = page.failed or too_long(page)
        if failed:
            filed = Filed("quarantined", capture.digest, failed)
        elif page.refused:
            filed = Filed("refused", capture.digest, page.refused)
        else:
            filed = file_showing(conn, showing_of(page, portal, now))
        for address in {url, capture.requested or url}:
            ledger.settle(conn, address, filed.state, filed.reason, now, portal=portal, capture=filed.capture)
        return filed.state

    def _keep(self, conn: sqlite3.Connection, capture: Capture, kind: str, portal: str | None) -> bool:
        """The bytes once, and one fetch for each address that gave them; return whether they were known."""
        known = conn.execute("SELECT 1 FROM captures WHERE digest = ?", (capture.digest,)).fetchone()
        when = capture.fetched_at or utc_now()
        if not known:
            conn.execute(
                "INSERT INTO captures (digest, url, fetched_at, size, body) VALUES (?, ?, ?, ?, ?)",
                (capture.digest, capture.url, when, len(capture.body), self._zstd.compress(capture.body)),
            )
        conn.execute(
            FETCHED,
            (capture.url, capture.digest, kind, capture.status,
             _HEADERS.encode(capture.headers), when, portal),
        )
        return bool(known)

    def _keep_steps(self, conn: sqlite3.Connection, page: Page) -> None:
        digest = page.capture.digest
        conn.executemany(
            "INSERT INTO repairs (capture, position, step, count, sample) VALUES (?, ?, ?, ?, ?)",
            [(digest, n, s.step, s.count, s.sample or None) for n, s in enumerate(page.steps)],
        )

    # What is asked --------------------------------------------------------------------------------------------

    def captures(
        self, kind: str = "article", portal: str | None = None, order: str = "fetches.id"
    ) -> Iterator[Capture]:
        """Every kept fetch of a kind, in the order of filing or in another, as captures with their further pages."""
        numbers = self.conn.execute(
            f"SELECT id FROM fetches WHERE (kind = ? OR ? = 'any') AND (portal = ? OR ? IS NULL) ORDER BY {order}",
            (kind, kind, portal, portal),
        ).fetchall()
        for row in numbers:
            capture = self._fetch("fetches.id = ?", row[0])
            if capture:
                parts = self.one(PARTS, canonical(capture.url or ""), capture.digest)
                rest = (self._fetch("captures.digest = ? AND fetches.url = captures.url", digest)
                        for digest in json.loads(parts or "[]"))
                yield replace(capture, rest=tuple(part for part in rest if part)) if parts else capture

    def _fetch(self, where: str, value: int | str) -> Capture | None:
        row = self.conn.execute(
            "SELECT fetches.url, body, headers, status, fetches.fetched_at, portal FROM fetches"
            f" JOIN captures ON captures.digest = fetches.capture WHERE {where} ORDER BY fetches.id", (value,),
        ).fetchone()
        return row and Capture(row[0], unpack(row[1]), json.loads(row[2]), *row[3:])

    def latest(self, url: str, kind: str) -> Capture | None:
        """What an address gave when it was last fetched well, if it is kept."""
        row = self.conn.execute(
            "SELECT body, headers, fetches.fetched_at, portal FROM fetches"
            " JOIN captures ON captures.digest = fetches.capture"
            " WHERE fetches.url = ? AND kind = ? AND status = 200 ORDER BY fetches.id DESC LIMIT 1", (url, kind),
        ).fetchone()
        return row and Capture(url, unpack(row[0]), json.loads(row[1]), 200, row[2], row[3])

    def body(self, digest: str) -> bytes:
        """The bytes of a capture as received. Raises LookupError where it is not kept."""
        packed = self.one("SELECT body FROM captures WHERE digest = ?", digest)
        if packed is None:
            raise LookupError(f"capture {digest[:12]} is not kept")
        return unpack(packed)

    def one(self, sql: str, *values: Any) -> Any:
        """The first column of the first row of a query, or None."""
        row = self.conn.execute(sql, values).fetchone()
        return row[0] if row else None
