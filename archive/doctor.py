"""Examining an archive: is it whole, does its ledger add up, and what could harm it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import zstandard

from archive import schema
from archive.archive import Archive
from archive.captures import unpack
from archive.chain import SHOWN
from archive.errors import FangzhiError
from archive.hazards import hazards
from archive.rekey import strayed

SAMPLE = 200  # captures unpacked and hashed: the newest, and as many spread over the rest

# Each must find nothing. What it means where it finds something.
RULES = {
    "appearances without an article":
        "SELECT count(*) FROM appearances WHERE article_id NOT IN (SELECT id FROM articles)",
    "appearances without their capture":
        "SELECT count(*) FROM appearances WHERE capture NOT IN (SELECT digest FROM captures)",
    "articles without an appearance or a revision":
        "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM appearances)"
        " AND id NOT IN (SELECT article_id FROM revisions)",
    "stored addresses without an appearance":
        "SELECT count(*) FROM ledger WHERE state IN ('stored', 'duplicate') AND capture NOT IN"
        " (SELECT capture FROM appearances UNION SELECT capture FROM revisions)"
        " AND canonical NOT IN (SELECT canonical FROM appearances)",
    "quarantined addresses without their bytes":
        "SELECT count(*) FROM ledger WHERE state = 'quarantined' AND capture IS NULL",
    "articles the full-text index does not hold":
        "SELECT count(*) FROM articles WHERE id NOT IN (SELECT id FROM articles_fts_docsize)",
    "articles without a text of their own, or with two":
        "SELECT count(*) FROM articles WHERE 1 <> (SELECT count(*) FROM texts WHERE article_id = articles.id"
        " AND text IS NULL)",
    "articles of which no appearance is the origin":
        "SELECT count(*) FROM articles WHERE id IN (SELECT article_id FROM appearances WHERE kind <> 'mirror')"
        " AND 1 <> (SELECT count(*) FROM appearances WHERE article_id = articles.id AND kind = 'original')",
    "articles whose row is not their origin's":
        "SELECT count(*) FROM articles JOIN appearances ON article_id = articles.id AND kind = 'original'"
        f" WHERE ({', '.join(f'articles.{c}' for c in SHOWN)}) IS NOT ({', '.join(f'appearances.{c}' for c in SHOWN)})",
    "appearances at another article than their text":
        "SELECT count(*) FROM appearances JOIN texts ON texts.id = text_id"
        " WHERE appearances.article_id <> texts.article_id",
    "texts that no address shows or showed":
        "SELECT count(*) FROM texts WHERE id NOT IN (SELECT text_id FROM appearances)"
        " AND id NOT IN (SELECT text_id FROM revisions WHERE text_id IS NOT NULL)",
    "texts with a sketch, and no marks to find any by":
        "SELECT count(*) FROM texts WHERE sketch <> x'' AND NOT EXISTS (SELECT 1 FROM marks)"
        " AND NOT EXISTS (SELECT 1 FROM mark_log WHERE marks IS NOT NULL)",
    "marks without a text":
        "SELECT count(*) FROM marks, json_each('[' || text_ids || ']') WHERE value NOT IN (SELECT id FROM texts)",
    "logged marks without a text":
        "SELECT count(*) FROM mark_log AS log WHERE marks IS NOT NULL AND text_id NOT IN (SELECT id FROM texts)"
        " AND NOT EXISTS (SELECT 1 FROM mark_log WHERE text_id = log.text_id AND id > log.id AND marks IS NULL)",
    "redirects from an article that is there":
        "SELECT count(*) FROM redirects WHERE id IN (SELECT id FROM articles)",
    "index entries without an article":
        "SELECT count(*) FROM articles_fts_docsize WHERE id NOT IN (SELECT id FROM articles)",
    "months that miscount the articles":
        "WITH counted AS (SELECT coalesce(portal, '') AS portal, coalesce(substr(published_at, 1, 7), '') AS month,"
        " count(*) FROM articles GROUP BY 1, 2), kept AS (SELECT portal, month, articles FROM months)"
        " SELECT count(*) FROM (SELECT * FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept)"
        " UNION ALL SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted))",
    "texts with a NUL character":
        "SELECT count(*) FROM articles WHERE instr(text, char(0)) > 0",
}


@dataclass(frozen=True)
class Finding:
    """One line of the report: `ok`, `hazard` (may harm one day) or `unsound` (is broken now)."""

    level: str
    text: str


Check = Callable[[Archive], list[Finding]]


def examine(path: Path) -> list[Finding]:
    """Look an archive over, without changing it. Raises FangzhiError for what cannot be opened at all."""
    with Archive(path, readonly=True) as archive:
        found = [finding for check in CHECKS for finding in _done(check, archive)]
    return list(dict.fromkeys(found))


def _done(check: Check, archive: Archive) -> list[Finding]:
    """What a check finds; damage that breaks the check off is its finding."""
    try:
        return check(archive)
    except sqlite3.DatabaseError as error:
        return [Finding("unsound", f"the file is damaged ({str(error)[:120]}); restore a backup")]


def _integrity(archive: Archive) -> list[Finding]:
    answers = [row[0] for row in archive.conn.execute("PRAGMA integrity_check(5)")]
    if answers == ["ok"]:
        return [Finding("ok", "every page of the file is whole")]
    return [Finding("unsound", f"the file is damaged ({answers[0][:120]}); restore a backup")]


def _foreign_keys(archive: Archive) -> list[Finding]:
    broken = archive.one("SELECT count(*) FROM pragma_foreign_key_check()")
    return [Finding("unsound", f"{broken} rows point nowhere") if broken else Finding("ok", "every reference is held")]


def _letters(archive: Archive) -> list[Finding]:
    """SQLite takes any bytes for a text; read as one, what is not UTF-8 raises an error."""
    for _ in archive.conn.execute("SELECT title, text FROM articles UNION ALL SELECT NULL, text FROM texts"
                                  " UNION ALL SELECT title, text FROM revisions"):
        pass
    return [Finding("ok", "every text is UTF-8")]


def _index(archive: Archive) -> list[Finding]:
    """FTS5's own check writes nothing, but asks for a writable connection."""
    try:
        with Archive(archive.path, create=False) as writable, writable.writing() as conn:
            conn.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
    except FangzhiError as error:
        return [Finding("hazard", f"the full-text index was not checked ({error})")]
    except sqlite3.DatabaseError as error:
        return [Finding("unsound", f"the full-text index is damaged ({error})")]
    return [Finding("ok", "the full-text index is whole")]


