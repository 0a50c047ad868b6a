"""The tables of an archive, as numbered migrations; an archive of a newer schema is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database, Migrations

from archive import places
from archive.errors import FangzhiError
from archive.spelling import index

APPLICATION_ID = 0x66616E67  # "fang": tells our files from other SQLite databases
migrations = Migrations("fangzhi")

FIRST = """
CREATE TABLE portals (
  name TEXT PRIMARY KEY,          -- the spider's name, or the host of a site without a declaration
  title TEXT, province TEXT, prefecture TEXT, homepage TEXT, cms TEXT, confidence TEXT
) STRICT;

CREATE TABLE captures (
  digest TEXT PRIMARY KEY,        -- SHA-256 of the bytes, before compression
  url TEXT NOT NULL,              -- where they were first seen; every sighting is in fetches
  fetched_at TEXT NOT NULL,       -- UTC
  size INTEGER NOT NULL,          -- bytes, before compression
  body BLOB NOT NULL              -- zstd frame
) STRICT;

CREATE TABLE fetches (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,              -- final address, after redirects
  capture TEXT NOT NULL REFERENCES captures(digest),
  kind TEXT NOT NULL CHECK (kind IN ('article', 'part', 'list', 'robots', 'other')),
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,          -- JSON object
  fetched_at TEXT NOT NULL,
  portal TEXT REFERENCES portals(name),
  UNIQUE (url, capture)
) STRICT;
CREATE INDEX fetches_capture ON fetches(capture);

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  title TEXT, subtitle TEXT, original_title TEXT,
  published_at TEXT,              -- ISO 8601, +08:00, at the precision the page shows
  source TEXT, author TEXT, editor TEXT,
  portal TEXT REFERENCES portals(name),
  channel TEXT,
  url TEXT NOT NULL,              -- of the appearance the text was taken from
  text TEXT NOT NULL,             -- paragraphs joined by a line feed
  images TEXT,                    -- JSON list of {src, caption}
  chars INTEGER NOT NULL,
  script TEXT CHECK (script IN ('hans', 'hant')),
  digest TEXT NOT NULL,           -- of the folded text
  first_seen TEXT NOT NULL, last_seen TEXT NOT NULL
) STRICT;
CREATE INDEX articles_published ON articles(published_at);
CREATE INDEX articles_portal ON articles(portal, published_at);

CREATE TABLE redirects (
  id INTEGER PRIMARY KEY,         -- an article's number that another article has taken over
  article_id INTEGER NOT NULL REFERENCES articles(id)
) STRICT;
CREATE INDEX redirects_article ON redirects(article_id);

CREATE TABLE texts (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  digest TEXT NOT NULL,           -- of the folded text: equal digests are one article
  letters INTEGER NOT NULL,       -- characters of the folded text; the longest text is its article's head
  text TEXT,                      -- NULL: it is the article's own, in articles
  sketch BLOB NOT NULL            -- 32-bit marks, ascending, little-endian
) STRICT;
CREATE INDEX texts_digest ON texts(digest);
CREATE INDEX texts_article ON texts(article_id);

CREATE TABLE marks (
  mark INTEGER NOT NULL,          -- one of a text's lowest hashes
  text_id INTEGER NOT NULL,
  PRIMARY KEY (mark, text_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE appearances (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  canonical TEXT NOT NULL UNIQUE, -- the address without what does not matter: session ids, tracking, http(s)
  article_id INTEGER NOT NULL REFERENCES articles(id),
  text_id INTEGER NOT NULL REFERENCES texts(id), -- the text it shows
  portal TEXT REFERENCES portals(name),
  channel TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('original', 'reprint', 'mirror')),
  similarity REAL NOT NULL,       -- 0-1, to the article's text: shared sequences among all of both
  containment REAL NOT NULL,      -- 0-1: how much of the shorter text stands in the longer
  mirror INTEGER NOT NULL,        -- 1: a copy with pinyin or the like strewn in
  title TEXT, subtitle TEXT, original_title TEXT,
  breadcrumb TEXT,                -- JSON list
  published_at TEXT, published_raw TEXT,
  source TEXT, author TEXT, editor TEXT,
  images TEXT, script TEXT,       -- as in articles
  layout TEXT, charset TEXT, confidence REAL,
  origins TEXT,                   -- JSON object: field -> where it was read
  notes TEXT,                     -- JSON list: conflicts worth telling
  capture TEXT NOT NULL REFERENCES captures(digest),
  parts TEXT,                     -- JSON list of capture digests of further pages
  first_seen TEXT NOT NULL,
  text_since TEXT NOT NULL,       -- since when it shows this text
  last_seen TEXT NOT NULL
) STRICT;
CREATE INDEX appearances_article ON appearances(article_id);
CREATE INDEX appearances_text ON appearances(text_id);
CREATE INDEX appearances_capture ON appearances(capture);
CREATE INDEX appearances_portal ON appearances(portal, published_at, kind, layout);

CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  appearance_id INTEGER NOT NULL REFERENCES appearances(id),
  article_id INTEGER NOT NULL REFERENCES articles(id),
  text_id INTEGER REFERENCES texts(id), -- NULL: the page had turned into something else, no article
  url TEXT NOT NULL,
  title TEXT,
  text TEXT NOT NULL,             -- what the address showed
  capture TEXT NOT NULL REFERENCES captures(digest),
  first_seen TEXT NOT NULL,
  seen_at TEXT NOT NULL,          -- when that text was last seen
  replaced_at TEXT NOT NULL,      -- when another was seen there
  record TEXT NOT NULL            -- JSON object: the row in appearances as it was
) STRICT;
CREATE INDEX revisions_appearance ON revisions(appearance_id);
CREATE INDEX revisions_text ON revisions(text_id);
CREATE INDEX revisions_article ON revisions(article_id);

