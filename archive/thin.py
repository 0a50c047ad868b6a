"""Thinning list pages: of an old one that gave nothing but links, the bytes need not be kept for ever.

A list changes with every article, so that its states soon outweigh the articles. Kept are all states of the last
months, of every address the newest state and the first of each month, and whatever bytes anything else refers to. What
links a list gave is in the ledger, with the day on which each was discovered.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from archive.archive import Archive
from archive.batches import batched
from archive.errors import GOOD
from archive.terminal import progress

DAYS = 90  # all states of so many days are kept
BATCH = 50  # captures a transaction: other writers wait for some hundredths of a second

OLD = """
CREATE TEMP TABLE thin AS SELECT id, url, capture FROM (
  SELECT id, url, capture, fetched_at, row_number() OVER (PARTITION BY url ORDER BY status = 200 DESC, id DESC) AS age,
    row_number() OVER (PARTITION BY url, substr(fetched_at, 1, 7) ORDER BY fetched_at, id) AS in_month
  FROM fetches WHERE kind = 'list'
) WHERE age > 1 AND in_month > 1 AND fetched_at < ?
"""
# What else may name a capture, as a question for the names.
NAMED = (
    "SELECT capture FROM fetches WHERE id NOT IN (SELECT id FROM thin)",
    "SELECT capture FROM appearances",
    "SELECT value AS capture FROM appearances, json_each(parts)",
    "SELECT capture FROM revisions",
    "SELECT value AS capture FROM revisions, json_each(json_extract(record, '$.parts'))",
    "SELECT capture FROM ledger",
    "SELECT capture FROM repairs",
)
THESE = "(SELECT value FROM json_each(?))"


class Superfluous(NamedTuple):
    """Captures that nothing but old states of lists named when the last of the fetches was this one."""

    captures: list[str]
    last: int


def superfluous(conn: sqlite3.Connection, days: int) -> Superfluous:
    """What may be dropped, as the archive is at this moment; all states of so many last days are kept.

    The fetches in question stand in the temporary table `thin` of the connection, for `drop` and `measure`.
    """
    before = (dt.datetime.now(dt.UTC) - dt.timedelta(days)).isoformat(timespec="seconds")
    conn.execute("DROP TABLE IF EXISTS temp.thin")
    conn.execute("BEGIN")
    try:
        last = conn.execute("SELECT coalesce(max(id), 0) FROM fetches").fetchone()[0]
        conn.execute(OLD, (before,))
        conn.execute("CREATE INDEX temp.thin_capture ON thin(capture)")
        for named in NAMED:
            conn.execute(f"DELETE FROM thin WHERE capture IN (SELECT capture FROM ({named})"
                         " WHERE capture IN (SELECT capture FROM thin))")
        captures = [row[0] for row in conn.execute("SELECT DISTINCT capture FROM thin ORDER BY capture")]
    finally:
        conn.execute("COMMIT")
    return Superfluous(captures, last)


def drop(archive: Archive, found: Superfluous) -> Iterator[tuple[int, int]]:
    """Drop what `superfluous` found, a batch a transaction; yields the number of fetches and bytes of each batch.

    What was filed since is looked at once more: a page may have shown the bytes of an old list, at any address. If
    killed, run it again.
    """
    conn = archive.conn
    conn.execute("PRAGMA foreign_keys = OFF")  # it would look through five tables for each row; NAMED did, for all
    try:
        for batch in batched(found.captures, BATCH):
            with archive.writing():
                free = [name for name in batch if not _named_since(conn, name, found.last)]
                figures = measure(conn, free)
                chosen = (json.dumps(free),)
                conn.execute(f"DELETE FROM fetches WHERE id IN (SELECT id FROM thin WHERE capture IN {THESE})", chosen)
                conn.execute(f"DELETE FROM captures WHERE digest IN {THESE}", chosen)
            yield figures
    finally:
        conn.execute("PRAGMA foreign_keys = ON")


def _named_since(conn: sqlite3.Connection, capture: str, last: int) -> bool:
    """Whether what was filed after a fetch names a capture: at another address, or at the list's own as an article."""
    sql = ("SELECT 1 FROM fetches WHERE id > ?1 AND capture = ?2 UNION ALL SELECT 1 FROM fetches"
           " WHERE url IN (SELECT url FROM thin WHERE capture = ?2) AND capture = ?2 AND kind <> 'list'")
    return conn.execute(sql, (last, capture)).fetchone() is not None


def measure(conn: sqlite3.Connection, captures: Sequence[str]) -> tuple[int, int]:
    """How many fetches in `thin` these captures are, and the bytes of the archive that they take."""
    chosen = (json.dumps(captures),)
    pages = conn.execute(f"SELECT count(*) FROM thin WHERE capture IN {THESE}", chosen).fetchone()[0]
    size = f"SELECT coalesce(sum(length(body)), 0) FROM captures WHERE digest IN {THESE}"
    return pages, conn.execute(size, chosen).fetchone()[0]


@click.command()
@click.argument("archive", type=click.Path(path_type=Path))
@click.option("--days", default=DAYS, show_default=True, type=click.IntRange(min=1), help="All of so many are kept.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say what would be dropped.")
def thin(archive: Path, days: int, dry: bool) -> int:
    """Drop old states of list pages; of each address the newest and the first of every month are kept.

    Nothing that an article, a revision or the ledger refers to is touched; crawls may go on meanwhile. The file does
    not shrink: what is free in it is used again.
    """
    pages = size = 0
    with Archive(archive, create=False) as opened, opened.lock_job():
        found = superfluous(opened.conn, days)
        if dry:
            pages, size = measure(opened.conn, found.captures)
        else:
            with progress(drop(opened, found), "thin", -(-len(found.captures) // BATCH)) as done:
                for more, freed in done:
                    pages, size = pages + more, size + freed
    click.echo(f"fangzhi: {pages:,} list pages {'would be ' if dry else ''}dropped, {size:,} bytes")
    return GOOD
