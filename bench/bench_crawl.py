"""What a crawl costs beside a bare Scrapy spider that downloads the same pages: `make bench-crawl`, both in one run.

Loopback, politeness off. The bare spider asks for every page and keeps nothing. Ours finds them through their lists,
keeps robots.txt, reads, deduplicates, indexes and archives, with the frontier on disk. CPU time is that of the crawling
process alone, its start-up (measured by a crawl of nothing) taken off.

The bare spider is measured twice: as Scrapy comes, which starts a hundred workers for the items of each response, and
with CONCURRENT_ITEMS of our own settings, which is one. The first shows what a plain spider costs, the second what all
that ours does is more.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import resource
import subprocess
import sys
import tempfile
from operator import truediv
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from crawler.settings import CONCURRENT_ITEMS  # noqa: E402
from tests.running import command, crawling, environment  # noqa: E402
from tests.town import PORTALS, Town  # noqa: E402

BARE = """
import sys
from pathlib import Path
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for url in Path(sys.argv[1]).read_text().split():
            yield scrapy.Request(url)
    def parse(self, response):
        assert response.status == 200

process = AsyncCrawlerProcess({
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "WARNING",
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    **dict(word.split("=") for word in sys.argv[2:]),
})
process.crawl(Bare)
process.start()
"""

LIKE_OURS = f"CONCURRENT_ITEMS={CONCURRENT_ITEMS}"


def cpu_of(words: list[str], town: Town) -> float:
    """CPU seconds, user and system, of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(words, env=environment(town), cwd=ROOT, check=True, **quiet)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare(town: Town, folder: Path, urls: list[str], *settings: str) -> float:
    """CPU seconds of the bare spider over these pages, as Scrapy comes but for `settings` (NAME=value)."""
    (folder / "bare.py").write_text(BARE)
    (folder / "urls").write_text("\n".join(urls))
    return cpu_of([*command("python"), str(folder / "bare.py"), str(folder / "urls"), *settings], town)


def ours(town: Town, folder: Path, run: int, *more: str) -> float:
    """CPU seconds of a crawl into a new archive."""
    return cpu_of(command(*crawling("gscn", folder / f"{run}.db", "-s", "LOG_LEVEL=WARNING", *more)), town)


def _town(articles: int) -> Town:
    return Town(portals=["gscn"], articles=articles, per_page=50, cache=2 * articles)


def measure(articles: int, runs: int) -> None:
    """Both in turn. Ours is held against the bare runs right before and after it: a shared machine's speed changes."""
    with _town(articles) as town, tempfile.TemporaryDirectory() as name:
        folder, urls = Path(name), list(town.articles())
        idle = min(bare(town, folder, []) for _ in range(2))
        nothing = min(ours(town, folder, -1 - n, "-a", "limit=1", "-a", "channel=本网原创") for n in range(2))
        size = sum(len(town.page(url).body) for url in urls[:20]) / 20_000
        bares, mine, ratios, likes = [bare(town, folder, urls) - idle], [], [], []
        for run in range(runs):
            mine.append(ours(town, folder, run) - nothing)
            bares.append(bare(town, folder, urls) - idle)
            likes.append(bare(town, folder, urls, LIKE_OURS) - idle)
            ratios.append((bares[-2] + bares[-1]) / 2 / mine[-1])
            one, like, other = (cpu[-1] / articles * 1000 for cpu in (bares, likes, mine))
            print(f"run {run + 1}: bare {one:.2f} ms a page, with {LIKE_OURS} {like:.2f}, ours {other:.2f},"
                  f" ratio {ratios[-1]:.2f}, {like / other:.2f}", flush=True)
    one, like, other = (min(cpu) / articles * 1000 for cpu in (bares, likes, mine))
    print(f"{articles} pages of {size:.0f} KB; the best: bare {one:.2f} ms, with {LIKE_OURS} {like:.2f},"
          f" ours {other:.2f}, ratio {one / other:.2f}, {like / other:.2f}")
    print(f"ratio of pages per CPU-second, median of {runs}: {median(ratios):.2f} as Scrapy comes,"
          f" {median(map(truediv, likes, mine)):.2f} with {LIKE_OURS}")


def profile(articles: int) -> None:
    """Where our own time goes: the crawl in this process, under the profiler."""
    from scrapy.utils.project import get_project_settings

    from crawler.run import run
    from tests.running import FAST

    with _town(articles) as town, tempfile.TemporaryDirectory() as name:
        os.environ.update({**environment(town)})
        settings = get_project_settings()
        fast = dict(word.split("=") for word in FAST)
        settings.setdict({**fast, "ARCHIVE": f"{name}/a.db", "LOG_LEVEL": "ERROR"}, "cmdline")
        profiler = cProfile.Profile()
        channels = ",".join(channel.name for channel in PORTALS["gscn"].channels)
        profiler.runcall(run, ["gscn"], {"channel": channels}, settings)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(r"/(crawler|pipelines|archive)/", 60)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead")
    asked = parser.parse_args()
    profile(asked.articles) if asked.profile else measure(asked.articles, asked.runs)
