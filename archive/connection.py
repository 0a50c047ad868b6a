"""A connection to an archive, and what it remembers of the transaction under way."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.marks import Marks

Entry = tuple[str | None, str]  # title and text of an article


class Connection(sqlite3.Connection):
    """A connection that knows which index entries and marks its transaction has still to write."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # By article, what the full-text index held when the transaction began; None: nothing.
        self.indexed: dict[int, Entry | None] = {}
        self.marks = Marks(self)

    def forget(self) -> None:
        """The transaction is undone."""
        self.indexed.clear()
        self.marks.forget()
