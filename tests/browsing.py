"""A real Datasette in a process of its own, and a real Chromium to look at it with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

expect.set_options(timeout=30_000)  # a click returns before the page it leads to has come: only waiting looks are safe

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# It is to speak to the page's server and to nobody else.
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
SERVE = "import sys; from archive.serve import serve; sys.exit(serve(sys.argv[1], port=0))"

# WCAG's contrast of every text with the ground it stands on, by the colours as computed.
CONTRASTS = """() => {
  const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 })
                       return .2126 * r + .7152 * g + .0722 * b }
  const parse = c => c.match(/[\\d.]+/g).map(Number)
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor)
                        if (c.length < 4 || c[3] > 0) return c.slice(0, 3) } return [255, 255, 255] }
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), poor = []
  while (words.nextNode()) { const e = words.currentNode.parentElement
    if (!words.currentNode.data.trim() || e.closest('svg, option')) continue
    const [a, b] = [light(parse(getComputedStyle(e).color).slice(0, 3)), light(ground(e))].sort((x, y) => y - x)
    if ((a + .05) / (b + .05) < 4.5) poor.push(e.outerHTML.slice(0, 90)) }
  return poor }"""


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


@contextmanager
def watched(opened: Browser, address: str) -> Iterator[Page]:
    """A fresh tab in which any fault of the page, and any request to another host, fails the test."""
    context = opened.new_context(base_url=address, locale="zh-CN")
    faults: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith(address):
            faults.append(f"asked for {request.url}")

    page = context.new_page()
    page.on("request", asked)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []
