"""Opening an archive: a connection with its settings, and what it remembers of the transaction under way."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path
from typing import Any

from archive.errors import FangzhiError
from archive.postings import Postings

CACHE = 64 * 1024  # KiB of pages held in memory
CHECKPOINT = 4000  # pages (16 MiB): fewer and longer checkpoints write the same page less often
PATIENCE = 30  # seconds that a write waits for a foreign writer
MAGIC = b"SQLite format 3\0"  # begins every database
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside one
Entry = tuple[str | None, str]  # title and text of an article


class Connection(sqlite3.Connection):
    """A connection that remembers which index entries and marks its transaction has still to write."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # By article, what the full-text index held when the transaction began; None: nothing.
        self.indexed: dict[int, Entry | None] = {}
        self.postings = Postings(self)

    def forget(self) -> None:
        """Forget what was to be written: the transaction is rolled back."""
        self.indexed.clear()
        self.postings.forget()


def connect(path: Path, readonly: bool) -> Connection:
    """A connection in autocommit, so that transactions are ours to begin; waits for a foreign writer.

    Raises FangzhiError for what is no file; a folder and a device are "disk I/O errors" to SQLite.
    """
    if path.exists() and not path.is_file():
        raise FangzhiError(f"{path}: {'a folder' if path.is_dir() else 'no regular file'}, no archive; name a file")
    if not path.parent.is_dir():
        raise FangzhiError(f"{path}: there is no folder {path.parent}; make it, or name another")
    frozen = readonly and is_frozen(path)
    uri = path.absolute().as_uri() + ("?mode=ro" if readonly else "") + ("&immutable=1" if frozen else "")
    options = {"timeout": PATIENCE, "isolation_level": None, "check_same_thread": False}
    conn: Connection = sqlite3.connect(uri, uri=True, factory=Connection, **options)  # type: ignore[call-overload]
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute(f"PRAGMA cache_size = -{CACHE}")
    conn.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    conn.execute("PRAGMA synchronous = FULL")  # WAL + FULL: what was acknowledged survives a power cut too
    return conn


def must_spare(output: Path, what: str, archive: Path) -> None:
    """Raises FangzhiError where a file that is to be written is an archive, or belongs to this one."""
    place, own = output.resolve(), archive.resolve()
    known = place in (own, *(Path(f"{own}{suffix}") for suffix in BESIDE))
    if not known and place.is_file() and os.access(place, os.R_OK):
        with place.open("rb") as stream:
            known = stream.read(len(MAGIC)) == MAGIC
    if known:
        raise FangzhiError(f"{output}: {what} would overwrite an archive; name another file")


def rows(conn: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:
    """The rows of a query, each as a dictionary by column."""
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def is_frozen(path: Path) -> bool:
    """Whether a whole archive lies on a disk that cannot be written to: SQLite need not, and cannot, lock it there."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY) and not Path(f"{path}-wal").exists()


def unopened(path: Path, error: Exception) -> str:
    """The line for an archive that cannot be opened: why, and what to do."""
    todo = "restore a backup or name another"
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or getattr(error, "errno", 0) == errno.ENOSPC:
        todo = "make room, and run again"
    elif code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        todo = "another program holds it: run again when that has ended"
    elif code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) and not os.access(path.parent, os.W_OK):
        todo = "its folder must be yours to write in; copy it to one that is"
    elif isinstance(error, PermissionError):
        todo = "it must be yours to write to; run as the owner, or work on a copy"
    elif code == sqlite3.SQLITE_READONLY:  # the files beside it belong to whoever opened it first
        files = [path, *(Path(f"{path}{suffix}") for suffix in BESIDE)]
        shut = [file.name for file in files if file.exists() and not os.access(file, os.W_OK)]
        todo = f"{', '.join(shut) or 'it'} must be yours to write to; run as the owner, or work on a copy"
    return f"{path}: cannot be opened ({error}); {todo}"
