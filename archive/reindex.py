"""The full-text index made again, while a crawl may go on."""

from __future__ import annotations

from collections.abc import Iterator

from archive import index
from archive.archive import Archive

BATCH = 200  # articles a transaction


def rebuild(archive: Archive) -> Iterator[int]:
    """Make the index again, a batch of articles a transaction; yields how many each held.

    A crawl may go on meanwhile; killed, it is begun again. FTS5's own `rebuild` would index the texts as they stand in
    `articles`, where they are not spelled for search.
    """
    with archive.writing() as conn:
        conn.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    last, found = 0, [(0,)]
    while found:
        with archive.writing() as conn:
            found = conn.execute("SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT ?", (last, BATCH)).fetchall()
            for (work,) in found:
                if not index.holds(conn, work):
                    index.made(conn, work)
        if found:
            last = found[-1][0]
            yield len(found)
