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
