"""Faults of storage that concern the archive alone, by their numbers: killed writers, old schemas, long readers."""

from __future__ import annotations

import fcntl
import gzip
import multiprocessing
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive import schema
from archive.archive import Archive
from archive.doctor import examine
from archive.errors import FangzhiError
from archive.ledger import counts
from tests.archives import FIXTURES, build
from tests.conftest import ROOT
from tests.making import page
from tests.reprints import KINDS, work
from tests.running import run

# A program that adds reprints and editions without end, and says after each commit what was acknowledged.
WRITER = """
import random, sys
from archive.archive import Archive
from tests.making import page
from tests.reprints import KINDS, work
dice, size = random.Random(int(sys.argv[2])), int(sys.argv[3])
with Archive(sys.argv[1]) as archive:
    while True:
        batch = []
        for _ in range(size):
            n, kind = dice.randrange(400), dice.choice(list(KINDS))
            batch.append(page(f"http://{dice.randrange(4)}.example/{n}.htm", KINDS[kind](work(n), dice), portal=None,
                              when=f"2020-01-{dice.randrange(1, 28):02}T00:00:00+00:00"))
        states = archive.add_many(batch)
        for made, state in zip(batch, states):
            print(made.capture.url, made.capture.digest, state, flush=True)
"""


def killed(path: Path, seed: int, after: float, size: int) -> list[list[str]]:
    """Run the writer, kill it after a while; return what it acknowledged."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(seed), str(size)], cwd=ROOT,
                          stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        lines = [writer.stdout.readline()]  # it writes now
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.readlines()
    return [line.split() for line in lines if line.endswith("\n") and len(line.split()) == 3]


def survives(path: Path, acknowledged: list[list[str]]) -> None:
    with Archive(path, readonly=True) as archive:
        known = dict(archive.conn.execute("SELECT url || digest, 1 FROM captures"))
        assert not [digest for url, digest, _ in acknowledged if url + digest not in known]
        states = dict(archive.conn.execute("SELECT url, state FROM ledger"))
        assert all(states[url] in ("stored", "duplicate") for url, *_ in acknowledged)
        found = counts(archive.conn)
        assert found["stored"] + found["duplicate"] == found["discovered"] == archive.one("SELECT count(*) FROM appearances")
    assert [finding.text for finding in examine(path) if finding.level == "unsound"] == []


def test_S1_a_killed_writer_loses_nothing_acknowledged_and_tears_nothing(tmp_path: Path) -> None:
    acknowledged = []
    for n in range(3):
        acknowledged += killed(tmp_path / "a.db", n, random.Random(n).random() * 0.3, size=1 + 9 * (n % 2))
        survives(tmp_path / "a.db", acknowledged)


@pytest.mark.long
def test_S1_fifty_random_instants(tmp_path: Path) -> None:
    acknowledged = []
    for n in range(50):
        acknowledged += killed(tmp_path / "a.db", n, random.Random(n).random(), size=(1, 20)[n % 2])
    survives(tmp_path / "a.db", acknowledged)


# Schemas -------------------------------------------------------------------------------------------------------


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
    assert [finding.text for finding in examine(path) if finding.level == "unsound"] == []


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


def test_the_fixture_of_today_s_version_is_today_s(tmp_path: Path) -> None:
    """A schema that was released is changed by a new migration; before that: `python -m tests.archives`."""
    build(tmp_path / "new.db")
    path = fixture(FIXTURES / f"v{schema.current()}.db.gz", tmp_path)
    assert Database(path).schema == Database(tmp_path / "new.db").schema


# Others ----------------------------------------------------------------------------------------------------------


def test_S13_a_long_reader_is_told_by_doctor(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = sqlite3.connect(archive.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM articles").fetchone()
    body = random.Random(1).randbytes(1 << 20)
    for n in range(66):
        archive.add(page(f"http://a.example/{n}.htm", work(1), body=body + bytes([n]), portal=None))
    assert any(f.level == "hazard" and "a reader has been open" in f.text for f in examine(archive.path))
    reader.close()
    archive.add(page(portal=None))
    archive.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not any("a reader has been open" in f.text for f in examine(archive.path))


def test_S14_a_huge_article_and_a_headline_without_end_cost_seconds(archive: Archive) -> None:
    huge = "".join(work(n) + "\n" for n in range(600))
    started = time.process_time()
    archive.add(page(text=huge, title="长" * 10_000))
    archive.add(page("http://b.example/1.htm", huge[:-500], portal=None))
    assert time.process_time() - started < 30
    assert archive.one("SELECT count(*) FROM articles") == 1


def test_S14_an_address_edited_a_hundred_times_keeps_every_text(archive: Archive) -> None:
    for n in range(100):
        archive.add(page(text=work(1) + f"\n第{n}次更正。", when=f"2020-01-01T00:{n // 60:02}:{n % 60:02}+00:00"))
    assert archive.one("SELECT count(DISTINCT text) FROM revisions") == 99
    assert archive.one("SELECT count(*) FROM articles") == 1


def test_S16_the_index_is_told_damaged_and_can_be_made_again(archive: Archive) -> None:
    archive.add_many([page(f"http://a.example/{n}.htm", work(n), portal=None) for n in range(5)])
    archive.conn.execute("DELETE FROM articles_fts_data WHERE id > 10")
    assert any(finding.level == "unsound" for finding in examine(archive.path))


def _hold(path: str, ready: object) -> None:
    with open(path, "w") as stream:  # noqa: PTH123
        fcntl.flock(stream, fcntl.LOCK_EX)
        ready.set()  # type: ignore[attr-defined]
        time.sleep(60)


def test_C3_the_lock_of_a_dead_process_holds_nobody(archive: Archive) -> None:
    ready = multiprocessing.Event()
    holder = multiprocessing.Process(target=_hold, args=(str(archive.locks.folder / "portal-gscn"), ready))
    holder.start()
    assert ready.wait(20)
    with pytest.raises(FangzhiError):
        archive.lock_portal("gscn")
    holder.kill()
    holder.join()
    archive.lock_portal("gscn").release()
    (archive.locks.folder / "portal-lzbs").write_text(f"{2**22 - 1}\n")  # a number no process has
    archive.lock_portal("lzbs").release()


def test_C7_a_question_during_a_migration_waits_or_is_told(tmp_path: Path) -> None:
    path = fixture(FIXTURES / f"v{schema.current()}.db.gz", tmp_path)
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("ALTER TABLE articles ADD COLUMN later TEXT")
        assert run("fangzhi", "search", path, work(1)[:6]).returncode == 0
        conn.rollback()
    conn.close()


def test_readers_and_changes_of_kind_agree(archive: Archive) -> None:
    dice = random.Random(8)
    for _ in range(60):
        n, kind = dice.randrange(5), dice.choice(list(KINDS))
        archive.add(page(f"http://{dice.randrange(4)}.example/{n}.htm", KINDS[kind](work(n), dice), portal=None,
                         when=f"2020-01-{dice.randrange(1, 28):02}T00:00:00+00:00"))
    assert [finding.text for finding in examine(archive.path) if finding.level == "unsound"] == []
