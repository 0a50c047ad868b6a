"""The end of the road in a crawl: what was read is filed, what was not is accounted for."""

from __future__ import annotations

from typing import Any

from pipelines.items import Failure, Page


class StorePipeline:
    """Hands pages and failures to the crawl's frontier, which files each in one transaction of the archive."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> StorePipeline:
        """Scrapy's way in."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """File a Page, note a Failure; while another process writes, the crawl goes on."""
        frontier = self.crawler.spider.frontier
        if isinstance(item, Page):
            await frontier.done(item)
        elif isinstance(item, Failure):
            await frontier.failed(item)
        return item
