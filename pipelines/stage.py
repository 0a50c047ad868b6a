"""A job of the road as a Scrapy item pipeline: the one thin class that all of them share."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, ClassVar

from pipelines.items import Capture, Page

log = logging.getLogger(__name__)

Job = Callable[[Page], None]


def run_job(job: Job, page: Page) -> None:
    """Run one job on a page that is still good; whatever it raises puts the page into quarantine, never in the bin."""
    if page.failed or page.refused:
        return
    try:
        job(page)
    except Exception as error:  # a page may break a job in any way; rule 2: nothing is lost
        log.exception("%s failed on %s", job.__name__, page.capture.url)
        page.failed = f"{job.__name__}: {type(error).__name__}: {error}"[:300]


class Stage:
    """Runs its job on captures and pages as they pass, and counts the job's steps in the crawl's statistics."""

    job: ClassVar[Job]

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Stage:
        """Scrapy's way in."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Take a Capture or a Page; anything else passes untouched."""
        if isinstance(item, Capture):
            item = Page(item, facts=self.crawler.spider.facts, failed=item.wrong)
        if isinstance(item, Page):
            done = len(item.steps)
            run_job(type(self).job, item)
            for step in item.steps[done:]:
                self.crawler.stats.inc_value(f"steps/{step.step}", step.count)
        return item
