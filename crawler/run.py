"""Running crawls: one process, any number of portals, one exit code."""

from __future__ import annotations

import difflib
import gc
import importlib.util
import logging
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.downloadermiddlewares import redirect
from scrapy.spiderloader import get_spider_loader

from archive.archive import Archive, utc_now
from archive.errors import BUSY, DEGRADED, USAGE, Busy, FangzhiError
from crawler import logs, options, report
from crawler.account import UNENDED
from crawler.frontier import Frontier
from crawler.replay import open_replay
from crawler.window import Window

log = logging.getLogger(__name__)
DECLARED = "crawler.portals,crawler.epapers"
GARBAGE = 5_000  # new objects between two looks for cycles, of which a page leaves hardly any (CPython's own is 700)
Claimed = tuple[Any, Frontier]  # a portal's class, and the frontier that holds its lock


def portal_classes(settings: Any) -> dict[str, Any]:
    """Every declared portal, by name. Raises FangzhiError for a module of portals that is not there."""
    for module in settings.getlist("SPIDER_MODULES"):
        if not _is_module(module):
            raise FangzhiError(f"SPIDER_MODULES: no module {module}; write SPIDER_MODULES={DECLARED}")
    options.read(settings, ("SPIDER_LOADER_CLASS",))
    loader = get_spider_loader(settings)
    return {name: loader.load(name) for name in sorted(loader.list())}


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def choose(names: list[str], portals: dict[str, Any]) -> list[Any]:
    """The portals of these names. Raises FangzhiError with the nearest name for one that does not exist."""
    for name in names:
        if name not in portals:
            near = difflib.get_close_matches(name, portals, n=1)
            hint = f"did you mean {near[0]}?" if near else "`scrapy list` names them"
            raise FangzhiError(f"{name}: no such portal; {hint}")
    return [portals[name] for name in names]


def run(names: list[str], arguments: dict[str, str], settings: Any) -> int:
    """Crawl portals in one process and return the exit code of the whole.

    `arguments` are those of `-a`. Everything a user can get wrong is found before the first request: raises
    FangzhiError, and Busy where the only portal is being crawled.
    """
    _outlive_the_terminal()
    options.check(settings)
    window = Window.parse(arguments)
    chosen = choose(names, portal_classes(settings))
    _must_have(chosen, window.channels)
    if settings["REPLAY"]:
        open_replay(settings["REPLAY"])
    options.make_room(len(chosen))
    started = utc_now()
    archive = Archive(settings["ARCHIVE"])
    try:
        claimed, busy = _claim(archive, chosen, window, bool(settings["REPLAY"]))
        codes = [BUSY] * len(busy) + _crawl(claimed, settings)
        runs = [frontier for _, frontier in claimed]
        code = verdict(codes)
        report.tell(runs)
        if settings["REPORT"]:
            report.write(Path(settings["REPORT"]), runs, busy, started, code)
    finally:
        archive.close()
    for broken in filter(None, (run.broken for run in runs)):
        raise FangzhiError(broken)
    return code


def _must_have(portals: list[Any], channels: Sequence[str]) -> None:
    """Raises FangzhiError where a portal has no channel of a name that was asked for."""
    for portal in portals:
        for channel in channels:
            if channel not in portal.channels:
                known = ", ".join(portal.channels)
                raise FangzhiError(f"channel={channel}: {portal.name} has none of this name; it has {known}")


def _crawl(claimed: list[Claimed], settings: Any) -> list[int]:
    """Crawl all that were claimed, to the end; return their exit codes."""
    logs.to_file(settings)
    process = AsyncCrawlerProcess(settings)
    # Scrapy sets this level on its handlers only: every line of a lower one would be made, then thrown away.
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])
    # It warns at each start of a Referer, which we never send.
    logging.getLogger(redirect.__name__).addFilter(lambda record: record.levelno < logging.WARNING)
    for portal, frontier in claimed:
        process.crawl(portal, frontier=frontier)
    gc.freeze()  # what was loaded stays: a look through all of it costs as much as ten pages
    gc.set_threshold(GARBAGE)
    process.start()
    return [USAGE if process.bootstrap_failed and run.reason == UNENDED else run.exit_code for _, run in claimed]


def _outlive_the_terminal() -> None:
    """A terminal that closes ends a run in order, as SIGTERM does; a reader of our log that has gone ends none."""
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a server that hangs up may raise it, too
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # under nohup it is ignored
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


def verdict(codes: list[int]) -> int:
    """The exit code of several portals: theirs if it is one, 2 if the archive failed one of them, else 3."""
    if len(set(codes)) == 1:
        return codes[0]
    return USAGE if USAGE in codes else DEGRADED


def _claim(archive: Archive, portals: list[Any], window: Window, replay: bool) -> tuple[list[Claimed], dict[str, str]]:
    """Lock the portals; return those that were free, and why the others were not, by name.

    One that is busy is left out of a run of several; in a run of one it raises Busy.
    """
    claimed: list[Claimed] = []
    busy: dict[str, str] = {}
    for portal in portals:
        try:
            claimed.append((portal, Frontier(archive, portal.name, window, replay=replay)))
        except Busy as error:
            if len(portals) == 1:
                raise
            log.warning("%s", error)
            busy[portal.name] = str(error)
    return claimed, busy
