"""The end of the road in a crawl: what was read is filed, what was not is accounted for."""

from __future__ import annotations

from typing import Any

from scrapy.exceptions import DropItem

from archive.errors import FangzhiError
from pipelines.items import Failure, Page


class StorePipeline:
    """Hands pages and failures to the crawl's frontier, which files those that come together in one transaction."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> StorePipeline:
        """Scrapy's way in."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """File a Page, note a Failure; while another process writes, the crawl goes on."""
        frontier = self.crawler.spider.frontier
        try:
            if isinstance(item, Page):
                await frontier.done(item)
            elif isinstance(item, Failure):
                await frontier.failed(item)
        except FangzhiError as error:  # the archive has failed, the frontier has said so, the crawl is ending
            raise DropItem(str(error)) from error
        return item
