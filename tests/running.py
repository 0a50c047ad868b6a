"""Starting the real commands against the town, as a user would."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests import forking
from tests.conftest import ROOT
from tests.town import PORTALS, Town

BIN = Path(sys.executable).parent
FAST = ("DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=0", "CONCURRENT_REQUESTS_PER_DOMAIN=16", "RETRY_WAIT=0.05", "LOG_LEVEL=INFO",
        "SOFT_404_PROBE=0")  # the last so that every request a test counts is one it asked for
WIDE = ("cnjiwang", "gscn", "yunnan")  # most of their lists repeat the articles of a few


def environment(town: Town | None = None) -> dict[str, str]:
    """The environment of a crawl; the town is reached as any proxy is."""
    kept = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return {**kept, "http_proxy": town.proxy_url, "https_proxy": town.proxy_url} if town else kept


def command(*words: str | Path) -> list[str]:
    """A console command of this environment, as an argument list."""
    return [str(BIN / str(words[0])), *(str(word) for word in words[1:])]


def run(*words: str | Path, town: Town | None = None, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, from the start of its interpreter on."""
    return subprocess.run(
        command(*words), env=environment(town), cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False
    )


def forked(*words: str | Path, town: Town | None = None, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """As `run`, but a second sooner: where it is what a command does that is tested, and not that it starts."""
    return forking.run(command(*words), environment(town), timeout)


def await_that(there: Callable[[], object], process: subprocess.Popen[Any], seconds: float = 60) -> None:
    """Wait until something is there; fails where the process that is to bring it has ended, or takes too long (killed)."""
    deadline = time.monotonic() + seconds
    while not there():
        assert process.poll() is None or there(), f"ended with {process.returncode} before"
        if time.monotonic() > deadline:
            process.kill()
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.01)


def crawling(portal: str, archive: Path, *more: str) -> tuple[str | Path, ...]:
    """The words of a fast crawl of the town, of a wide portal's main channels unless `more` names others."""
    options = [word for setting in FAST for word in ("-s", setting)]
    if portal in WIDE and not any(word.startswith("channel=") for word in more):
        options += ["-a", "channel=" + ",".join(channel.name for channel in PORTALS[portal].channels)]
    return ("scrapy", "crawl", portal, "-s", f"ARCHIVE={archive}", *options, *more)


def crawl(portal: str, archive: Path, town: Town, *more: str) -> subprocess.CompletedProcess[str]:
    """A crawl of one portal of the town."""
    return forked(*crawling(portal, archive, *more), town=town)
