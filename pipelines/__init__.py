"""From a capture to an article: one job a file, each returning what it did."""
