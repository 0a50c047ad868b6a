"""Log lines for items: an address and an outcome, never an article's whole text."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter


class QuietFormatter(LogFormatter):
    """Scrapy prints whole items; ours hold whole newspapers."""

    def dropped(self, item: Any, exception: BaseException, response: Any, spider: Any) -> Any:
        """One line, with no item in it."""
        return {"level": logging.DEBUG, "msg": "not filed: %(reason)s", "args": {"reason": exception}}

    def scraped(self, item: Any, response: Any, spider: Any) -> Any:
        """One line for a page that went through."""
        url = getattr(getattr(item, "capture", item), "url", None)
        return {"level": logging.DEBUG, "msg": "read %(url)s", "args": {"url": url}}
