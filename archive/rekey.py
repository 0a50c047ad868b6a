"""Addresses whose canonical form is another by today's rules than by those under which they were filed.

Rules for variants of an address are learned with time. Without this a page that was filed under its old key would be
filed once more beside itself when it is met, or read, again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from archive import chain, heads, ledger
from archive.archive import Archive
from archive.batches import batched
from archive.canonical import canonical
from archive.filing import SHOWN_NOW, file_showing, states_of

BATCH = 100  # addresses in one transaction


def rekey(archive: Archive) -> int:
    """Bring all addresses under the keys they have today; return how many had others. If killed, run it again."""
    moved = 0
    for table, move in (("ledger", _move_entry), ("appearances", _move_appearance)):
        keys = list(strayed(archive.conn, table))
        for batch in batched(keys, BATCH):
            with archive.writing() as conn:
                for key in batch:
                    move(conn, key)
        moved += len(keys)
    return moved


def strayed(conn: sqlite3.Connection, table: str) -> Iterator[str]:
    """The canonical forms in a table (`ledger` or `appearances`) that are no longer those of their addresses."""
    rows = conn.execute(f"SELECT canonical, url FROM {table}")
    return (key for key, url in rows if canonical(url) != key)


def _move_entry(conn: sqlite3.Connection, key: str) -> None:
    row = conn.execute(f"SELECT {ledger.COLUMNS} FROM ledger WHERE canonical = ?", (key,)).fetchone()
    if row:
        conn.execute("DELETE FROM ledger WHERE canonical = ?", (key,))
        ledger.take(conn, row)


def _move_appearance(conn: sqlite3.Connection, key: str) -> None:
    """What stands under the new key already is the same page: all that either showed are that one's editions."""
    row = conn.execute(SHOWN_NOW, (key,)).fetchone()
    if not row:
        return
    address, number = canonical(row[1]), row[0]
    works = {work for (work,) in conn.execute(
        "SELECT article_id FROM appearances WHERE id = ?1 UNION SELECT article_id FROM revisions"
        " WHERE appearance_id = ?1", (number,))}
    heir = conn.execute("SELECT id FROM appearances WHERE canonical = ?", (address,)).fetchone()
    if heir is None:
        conn.execute("UPDATE appearances SET canonical = ? WHERE id = ?", (address, number))
    else:
        states = states_of(conn, row)
        for state in states:
            file_showing(conn, replace(state, text_id=None, revision=None), reread=False)
        conn.execute("DELETE FROM revisions WHERE appearance_id = ?", (number,))
        conn.execute("DELETE FROM appearances WHERE id = ?", (number,))
        for text_id in sorted({state.text_id for state in states if state.text_id is not None}):
            works |= heads.drop(conn, text_id, heir[0])
    chain.settle_all(conn, works)
