"""What a run has met, outside of memory: a run of a million addresses grows no larger than one of a thousand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive.canonical import canonical

CACHE = 1024  # KiB held in memory; the rest goes to a temporary file, which has no name and vanishes with the process


class Seen:
    """A set of addresses, told apart by their canonical forms, of each of which it keeps 64 bits."""

    def __init__(self) -> None:
        self._size = 0
        self._conn = sqlite3.connect("", isolation_level=None)  # '' is SQLite's own temporary file
        for setting in (f"cache_size = -{CACHE}", "journal_mode = OFF", "synchronous = OFF"):
            self._conn.execute(f"PRAGMA {setting}")
        self._conn.execute("CREATE TABLE seen (key INTEGER PRIMARY KEY)")

    def add(self, urls: Iterable[str], place: str = "") -> int:
        """Add addresses, as met in some place; how many of them were not in it before."""
        before = self._size
        for url in urls:
            self._size += self._conn.execute("INSERT OR IGNORE INTO seen VALUES (?)", (_key(url, place),)).rowcount
        return self._size - before

    def __contains__(self, url: str) -> bool:
        return self._conn.execute("SELECT 1 FROM seen WHERE key = ?", (_key(url),)).fetchone() is not None

    def __len__(self) -> int:
        return self._size


def _key(url: str, place: str = "") -> int:
    return hash((place, canonical(url)) if place else canonical(url))
