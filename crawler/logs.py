"""Log lines for items: an address and an outcome, never an article's whole text; and the file they go to."""

from __future__ import annotations

import logging
import sys
from typing import Any

from scrapy.logformatter import LogFormatter
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.log import _get_handler

from archive.cli import hearsay

log = logging.getLogger("scrapy")


class QuietFormatter(LogFormatter):
    """Scrapy logs items whole; ours hold whole pages, so only their addresses are logged."""

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> Any:
        """One line, with no item in it."""
        return {"level": logging.DEBUG, "msg": "not filed: %(reason)s", "args": {"reason": exception}}

    def crawled(self, request: Any, response: Any, spider: Any) -> Any:
        """Scrapy's line for every answer, made only where the level lets it be seen."""
        return super().crawled(request, response, spider) if log.isEnabledFor(logging.DEBUG) else None

    def scraped(self, item: Any, response: Any, spider: Any) -> Any:
        """One line for a page that went through."""
        if not log.isEnabledFor(logging.DEBUG):
            return None
        url = getattr(getattr(item, "capture", item), "url", None)
        return {"level": logging.DEBUG, "msg": "read %(url)s", "args": {"url": url}}


class LogFile(logging.FileHandler):
    """A log file whose disk may be full: that is said once, and ends no crawl."""

    said = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """One line for all that the disk does not take; a line that cannot be written out is a fault of ours."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self.said:
            self.said = True
            with hearsay():
                sys.stderr.write(f"fangzhi: {self.baseFilename}: {error.strerror}; lines of the log are lost,"
                                 " the crawl goes on\n")


def to_file(settings: Any) -> None:
    """Log to LOG_FILE, where one is named: Scrapy would open it anew for each portal, and end where it is full."""
    if settings["LOG_FILE"] and settings.getbool("LOG_INSTALL_ROOT_HANDLER"):
        handler = _get_handler(settings)
        handler.__class__ = LogFile
        logging.root.setLevel(logging.NOTSET)
        logging.root.addHandler(handler)
        settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")


class Stats(MemoryStatsCollector):
    """Scrapy's statistics, without the look at each call for an argument that nobody passes any more."""

    __getattribute__ = object.__getattribute__
