"""Around a run: terminals and loggers that go away, other users, other locales."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import stat
import subprocess
from pathlib import Path

import pytest

from archive import export as exports
from archive.archive import Archive
from archive.cli import end_in_order, main
from archive.errors import DEGRADED, GOOD, USAGE
from archive.terminal import tell_rows
from crawler.options import make_room
from tests.conftest import ROOT
from tests.making import page
from tests.reading import shown, states
from tests.running import FAST, await_that, command, crawl, crawling, environment
from tests.town import Town
from tests.town.faults import Status

FANGZHI = ("fangzhi", "crawl", "lzbs", *(word for setting in FAST for word in ("-s", setting)), "-s")
SLOW = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.2")
NEEDS_FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="a stream that takes nothing is Linux's")


@pytest.mark.parametrize("stderr", [pytest.param("2>/dev/full", marks=NEEDS_FULL), "2>&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize("program", ["scrapy", "fangzhi"])
def test_O11_a_run_whose_words_nobody_takes_is_none_the_worse(tmp_path: Path, program: str, stderr: str) -> None:
    words = crawling("lzbs", tmp_path / "a.db") if program == "scrapy" else (*FANGZHI, f"ARCHIVE={tmp_path / 'a.db'}")
    with Town(portals=["lzbs"], articles=12) as town:
        asked = [*command(*words), "-s", f"REPORT={tmp_path / 'r.json'}"]
        done = subprocess.run(["sh", "-c", f'"$@" {stderr}', "sh", *asked], env=environment(town), cwd=ROOT, timeout=60, check=False)
    assert done.returncode == GOOD
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["exit"] == GOOD


@NEEDS_FULL
def test_S5_a_log_that_finds_no_room_is_told_once_and_ends_no_crawl(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", "LOG_FILE=/dev/full")
        assert (done.returncode, len(done.stderr.splitlines())) == (GOOD, 3), done.stderr
        assert done.stderr.startswith("fangzhi: /dev/full: No space left on device; lines of the log are lost, the crawl goes on\n")
        assert shown(tmp_path / "a.db") == set(town.articles())
        crawl("lzbs", tmp_path / "a.db", town, "-s", f"LOG_FILE={tmp_path / 'x.log'}")
    assert "[scrapy.core.engine] INFO: Spider closed (finished)" in (tmp_path / "x.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(("limit", "code"), [("-n 16", USAGE), ("-n 32", USAGE), ("-Sn 24", GOOD), ("-n 66", GOOD)])
def test_O12_too_few_files_are_told_and_what_may_be_raised_is(tmp_path: Path, limit: str, code: int) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        words = ["bash", "-c", f'ulimit {limit}; exec "$@"', "bash", *command(*crawling("lzbs", tmp_path / "a.db"))]
        done = subprocess.run(words, env=environment(town), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    assert (tmp_path / "a.db").exists() is (code == GOOD)
    if code == USAGE:
        assert done.stderr == (f"fangzhi: {limit[3:]} files may be open at once, a crawl of so many portals needs 66; raise the limit"
                               " (ulimit -n 80)\n")


def test_O12_of_the_files_that_may_be_open_only_as_many_are_asked_for_as_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = [(20, 1000), (90, 1000), (20, resource.RLIM_INFINITY), (resource.RLIM_INFINITY, resource.RLIM_INFINITY), (20, 70)]
    raised: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limit: raised.append(limit))
    for limit in limits:
        monkeypatch.setattr(resource, "getrlimit", lambda _, limit=limit: limit)
        make_room(1)
    assert raised == [(80, 1000), (80, resource.RLIM_INFINITY), (70, 70)]


def test_O11_nor_is_the_code_of_a_mistake_another(tmp_path: Path) -> None:
    for stderr in ("2>&-", "2>/dev/full"):
        asked = command("fangzhi", "crawl", "lzbs", "-a", "since=x", "-s", f"ARCHIVE={tmp_path / 'a.db'}")
        done = subprocess.run(["sh", "-c", f'"$@" {stderr}', "sh", *asked], env=environment(), cwd=ROOT, timeout=60, check=False)
        assert done.returncode == USAGE


@pytest.mark.long
def test_C8_a_logger_that_goes_away_ends_no_crawl(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        process = subprocess.Popen(command(*FANGZHI, f"ARCHIVE={tmp_path / 'a.db'}", *SLOW), env=environment(town), cwd=ROOT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr
        process.stderr.readline()
        process.stderr.close()
        assert process.wait(60) == GOOD
    assert shown(tmp_path / "a.db") == set(town.articles())


@pytest.mark.long
@pytest.mark.parametrize("ignored", [False, True], ids=["terminal", "nohup"])
def test_C8_a_terminal_that_closes_ends_a_run_in_order(tmp_path: Path, ignored: bool) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=12) as town:
        words = [*command(*crawling("lzbs", path)), *SLOW]
        process = subprocess.Popen(words, env=environment(town), cwd=ROOT, text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN if ignored else signal.SIG_DFL))
        await_that(lambda: len(town.log) >= 5, process)
        process.send_signal(signal.SIGHUP)
        told = process.communicate(timeout=60)[1]
        assert process.returncode == (GOOD if ignored else DEGRADED), told[-2000:]
        assert ("ended early: shutdown" in told) is not ignored
        assert crawl("lzbs", path, town).returncode == GOOD
    assert shown(path) == set(town.articles())


@pytest.mark.parametrize(("umask", "mode"), [(0o002, 0o664), (0o022, 0o644), (0o077, 0o600)])
def test_C2_whom_the_umask_lets_write_may_hold_the_locks(tmp_path: Path, umask: int, mode: int) -> None:
    with Town(portals=["lzbs"], articles=1) as town:
        words = command(*crawling("lzbs", tmp_path / "a.db"))
        subprocess.run(words, env=environment(town), cwd=ROOT, capture_output=True, timeout=60, check=False, umask=umask)
    locks = list((tmp_path / "a.db.locks").iterdir())
    assert {file.name for file in locks} >= {"write", "next", "portal-lzbs", "host-www.lzbs.com.cn"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in locks} == {mode}


def test_O11_units_name_odd_places_where_no_locale_is_set(tmp_path: Path) -> None:
    place = tmp_path / "单元"
    bare = {"PATH": os.environ["PATH"], "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = command("fangzhi", "schedule", "lzbs", "--archive", tmp_path / "甘.db", "--systemd", place)
    done = subprocess.run(words, env=bare, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == GOOD, done.stderr
    assert f"ARCHIVE={tmp_path / '甘.db'} " in (place / "fangzhi-crawl@.service").read_text(encoding="utf-8")


def test_O12_a_schedule_is_made_wherever_one_stands(tmp_path: Path) -> None:
    done = subprocess.run(command("fangzhi", "schedule", "lzbs"), env=environment(), cwd=tmp_path, capture_output=True, text=True,
                          timeout=60, check=False)
    assert (done.returncode, done.stdout.count("crawl lzbs")) == (GOOD, 1), done.stderr


def test_O6_a_good_run_of_cron_has_nothing_to_say_but_its_table(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", "LOG_LEVEL=WARNING")
        assert (done.returncode, len(done.stderr.splitlines())) == (GOOD, 2), done.stderr
        town.faults["http://www.lzbs.com.cn/gaolan/"] = Status(500)
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", "LOG_LEVEL=WARNING")
    assert "WARNING: lzbs, 皋兰: list page http://www.lzbs.com.cn/gaolan/: HTTP 500" in done.stderr
    assert states(tmp_path / "a.db")["pending"] == 0


class Terminal(io.StringIO):
    """A stream that is one."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("columns", "count", "table"), [(40, 1, False), (80, 2, False), (200, 2, True), (40, 13, True)])
