"""`scrapy crawl PORTAL`: the same run as `fangzhi crawl`, with its exit codes and one-line errors."""

from __future__ import annotations

import argparse

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from archive.cli import FAULTS, ready_streams, told
from crawler.run import run


class Command(ScrapyCrawl):
    """Takes the place of Scrapy's own command of this name."""

    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl one portal."""
        ready_streams()
        if len(args) != 1:
            raise UsageError("name one portal; `scrapy list` shows them, `fangzhi crawl` takes several")
        try:
            self.exitcode = run(args, opts.spargs, self.settings)
        except FAULTS as error:
            self.exitcode = told(error)
