-- Every level of the full-text index gathers twice as many segments before they are merged: a text is written anew less
-- often, which is what adding one costs most. Searches take no longer.
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 16);
