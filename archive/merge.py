"""Making one archive of several machines'. Each table has a rule under which order and repetition do not matter."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from archive import chain, ledger
from archive.archive import Archive
from archive.batches import batched
from archive.canonical import canonical
from archive.filing import file_showing
from archive.overlooked import settle_overlooked
from archive.sheets import KEEP
from archive.showing import RECORD, Showing

BATCH = 200  # rows in one transaction: a crawl beside it waits for a fraction of a second
Row = tuple[Any, ...]
Rule = Callable[[sqlite3.Connection, Row], object]

# Of two facts about a portal the greater string counts: arbitrary, but always the same.
PORTAL_FACTS = ("title", "province", "prefecture", "homepage", "cms", "confidence")
FETCH = "url, capture, kind, status, headers, fetched_at, portal"
CRAWL = ("portal, arguments, started_at, finished_at, reason, exit_code, links, lists, requests, stored, duplicate,"
         " quarantined, refused, pending")


def merge(into: Archive, *others: Archive) -> None:
    """Take all that other archives hold into one, in any order, together or one by one, any number of times."""
    for other in others:
        take(into, other)
    settle_overlooked(into)


def take(into: Archive, other: Archive) -> dict[str, int]:
    """Take all that another archive holds; return how many rows of each kind were read.

    A merge ends with `settle_overlooked`, once for all that were taken. The other is only read, as it is at one
    moment: it may be crawled into meanwhile. What was taken once can be taken again: nothing is doubled.
    """
    tally: dict[str, int] = {}
    titles = _titles(into)
    with _one_moment(other.conn):
        for name, sql, rule in RULES:
            rows = other.conn.execute(sql)
            tally[name] = _in_batches(into, rows, rule)
        tally["appearances"] = _in_batches(into, _showings(other), _showing)
        tally["ledger"] = _in_batches(into, other.conn.execute(f"SELECT {ledger.COLUMNS} FROM ledger"), ledger.take)
        changed = [portal for portal, title in _titles(into).items() if titles.get(portal) != title]
        _settle_again(into, other, changed)
    return tally


@contextmanager
def _one_moment(conn: sqlite3.Connection) -> Iterator[None]:
    """A read transaction: what others write meanwhile is not seen."""
    conn.execute("BEGIN")
    try:
        yield
    finally:
        conn.execute("COMMIT")


def _titles(archive: Archive) -> dict[str, str | None]:
    return dict(archive.conn.execute("SELECT name, title FROM portals"))


def _in_batches(into: Archive, rows: Iterable[Any], rule: Callable[..., object]) -> int:
    count = 0
    for batch in batched(rows, BATCH):
        count += len(batch)
        with into.writing() as conn:
            for row in batch:
                rule(conn, row)
    return count


def _portal(conn: sqlite3.Connection, row: Row) -> None:
    conn.execute("INSERT OR IGNORE INTO portals (name) VALUES (?)", row[:1])
    for column, value in zip(PORTAL_FACTS, row[1:], strict=True):
        sql = f"UPDATE portals SET {column} = ?1 WHERE name = ?2 AND coalesce({column}, '') < ?1"
        conn.execute(sql, (value, row[0]))


def _capture(conn: sqlite3.Connection, row: Row) -> None:
    """Bytes once; first seen where they were first seen."""
    conn.execute(
        "INSERT INTO captures (digest, url, fetched_at, size, body) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (digest) DO UPDATE SET url = excluded.url, fetched_at = excluded.fetched_at"
        " WHERE (excluded.fetched_at, excluded.url) < (fetched_at, url)", row)


def _fetch(conn: sqlite3.Connection, row: Row) -> None:
    """A fetch: of several of the same bytes from the same address the first."""
    columns = FETCH.split(", ")[2:]
    conn.execute(
        f"INSERT INTO fetches ({FETCH}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url, capture) DO UPDATE SET "
        + ", ".join(f"{column} = excluded.{column}" for column in columns)
        + " WHERE (excluded.fetched_at, excluded.kind, excluded.status, excluded.headers,"
        " coalesce(excluded.portal, '')) < (fetched_at, kind, status, headers, coalesce(portal, ''))", row)


def _repairs(conn: sqlite3.Connection, row: Row) -> None:
    """The steps of one reading of a capture: of two readings the one that sorts last, the same in every merge."""
    capture, steps = row
    known = conn.execute(STEPS + " WHERE capture = ? GROUP BY capture", (capture,)).fetchone()
    if known is None or known[1] < steps:
        conn.execute("DELETE FROM repairs WHERE capture = ?", (capture,))
        conn.executemany("INSERT INTO repairs (capture, position, step, count, sample) VALUES (?, ?, ?, ?, ?)",
                         [(capture, *step) for step in json.loads(steps)])


def _walk(conn: sqlite3.Connection, row: Row) -> None:
    conn.execute(
        "INSERT INTO walks (portal, channel, since, finished_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " since = min(since, excluded.since), finished_at = max(finished_at, excluded.finished_at)", row)


def _crawl(conn: sqlite3.Connection, row: Row) -> None:
    """A run is told from others by its portal, start and arguments; its rows of `portal_health` come with it."""
    *crawl, health = row
    if conn.execute("SELECT 1 FROM crawls WHERE portal = ? AND arguments = ? AND started_at = ?", crawl[:3]).fetchone():
        return
    number = conn.execute(f"INSERT INTO crawls ({CRAWL}) VALUES ({', '.join('?' * len(crawl))})", crawl).lastrowid
    conn.executemany("INSERT INTO portal_health (crawl_id, layout, field, hits, misses) VALUES (?, ?, ?, ?, ?)",
                     [(number, *line) for line in json.loads(health)])


STEPS = ("SELECT capture, json_group_array(json_array(position, step, count, sample)) FROM"
         " (SELECT * FROM repairs ORDER BY capture, position)")
RULES: tuple[tuple[str, str, Rule], ...] = (
    ("portals", f"SELECT name, {', '.join(PORTAL_FACTS)} FROM portals", _portal),
    ("captures", "SELECT digest, url, fetched_at, size, body FROM captures", _capture),
    ("fetches", f"SELECT {FETCH} FROM fetches ORDER BY id", _fetch),
    ("repairs", STEPS + " GROUP BY capture", _repairs),
    ("walks", "SELECT portal, channel, since, finished_at FROM walks", _walk),
    ("sheets", "SELECT portal, day, url, number, name, pdf FROM sheets", lambda conn, row: conn.execute(KEEP, row)),
    ("crawls", f"SELECT {CRAWL}, (SELECT json_group_array(json_array(layout, field, hits, misses)) FROM portal_health"
               " WHERE crawl_id = crawls.id) FROM crawls ORDER BY id", _crawl),
)


def _showings(other: Archive) -> Iterator[Showing]:
    """All that every address showed, in the order in which it was filed: so merging into nothing keeps the numbers."""
    present = other.conn.execute(
        f"SELECT {', '.join(f'appearances.{column}' for column in RECORD)}, coalesce(texts.text, articles.text),"
        " text_since, appearances.last_seen FROM appearances JOIN texts ON texts.id = text_id"
        " JOIN articles ON articles.id = texts.article_id ORDER BY appearances.id")
    for *record, text, since, last_seen in present:
        yield Showing(dict(zip(RECORD, record, strict=True)), text, since, last_seen)
    former = other.conn.execute("SELECT record, text, first_seen, seen_at FROM revisions ORDER BY id")
    for record, text, first_seen, seen_at in former:
        yield Showing(json.loads(record), text, first_seen, seen_at)


def _showing(conn: sqlite3.Connection, showing: Showing) -> None:
    file_showing(conn, showing, reread=False)


def _settle_again(into: Archive, other: Archive, portals: list[str]) -> None:
    """Origins once more, where the ledger was the other's word, or a portal's title came after its articles."""
    works = {work for (work,) in into.conn.execute(
        "SELECT article_id FROM appearances WHERE portal IN (SELECT value FROM json_each(?))", (json.dumps(portals),))}
    for (url,) in other.conn.execute("SELECT url FROM ledger WHERE state IN ('stored', 'duplicate')"):
        works |= {into.one("SELECT article_id FROM appearances WHERE canonical = ?", canonical(url))}
    _in_batches(into, sorted(works - {None}), lambda conn, work: chain.settle(conn, work))
