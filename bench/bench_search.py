"""Chinese full text beside FTS5's other tokenizers: what they find, how fast, how large, how quickly built.

`python -m bench.bench_search [--articles N]` fills an archive with generated articles, in the order of their dates as a
nightly crawl files them, indexes them four times, and asks each index the same 130 queries. Truth is SQL's LIKE. Every
query is asked three times and the middle time counts; all times are CPU time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from archive import search, spelling  # noqa: E402
from archive.archive import Archive  # noqa: E402
from tests.reprints import work  # noqa: E402

Row = tuple[int, str, str, str]  # number, date, headline, text
FIRST = dt.datetime(2008, 1, 1)
DECADES = 15 * 365 * 24 * 60  # minutes over which the articles are spread
BATCH = 1000
PAGE = 20
HAN = re.compile(r"[\u4e00-\u9fff]+")
FIGURES = re.compile(r"[0-9]+[\u4e00-\u9fff]"), re.compile(r"[0-9]+[\u4e00-\u9fff]{2}")
KINDS = {"1 character": 25, "2 characters": 25, "3 characters": 25, "4 characters": 25, "two terms": 15,
         "number + Han": 15}


def articles(count: int, seed: int = 21) -> Iterator[Row]:
    """Generated articles of some 1,000 characters (3 KB), the oldest first."""
    for n in range(count):
        text = work.__wrapped__(n, seed)
        when = FIRST + dt.timedelta(minutes=DECADES * n // count)
        yield n + 1, f"{when:%Y-%m-%dT%H:%M}+08:00", text[:18].split("\n")[0], text


def queries(texts: list[str], dice: random.Random) -> list[tuple[str, str]]:
    """Kind and words of 130 queries, cut anywhere from texts."""

    def cut(pattern: re.Pattern[str], length: int = 0) -> str:
        while True:
            runs = [run for run in pattern.findall(dice.choice(texts)) if len(run) >= length]
            if runs:
                run = dice.choice(runs)
                start = dice.randrange(len(run) - length + 1) if length else 0
                return str(run[start : start + length] if length else run)

    makers: dict[str, Callable[[], str]] = {
        **{f"{n} character{'s' * (n > 1)}": (lambda n=n: cut(HAN, n)) for n in (1, 2, 3, 4)},
        "two terms": lambda: f"{cut(HAN, 2)} {cut(HAN, 2)}",
        "number + Han": lambda: cut(dice.choice(FIGURES)),
    }
    return [(kind, makers[kind]()) for kind, count in KINDS.items() for _ in range(count)]


def truth(conn: sqlite3.Connection, query: str) -> set[int]:
    """What LIKE finds: every term in the headline or the text."""
    words = query.split()
    clauses = " AND ".join(["(title LIKE ? OR text LIKE ?)"] * len(words))
    values = [f"%{word}%" for word in words for _ in range(2)]
    return {row[0] for row in conn.execute(f"SELECT id FROM articles WHERE {clauses}", values)}


@dataclass(frozen=True)
class Peer:
    """Another way to index Chinese with FTS5: its tokenizer, and how texts and queries are put to it."""

    tokenizer: str
    spelled: Callable[[str], str] = str
    expression: Callable[[str], str] = lambda query: " ".join(f'"{word}"' for word in query.split())


def pairs(text: str) -> str:
    """A text as overlapping pairs of characters, the last one alone."""
    return " ".join(text[n : n + 2] for n in range(len(text)))


def pairs_expression(query: str) -> str:
    """A phrase of pairs; one character is the beginning of a pair."""
    phrases = (" ".join(word[n : n + 2] for n in range(len(word) - 1)) for word in query.split())
    return " ".join(f'"{phrase}"' if phrase else f'"{query}"*' for phrase in phrases)


PEERS = {
    "unicode61": Peer("unicode61"),
    "trigram": Peer("trigram"),
    "bigram phrase": Peer("unicode61 categories 'L* N* Co P* S*'", pairs, pairs_expression),
}


@dataclass
class Result:
    """One index, measured."""

    built: float  # articles per CPU-second
    size: float  # of the table it serves
    found: list[tuple[str, int, int, int]] = field(default_factory=list)  # kind, hits, true hits, truth
    newest: list[float] = field(default_factory=list)  # milliseconds for a page of the newest
    best: list[float] = field(default_factory=list)

    def rates(self, kind: str = "") -> tuple[float, float]:
        """Recall and precision over all queries, or those of a kind."""
        rows = [row[1:] for row in self.found if kind in ("", row[0])]
        hits, right, wanted = (sum(column) for column in zip(*rows, strict=True))
        return right / wanted, right / hits if hits else 1.0


def size_of(conn: sqlite3.Connection, name: str) -> int:
    """The bytes of all pages of a table or of an index's tables."""
    sql = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name = ?1 OR (name GLOB ?1 || '_*' AND ?1 <> 'articles')"
    return int(conn.execute(sql, (name,)).fetchone()[0])


def timed(action: Callable[[], object]) -> float:
    """Milliseconds of CPU: the middle of three."""
    spent = []
    for _ in range(3):
        started = time.process_time()
        action()
        spent.append(1000 * (time.process_time() - started))
    return sorted(spent)[1]


