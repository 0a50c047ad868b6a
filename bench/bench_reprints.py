"""How many reprints are found, by how they were changed, and how many different articles are taken for one.

`python -m bench.bench_reprints [--works N] [--seed S]`: works of made-up county news, each with one reprint of every
kind, and as many pairs of different articles that share 30 % of their words, all in one archive, in random order.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.archive import Archive  # noqa: E402
from tests.making import page  # noqa: E402
from tests.reprints import KINDS, different, work  # noqa: E402

BATCH = 100


def texts(works: int, dice: random.Random) -> dict[str, tuple[str, object]]:
    """By address: how its text is made, and which work it is."""
    found: dict[str, tuple[str, object]] = {}
    for n in range(works):
        for k, kind in enumerate(KINDS):
            found[f"http://{k}.example/{n}.htm"] = (kind, n)
        for side in "ab":
            found[f"http://{side}.example/{n}.htm"] = ("different", (n, side))
    addresses = list(found)
    dice.shuffle(addresses)
    return {address: found[address] for address in addresses}


def text_of(kind: str, which: object, seed: int) -> str:
    """The text at an address."""
    if kind == "different":
        n, side = which  # type: ignore[misc]
        return different(n, random.Random(n))["ab".index(side)]
    return KINDS[kind](work(int(which), seed), random.Random(f"{seed}/{kind}/{which}"))  # type: ignore[call-overload]


def run(works: int, seed: int, folder: str) -> Table:
    """File everything, then compare where it went with where it belongs."""
    plan = texts(works, random.Random(seed))
    made = (page(url, text_of(*what, seed), portal=None, title=str(what[1])) for url, what in plan.items())
    spent = 0.0
    with Archive(Path(folder) / "reprints.db") as archive:
        for _ in track(range(0, len(plan), BATCH), "filing", console=Console(stderr=True), transient=True):
            batch = list(islice(made, BATCH))
            started = time.process_time()
            archive.add_many(batch)
            spent += time.process_time() - started
        rows = archive.conn.execute("SELECT url, article_id FROM appearances").fetchall()
    where = dict(rows)
    table = Table("change", "pairs", "found", title=f"{works:,} works, {len(plan):,} pages, seed {seed}")
    total = missed = 0
    for k, kind in islice(enumerate(KINDS), 1, None):
        hits = sum(where[f"http://{k}.example/{n}.htm"] == where[f"http://0.example/{n}.htm"] for n in range(works))
        total, missed = total + works, missed + works - hits
        table.add_row(kind, f"{works:,}", f"{hits / works:.2%}")
    joined = sum(where[f"http://a.example/{n}.htm"] == where[f"http://b.example/{n}.htm"] for n in range(works))
    table.add_row("different, 30 % in common", f"{works:,}", f"{joined / works:.2%} taken for one")
    right, wrong = _pairs(plan, where)
    table.add_row("recall of original and reprint", f"{total:,}", f"{1 - missed / total:.3%}")
    table.add_row("precision of all pairs put together", f"{right + wrong:,}", f"{right / (right + wrong):.3%}")
    table.add_row("pages per CPU-second", "", f"{len(plan) / spent:,.0f}")
    return table


def _pairs(plan: dict[str, tuple[str, object]], where: dict[str, int]) -> tuple[int, int]:
    """Pairs of pages at one article: rightly, wrongly."""
    together: dict[int, Counter[object]] = {}
    for url, (_, which) in plan.items():
        together.setdefault(where[url], Counter())[which] += 1
    right = sum(n * (n - 1) // 2 for works in together.values() for n in works.values())
    return right, sum(works.total() * (works.total() - 1) // 2 for works in together.values()) - right


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=11)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        Console().print(run(asked.works, asked.seed, place))
