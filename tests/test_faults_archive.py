"""Faults of storage that concern the archive alone, by their numbers: killed writers, old schemas, long readers."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive import reindex, search
from archive.archive import Archive
from archive.doctor import examine
from archive.errors import Busy, FangzhiError
from archive.ledger import counts
from archive.search import HITS, match_expression
from tests.conftest import ROOT
from tests.making import TEXT, page
from tests.reading import unsound
from tests.reprints import KINDS, work
from tests.running import command, run

KILLS = int(os.environ.get("KILLS", "8"))  # instants of the long kill test: KILLS=50 for all that was asked for
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
    assert unsound(path) == []


def test_S1_a_killed_writer_loses_nothing_acknowledged_and_tears_nothing(tmp_path: Path) -> None:
    acknowledged = []
    for n in range(3):
        acknowledged += killed(tmp_path / "a.db", n, random.Random(n).random() * 0.3, size=1 + 9 * (n % 2))
        survives(tmp_path / "a.db", acknowledged)


@pytest.mark.long
def test_S1_random_instants(tmp_path: Path) -> None:
    acknowledged = []
    for n in range(KILLS):
        acknowledged += killed(tmp_path / "a.db", n, random.Random(n).random() / 2, size=(1, 20)[n % 2])
    survives(tmp_path / "a.db", acknowledged)


# Others ----------------------------------------------------------------------------------------------------------


def test_S14_a_huge_article_and_a_headline_without_end_cost_seconds(archive: Archive) -> None:
    huge = "".join(work(n) + "\n" for n in range(600))
    started = time.process_time()
    archive.add(page(text=huge, title="长" * 10_000))
    archive.add(page("http://b.example/1.htm", huge[:-500], portal=None))
    assert time.process_time() - started < 30
    assert archive.one("SELECT count(*) FROM articles") == 1


def test_S14_a_text_of_200_MB_is_quarantined_with_its_bytes(archive: Archive) -> None:
    text = TEXT * (200_000_000 // len(TEXT.encode()))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    assert archive.add(page(text=text)) == "quarantined"
    assert time.process_time() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000, "KiB"
    assert archive.one("SELECT reason FROM ledger").startswith("a text of 6")
    assert archive.one("SELECT size FROM captures") > 199_000_000
    assert archive.one("SELECT count(*) FROM articles") == 0


def test_S14_an_address_edited_a_hundred_times_keeps_every_text(archive: Archive) -> None:
    for n in range(100):
        archive.add(page(text=work(1) + f"\n第{n}次更正。", when=f"2020-01-01T00:{n // 60:02}:{n % 60:02}+00:00"))
    assert archive.one("SELECT count(DISTINCT text) FROM revisions") == 99
    assert archive.one("SELECT count(*) FROM articles") == 1


def told(path: Path) -> str:
    """What doctor finds broken."""
    return "; ".join(unsound(path))


# Damage of rows, done behind the archive's back, and what doctor says of it.
DAMAGE = {
    "half a letter": ("UPDATE articles SET text = CAST(x'e4b8ade6' AS TEXT) WHERE id = 1", "Could not decode to UTF-8"),
    "a headline": ("UPDATE articles SET title = 'x' WHERE id = 2", "1 articles whose row is not their origin's"),
    "a date": ("UPDATE articles SET published_at = '1999'", "5 articles whose row is not their origin's"),
    "marks": ("DELETE FROM mark_log", "5 texts with a sketch, and no marks to find any by"),
    "a size": ("UPDATE captures SET size = size + 1", "does not hold the bytes it is named for"),
}


@pytest.mark.parametrize(("sql", "says"), DAMAGE.values(), ids=DAMAGE)
def test_S7_doctor_tells_damaged_rows(archive: Archive, sql: str, says: str) -> None:
    archive.add_many([page(f"http://a.example/{n}.htm", work(n), portal=None) for n in range(5)])
    assert told(archive.path) == ""
    archive.conn.execute(sql)
    assert says in told(archive.path)


def test_S7_every_page_of_nothing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive(path) as archive:
        archive.add_many([page(f"http://a.example/{n}.htm", work(n), portal=None) for n in range(5)])
    whole = path.read_bytes()
    assert examine(path)
    for at in range(4096, len(whole), 4096):
        path.write_bytes(whole[:at] + bytes(4096) + whole[at + 4096:])
        try:
            assert told(path), at
        except FangzhiError as error:
            assert "cannot be opened" in str(error)
    assert run("fangzhi", "doctor", path).stdout.splitlines()[-1] == "NOT SOUND"


def test_S5_S7_a_command_that_meets_damage_or_a_full_disk_says_one_line(archive: Archive) -> None:
    archive.add_many([page(f"http://a.example/{n}.htm", work(n), portal=None) for n in range(5)])
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command("fangzhi", "export", archive.path, "--format", "jsonl"), stdout=full,
                              stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"fangzhi: export {archive.path} --format jsonl: No space left on device;"
                                                 " make room or name another place, and run again\n")
    archive.conn.execute(DAMAGE["half a letter"][0])
    done = run("fangzhi", "export", archive.path, "--format", "jsonl")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.endswith("; look with fangzhi doctor, restore a backup\n")


def test_S16_the_index_is_told_damaged_and_can_be_made_again(archive: Archive) -> None:
    archive.add_many([page(f"http://a.example/{n}.htm", work(n), portal=None) for n in range(5)])
    archive.conn.execute("DELETE FROM articles_fts_data WHERE id > 10")
    assert unsound(archive.path)
    told = run("fangzhi", "doctor", "--reindex", archive.path)
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "sound")
    assert archive.one(HITS, match_expression(work(3)[:4])) is not None


# A program that makes the index again and says how far it is.
REINDEX = """
import sys
from archive import reindex
from archive.archive import Archive
reindex.BATCH = 10
with Archive(sys.argv[1]) as archive:
    for count in reindex.rebuild(archive):
        print(count, flush=True)
