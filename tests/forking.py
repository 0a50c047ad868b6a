"""Crawls started without the second that their imports take: forks of a process that has imported, and done nothing else.

A fork is a process as any other: with its own words, environment, streams, signals and exit code, and it calls the
entry point that the installed command calls. What comes before that (Python's own start, limits, packages that are
missing) is tested on the command itself, by `tests.running.run`.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import cache
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
    here, there = socket.socketpair()
    with here, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with there:
            asked = json.dumps({"words": words, "env": env}).encode()
            socket.send_fds(_server(), [len(asked).to_bytes(4, "big")], [out.fileno(), err.fileno(), there.fileno()])
            _server().sendall(asked)
        child = int.from_bytes(_received(here, 4), "big")
        here.settimeout(timeout)
        try:
            code = int.from_bytes(_received(here, 4), "big", signed=True)
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            raise subprocess.TimeoutExpired(words, timeout) from None
        told = []
        for stream in (out, err):
            stream.seek(0)
            told.append(stream.read().decode())
    return subprocess.CompletedProcess(words, code, *told)


@cache
def _server() -> socket.socket:
    """To the process that forks: one for a process of tests, and it ends with that."""
    here, there = socket.socketpair()
    with there:
        subprocess.Popen([sys.executable, __file__], stdin=there, cwd=ROOT)
    return here


def _received(line: socket.socket, count: int) -> bytes:
    """So many bytes; fewer only where the other side has gone."""
    found = b""
    while len(found) < count and (more := line.recv(count - len(found))):
        found += more
    return found


def _serve(line: socket.socket) -> None:
    """Fork for every one that asks, until none is left to ask. A fork between waits, and tells number and code."""
    _load()
    while True:
        size, handles, *_ = socket.recv_fds(line, 4, 3)
        if not size:
            return
        asked = json.loads(_received(line, int.from_bytes(size, "big")))
        if not os.fork():
            child = os.fork() or _become(line, handles, **asked)
            os.write(handles[2], child.to_bytes(4, "big"))
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            os.write(handles[2], code.to_bytes(4, "big", signed=True))
            os._exit(0)
        for handle in handles:
            os.close(handle)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _load() -> None:
    """Import what a crawl does; no reactor, which a process may not share."""
    for name in OF_SCRAPY:
        importlib.import_module(f"scrapy.{name}")
    for room in ROOMS:
        for module in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
            importlib.import_module(module.name)
    assert "twisted.internet.reactor" not in sys.modules


def _become(line: socket.socket, handles: list[int], words: list[str], env: dict[str, str]) -> NoReturn:
    """Be the command; never returns."""
    line.close()
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        for number, handle in enumerate((nothing.fileno(), *handles[:2])):
            os.dup2(handle, number)
    for handle in handles:
        os.close(handle)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv = words
    module, entry = ENTRIES[Path(words[0]).name]
    sys.exit(getattr(sys.modules[module], entry)())


if __name__ == "__main__":
    sys.path[0] = str(Path(sys.executable).parent)  # as of a command that is installed
    _serve(socket.socket(fileno=os.dup(0)))
