"""Figures of an archive."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.connection import rows
from archive.ledger import counts

TOTALS = {
    "articles": "SELECT count(*) FROM articles",
    "appearances": "SELECT count(*) FROM appearances",
    "reprints": "SELECT count(*) FROM appearances WHERE kind = 'reprint'",
    "mirrors": "SELECT count(*) FROM appearances WHERE kind = 'mirror'",
    "revisions": "SELECT count(*) FROM revisions",
    "captures": "SELECT count(*) FROM captures",
    "repairs": "SELECT count(*) FROM repairs",
}

PORTALS = """
SELECT portals.name, portals.title, province,
       (SELECT count(*) FROM articles WHERE portal = portals.name) AS articles,
       (SELECT min(published_at) FROM articles WHERE portal = portals.name) AS first,
       (SELECT max(published_at) FROM articles WHERE portal = portals.name) AS last,
       (SELECT max(started_at) FROM crawls WHERE portal = portals.name) AS last_crawl,
       (SELECT exit_code FROM crawls WHERE portal = portals.name ORDER BY id DESC LIMIT 1) AS exit
FROM portals ORDER BY portals.name
"""


def stats(conn: sqlite3.Connection) -> dict[str, Any]:
    """The ledger's counts, totals, and a row for each portal."""
    return {
        "ledger": counts(conn),
        "totals": {name: conn.execute(sql).fetchone()[0] for name, sql in TOTALS.items()},
        "portals": rows(conn, PORTALS),
    }