"""


def test_S16_an_index_killed_while_it_is_made_is_made_by_the_next(archive: Archive) -> None:
    archive.add_many([page(f"http://a.example/{n}.htm", work(n), portal=None) for n in range(60)])
    with subprocess.Popen([sys.executable, "-c", REINDEX, str(archive.path)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    found = len(search.search(archive.conn, search.Question("。", limit=100)))
    assert found <= 60
    archive.add(page("http://b.example/new.htm", work(70), portal=None))
    archive.add(page("http://a.example/59.htm", work(59) + "更正。", portal=None, when="2021-01-01T00:00:00+00:00"))
    for _ in reindex.rebuild(archive):
        archive.add(page("http://a.example/58.htm", work(58) + "更正。", portal=None, when="2021-01-01T00:00:00+00:00"))
    assert len(search.search(archive.conn, search.Question("。", limit=100))) == 61
    assert unsound(archive.path) == []


EXPORT = """
import sys, time
from pathlib import Path
from archive import export
from archive.archive import Archive
rows = export.articles
def slowly(archive):
    for n, row in enumerate(rows(archive)):
        yield row
        if n == 20:
            print("half", flush=True)
            time.sleep(60)
export.articles = slowly
with Archive(sys.argv[1], readonly=True) as archive:
    export.export(archive, "jsonl", Path(sys.argv[2]))
"""


def test_S4_an_export_has_its_name_only_when_it_is_whole(archive: Archive, tmp_path: Path) -> None:
    archive.add_many([page(f"http://a.example/{n}.htm", work(n), portal=None) for n in range(40)])
    output = tmp_path / "out.jsonl"
    with subprocess.Popen([sys.executable, "-c", EXPORT, str(archive.path), str(output)], cwd=ROOT, stdout=subprocess.PIPE,
                          text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "half\n"
        process.send_signal(signal.SIGKILL)
    assert not output.exists()
    assert run("fangzhi", "export", archive.path, "--format", "jsonl", "-o", output).returncode == 0
    assert len(output.read_text("utf-8").splitlines()) == 40
    assert not list(tmp_path.glob("*.part"))


def test_C2_two_long_jobs_exclude_each_other(archive: Archive, tmp_path: Path) -> None:
    archive.add(page())
    other = tmp_path / "other.db"
    Archive(other).close()
    with archive.lock_job():
        for command in (("merge", archive.path, other), ("reextract", archive.path), ("doctor", "--reindex", archive.path)):
            done = run("fangzhi", *command)
            assert (done.returncode, done.stderr.count("\n")) == (75, 1), done.stderr
        archive.add(page("http://b.example/1.htm", work(1), portal=None))
    assert run("fangzhi", "merge", archive.path, other).returncode == 0


def test_C2_an_archive_has_one_set_of_locks_whatever_links_lead_to_it(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere/link.db"
    link.symlink_to(archive.path)
    with Archive(link) as other, archive.lock_portal("lzbs"):
        assert other.locks.folder == archive.locks.folder
        with pytest.raises(Busy):
            other.lock_portal("lzbs")


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


def test_readers_and_changes_of_kind_agree(archive: Archive) -> None:
    dice = random.Random(8)
    for _ in range(60):
        n, kind = dice.randrange(5), dice.choice(list(KINDS))
        archive.add(page(f"http://{dice.randrange(4)}.example/{n}.htm", KINDS[kind](work(n), dice), portal=None,
                         when=f"2020-01-{dice.randrange(1, 28):02}T00:00:00+00:00"))
    assert unsound(archive.path) == []
