"""Trouble under a crawl: kill -9, a full disk, other writers, a damaged file. Nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import DEGRADED, GOOD, USAGE, FangzhiError
from tests.conftest import ROOT
from tests.reading import shown, sound, states
from tests.running import await_that, command, crawl, crawling, environment, run
from tests.town import Town
from tests.town.faults import Delay

KILLS = int(os.environ.get("KILLS", "8"))  # instants of the long kill test; `make kills` tries fifty
ARTICLE = re.compile(r".*/system/\d{4}/.*")


def started(portal: str, archive: Path, town: Town, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(command(*crawling(portal, archive, *more)), env=environment(town), cwd=ROOT, text=True,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def killed_and_resumed(town: Town, path: Path, after: int) -> None:
    """kill -9 when the town has served so many pages; the next run must end what the first began."""
    town.log.clear()
    process = started("gscn", path, town)
    while len(town.log) < after and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    known = shown(path) if path.exists() and path.stat().st_size else set()
    assert not path.exists() or sound(path)
    town.log.clear()
    assert crawl("gscn", path, town).returncode == GOOD
    assert shown(path) == set(town.articles())
    assert not {f"http://{v.host}{v.path}" for v in town.log} & known, "what was stored is not fetched twice"
    state = states(path)
    assert (state["stored"] + state["duplicate"], state["pending"]) == (len(list(town.articles())), 0)
    assert sum(state.values()) == 2 * state["discovered"]
    assert sound(path)


@pytest.mark.parametrize("after", [33, pytest.param(11, marks=pytest.mark.long)])
def test_S3_O5_a_killed_crawl_is_ended_by_the_next(tmp_path: Path, after: int) -> None:
    with Town(portals=["gscn"], articles=40, per_page=8) as town:
        killed_and_resumed(town, tmp_path / "a.db", after)


@pytest.mark.long
def test_S3_random_instants_of_a_crawl_of_400_articles(tmp_path: Path) -> None:
    dice = random.Random(6)
    with Town(portals=["gscn"], articles=400, per_page=40, cache=1000) as town:
        for number, instant in enumerate(dice.sample(range(2, 440), KILLS)):
            folder = tmp_path / str(number)
            folder.mkdir()
            killed_and_resumed(town, folder / "a.db", instant)
            shutil.rmtree(folder)


@pytest.mark.long
def test_C8_a_crawl_that_is_asked_to_stop_ends_in_order(tmp_path: Path) -> None:
    with Town(portals=["gscn"], articles=60) as town:
        town.faults[ARTICLE] = Delay(0.3)
        process = started("gscn", tmp_path / "a.db", town)
        await_that(lambda: len([v for v in town.log if ARTICLE.match(f"http://{v.host}{v.path}")]) >= 20, process)
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=30)[1]
        assert process.returncode == DEGRADED
        assert "ended early: shutdown" in told
        assert len(shown(tmp_path / "a.db")) >= 16, "what was under way is filed"
        town.faults.clear()
        assert crawl("gscn", tmp_path / "a.db", town).returncode == GOOD
        assert shown(tmp_path / "a.db") == set(town.articles())


# Disk ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, check=False).returncode:
        pytest.skip("a disk that fills up needs the right to mount a tmpfs")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def stopped_at_once(town: Town, done: subprocess.CompletedProcess[str], path: Path, says: str) -> None:
    """One clear line, exit 2, hardly a request more, a sound archive, and nothing lost."""
    assert done.returncode == USAGE, done.stderr[-2000:]
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"fangzhi: {path}: ")
    assert says in last
    assert "run again" in last
    assert "Traceback" not in done.stderr
    assert len(town.log) < 200


@pytest.mark.long
def test_S5_a_full_disk_ends_the_crawl_at_once(tmp_path: Path, small_disk: Path) -> None:
    path = small_disk / "a.db"
    with Town(portals=["gscn"], articles=400, per_page=40) as town:
        done = crawl("gscn", path, town)
        stopped_at_once(town, done, path, "full")
        kept = shown(path)
        assert kept
        copy = tmp_path / "copy"
        shutil.copytree(small_disk, copy)
        assert sound(copy / "a.db")
        assert states(copy / "a.db")["pending"] > 0
        town.log.clear()
        assert crawl("gscn", copy / "a.db", town).returncode == GOOD
        assert shown(copy / "a.db") == set(town.articles())
        assert not {f"http://{v.host}{v.path}" for v in town.log} & kept


def test_S5_a_disk_without_room_for_an_archive_is_no_damage(small_disk: Path) -> None:
    (small_disk / "rest").write_bytes(bytes(1_800_000))
    with pytest.raises(FangzhiError, match=r"cannot be opened \(database or disk is full\); make room, and run again$"):
        Archive(small_disk / "a.db")


@pytest.mark.long
def test_S8_an_archive_on_a_disk_that_cannot_be_written_to_is_read(tmp_path: Path, small_disk: Path) -> None:
    path = small_disk / "a.db"
    with Town(portals=["lzbs"], articles=12) as town:
        assert crawl("lzbs", path, town).returncode == GOOD
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        assert shown(path) == set(town.articles())
        assert sound(path)
        assert run("fangzhi", "backup", path, tmp_path / "b.db").returncode == GOOD
        assert shown(tmp_path / "b.db") == set(town.articles())
        served = run("fangzhi", "serve", path, "--port", "0")
        assert (served.returncode, "on a read-only disk; copy it" in served.stderr) == (USAGE, True)
        town.log.clear()
        done = crawl("lzbs", path, town)
        assert (done.returncode, town.log) == (USAGE, [])
        assert done.stderr.endswith("its folder must be yours to write in; copy it to one that is\n")


@pytest.mark.long
def test_S5_neither_does_a_limit_on_files_lose_anything(tmp_path: Path) -> None:
    """The same where no disk can be mounted: no file of the crawl may grow beyond 700 KB."""
    path = tmp_path / "a.db"
    with Town(portals=["gscn"], articles=400, per_page=40) as town:
        done = subprocess.run(
            command(*crawling("gscn", path)), env=environment(town), cwd=ROOT, capture_output=True, text=True, timeout=120,
            check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000)))
        stopped_at_once(town, done, path, "")
        assert sound(path)
        assert crawl("gscn", path, town).returncode == GOOD
        assert shown(path) == set(town.articles())


def test_S7_a_damaged_archive_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=40) as town:
        crawl("lzbs", path, town)
        size = path.stat().st_size
        with path.open("r+b") as file:
            for at in range(8192, size, 8192):
                file.seek(at)
                file.write(os.urandom(600))
        town.publish("lzbs", 5)
        done = crawl("lzbs", path, town)
    assert done.returncode == USAGE
    assert re.match(rf"fangzhi: {path}: .*(malformed|damaged|corrupt)", done.stderr.strip().splitlines()[-1])


@pytest.mark.long
def test_O7_a_run_has_a_budget_of_time(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=40) as town:
        town.faults[re.compile(r".*content.*")] = Delay(1)
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", "CLOSESPIDER_TIMEOUT=2", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
        assert town.log[-1].time - town.log[0].time < 15, "forty articles of one second each would take forty"
        assert done.returncode == DEGRADED
        assert "ended early: closespider_timeout" in done.stderr
        town.faults.clear()
        assert run(*crawling("lzbs", tmp_path / "a.db"), town=town).returncode == GOOD
        assert shown(tmp_path / "a.db") == set(town.articles())