def test_O11_a_narrow_terminal_cuts_no_verdict(monkeypatch: pytest.MonkeyPatch, columns: int, count: int, table: bool) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    row = {"portal": "lzbs", "requests": 13, "quarantined": 0, "exit": 3, "link": "http://www.lzbs.com.cn/gaolan/2019-05/06/content_1.htm"}
    tell_rows([row] * count, stream := Terminal())
    assert ("┃" in stream.getvalue()) is table
    assert table or (f"       link  {row['link']}\n" in stream.getvalue())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_C8_a_command_that_is_stopped_says_so_and_leaves_no_half_file(
    tmp_path: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add(page())
    rows = exports.articles
    monkeypatch.setattr(exports, "articles", lambda opened: (signal.raise_signal(number) or row for row in rows(opened)))
    monkeypatch.setattr("sys.argv", ["fangzhi", "export", str(tmp_path / "a.db"), "--format", "jsonl", "-o", str(tmp_path / "o.jsonl")])
    kept = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE)}
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)
    assert ended.value.code == 128 + number
    assert capsys.readouterr().err == "fangzhi: stopped; what it had done is whole, what it had not is left: run it again\n"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("o.jsonl")]


def test_C8_a_command_outlives_its_terminal_under_nohup() -> None:
    kept = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end_in_order()
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)
