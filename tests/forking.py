"""Commands started without the second that their imports take: forks of a process that has imported, and done nothing else.

A fork is a process as any other: with its own words, environment, streams and exit code, and it calls the entry point
that the installed command calls. What comes before that (Python's own start, limits, packages that are missing) is
tested on the command itself, by `tests.running.run`.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[1]
ENTRIES = {"scrapy": ("scrapy.cmdline", "execute"), "fangzhi": ("archive.cli", "main")}
ROOMS = ("crawler", "pipelines", "archive")
OF_SCRAPY = ("cmdline", "crawler", "core.engine", "core.scraper", "core.downloader.handlers.http11", "extensions.throttle",
             "extensions.logstats", "extensions.closespider", "downloadermiddlewares.httpcompression", "logformatter")
AT_START = ("PYTHON", "LANG", "LC_")  # what an interpreter reads of the environment before anything else


def run(words: list[str], env: dict[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
    """What `subprocess.run` does, for one of ENTRIES in the project's folder; its output is text."""
    early = {name for name in {*env, *os.environ} if name.startswith(AT_START)}
    assert all(env.get(name) == os.environ.get(name) for name in early), "only a new interpreter would read these"
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("out", "err")]
        process = _forks().Process(target=_become, args=(words, env, streams))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, timeout)
        return subprocess.CompletedProcess(words, process.exitcode, *(stream.read_text() for stream in streams))


@cache
def _forks() -> ForkServerContext:
    """One process that forks for each process of tests. It holds no reactor, which forks may not share."""
    forks = multiprocessing.get_context("forkserver")
    rooms = [module.name for room in ROOMS for module in pkgutil.walk_packages([str(ROOT / room)], f"{room}.")]
    forks.set_forkserver_preload([*(f"scrapy.{name}" for name in OF_SCRAPY), *rooms])
    return forks


def _become(words: list[str], env: dict[str, str], streams: list[Path]) -> NoReturn:
    """Be the command; never returns."""
    assert "twisted.internet.reactor" not in sys.modules
    for number, path in enumerate((Path(os.devnull), *streams)):
        with path.open("ab" if number else "rb") as stream:
            os.dup2(stream.fileno(), number)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv = words
    module, entry = ENTRIES[Path(words[0]).name]
    sys.exit(getattr(importlib.import_module(module), entry)())
