"""A forked command is the command: the same words, streams and exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import forking
from tests.running import await_that, command, crawling, environment, forked, run
from tests.town import Town
from tests.town.faults import Delay


@pytest.mark.parametrize("words", [("scrapy", "crawl", "gsc"), ("fangzhi", "search", "none.db", "脱贫"), ("fangzhi", "--version")])
def test_a_fork_says_what_the_command_says(words: tuple[str, ...]) -> None:
    one, other = run(*words), forked(*words)
    assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)


def test_a_fork_that_does_not_end_is_ended(tmp_path: Path) -> None:
    with Town(portals=["lzbs"], articles=3) as town:
        town.faults["http://www.lzbs.com.cn/robots.txt"] = Delay(60)
        with pytest.raises(subprocess.TimeoutExpired):
            forked(*crawling("lzbs", tmp_path / "a.db"), town=town, timeout=2)
    assert forked("scrapy", "crawl", "gsc").returncode == 2, "the next is served"


def test_what_only_a_new_interpreter_reads_is_not_asked_of_a_fork() -> None:
    with pytest.raises(AssertionError, match="new interpreter"):
        forking.run(command("fangzhi", "--version"), {**environment(), "PYTHONHASHSEED": "1"}, 60)


@pytest.mark.parametrize(("words", "told"), [("", "ended with 0"), ("import time; time.sleep(60)", "not within 0.2 s")])
def test_what_a_process_does_not_bring_is_not_waited_for(words: str, told: str) -> None:
    with subprocess.Popen([sys.executable, "-c", words]) as process:
        with pytest.raises(AssertionError, match=told):
            await_that(lambda: False, process, 60 if not words else 0.2)
        await_that(lambda: True, process)
    assert process.poll() is not None
