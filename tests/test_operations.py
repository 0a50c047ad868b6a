"""Schedules, backups, and the hazards that doctor names."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.backup import _older, copy
from archive.errors import FangzhiError
from archive.export import export
from archive.hazards import LONG_WAL, file_system, hazards
from crawler.schedule import command, crontab, systemd_quoted, write_units
from pipelines.items import Capture
from tests.making import page
from tests.reading import ask, shown, sound
from tests.running import run


@pytest.mark.parametrize("name", ["a.db", "soft.db", "hard.db", "other.db", "a.db-wal"])
@pytest.mark.parametrize("kind", ["jsonl", "warc"])
def test_S4_an_export_overwrites_no_archive(tmp_path: Path, name: str, kind: str) -> None:
    for place in ("a.db", "other.db"):
        with Archive(tmp_path / place) as archive:
            archive.add(page())
    (tmp_path / "soft.db").symlink_to(tmp_path / "a.db")
    (tmp_path / "hard.db").hardlink_to(tmp_path / "a.db")
    (tmp_path / "old.out").write_text("an earlier export")
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        with pytest.raises(FangzhiError, match="the export would overwrite an archive; name another file"):
            export(archive, kind, tmp_path / name)
        assert export(archive, kind, tmp_path / "old.out") == 1
    assert sound(tmp_path / "a.db")
    assert sound(tmp_path / "other.db")


def test_a_crontab_spreads_the_portals_over_the_hours(tmp_path: Path) -> None:
    done = run("fangzhi", "schedule", "--all", "--archive", tmp_path / "100%.db", "--reports", tmp_path / "r", "--start", "22:30")
    lines = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    times = [tuple(map(int, line.split()[:2])) for line in lines]
    assert len(lines) == len(run("scrapy", "list").stdout.split())
    assert max(times.count(at) for at in times) <= 6
    assert len(set(times)) > 0.6 * len(times)
    assert all(hour in (22, 23, 0, 1, 2, 3) and 0 <= minute < 60 for minute, hour in times)
    assert all(not re.search(r"(?<!\\)%", line) for line in lines), "cron takes a bare % for the end of the command"
    again = run("fangzhi", "schedule", "--all", "--archive", tmp_path / "100%.db", "--reports", tmp_path / "r", "--start", "22:30")
    assert again.stdout == done.stdout
    assert (tmp_path / "r").is_dir()


def test_a_crontab_s_command_is_one_that_runs(tmp_path: Path) -> None:
    (line,) = crontab({"lzbs": 61}, tmp_path / "a b.db", None).splitlines()[1:]
    assert line.startswith("1 1 * * * cd ")
    words = shlex.split(command("lzbs", tmp_path / "a b.db", None))
    assert words[1:3] == ["crawl", "lzbs"]
    assert f"ARCHIVE={tmp_path / 'a b.db'}" in words
    assert Path(words[0]).exists()
    help_ = subprocess.run([words[0], "crawl", "--help"], capture_output=True, text=True, check=True)
    assert "--report" in help_.stdout


def test_units_are_a_service_and_a_timer_for_each_portal(tmp_path: Path) -> None:
    write_units(tmp_path, {"lzbs": 65, "gscn": 125}, tmp_path / "a.db", tmp_path)
    assert {path.name for path in tmp_path.glob("*.*")} == {
        "fangzhi-crawl@.service", "fangzhi-crawl@lzbs.timer", "fangzhi-crawl@gscn.timer"}
    service = (tmp_path / "fangzhi-crawl@.service").read_text()
    assert "SuccessExitStatus=75" in service
    assert " crawl %i " in service
    percent = tmp_path / "NAME 5%"
    write_units(tmp_path / "odd", {"lzbs": 65}, percent / "NAMES.db", percent)
    line = next(line for line in (tmp_path / "odd/fangzhi-crawl@.service").read_text().splitlines() if "ExecStart" in line)
    words = shlex.split(line.partition("=")[2])
    doubled = str(percent).replace("%", "%%")
    assert words[1:] == ["crawl", "%i", "-s", f"ARCHIVE={doubled}/NAMES.db", "-s", "LOG_LEVEL=WARNING",
                         "--report", f"{doubled}/%i.json"]
    assert "OnCalendar=*-*-* 01:05:00" in (tmp_path / "fangzhi-crawl@lzbs.timer").read_text()
    if shutil.which("systemd-analyze"):
        units = [str(path) for path in tmp_path.glob("*.timer")]
        done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
        assert "lzbs" not in done.stderr


@pytest.mark.parametrize(("word", "written"), [
    ("/srv/a.db", "/srv/a.db"), ("/srv/a b.db", '"/srv/a b.db"'), ("it's", '"it\'s"'), ('a"b', '"a\\"b"'), ("5%", "5%%"),
    ("$HOME", "$$HOME"), ("\\x41", '"\\\\x41"'), ("方志.db", "方志.db"), ("%i", "%%i"), (";", '";"'),
])
def test_words_of_a_unit_are_quoted_as_systemd_reads_them(word: str, written: str) -> None:
    assert systemd_quoted(word) == written


def test_a_unit_s_place_may_be_named_like_the_portal(tmp_path: Path) -> None:
    write_units(tmp_path, {"lzbs": 65}, Path("/srv/it's %i.db"), None)
    assert ' crawl %i -s "ARCHIVE=/srv/it\'s %%i.db" -s ' in (tmp_path / "fangzhi-crawl@.service").read_text()


@pytest.mark.parametrize(("words", "says"), [
    (("lzbs", "--archive", "a\nb.db"), "'a\\nb.db': a line break"), (("lzbs", "--reports", "r\rx"), "'r\\rx': a line break"),
    ((), "no portal named"), (("nosuch",), "no such portal"), (("lzbs", "--start", "25:00"), "no time of day"),
    (("--province", "火星"), "no portal named"), (("lzbs", "--hours", "nan"), "no number"),
    (("lzbs", "--start", "²:00"), "no time of day"), (("lzbs", "--start", "١:٠٠"), "no time of day"),
    (("lzbs", "--reports", "Makefile"), "Makefile: File exists"),
    (("lzbs", "--systemd", "Makefile/x"), "Makefile/x: Not a directory"),
])
def test_a_schedule_for_nothing_is_an_error_of_one_line(words: tuple[str, ...], says: str) -> None:
    done = run("fangzhi", "schedule", *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


# Backups -------------------------------------------------------------------------------------------------------------


def article(n: int) -> object:
    return page(url=f"http://www.lzbs.com.cn/gaolan/2019-05/01/content_{n}.htm", text=f"第{n}篇。" + "皋兰县的新闻很多。" * 9)


def test_S11_a_folder_that_is_not_there_is_not_taken_for_a_file(archive: Archive, tmp_path: Path) -> None:
    done = run("fangzhi", "backup", archive.path, f"{tmp_path / 'backups'}/")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "backups/: no such folder" in done.stderr
    assert not (tmp_path / "backups").exists()


def test_S11_copies_made_while_an_archive_is_written_are_whole(archive: Archive, tmp_path: Path) -> None:
    stop, written = threading.Event(), threading.Semaphore(0)

    def write() -> None:
        with Archive(archive.path) as other:
            n = 0
            while not stop.is_set():
                other.add(article(n := n + 1))
                written.release()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = []
        for n in range(6):
            while written.acquire(blocking=False):
                pass
            assert written.acquire(timeout=60)  # one at least since the copy before
            copy(archive.path, tmp_path / f"copy-{n}.db")
            sizes.append(len(shown(tmp_path / f"copy-{n}.db")))
    finally:
        stop.set()
        writer.join()
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0] > 0
    assert all(sound(tmp_path / f"copy-{n}.db") for n in range(6))
    assert not list(tmp_path.glob("*.part*"))


def test_a_backup_can_be_put_in_the_place_of_a_lost_archive(archive: Archive, tmp_path: Path) -> None:
    archive.add(article(1))
    assert run("fangzhi", "backup", archive.path, tmp_path / "b.db").returncode == 0
    again = run("fangzhi", "backup", archive.path, tmp_path / "b.db")
    assert again.returncode == 2
    assert "a backup overwrites nothing" in again.stderr
    assert run("fangzhi", "doctor", tmp_path / "b.db").returncode == 0
    with Archive(tmp_path / "b.db") as restored:
        restored.add(article(2))
    assert len(shown(tmp_path / "b.db")) == 2


def test_a_folder_keeps_the_newest_copies(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    for stamp in ("20200101T000000Z", "20210101T000000Z", "20220101T000000Z"):
        (folder / f"archive-{stamp}.db").write_text("old")
    (folder / "archive-mine.db").write_text("not ours")
    assert run("fangzhi", "backup", archive.path, folder, "--keep", "2").returncode == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "archive-20220101T000000Z.db"
    assert len(names) == 3
    assert "archive-mine.db" in names
    assert run("fangzhi", "backup", archive.path, tmp_path / "x.db", "--keep", "2").returncode == 2


@pytest.mark.parametrize(("name", "says"), [("archive.db/b.db", "Not a directory"), ("x" * 300, "name too long")])
def test_a_place_that_takes_no_copy_is_an_error_of_one_line(archive: Archive, tmp_path: Path, name: str, says: str) -> None:
    done = run("fangzhi", "backup", archive.path, tmp_path / name)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert says in done.stderr


def test_copies_are_counted_whatever_the_name_of_the_archive(tmp_path: Path) -> None:
    stamps = [f"202{n}0101T000000Z" for n in range(3)]
    for stamp in stamps:
        for stem in ("arch[1]*", "arch1", "arch[1]*-b"):
            (tmp_path / f"{stem}-{stamp}.db").touch()
    assert _older(tmp_path / "x.db", "arch[1]*", 2) == [tmp_path / f"arch[1]*-{stamps[0]}.db"]


def test_a_copy_that_is_not_sound_is_no_backup(archive: Archive, tmp_path: Path) -> None:
    archive.add(article(1))
    with archive.writing() as conn:
        conn.execute("DELETE FROM articles_fts_docsize")
    with pytest.raises(FangzhiError, match="not sound"):
        copy(archive.path, tmp_path / "b.db")
    assert not list(tmp_path.glob("b.db*"))


def test_S2_what_was_acknowledged_was_synced(archive: Archive) -> None:
    assert archive.one("PRAGMA journal_mode") == "wal"
    assert archive.one("PRAGMA synchronous") == 2, "FULL: a power cut takes nothing that was acknowledged"


# Hazards -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "kind"), [
    ("/data/a.db", "nfs4"), ("/data/inner/a.db", "ext4"), ("/home/a.db", "overlay"), ("/database/a.db", "overlay"),
    ("/my disk/a.db", "cifs"),
])
def test_C6_the_file_system_is_that_of_the_nearest_mount(tmp_path: Path, path: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("overlay / overlay rw 0 0\nhost:/x /data nfs4 rw 0 0\n/dev/sda /data/inner ext4 rw 0 0\n"
                      "//h/y /my\\040disk cifs rw 0 0\n")
    assert file_system(Path(path), mounts) == kind


def test_C6_a_network_file_system_is_named(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"host:/x {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr("archive.hazards.file_system.__defaults__", (mounts,))
    assert any("network file system" in text for text in hazards(archive.path, archive.conn))


def test_a_run_that_did_not_end_is_named_unless_it_is_running(archive: Archive) -> None:
    archive.know_portal("lzbs")
    with archive.writing() as conn:
        conn.execute("INSERT INTO crawls (portal, arguments, started_at) VALUES ('lzbs', '{}', '2026-01-01T00:00:00+00:00')")
    assert any("the last run of lzbs did not end" in text for text in hazards(archive.path, archive.conn))
    lock = archive.lock_portal("lzbs")
    assert not any("did not end" in text for text in hazards(archive.path, archive.conn))
    lock.release()


def test_a_disk_that_is_nearly_full_is_named(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.hazards.LEAST_FREE", 1 << 62)
    assert any("MiB are free" in text for text in hazards(archive.path, archive.conn))


def test_S12_doctor_names_the_wal_reset_bug(archive: Archive) -> None:
    told = any("WAL-reset bug" in text for text in hazards(archive.path, archive.conn))
    assert told is (sqlite3.sqlite_version_info < (3, 51, 3))
    assert ask(archive.path, "SELECT count(*) FROM crawls") == [(0,)]


def test_S13_a_wal_that_a_long_reader_holds_is_named_and_goes_with_the_reader(tmp_path: Path) -> None:
    wal = tmp_path / "a.db-wal"
    with Archive(tmp_path / "a.db") as archive:
        archive.know_portal("lzbs")
        reader = sqlite3.connect(archive.path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM captures").fetchone()
        for n in range(9):
            archive.keep(Capture(f"http://a.cn/{n}", os.urandom(8_000_000), portal="lzbs"), "list")
        assert wal.stat().st_size > LONG_WAL
        assert any("a reader has been open for very long" in text for text in hazards(archive.path, archive.conn))
        reader.close()
    assert not wal.exists(), "the last to close writes it back"
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        assert archive.one("SELECT count(*) FROM captures") == 9
        assert not any("very long" in text for text in hazards(archive.path, archive.conn))


def test_reextract_says_that_an_archive_has_no_such_portal(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add(page())
    done = run("fangzhi", "reextract", tmp_path / "a.db", "--dry-run", "--portal", "gsc")
    assert (done.returncode, done.stderr) == (1, "fangzhi: 0 captures read, 0 would change; the archive has no portal gsc\n")