def filled(archive: Archive, rows: Iterator[Row]) -> float:
    """Put articles into an archive and into its index; articles indexed per CPU-second, the rows not counted."""
    spent, count = 0.0, 0
    archive.know_portal("gscn", title="中国甘肃网", province="甘肃")
    while batch := list(islice(rows, BATCH)):
        archive.conn.execute("BEGIN")
        archive.conn.executemany(
            "INSERT INTO articles (id, published_at, title, text, portal, url, chars, digest, first_seen, last_seen)"
            " VALUES (?1, ?2, ?3, ?4, 'gscn', 'http://gscn.example/' || ?1, length(?4), 'generated', ?2, ?2)", batch)
        started = time.process_time()
        for number, _, title, text in batch:
            spelling.index(archive.conn, number, title, text)
        archive.conn.execute("COMMIT")
        spent += time.process_time() - started
        count += len(batch)
    return count / spent


def built(conn: sqlite3.Connection, name: str, peer: Peer) -> float:
    """Index the articles once more, a peer's way; articles per CPU-second."""
    conn.execute(f"CREATE VIRTUAL TABLE {name} USING fts5 (title, text, content='', tokenize=\"{peer.tokenizer}\")")
    rows = conn.execute("SELECT id, title, text FROM articles ORDER BY id")
    spent, count = 0.0, 0
    while batch := rows.fetchmany(BATCH):
        started = time.process_time()
        conn.execute("BEGIN")
        conn.executemany(f"INSERT INTO {name} (rowid, title, text) VALUES (?, ?, ?)",
                         [(number, peer.spelled(title), peer.spelled(text)) for number, title, text in batch])
        conn.execute("COMMIT")
        spent += time.process_time() - started
        count += len(batch)
    return count / spent


def ask_ours(conn: sqlite3.Connection, result: Result, asked: list[tuple[str, str]], true: dict[str, set[int]]) -> None:
    """Put the queries to the archive, as the search page and `fangzhi search` do."""
    for kind, query in asked:
        hits = {row[0] for row in conn.execute(search.HITS, (search.match_expression(query),))}
        result.found.append((kind, len(hits), len(hits & true[query]), len(true[query])))
        for times, best in ((result.newest, False), (result.best, True)):
            ask = search.Question(query, limit=PAGE, best=best)
            times.append(timed(lambda ask=ask: search.search(conn, ask)))  # type: ignore[misc]


def ask_peer(
    conn: sqlite3.Connection, name: str, peer: Peer, result: Result, asked: list[tuple[str, str]],
    true: dict[str, set[int]],
) -> None:
    """Put the queries to a peer: its newest are its highest numbers, for these articles the same."""
    page = (f"SELECT articles.* FROM (SELECT rowid AS n FROM {name} WHERE {name} MATCH ? ORDER BY {{}} LIMIT {PAGE})"
            " JOIN articles ON id = n")
    for kind, query in asked:
        words = (peer.expression(query),)
        hits = {row[0] for row in conn.execute(f"SELECT rowid FROM {name} WHERE {name} MATCH ?", words)}
        result.found.append((kind, len(hits), len(hits & true[query]), len(true[query])))
        for times, order in ((result.newest, "rowid DESC"), (result.best, "rank")):
            sql = page.format(order)
            times.append(timed(lambda sql=sql, words=words: conn.execute(sql, words).fetchall()))  # type: ignore[misc]


def measure(count: int, folder: Path, peers: dict[str, Peer], progress: Progress) -> dict[str, Result]:
    """Every index on the same articles, asked the same queries."""
    task = progress.add_task("ours: filling", total=len(peers) + 2)
    with Archive(folder / "archive.db") as archive:
        conn = archive.conn
        results = {"fangzhi": Result(filled(archive, articles(count)), 0.0)}
        table = size_of(conn, "articles")
        results["fangzhi"].size = size_of(conn, "articles_fts") / table
        progress.update(task, advance=1, description="truth by LIKE")
        texts = [row[0] for row in conn.execute("SELECT text FROM articles WHERE id % ? = 0", (max(1, count // 2000),))]
        asked = queries(texts, random.Random(5))
        true = {query: truth(conn, query) for _, query in asked}
        ask_ours(conn, results["fangzhi"], asked, true)
        for label, peer in peers.items():
            progress.update(task, advance=1, description=label)
            name = f"peer_{label.split()[0]}"
            results[label] = Result(built(conn, name, peer), size_of(conn, name) / table)
            ask_peer(conn, name, peer, results[label], asked, true)
    return results


def tables(results: dict[str, Result], count: int) -> list[Table]:
    """The results to read: all queries, then recall / precision by kind of query."""
    whole = Table("index", "recall", "precision", f"newest {PAGE}: p50 / p95 ms", f"best {PAGE}: p50 / p95 ms",
                  "size × table", "built per CPU-s", title=f"Search, {count:,} articles, {sum(KINDS.values())} queries")
    kinds = Table("index", *KINDS, title="Recall / precision by kind of query")
    for name, result in results.items():
        times = [f"{statistics.median(spent):.1f} / {statistics.quantiles(spent, n=20)[-1]:.1f}"
                 for spent in (result.newest, result.best)]
        recall, precision = result.rates()
        whole.add_row(name, f"{recall:.3f}", f"{precision:.3f}", *times, f"{result.size:.2f}", f"{result.built:,.0f}")
        kinds.add_row(name, *("{:.3f} / {:.3f}".format(*result.rates(kind)) for kind in KINDS))
    return [whole, kinds]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", help="where the archive is made; it is removed again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as place, \
            Progress(console=Console(stderr=True), transient=True) as shown:
        found = measure(given.articles, Path(place), PEERS, shown)
    for one in tables(found, given.articles):
        Console(width=None if sys.stdout.isatty() else 150).print(one)
