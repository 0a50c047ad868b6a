"""The archive: one file, opened with its locks, written in one transaction for each page."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from archive import derived, ledger, schema
from archive.captures import Captures
from archive.connection import PATIENCE, connect, unopened
from archive.errors import FangzhiError
from archive.filing import Filed, file_showing, too_long
from archive.locks import Claim, Locks
from archive.showing import showing_of
from pipelines.items import Capture, Failure, Page


def utc_now() -> str:
    """The time now: UTC, ISO 8601, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


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
        self.captures = Captures(self.conn)

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
        """One transaction under the writer's lock: all of it or nothing. Inside another one it is a part of that."""
        if self.conn.in_transaction:
            yield self.conn
            return
        with self.locks.writing():
            self.conn.execute("BEGIN IMMEDIATE")
            with self._ending():
                yield self.conn

    def replaced(self) -> bool:
        """Whether another file has taken this one's place: what is written to this one then is lost."""
        try:
            return self.path.stat().st_ino != self._inode
        except FileNotFoundError:
            return True

    def try_begin(self) -> bool:
        """Begin a transaction without waiting, and return True; False while another process writes.

        What is written to it goes into a `with archive.ending()` block, which commits.
        """
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
        """Commits, as the block ends, the transaction that `try_begin` began; on an error it is rolled back."""
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
        """Enter a portal, or bring its declared facts up to date; those that are not given stay as they are."""
        with self.writing() as conn:
            conn.execute("INSERT OR IGNORE INTO portals (name) VALUES (?)", (name,))
            for column in ("title", "province", "prefecture", "homepage", "cms", "confidence"):
                if facts.get(column):
                    conn.execute(f"UPDATE portals SET {column} = ? WHERE name = ?", (facts[column], name))

    def discover(
        self, portal: str, links: Iterable[ledger.Link], outside: Iterable[ledger.Link] = ()
    ) -> ledger.Discovered:
        """Enter the article links of a list page; say which to fetch.

        Links `outside` the window of a crawl are entered too, as refused.
        """
        with self.writing() as conn:
            now = utc_now()
            ledger.set_aside(conn, portal, outside, now)
            return ledger.discover(conn, portal, links, now)

    def keep(self, capture: Capture, kind: str) -> None:
        """Keep the bytes of a page that is no article: a list, robots.txt, a redirect."""
        with self.writing():
            self.captures.keep(capture, kind, capture.portal, utc_now())

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
        known = self.captures.keep(capture, "other" if capture.wrong else "article", portal, now)
        for part in capture.rest:
            self.captures.keep(part, "part", portal, now)
        self.captures.keep_steps(capture.digest, page.steps, known=known)
        failed = page.failed or too_long(page)
        if failed:
            filed = Filed("quarantined", capture.digest, failed)
        elif page.refused:
            filed = Filed("refused", capture.digest, page.refused)
        else:
            filed = file_showing(conn, showing_of(page, portal, now))
        asked = capture.requested or url
        for address in {url, asked} if filed.state in ledger.KEPT_STATES else {asked}:  # it is due again at one alone
            ledger.settle(conn, address, filed.state, filed.reason, now, portal=portal, capture=filed.capture)
        return filed.state

    def one(self, sql: str, *values: Any) -> Any:
        """The first column of the first row of a query, or None."""
        row = self.conn.execute(sql, values).fetchone()
        return row[0] if row else None
