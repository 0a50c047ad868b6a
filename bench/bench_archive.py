"""What adding an article costs as the archive grows: full text, near-duplicates, capture, ledger, all of it.

`python -m bench.bench_archive [--articles N]`: articles of 3 KB on pages of 30 KB are added up to N; at 10,000, at
100,000, at 1,000,000 and at N the next thousand are timed, in batches and one by one. Beside it, in the same run:
the same rows into the same tables without index or search (the floor), and datasketch and simhash where installed.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive.archive import Archive  # noqa: E402
from pipelines.dedup import normalise  # noqa: E402
from pipelines.items import Page  # noqa: E402
from tests.making import page  # noqa: E402
from tests.reprints import work  # noqa: E402

STOPS = (10_000, 100_000, 1_000_000)
TIMED, BATCH = 1000, 100
ROWS = 500  # entries of the navigation round a text: together 30 KB
SAMPLE = 2000  # texts for the neighbours
LINK = '<li><a href="/system/{0}/{1:08}.shtml" title="{2}">{2}</a></li>\n'


def pages(start: int, dice: random.Random) -> Iterator[Page]:
    """Articles without end, each on a page with other links round it."""
    headlines = [work(n)[:18] for n in range(400)]
    n = start
    while True:
        text = work.__wrapped__(n, 21)
        links = "".join(
            LINK.format(2018 + k % 5, dice.randrange(10**8), dice.choice(headlines)) for k in range(ROWS // 3))
        body = f"<html><body>{links}<div>{text}</div></body></html>".encode()
        yield page(f"http://{n % 200}.example/{n // 200:07}.shtml", text, portal=None, title=text[:18], body=body,
                   published_at=f"{2005 + n % 15}-{1 + n % 12:02}-{1 + n % 28:02}", source=f"第{n % 90}报")
        n += 1


def timed(action: Callable[[Sequence[Page]], object], made: list[Page], size: int) -> float:
    """Articles per CPU-second."""
    started = time.process_time()
    for at in range(0, len(made), size):
        action(made[at : at + size])
    return len(made) / (time.process_time() - started)


def floor(made: list[Page], folder: str) -> float:
    """The rows alone, `executemany` in one transaction."""
    conn = sqlite3.connect(Path(folder) / "floor.db")
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("CREATE TABLE captures (digest TEXT, url TEXT, body BLOB)")
    conn.execute("CREATE TABLE articles (title TEXT, url TEXT, published_at TEXT, source TEXT, text TEXT)")
    started = time.process_time()
    with conn:
        conn.executemany("INSERT INTO captures VALUES (?, ?, ?)",
                         [(p.capture.digest, p.capture.url, p.capture.body) for p in made])
        conn.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", [
            (p.article.title, p.article.url, p.article.published_at, p.article.source, p.article.text) for p in made])
    spent = time.process_time() - started
    conn.close()
    return len(made) / spent


def datasketch_lsh(texts: list[str]) -> float:
    """MinHash of 128 permutations over four-letter sequences, asked and inserted."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]

    index = MinHashLSH(threshold=0.5, num_perm=128)
    started = time.process_time()
    for n, text in enumerate(texts):
        signature = MinHash(num_perm=128)
        signature.update_batch([text[i : i + 4].encode() for i in range(len(text) - 3)])
        index.query(signature)
        index.insert(str(n), signature)
    return len(texts) / (time.process_time() - started)


def simhash_index(texts: list[str]) -> float:
    """64 bits over four-letter sequences, within 3 bits."""
    from simhash import Simhash, SimhashIndex  # type: ignore[import-not-found]

    index = SimhashIndex([], k=3)
    started = time.process_time()
    for n, text in enumerate(texts):
        signature = Simhash([text[i : i + 4] for i in range(len(text) - 3)])
        index.get_near_dups(signature)
        index.add(str(n), signature)
    return len(texts) / (time.process_time() - started)


def run(articles: int, folder: str, console: Console) -> Table:
    """Fill an archive, and time it at the stops."""
    path = Path(folder) / "archive.db"
    source = pages(0, random.Random(3))
    table = Table("articles in the archive", "added per CPU-s, 100 a transaction", "one a transaction",
                  "resident MB", "bytes an article", title="Adding an article")
    stops = sorted({stop for stop in STOPS if stop < articles} | {articles})
    held = 0
    with Archive(path) as archive, Progress(console=console, transient=True) as progress:
        task = progress.add_task("filling", total=articles)
        for stop in stops:
            while held < stop:
                archive.add_many(list(islice(source, min(500, stop - held))))
                held = min(stop, held + 500)
                progress.update(task, completed=held)
            rates = []
            for size in (BATCH, 1):
                made = list(islice(source, TIMED))
                rates.append(timed(archive.add_many, made, size))
                held += TIMED
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            table.add_row(f"{stop:,}", *(f"{rate:,.0f}" for rate in rates), f"{peak:,.0f}",
                          f"{path.stat().st_size / archive.one('SELECT count(*) FROM articles'):,.0f}")
    return table


def neighbours(folder: str) -> Table:
    """What others cost on the same articles."""
    made = list(islice(pages(5_000_000, random.Random(4)), SAMPLE))
    texts = [normalise(p.article.text or "") for p in made]
    table = Table("neighbour", "articles per CPU-s", title="Beside it")
    table.add_row("executemany, no index, no search, no compression", f"{floor(made, folder):,.0f}")
    for name, module, measure in (("datasketch MinHashLSH, in memory", "datasketch", datasketch_lsh),
                                  ("simhash index, in memory", "simhash", simhash_index)):
        table.add_row(name, f"{measure(texts):,.0f}" if find_spec(module) else "not installed")
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", help="where the archive is made; it is removed again")
    asked = parser.parse_args()
    out = Console()
    with tempfile.TemporaryDirectory(dir=asked.folder) as place:
        out.print(run(asked.articles, place, Console(stderr=True)))
        out.print(neighbours(place))
