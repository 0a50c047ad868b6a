"""The archive: SQLite schema, ledger, search, WARC, command line and reading room."""
