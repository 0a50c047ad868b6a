-- One row for each mark: the texts that have a text's marks are found in a third of the time.
ALTER TABLE marks RENAME TO marks_4;
CREATE TABLE marks (
  mark INTEGER PRIMARY KEY,       -- one of the lowest hashes of these texts
  text_ids TEXT NOT NULL          -- numbers in texts, with commas between
) STRICT;
INSERT INTO marks SELECT mark, group_concat(text_id) FROM marks_4 GROUP BY mark;
DROP TABLE marks_4;

-- What is no token is left out before: all that the tokenizer has to know is the blank.
DROP TABLE articles_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
  text, title, content="articles", content_rowid="id",
  tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'"
);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 8);
-- At 16 segments, the default, FTS5 merges a level at once, its great ones too: where single pages follow a bulk of them
-- (a crawl after an import), for a second and more. As many as this the merges in small steps never let come together.
INSERT INTO articles_fts (articles_fts, rank) VALUES ('crisismerge', 256);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 4194304);
