"""The full-text index made again, while a crawl may go on."""

from __future__ import annotations

from collections.abc import Iterator

from archive import derived
from archive.archive import Archive
from archive.batches import batched

BATCH = 200  # articles a transaction


def rebuild(archive: Archive) -> Iterator[int]:
    """Make the index again, a batch of articles a transaction; yields how many each held.

    A crawl may go on meanwhile; killed, it is begun again. FTS5's own `rebuild` would index the texts as they stand in
    `articles`, where they are not spelled for search.
    """
    with archive.writing() as conn:
        conn.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    for batch in batched([row[0] for row in archive.conn.execute("SELECT id FROM articles ORDER BY id")], BATCH):
        with archive.writing() as conn:
            for work in batch:
                if not derived.holds(conn, work):  # a crawl may have entered it meanwhile
                    derived.made(conn, work)
        yield len(batch)
