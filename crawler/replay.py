"""-s REPLAY=x.warc.gz: every request is answered from WARC files, and nothing touches the network."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.ledger import NOT_CAPTURED
from archive.warc import SPENT, WarcIndex


@lru_cache(maxsize=4)
def open_replay(paths: str) -> WarcIndex:
    """The index of the files a REPLAY setting names, read once for all crawls of a process.

    Raises FangzhiError for a file that is missing or no WARC.
    """
    return WarcIndex([path.strip() for path in paths.split(",") if path.strip()])


class ReplayMiddleware:
    """Stands next to the downloader, so that everything before it works as on the live web."""

    def __init__(self, index: WarcIndex, crawler: Any) -> None:
        self.index, self.crawler = index, crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> ReplayMiddleware:
        """Scrapy's way in; off where no REPLAY is set."""
        if not crawler.settings["REPLAY"]:
            raise NotConfigured
        return cls(open_replay(crawler.settings["REPLAY"]), crawler)

    def process_request(self, request: Request) -> Response:
        """The captured answer, or a refusal that says why."""
        capture = self.index.get(request.url)
        if capture is None:
            self.crawler.stats.inc_value("replay/missing")
            raise IgnoreRequest(NOT_CAPTURED)
        headers = Headers({k: v for k, v in capture.headers.items() if k not in SPENT})
        kind = responsetypes.from_args(headers=headers, url=request.url, body=capture.body)
        return kind(request.url, status=capture.status, headers=headers, body=capture.body)
