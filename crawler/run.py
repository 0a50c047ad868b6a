"""Running crawls: one process, any number of portals, one exit code."""

from __future__ import annotations

import difflib
import gc
import importlib.util
import logging
import signal
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

    Everything a user can get wrong is found before the first request. Raises FangzhiError.
    """
    _outlive_the_terminal()
    options.check(settings)
    window = Window.parse(arguments)
    chosen = choose(names, portal_classes(settings))
    for portal in chosen:
        for channel in window.channels:
            if channel not in portal.channels:
                known = ", ".join(portal.channels)
                raise FangzhiError(f"channel={channel}: {portal.name} has none of this name; it has {known}")
    replay = settings["REPLAY"]
    if replay:
        open_replay(replay)
    options.make_room(len(chosen))
    started = utc_now()
    archive = Archive(settings["ARCHIVE"])
    try:
        claimed, busy = _claim(archive, chosen, window, bool(replay))
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
        frontiers = [frontier for _, frontier in claimed]
        codes = [BUSY] * len(busy)
        codes += [USAGE if process.bootstrap_failed and f.reason == UNENDED else f.exit_code for f in frontiers]
        code = verdict(codes)
        report.tell(frontiers)
        if settings["REPORT"]:
            report.write(Path(settings["REPORT"]), frontiers, busy, started, code)
    finally:
        archive.close()
    for broken in filter(None, (frontier.broken for frontier in frontiers)):
        raise FangzhiError(broken)
    return code


def _outlive_the_terminal() -> None:
    """A terminal that closes ends a run in order, as SIGTERM does; a reader of our log that has gone ends none."""
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a server that hangs up may raise it, too
    if signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:  # under nohup it is ignored
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


def verdict(codes: list[int]) -> int:
    """The exit code of several portals: theirs if it is one, 2 if the archive failed one of them, else 3."""
    if len(set(codes)) == 1:
        return codes[0]
    return USAGE if USAGE in codes else DEGRADED


def _claim(archive: Archive, portals: list[Any], window: Window, replay: bool) -> tuple[list[Any], dict[str, str]]:
    """Lock the portals. One that is busy is left out of a run of several, and ends a run of one."""
    frontiers, left = [], {}
    for portal in portals:
        try:
            frontiers.append((portal, Frontier(archive, portal.name, window, replay=replay)))
        except Busy as busy:
            if len(portals) == 1:
                raise
            log.warning("%s", busy)
            left[portal.name] = str(busy)
    return frontiers, left
