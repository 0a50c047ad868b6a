"""A long crawl of the town with faults of all kinds mixed in: `make soak`, or `python bench/soak.py --pages 100000`.

Every address must be accounted for, memory must stay flat, and the report must tell what happened. Ends with 1 if not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.doctor import examine  # noqa: E402
from archive.errors import DEGRADED  # noqa: E402
from tests.reading import ledger, states  # noqa: E402
from tests.running import command, crawling, environment  # noqa: E402
from tests.town import Town  # noqa: E402
from tests.town.exchange import Exchange  # noqa: E402
from tests.town.faults import Body, Delay, Drip, Fault, Raw, Redirect, Reset, Status, Truncate, chunked, coded  # noqa: E402

SHARE = 0.05  # of all articles have a fault
SLOPE = 0.01  # by so much may memory grow from the middle of the run to its end
STUB = "<html><head><title>提示</title></head><body><p>您访问的页面不存在或已删除</p></body></html>".encode()
FAULTS: tuple[Fault, ...] = (
    Truncate(3000), Truncate(3000, compressed=True), Truncate(90, length="none"), Reset(), Reset(after=4000),
    Raw(lambda body: chunked(body, last=False)), Raw(lambda body: coded("gzip", body)), Status(404), Status(410),
    Status(500), Status(403), Body(STUB), Redirect("http://www.spam.example/"), Delay(0.5), Drip(size=4000, pause=0.01),
    Raw(lambda body: coded("gzip", gzip.compress(b"<p>a</p>" * 2_000_000))), Raw(lambda body: b"SSH-2.0-x\r\n"),
)
HARMLESS = (Delay, Drip)


class Faulty:
    """Gives every article that is drawn its fault, for ever."""

    def __init__(self, seed: int) -> None:
        self.seed, self.hit = seed, 0

    def search(self, url: str) -> Fault | None:
        """As a pattern would: the town asks it whether an address has a fault."""
        dice = random.Random(f"{self.seed}/{url}")
        if "/system/2" not in url or dice.random() >= SHARE:
            return None
        return dice.choice(FAULTS)

    async def __call__(self, exchange: Exchange) -> bool:
        """Act."""
        fault = self.search(exchange.request.url)
        assert fault is not None
        return await fault(exchange)


def memory(pid: int) -> int:
    """Resident memory of a process, in KB; 0 once it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def watch(process: subprocess.Popen[bytes], town: Town, seen: list[tuple[int, int]]) -> None:
    """Note pages served and memory, every few seconds."""
    while process.poll() is None:
        seen.append((len(town.log), memory(process.pid)))
        if sys.stderr.isatty():
            print(f"\r{seen[-1][0]:>8} requests, {seen[-1][1] // 1024} MB ", end="", file=sys.stderr)
        time.sleep(1)


def slope(seen: list[tuple[int, int]]) -> float:
    """How much memory grew from the middle third of the requests to the last, as a share: the medians of both."""
    last = seen[-1][0]
    middle = [rss for requests, rss in seen if last / 3 < requests <= 2 * last / 3 and rss]
    end = [rss for requests, rss in seen if requests > 2 * last / 3 and rss]
    return median(end) / median(middle) - 1 if middle and end else 0.0


def soak(pages: int, seed: int = 1) -> list[str]:
    """Crawl; return what is not as it should be."""
    with Town(portals=["gscn"], articles=pages, per_page=100) as town, tempfile.TemporaryDirectory() as name:
        path, report = Path(name) / "a.db", Path(name) / "r.json"
        faulty = Faulty(seed)
        town.faults[faulty] = faulty  # type: ignore[index]
        words = crawling("gscn", path, "-s", "LOG_LEVEL=ERROR", "-s", f"REPORT={report}", "-s", "HOST_FAILURES=1000000")
        began = time.monotonic()
        process = subprocess.Popen(command(*words), env=environment(town), cwd=ROOT, stderr=subprocess.DEVNULL)
        seen: list[tuple[int, int]] = []
        watcher = threading.Thread(target=watch, args=(process, town, seen))
        watcher.start()
        process.wait()
        watcher.join()
        told = json.loads(report.read_text(encoding="utf-8"))["portals"][0]
        wrong = _wrong(town, faulty, path, process.returncode, told)
        grown = slope(seen)
        if pages >= 5000 and grown > SLOPE:
            wrong.append(f"memory grew by {grown:.1%} from the middle to the end")
        seconds, most = time.monotonic() - began, max(rss for _, rss in seen) // 1024
        print(f"{pages} articles, {len(town.log)} requests in {seconds:.0f} s, exit {process.returncode}")
        print(f"memory: {most} MB at most, {grown:+.1%} from the middle third to the last")
        tenths = [rss // 1024 for _, rss in seen[:: max(1, len(seen) // 10)] if rss]
        print(f"memory over time, MB: {' '.join(map(str, tenths))}")
        print(states(path))
    return wrong


def _wrong(town: Town, faulty: Faulty, path: Path, code: int, told: dict) -> list[str]:  # type: ignore[type-arg]
    entries = ledger(path)
    wrong = [] if code == DEGRADED else [f"exit {code}, not {DEGRADED}"]
    for url in town.articles():
        fault, entry = faulty.search(url), entries.get(url)
        well = fault is None or isinstance(fault, HARMLESS)
        if entry is None:
            wrong.append(f"{url}: in no state at all")
        elif well != (entry.state in ("stored", "duplicate")):
            wrong.append(f"{url}: {fault} ended as {entry}")
    counted = sum(told["ledger"][state] for state in ("pending", "stored", "duplicate", "quarantined", "refused"))
    if counted != told["ledger"]["discovered"]:
        wrong.append(f"the ledger does not add up: {told['ledger']}")
    for kind in ("cut", "gone", "server", "denied", "moved", "large", "connection"):
        if not told["failures"].get(kind, {}).get("count"):
            wrong.append(f"the report tells of no {kind}")
    return wrong + [finding.text for finding in examine(path) if finding.level == "unsound"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = soak(asked.pages, asked.seed)
    print("\n".join(found[:50]) or "everything is accounted for")
    sys.exit(bool(found))
