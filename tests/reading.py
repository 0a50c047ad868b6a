"""What tests ask an archive after a crawl."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from archive.archive import Archive
from archive.doctor import examine
from archive.ledger import counts


class Entry(NamedTuple):
    """An address in the ledger."""

    state: str
    reason: str
    next_try: str | None


def ledger(path: Path) -> dict[str, Entry]:
    """Every address and what became of it."""
    rows = ask(path, "SELECT url, state, coalesce(reason, ''), next_try FROM ledger")
    return {url: Entry(*rest) for url, *rest in rows}


def ask(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    with Archive(path, readonly=True) as archive:
        return archive.conn.execute(sql, values).fetchall()


def shown(path: Path) -> set[str]:
    """Every address whose article is in the archive."""
    return {row[0] for row in ask(path, "SELECT url FROM appearances")}


def states(path: Path) -> dict[str, int]:
    """The ledger's counts."""
    with Archive(path, readonly=True) as archive:
        return counts(archive.conn)


def unsound(path: Path) -> list[str]:
    """What the doctor finds broken, a line each."""
    return [finding.text for finding in examine(path) if finding.level == "unsound"]


def sound(path: Path) -> bool:
    """Whether the doctor finds nothing broken."""
    return not unsound(path)
