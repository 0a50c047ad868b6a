"""What adding an article costs as the archive grows: full text, near-duplicates, capture, ledger, all of it.

`python -m bench.bench_archive [--articles N] [--folder PLACE]`: articles of 3 KB on pages of 30 KB are added up to N;
at 10,000, at 100,000, at 1,000,000 and at N the next thousands are timed in turn, in transactions of 100, of 20 and of
one: the median and the best of five rounds, and beside it what rounds of datasketch gave at the same time, where it is
installed: a machine that is shared is half as fast at one minute as at another.
Beside it, in the same run: the same rows into the same tables without any index or search (the floor), and
datasketch and simhash where they are installed. A million takes an hour and 20 GB of disk.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import statistics
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

from archive import search  # noqa: E402
from archive.archive import Archive  # noqa: E402
from pipelines.dedup import normalise  # noqa: E402
from pipelines.items import Page  # noqa: E402
from tests.making import page  # noqa: E402
from tests.reprints import work  # noqa: E402

STOPS = (10_000, 100_000, 1_000_000)
TIMED, SIZES, ROUNDS = 1000, (100, 20, 1), 5  # articles a round and size of transaction
FILLED = 500  # articles a transaction between the stops
RUN = 100  # articles of a portal in a row: a transaction holds pages of one crawl, which is one portal's
LINKS = 166  # entries of the navigation round a text: together 30 KB
SAMPLE = 2000  # texts for the neighbours
LINK = '<li><a href="/system/{0}/{1:08}.shtml" title="{2}">{2}</a></li>\n'
FILED = ("captures", "fetches", "articles", "texts", "appearances", "ledger")  # the tables an article has rows in
QUERIES = ("扶贫", "合作社", "甘肃", "百合", "群众", "危房改造", "学生", "春耕", "水", "医院")


def pages(start: int, dice: random.Random) -> Iterator[Page]:
    """Articles without end, each on a page with other links round it."""
    headlines = [work(n)[:18] for n in range(400)]
    links = [LINK.format(2018 + n % 5, dice.randrange(10**8), dice.choice(headlines)) for n in range(20_000)]
    n = start
    while True:
        text = work.__wrapped__(n, 21)
        body = f"<html><body>{''.join(dice.choices(links, k=LINKS))}<div>{text}</div></body></html>".encode()
        address = f"http://{n // RUN % 200}.example/{n // RUN:05}{n % RUN:02}.shtml"
        yield page(address, text, portal=None, title=text[:18], body=body,
                   published_at=f"{2005 + n % 15}-{1 + n % 12:02}-{1 + n % 28:02}", source=f"第{n % 90}报")
        n += 1


def timed(action: Callable[[Sequence[Page]], object], made: list[Page], size: int) -> float:
    """Articles per CPU-second."""
    started = time.process_time()
    for at in range(0, len(made), size):
        action(made[at : at + size])
    return len(made) / (time.process_time() - started)


def floor(archive: sqlite3.Connection, folder: str, size: int = 100) -> float:
    """The same rows into the same tables, `executemany` in transactions of the same size; no index, no search."""
    conn = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL")
    filed = {}
    for table in FILED:
        rows = archive.execute(f"SELECT * FROM {table} LIMIT {TIMED}")
        columns = [column[0] for column in rows.description]
        conn.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        filed[f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})"] = rows.fetchall()
    started = time.process_time()
    for at in range(0, TIMED, size):
        conn.execute("BEGIN")
        for statement, rows in filed.items():
            conn.executemany(statement, rows[at : at + size])
        conn.execute("COMMIT")
    spent = time.process_time() - started
    conn.close()
    return TIMED / spent


def answers(conn: sqlite3.Connection) -> float:
    """Milliseconds until the newest twenty hits are there: the median of some queries."""
    took = []
    for query in QUERIES:
        started = time.process_time()
        search.search(conn, search.Question(query))
        took.append(1000 * (time.process_time() - started))
    return statistics.median(took)


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


def _yardstick(source: Iterator[Page]) -> float:
    """How fast the machine is just now."""
    texts = [normalise(page.article.text or "") for page in islice(source, TIMED // 2)]
    return datasketch_lsh(texts) if find_spec("datasketch") else 0.0


def run(articles: int, path: Path) -> None:
    """Fill an archive, and time it at the stops; a line for each as soon as it is known."""
    source, held = pages(0, random.Random(3)), 0
    print("articles in the archive; added per CPU-second in transactions of 100, 20, 1, the median of five rounds and"
          " (the best); datasketch then; resident MB; bytes an article; a search, ms", flush=True)
    with Archive(path) as archive, Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("filling", total=articles)
        for stop in sorted({stop for stop in STOPS if stop < articles} | {articles}):
            while held < stop:
                archive.add_many(list(islice(source, min(FILLED, stop - held))))
                held = min(stop, held + FILLED)
                progress.update(task, completed=held)
            begun = held
            rounds = [[timed(archive.add_many, list(islice(source, TIMED)), size) for size in SIZES]
                      + [_yardstick(source)] for _ in range(ROUNDS)]
            held += ROUNDS * TIMED * len(SIZES)
            *rates, yardstick = zip(*rounds, strict=True)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            each = path.stat().st_size / archive.one("SELECT count(*) FROM articles")
            told = "  ".join(f"{statistics.median(rate):,.0f} ({max(rate):,.0f})" for rate in rates)
            print(f"{begun:>9,}; {told}; {statistics.median(yardstick):,.0f} ({max(yardstick):,.0f}); {peak:,.0f};"
                  f" {each:,.0f}; {answers(archive.conn):.1f}", flush=True)


def neighbours(path: Path, folder: str) -> Table:
    """What others cost on the same articles."""
    texts = [normalise(p.article.text or "") for p in islice(pages(5_000_000, random.Random(4)), SAMPLE)]
    table = Table("neighbour", "articles per CPU-s", title="Beside it")
    with Archive(path, readonly=True) as archive:
        table.add_row("executemany into the same tables, no index, no search", f"{floor(archive.conn, folder):,.0f}")
    for name, module, measure in (("datasketch MinHashLSH, in memory", "datasketch", datasketch_lsh),
                                  ("simhash index, in memory", "simhash", simhash_index)):
        table.add_row(name, f"{measure(texts):,.0f}" if find_spec(module) else "not installed")
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", help="where the archive is made; it is removed again")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as place:
        run(asked.articles, Path(place) / "archive.db")
        Console().print(neighbours(Path(place) / "archive.db", place))
