"""Archives of earlier schemas: migrated with a copy beside them, whole at every instant, refused where they are newer."""

from __future__ import annotations

import gzip
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive import schema
from archive.archive import Archive
from archive.doctor import examine
from archive.errors import FangzhiError
from archive.merge import take
from tests.archives import FIXTURES, build
from tests.conftest import ROOT
from tests.making import page
from tests.reading import unsound
from tests.reprints import work
from tests.running import run


def fixture(version: Path, folder: Path) -> Path:
    path = folder / "old.db"
    path.write_bytes(gzip.decompress(version.read_bytes()))
    return path


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A schema one version on."""
    later = type(schema.migrations)("fangzhi")
    later._migrations = [*schema.migrations._migrations]
    monkeypatch.setattr(schema, "migrations", later)

    @later()
    def m999_later(db: Database) -> None:
        db.execute("ALTER TABLE articles ADD COLUMN later TEXT")
        db.execute("UPDATE articles SET later = title")


@pytest.mark.parametrize("version", sorted(FIXTURES.glob("v*.db.gz")), ids=lambda path: path.name)
def test_S9_an_archive_of_every_version_migrates_and_is_copied_before(version: Path, tmp_path: Path, tomorrow: None) -> None:
    path = fixture(version, tmp_path)
    with pytest.raises(FangzhiError, match="older schema; run fangzhi doctor --migrate"):
        Archive(path, readonly=True)
    for _ in range(2):
        with Archive(path) as archive:
            assert archive.conn.execute("SELECT count(*), count(later) FROM articles").fetchone() == (2, 2)
    copies = list(tmp_path.glob("old.db.v*.backup"))
    assert len(copies) == 1
    assert "later" not in Database(copies[0])["articles"].columns_dict
    assert unsound(path) == []


def test_S9_an_empty_file_is_no_older_archive(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(FangzhiError, match="empty; crawl or import into it"):
        Archive(path, readonly=True)
    with Archive(path):
        pass
    with Archive(path, readonly=True) as archive:
        assert archive.one("SELECT count(*) FROM articles") == 0


def test_S9_a_migration_that_fails_leaves_the_old_archive(tmp_path: Path, tomorrow: None) -> None:
    @schema.migrations()
    def m9999_broken(db: Database) -> None:
        db.execute("CREATE TABLE half (name)")
        raise sqlite3.OperationalError("disk I/O error")

    path = fixture(FIXTURES / "v1.db.gz", tmp_path)
    with pytest.raises(FangzhiError, match="cannot be opened"):
        Archive(path)
    old = Database(path)
    assert (schema.version_of(old), "half" in old.table_names()) == (1, False)
    assert old["articles"].count == 2


# A program that migrates an archive and says when it is half done.
MIGRATION = """
import sys, time
from archive import schema, search
from archive.archive import Archive
@schema.migrations()
def m999_later(db):
    db.execute("ALTER TABLE articles ADD COLUMN later TEXT")
    db.execute("UPDATE articles SET later = title")
    print("half", flush=True)
    time.sleep(60)
Archive(sys.argv[1])
"""


@pytest.mark.parametrize("version", sorted(FIXTURES.glob("v*.db.gz")), ids=lambda path: path.name)
def test_S9_killed_in_the_middle_of_a_migration(version: Path, tmp_path: Path) -> None:
    path = fixture(version, tmp_path)
    with subprocess.Popen([sys.executable, "-c", MIGRATION, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "half\n"
        process.send_signal(signal.SIGKILL)
    with Archive(path) as archive:
        assert schema.version_of(archive.db) == schema.current()
        assert "later" not in archive.db["articles"].columns_dict
        assert archive.one("SELECT count(*) FROM articles") == 2
    assert list(tmp_path.glob("old.db.v*.backup"))
    assert unsound(path) == []


def test_the_fixture_of_today_s_version_is_today_s(tmp_path: Path) -> None:
    """A schema that was released is changed by a new migration; before that: `python -m tests.archives`."""
    build(tmp_path / "new.db")
    path = fixture(FIXTURES / f"v{schema.current()}.db.gz", tmp_path)
    assert Database(path).schema == Database(tmp_path / "new.db").schema


def test_C7_a_question_during_a_migration_waits_or_is_told(tmp_path: Path) -> None:
    path = fixture(FIXTURES / f"v{schema.current()}.db.gz", tmp_path)
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("ALTER TABLE articles ADD COLUMN later TEXT")
        assert run("fangzhi", "search", path, work(1)[:6]).returncode == 0
        conn.rollback()
    conn.close()


@pytest.mark.parametrize("dropped", ["INDEX texts_digest", "TRIGGER articles_counted", "TABLE settled"])
def test_what_a_program_dropped_is_named_and_a_merge_brings_it_back(tmp_path: Path, dropped: str) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        archive.add(page("http://www.gscn.com.cn/a.shtml", work(1), portal="gscn"))
        archive.conn.execute("CREATE INDEX of_ones_own ON articles (source)")
        assert not [finding for finding in examine(path) if "lacks" in finding.text], "what is there besides harms nothing"
        archive.conn.execute(f"DROP {dropped}")
    kind, name = dropped.split()
    assert any(f"lacks {kind.lower()} {name}, and" in finding.text for finding in examine(path) if finding.level == "hazard")
    with Archive(tmp_path / "new.db") as target, Archive(path, readonly=True) as other:
        take(target, other)
    assert not [finding for finding in examine(tmp_path / "new.db") if "lacks" in finding.text or finding.level == "unsound"]
