"""Writes the fixture archive of today's schema, `tests/fixtures/vN.db.gz`: `python -m tests.archives`.

The archives of earlier versions stay as they are: they are what users have.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import tempfile
from pathlib import Path

from archive import schema
from archive.archive import Archive
from pipelines.items import Failure
from tests.conftest import ROOT
from tests.making import page
from tests.reprints import FURNITURE, work

FIXTURES = ROOT / "tests" / "fixtures"


def build(path: Path) -> None:
    """A small archive with a row in every table a crawl of three pages fills: reprint, edition, failures."""
    with Archive(path) as archive:
        archive.know_portal("gscn", title="中国甘肃网", province="甘肃")
        when = "2020-01-0{}T00:00:00+00:00".format
        archive.add(page(text=work(1), when=when(1)))
        archive.add(page("http://lzbs.example/1.htm", work(1) + "\n" + FURNITURE[0], portal="lzbs", when=when(2)))
        archive.add(page("http://gscn.example/2.htm", work(2), when=when(1)))
        archive.add(page("http://gscn.example/2.htm", work(2) + "\n更正。", when=when(3), steps=2))
        archive.add(page("http://gscn.example/3.htm", failed="too deep", when=when(3)))
        archive.fail(Failure("http://gscn.example/4.htm", "gscn", "HTTP 404", permanent=True))
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA journal_mode = DELETE")
    conn.execute("VACUUM")
    conn.close()


def main() -> None:
    """Make the fixture of the current version."""
    FIXTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        build(path)
        target = FIXTURES / f"v{schema.current()}.db.gz"
        with path.open("rb") as source, gzip.GzipFile(target, "wb", mtime=0) as packed:
            shutil.copyfileobj(source, packed)


if __name__ == "__main__":
    main()
