"""A real Datasette in a process of its own, and a real Chromium to look at it with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# It is to speak to the page's server and to nobody else.
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
SERVE = "import sys; from archive.serve import serve; sys.exit(serve(sys.argv[1], port=0))"


def chromium() -> str | None:
    """The Chromium installed on this machine, if there is one."""
    return next((found for found in map(shutil.which, NAMES) if found), None)


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """The address of an archive's reading room, for as long as it is needed."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(archive)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield launched
        launched.close()
