"""Log lines for items: an address and an outcome, never an article's whole text."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter
from scrapy.statscollectors import MemoryStatsCollector

log = logging.getLogger("scrapy")


class QuietFormatter(LogFormatter):
    """Scrapy prints whole items; ours hold whole newspapers."""

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> Any:
        """One line, with no item in it."""
        return {"level": logging.DEBUG, "msg": "not filed: %(reason)s", "args": {"reason": exception}}

    def crawled(self, request: Any, response: Any, spider: Any) -> Any:
        """Scrapy's line for every answer, where anybody will see it."""
        return super().crawled(request, response, spider) if log.isEnabledFor(logging.DEBUG) else None

    def scraped(self, item: Any, response: Any, spider: Any) -> Any:
        """One line for a page that went through."""
        if not log.isEnabledFor(logging.DEBUG):
            return None
        url = getattr(getattr(item, "capture", item), "url", None)
        return {"level": logging.DEBUG, "msg": "read %(url)s", "args": {"url": url}}


class Stats(MemoryStatsCollector):
    """Scrapy's statistics, without the look at each call for an argument that nobody passes any more."""

    __getattribute__ = object.__getattribute__
