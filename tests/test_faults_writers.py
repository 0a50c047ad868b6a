"""Others at the archive of a crawl: they write, read, crawl the same portal, or put another file in its place."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from archive.errors import BUSY, GOOD, USAGE
from archive.locks import Locks
from tests.reading import ask, shown, sound
from tests.running import await_that, crawl
from tests.test_faults_storage import ARTICLE, started
from tests.town import PORTALS, Town
from tests.town.faults import Delay

LAG = ("-s", 'EXTENSIONS={"tests.loopback.Lag": 1}')


def holding(path: Path, seconds: float) -> threading.Thread:
    """Another program's transaction, held open."""
    ready = threading.Event()

    def hold() -> None:
        conn = sqlite3.connect(path, timeout=30, isolation_level=None)
        conn.execute("BEGIN IMMEDIATE")
        ready.set()
        time.sleep(seconds)
        conn.execute("ROLLBACK")
        conn.close()

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait(30)
    return thread


def lag_of(told: str) -> float:
    """The longest standstill of the event loop."""
    return float(re.findall(r"LAG ([\d.]+)", told)[0])


@pytest.mark.long
def test_S6_a_foreign_writer_neither_freezes_the_crawl_nor_costs_an_item(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["gscn"], articles=60) as town:
        town.faults[ARTICLE] = Delay(0.1)
        process = started("gscn", path, town, *LAG)
        await_that(lambda: len(town.log) >= 25, process)
        thread = holding(path, 4)
        told = process.communicate(timeout=60)[1]
        thread.join()
        assert process.returncode == GOOD, told[-2000:]
        assert shown(path) == set(town.articles())
    assert lag_of(told) < 1


@pytest.mark.long
def test_S6_C1_four_crawls_of_four_portals_share_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    names = [name for name in PORTALS if name != "cnjiwang"][:4]
    with Town(portals=names, articles=24, per_page=12) as town:
        running = [started(name, path, town, *LAG, "-s", f"REPORT={tmp_path / name}.json") for name in names]
        told = [process.communicate(timeout=120)[1] for process in running]
        assert [process.returncode for process in running] == [GOOD] * 4, [text[-600:] for text in told]
        wanted = {url for url in town.articles() if "epaper" not in url}
    assert shown(path) == wanted
    waits = [json.loads((tmp_path / f"{name}.json").read_text())["portals"][0]["waited"] for name in names]
    others = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # of a machine that is shared all takes so much longer
    assert max(waits) < others, "seconds that a crawl waited for another to write"
    assert max(map(lag_of, told)) < others
    assert sound(path)


@pytest.mark.long
def test_S6_the_writers_lock_held_by_a_stranger_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["lzbs"], articles=20) as town:
        crawl("lzbs", path, town, "-a", "limit=2")
        locks = Locks(path)
        with locks.writing():
            process = started("lzbs", path, town, *LAG)
            time.sleep(4)
            assert process.poll() is None
        assert process.communicate(timeout=60)[0] is None
        locks.close()
        assert process.returncode == GOOD
        assert shown(path) == set(town.articles())


@pytest.mark.long
def test_O3_C2_a_second_crawl_of_a_portal_goes_away(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=12) as town:
        town.faults[re.compile(r".*content.*")] = Delay(20)
        first = started("lzbs", tmp_path / "a.db", town)
        await_that(lambda: town.log, first)
        second = crawl("lzbs", tmp_path / "a.db", town)
        first.kill()
        first.communicate()
        assert second.returncode == BUSY
        town.faults.clear()
        assert crawl("lzbs", tmp_path / "a.db", town).returncode == GOOD, "C3: a dead process holds no lock"


@pytest.mark.long
def test_C4_readers_and_writers_do_not_disturb_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["gscn"], articles=60) as town:
        town.faults[ARTICLE] = Delay(0.05)
        process = started("gscn", path, town)
        await_that(lambda: path.exists() and len(town.log) >= 10, process)
        seen = []
        while process.poll() is None:
            seen.append(ask(path, "SELECT count(*), (SELECT count(*) FROM ledger WHERE state = 'stored') FROM appearances")[0])
            time.sleep(0.02)
        process.communicate()
    assert len(seen) > 3
    assert all(articles == stored for articles, stored in seen), "readers see whole commits"
    assert [row[0] for row in seen] == sorted(row[0] for row in seen)


def test_C5_an_archive_that_is_replaced_under_a_crawl_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Town(portals=["gscn"], articles=60) as town:
        town.faults[ARTICLE] = Delay(0.1)
        process = started("gscn", path, town)
        await_that(lambda: len(town.log) >= 25, process)
        path.rename(tmp_path / "moved.db")
        told = process.communicate(timeout=60)[1]
    assert process.returncode == USAGE
    assert "another file has taken its place" in told.strip().splitlines()[-1]