CREATE TABLE repairs (
  capture TEXT NOT NULL REFERENCES captures(digest),
  position INTEGER NOT NULL,      -- order in which the steps were taken
  step TEXT NOT NULL,
  count INTEGER NOT NULL,
  sample TEXT,
  PRIMARY KEY (capture, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
  canonical TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  portal TEXT REFERENCES portals(name),
  channel TEXT,
  state TEXT NOT NULL CHECK (state IN ('pending', 'stored', 'duplicate', 'quarantined', 'refused')),
  reason TEXT,
  dated TEXT,                     -- the date the list or the address gave it
  tries INTEGER NOT NULL DEFAULT 0,
  next_try TEXT,                  -- UTC; not asked for before; NULL: when it is next met
  capture TEXT REFERENCES captures(digest),
  discovered_at TEXT NOT NULL, changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_portal ON ledger(portal, state);

CREATE TABLE walks (
  portal TEXT NOT NULL REFERENCES portals(name),
  channel TEXT NOT NULL,
  since TEXT NOT NULL,            -- how far back its lists were walked to the end; '' = all the way
  finished_at TEXT NOT NULL,
  PRIMARY KEY (portal, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE crawls (
  id INTEGER PRIMARY KEY,
  portal TEXT NOT NULL REFERENCES portals(name),
  arguments TEXT NOT NULL,        -- JSON object
  started_at TEXT NOT NULL, finished_at TEXT,
  reason TEXT,                    -- why it ended; NULL: still running, or killed
  exit_code INTEGER,
  links INTEGER, lists INTEGER, requests INTEGER,
  stored INTEGER, duplicate INTEGER, quarantined INTEGER, refused INTEGER, pending INTEGER
) STRICT;
CREATE INDEX crawls_portal ON crawls(portal);

CREATE TABLE portal_health (
  crawl_id INTEGER NOT NULL REFERENCES crawls(id),
  layout TEXT NOT NULL,           -- a layout, or 'generic'
  field TEXT NOT NULL,            -- 'page', or a field of the article
  hits INTEGER NOT NULL, misses INTEGER NOT NULL,
  PRIMARY KEY (crawl_id, layout, field)
) STRICT, WITHOUT ROWID;

-- Double quotes round the table's name: Datasette finds the index of a table only by that spelling.
-- Punctuation and symbols are tokens too, so that a phrase does not reach across them.
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  title, text, content="articles", content_rowid="id",
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co P* S*'"
);
"""


BLOCK = 11  # bits: search looks through articles in blocks of 2,048 neighbouring numbers

SECOND = """
CREATE TABLE mark_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  text_id INTEGER NOT NULL,
  marks BLOB                      -- as in texts.sketch, on their way into marks; NULL: the text is found no longer
) STRICT;

-- Scattered entries that nothing asks for: an address leads to both tables.
DROP INDEX fetches_capture;
DROP INDEX appearances_capture;

-- Half as much merging of index segments, a question goes to a few more of them.
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 8);
"""

THIRD = f"""
CREATE INDEX articles_block ON articles(id >> {BLOCK}, published_at);
CREATE INDEX appearances_repeat ON appearances(article_id) WHERE kind <> 'original';

CREATE TABLE places (
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  code TEXT NOT NULL,             -- GB/T 2260: a prefecture's ends in 00, its counties begin with the same four digits
  province TEXT NOT NULL, prefecture TEXT, county TEXT,
  said TEXT NOT NULL CHECK (said IN ('breadcrumb', 'title', 'opening')), -- where the article names it
  PRIMARY KEY (code, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_article ON places(article_id);

CREATE TABLE sheets (
  portal TEXT NOT NULL REFERENCES portals(name),
  day TEXT NOT NULL,              -- of the issue
  url TEXT NOT NULL,              -- of the printed page
  number TEXT NOT NULL,           -- 02 of 第02版：要闻, '' where the name tells none
  name TEXT NOT NULL,             -- the channel of its articles
  pdf TEXT,                       -- its address, where one is linked
  PRIMARY KEY (portal, day, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE months (
  portal TEXT NOT NULL,
  month TEXT NOT NULL,            -- of publication, "2018-02", or as much of it as the page shows; '' = undated
  articles INTEGER NOT NULL,
  PRIMARY KEY (portal, month)
) STRICT, WITHOUT ROWID;
INSERT INTO months SELECT coalesce(portal, ''), coalesce(substr(published_at, 1, 7), '') AS month, count(*)
  FROM articles GROUP BY portal, month;
CREATE TRIGGER articles_counted AFTER INSERT ON articles BEGIN
  INSERT INTO months VALUES (coalesce(new.portal, ''), coalesce(substr(new.published_at, 1, 7), ''), 1)
    ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER articles_discounted AFTER DELETE ON articles BEGIN
  UPDATE months SET articles = articles - 1
    WHERE portal = coalesce(old.portal, '') AND month = coalesce(substr(old.published_at, 1, 7), '');
  DELETE FROM months
    WHERE portal = coalesce(old.portal, '') AND month = coalesce(substr(old.published_at, 1, 7), '') AND articles = 0;
END;
CREATE TRIGGER articles_recounted AFTER UPDATE OF portal, published_at ON articles
  WHEN old.portal IS NOT new.portal OR substr(old.published_at, 1, 7) IS NOT substr(new.published_at, 1, 7) BEGIN
  UPDATE months SET articles = articles - 1
    WHERE portal = coalesce(old.portal, '') AND month = coalesce(substr(old.published_at, 1, 7), '');
  DELETE FROM months
    WHERE portal = coalesce(old.portal, '') AND month = coalesce(substr(old.published_at, 1, 7), '') AND articles = 0;
  INSERT INTO months VALUES (coalesce(new.portal, ''), coalesce(substr(new.published_at, 1, 7), ''), 1)
    ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
"""

FOURTH = """
-- Spelled anew; the text first, which spares two bytes for each of its characters: FTS5 marks places in other columns.
DROP TABLE articles_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  text, title, content="articles", content_rowid="id",
  tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co P* S*'"
);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 8);
-- Bytes gathered before they are written: where transactions are long (merge, index made again), a sixth less work.
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 4194304);

CREATE TABLE settled (
  text_id INTEGER PRIMARY KEY     -- texts up to this one were held against all others when archives were merged
) STRICT;
"""


def _statements(script: str) -> Iterator[str]:
    """One statement each: `executescript` would commit the migration's own transaction."""
    code = "\n".join(line.split("--")[0] for line in script.splitlines())
    statement = ""
    for piece in code.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):  # a trigger has semicolons inside
            yield statement.strip()
            statement = ""


@migrations()
def m001_first(db: Database) -> None:
    """The tables of design."""
    for statement in _statements(FIRST):
        db.execute(statement)


@migrations()
def m002_marks_are_logged(db: Database) -> None:
    """New marks are gathered before they go into their table; two indexes less."""
    for statement in _statements(SECOND):
        db.execute(statement)


@migrations()
def m003_reading_room(db: Database) -> None:
    """What the reading room asks for at once: the newest hits, counts by month, reprints, places; printed pages."""
    for statement in _statements(THIRD):
        db.execute(statement)
    places.settle(db.conn, [row[0] for row in db.execute("SELECT id FROM articles")])


@migrations()
def m004_pairs(db: Database) -> None:
    """The full-text index is made again, as `archive.spelling` has it; merging remembers what it has settled."""
    for statement in _statements(FOURTH):
        db.execute(statement)
    for (number,) in db.execute("SELECT id FROM articles").fetchall():
        index(db.conn, number, *db.execute("SELECT title, text FROM articles WHERE id = ?", (number,)).fetchone())


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
