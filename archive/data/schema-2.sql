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
