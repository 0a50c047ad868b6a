"""Characters: encodings, garbled text and its repair, script. Used by decode and restore, by search and dedup."""