def _rules(archive: Archive) -> list[Finding]:
    found = [(text, archive.one(sql)) for text, sql in RULES.items()]
    broken = [Finding("unsound", f"{count} {text}") for text, count in found if count]
    return broken or [Finding("ok", f"{len(RULES)} rules between the tables hold")]


def _addresses(archive: Archive) -> list[Finding]:
    count = sum(1 for table in ("ledger", "appearances") for _ in strayed(archive.conn, table))
    text = f"{count} addresses stand where older rules put them, and will be met anew; run fangzhi reextract"
    return [Finding("hazard", text) if count else Finding("ok", "every address stands where today's rules put it")]


def _bytes(archive: Archive) -> list[Finding]:
    """A sample of captures is unpacked and must hash to its name, and have its size."""
    total = archive.one("SELECT count(*) FROM captures")
    rows = archive.conn.execute("SELECT digest, size, body FROM captures WHERE rowid % ? = 0 LIMIT ?",
                                (max(1, total // SAMPLE), SAMPLE * 2))
    checked = 0
    for digest, size, body in rows:
        checked += 1
        if _facts(body) != (digest, size):
            return [Finding("unsound", f"capture {digest[:12]} does not hold the bytes it is named for")]
    return [Finding("ok", f"{checked} of {total} captures hash to their names")]


def _facts(body: bytes) -> tuple[str, int]:
    """Digest and size of a capture's bytes."""
    try:
        data = unpack(body)
    except zstandard.ZstdError as error:
        return str(error), 0
    return hashlib.sha256(data).hexdigest(), len(data)


def _schema(archive: Archive) -> list[Finding]:
    """What a program may have dropped that nobody would miss at once: an index, a trigger."""
    with closing(schema.fresh()) as whole:
        lacking = sorted(_made(whole) - _made(archive.conn))
    if lacking:
        todo = "and will be slow or miscount; fangzhi merge takes all that it holds into a new archive"
        return [Finding("hazard", f"lacks {', '.join(lacking)}, {todo}")]
    return [Finding("ok", f"schema {schema.version_of(archive.db)} of {schema.current()}")]


def _made(conn: sqlite3.Connection) -> set[str]:
    """Tables, indexes and triggers, each by its kind and name."""
    return {" ".join(row) for row in conn.execute("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL")}


def _hazards(archive: Archive) -> list[Finding]:
    return [Finding("hazard", text) for text in hazards(archive.path, archive.conn)]


CHECKS = (_integrity, _foreign_keys, _letters, _index, _rules, _addresses, _bytes, _schema, _hazards)
