"""Whether merging gives the same bytes in any order: `python -m bench.bench_merge [--archives N] [--articles M]`.

N machines have each archived M addresses of the same works, a third of them those of another machine as well, with
every kind of reprint and editions of later days. They are merged in random orders; the exports must be equal.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.archive import Archive  # noqa: E402
from archive.export import export  # noqa: E402
from archive.merge import merge  # noqa: E402
from pipelines.items import Page  # noqa: E402
from tests.making import page  # noqa: E402
from tests.reprints import KINDS, work  # noqa: E402

BATCH = 200
FORMATS = ("jsonl", "csv", "warc")


def shown(site: int, number: int, machine: int) -> Page:
    """What a machine saw at an address, on a day of its own."""
    dice = random.Random(f"{site}/{number}")
    kind = "same" if site == 0 else dice.choice(list(KINDS))
    edition = dice.random() < 0.1 and machine % 2
    text = KINDS[kind](work(number), dice) + ("\n更正：以县里公布的数字为准。" if edition else "")
    when = f"2020-01-{1 + machine:02}T00:00:{number % 60:02}+00:00"
    return page(f"http://{site}.example/{number}.htm", text, portal=f"{site}.example", title=work(number)[:18],
                when=when, source=(None, "乙报", "0号网")[number % 3],
                body=f"<p>{text}</p><!--{machine if edition else ''}-->".encode())


def fill(path: Path, machine: int, machines: int, articles: int) -> None:
    """The archive of one machine: a third of its addresses are also the next one's."""
    step = articles * 2 // 3
    numbers = range(machine * step, machine * step + articles)
    with Archive(path) as archive:
        for site in {0, machine % 4}:
            archive.know_portal(f"{site}.example", title=f"{site}号网" if machine % 3 else None)
        made = [((machine + n) % 4, n // 4 % (machines * step // 4)) for n in numbers]
        for at in range(0, len(made), BATCH):
            archive.add_many([shown(site, number, machine) for site, number in made[at : at + BATCH]])


def digests(path: Path) -> dict[str, str]:
    """SHA-256 of each export."""
    found = {}
    with Archive(path, readonly=True) as archive:
        for kind in FORMATS:
            output = path.with_suffix(f".{kind}")
            export(archive, kind, output)
            with output.open("rb") as stream:
                found[kind] = hashlib.file_digest(stream, "sha256").hexdigest()
            output.unlink()
    return found


def run(machines: int, articles: int, orders: int, folder: Path) -> bool:
    """Merge in each order and compare; prints a line for each."""
    paths = [folder / f"{machine}.db" for machine in range(machines)]
    for machine, path in enumerate(track(paths, "archives", console=Console(stderr=True), transient=True)):
        fill(path, machine, machines, articles)
    results = []
    for number in range(orders):
        order = random.Random(number).sample(paths, machines)
        into = folder / f"into{number}.db"
        started = time.process_time()
        with Archive(into) as target:
            with ExitStack() as opened:
                merge(target, *(opened.enter_context(Archive(path, readonly=True)) for path in order))
            counts = [target.one(f"SELECT count(*) FROM {table}") for table in ("articles", "appearances", "revisions")]
        spent = time.process_time() - started
        results.append(digests(into))
        print(f"{' '.join(path.stem for path in order)}: {counts[0]:,} articles, {counts[1]:,} appearances,"
              f" {counts[2]:,} revisions, {spent:,.0f} CPU-s, jsonl {results[-1]['jsonl'][:12]}", flush=True)
    return all(result == results[0] for result in results)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archives", type=int, default=8)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--orders", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        equal = run(asked.archives, asked.articles, asked.orders, Path(place))
    print("the exports are the same bytes" if equal else "THE EXPORTS DIFFER")
    sys.exit(0 if equal else 1)
