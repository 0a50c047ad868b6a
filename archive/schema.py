"""The tables of an archive, as numbered migrations, `data/schema-N.sql`; an archive of a newer schema is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from archive import places
from archive.errors import FangzhiError
from archive.spelling import index

APPLICATION_ID = 0x66616E67  # "fang": tells our files from other SQLite databases
migrations = Migrations("fangzhi")

BLOCK = 11  # bits: search looks through articles in blocks of 2,048 neighbouring numbers, by the index articles_block


def _statements(number: int) -> Iterator[str]:
    """A migration's statements, one by one: `executescript` would commit the migration's own transaction."""
    script = (Path(__file__).with_name("data") / f"schema-{number}.sql").read_text("utf-8")
    code = "\n".join(line.split("--")[0] for line in script.splitlines())
    statement = ""
    for piece in code.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):  # a trigger has semicolons inside
            yield statement.strip()
            statement = ""


@migrations()
def m001_first(db: Database) -> None:
    """The first tables."""
    for statement in _statements(1):
        db.execute(statement)


@migrations()
def m002_marks_are_logged(db: Database) -> None:
    """New marks go into a log first, and from there into their table; two indexes fewer."""
    for statement in _statements(2):
        db.execute(statement)


@migrations()
def m003_reading_room(db: Database) -> None:
    """What the reading room asks for at once: the newest hits, counts by month, reprints, places; printed pages."""
    for statement in _statements(3):
        db.execute(statement)
    places.settle(db.conn, [row[0] for row in db.execute("SELECT id FROM articles")])


@migrations()
def m004_pairs(db: Database) -> None:
    """The full-text index has its columns in another order; merging remembers what it has settled."""
    for statement in _statements(4):
        db.execute(statement)


@migrations()
def m005_rows_of_marks(db: Database) -> None:
    """The texts that have a mark stand in one row; the full-text index has another tokenizer, and is made again."""
    for statement in _statements(5):
        db.execute(statement)
    for (number,) in db.execute("SELECT id FROM articles").fetchall():
        index(db.conn, number, *db.execute("SELECT title, text FROM articles WHERE id = ?", (number,)).fetchone())


@migrations()
def m006_merges(db: Database) -> None:
    """The full-text index merges its segments less often."""
    for statement in _statements(6):
        db.execute(statement)


def version_of(db: Database) -> int:
    """How many migrations an archive has seen, by its own word (PRAGMA user_version)."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def current() -> int:
    """How many migrations this code knows."""
    return len(migrations._migrations)


def check_ours(db: Database, path: Any) -> None:
    """Refuse a database that is not an archive, or one that a newer Fangzhi has made.

    Raises: FangzhiError, one line.
    """
    tables = set(db.table_names())
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if tables and application != APPLICATION_ID:
        raise FangzhiError(f"{path}: a SQLite database, but no Fangzhi archive; name another file")
    known = {m.name for m in migrations._migrations}
    unknown = {m.name for m in migrations.applied(db)} - known
    if version_of(db) > current() or unknown:
        raise FangzhiError(
            f"{path}: made by a newer Fangzhi (schema {version_of(db)}, this one knows {current()}); upgrade Fangzhi"
        )


def migrate(db: Database) -> None:
    """Bring an archive to today's schema; each migration is one transaction. Idempotent."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")  # first: tables without it would be taken for foreign
    migrations.apply(db)
    db.execute(f"PRAGMA user_version = {current()}")


def fresh() -> sqlite3.Connection:
    """An empty archive of today's schema, in memory: what every archive is to have."""
    db = Database(memory=True)
    migrate(db)
    return db.conn
