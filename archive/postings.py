"""Postings: for each mark, the texts that have it. A log-structured index: new entries go to a log, later to a table.

A mark is one of the two dozen hashes by which near-duplicates find a text (see `near`). The marks of one text lie all
over the table: entered text by text, each would cost a database page of its own to read and to write, and the more so
the greater the archive. So the marks of a new text are first kept in one row of a log (`mark_log`), and in memory. Once
`HELD` texts are held back, their marks are moved into the table (`marks`) in the table's own order, a few at the end of
every transaction: many go to one database page, and nobody waits (O'Neil et al. 1996, "The log-structured merge-tree").

Every connection that writes keeps its own copy of the log in memory. Writers take turns, so that the copy holds until
the log's first row is gone: then another connection has moved it to the table, and the log is read again.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

HELD = 8192  # texts: 40 MB of memory
HURRY = 3  # as many marks are moved as come, so that memory stays as it is; where that lags behind, so many times more
# Another connection, or one that was killed, may have moved the same.
MOVE = """
INSERT INTO marks (mark, text_ids) VALUES (?, ?) ON CONFLICT (mark) DO UPDATE
  SET text_ids = text_ids || ',' || excluded.text_ids
  WHERE instr(',' || text_ids || ',', ',' || excluded.text_ids || ',') = 0
"""
REGION = 20  # the bits of a mark that do not tell in which part of the table it belongs


def packed(marks: Sequence[int]) -> bytes:
    """Marks, or a whole sketch, as the archive keeps them: 32 bits each, little-endian."""
    return _little_endian(array("I", marks)).tobytes()


def unpacked(blob: bytes) -> array[int]:
    """The numbers that `packed` made a blob of."""
    marks = array("I")
    marks.frombytes(blob)
    return _little_endian(marks)


def _little_endian(marks: array[int]) -> array[int]:
    if sys.byteorder == "big":
        marks.byteswap()
    return marks


class Held:
    """In memory: texts that were filed one after another, and the postings of their marks."""

    def __init__(self) -> None:
        self.marks: dict[int, Sequence[int]] = {}  # of each text
        # The texts that have a mark, written as in the table. In parts, so that what was moved leaves memory at once.
        self.regions: defaultdict[int, dict[int, str]] = defaultdict(dict)
        self.last = 0  # row of the log

    def add(self, text_id: int, marks: Sequence[int]) -> None:
        """Let a text be found."""
        self.marks[text_id] = marks
        number = str(text_id)
        for mark in marks:
            region = self.regions[mark >> REGION]
            region[mark] = f"{region[mark]},{number}" if mark in region else number

    def take(self, text_id: int) -> None:
        """Let a text be found no longer."""
        for mark, texts in self.having(self.marks.pop(text_id, ())):
            region = self.regions[mark >> REGION]
            if rest := [other for other in texts if other != str(text_id)]:
                region[mark] = ",".join(rest)
            else:
                del region[mark]

    def having(self, marks: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
        """The texts that have each of these marks, where there are any."""
        for mark in marks:
            region = self.regions.get(mark >> REGION)
            if region and mark in region:
                yield mark, region[mark].split(",")


class Postings:
    """The postings of one archive. To be used within transactions only."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.forget()

    def forget(self) -> None:
        """Read the log again when next asked: a transaction was rolled back, or another connection has moved it."""
        self.young, self.old = Held(), Held()
        self.waiting: list[int] = []  # regions of the old that are yet to be moved
        self.first: int | None = None  # row of the log
        self.due = 0
        self.current = False  # the log was read in this transaction

    def having(self, marks: Sequence[int]) -> dict[int, list[str]]:
        """By mark, the numbers of the texts that have it (as text, each once); marks that no text has are left out."""
        self._catch_up()
        found = {mark: texts.split(",") for mark, texts in self._moved(marks)}
        for mark, texts in chain(self.young.having(marks), self.old.having(marks)):
            known = found.get(mark)  # some may have been moved too, before they were read
            found[mark] = list(dict.fromkeys(known + texts)) if known else texts
        return found

    def _moved(self, marks: Sequence[int]) -> list[tuple[int, str]]:
        """Rows of the table."""
        places = ", ".join("?" * len(marks))
        return self.conn.execute(f"SELECT mark, text_ids FROM marks WHERE mark IN ({places})", marks).fetchall()

    def add(self, text_id: int, marks: Sequence[int]) -> None:
        """Let a text be found by these marks."""
        self._catch_up()
        self._log(text_id, packed(marks))
        self.young.add(text_id, marks)
        self.due += len(marks) * (HURRY if len(self.young.marks) > HELD else 1)

    def take(self, text_id: int, marks: Sequence[int]) -> None:
        """Let a text be found no longer; `marks` are all that it may have."""
        self._catch_up()
        for mark, texts in self._moved(marks):
            rest = ",".join(text for text in texts.split(",") if text != str(text_id))
            sql = "UPDATE marks SET text_ids = ?2 WHERE mark = ?1" if rest else "DELETE FROM marks WHERE mark = ?1"
            self.conn.execute(sql, (mark, rest) if rest else (mark,))
        if text_id in self.young.marks or text_id in self.old.marks:
            self._log(text_id, None)
            self._take(text_id)

    def move(self) -> None:
        """At a transaction's end: move about as many marks from the log to the table as the transaction has added."""
        self.current = False
        if not self.old.marks and len(self.young.marks) >= HELD:
            self._age()
        while self.waiting and self.due > 0:
            region = self.old.regions.pop(self.waiting.pop())
            rows = [(mark, text) for mark in sorted(region) for text in region[mark].split(",")]
            self.due -= len(rows)
            self.conn.executemany(MOVE, rows)
        if self.old.marks and not self.waiting:
            self.conn.execute("DELETE FROM mark_log WHERE id <= ?", (self.old.last,))
            self.old = Held()
            self.first = self._first()
        if not self.waiting:
            self.due = 0

    def _age(self) -> None:
        """What is held is to be moved, the last parts of the table first."""
        self.old, self.young = self.young, Held()
        self.waiting = sorted(self.old.regions)

    def _log(self, text_id: int, marks: bytes | None) -> None:
        cursor = self.conn.execute("INSERT INTO mark_log (text_id, marks) VALUES (?, ?)", (text_id, marks))
        self.young.last = cursor.lastrowid or 0
        self.first = self.first or self.young.last

    def _first(self) -> int | None:
        first: int | None = self.conn.execute("SELECT min(id) FROM mark_log").fetchone()[0]
        return first

    def _catch_up(self) -> None:
        """Read what other connections have logged."""
        if self.current:
            return
        if self.first is not None and self._first() != self.first:
            self.forget()
        read = max(self.young.last, self.old.last)
        for row, text_id, marks in self.conn.execute("SELECT id, text_id, marks FROM mark_log WHERE id > ?", (read,)):
            self.first = self.first or row
            self.young.last = row
            if marks is None:
                self._take(text_id)
            else:
                self.young.add(text_id, unpacked(marks))
        self.current = True

    def _take(self, text_id: int) -> None:
        self.young.take(text_id)
        self.old.take(text_id)
