"""Our reader beside its peers on real pages: speed, memory and quality, in one run on one core.

    python bench/bench_read.py PAGES [--peers PYTHON] [--larger KB]

PAGES holds `<page>.html` beside `<page>.json` with the gold `text`, its `optional` lines and `decodes_as`. PYTHON is
the interpreter of an environment with the peers (bench/requirements.txt); without it only ours is measured. Every
tool runs in a process of its own. They take turns, each right after a turn of lxml, because a machine's speed changes
while one looks: ratios are medians of those pairs. Ours goes the whole road, bytes to Article with all fields, and is
not told the charset; the peers are, and are asked for the main text.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median
from typing import Any

ROOT = Path(__file__).parents[1]
ROUNDS, SECONDS = 5, 0.3  # the tools take turns; a turn is of so much CPU time, or of one pass over the pages
PARSING = {"lxml": "lxml.html parsing alone", "lxml-untold": "lxml.html, not told the charset: breaks pages off"}
PEERS = ("trafilatura", "trafilatura-fast", "readability-lxml", "magic-html", "gne", "newspaper4k", "goose3")
Reader = Callable[[bytes, str], str]  # a page's bytes and charset -> its main text


def _lxml_parse() -> Reader:
    from lxml import html

    parser = cache(lambda charset: html.HTMLParser(encoding=charset))

    def read(body: bytes, charset: str) -> str:
        html.fromstring(body, parser=parser(charset))
        return ""

    return read


def _lxml_untold() -> Reader:
    """What lxml makes of the bytes alone: at the first that are not of the charset it takes them for it breaks off."""
    from lxml import html

    def read(body: bytes, _: str) -> str:
        html.fromstring(body)
        return ""

    return read


def _fangzhi() -> Reader:
    sys.path.insert(0, str(ROOT))
    from pipelines.items import Capture
    from pipelines.road import Road

    road = Road(())
    return lambda body, _: road.read(Capture(None, body)).article.text or ""


def _trafilatura(fast: bool = False) -> Reader:
    from trafilatura import extract

    return lambda body, charset: extract(body.decode(charset, "replace"), fast=fast, include_comments=False) or ""


def _readability() -> Reader:
    from lxml import html
    from readability import Document

    def read(body: bytes, charset: str) -> str:
        return html.fromstring(Document(body.decode(charset, "replace")).summary()).text_content()

    return read


def _magic_html() -> Reader:
    from lxml import html
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()

    def read(body: bytes, charset: str) -> str:
        return html.fromstring(extractor.extract(body.decode(charset, "replace"), base_url="")["html"]).text_content()

    return read


def _gne() -> Reader:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()
    return lambda body, charset: extractor.extract(body.decode(charset, "replace"))["content"]


def _newspaper() -> Reader:
    from newspaper import Article

    def read(body: bytes, charset: str) -> str:
        article = Article("http://page.test/", language="zh", fetch_images=False)
        article.download(input_html=body.decode(charset, "replace"))
        article.parse()
        return article.text

    return read


def _goose() -> Reader:
    from goose3 import Goose
    from goose3.text import StopWordsChinese

    language = {"use_meta_language": False, "target_language": "zh", "stopwords_class": StopWordsChinese}
    extractor = Goose({**language, "enable_image_fetching": False})
    return lambda body, charset: extractor.extract(raw_html=body.decode(charset, "replace")).cleaned_text


TOOLS: dict[str, Callable[[], Reader]] = {
    "lxml": _lxml_parse,
    "lxml-untold": _lxml_untold,
    "fangzhi": _fangzhi,
    "trafilatura": _trafilatura,
    "trafilatura-fast": lambda: _trafilatura(fast=True),
    "readability-lxml": _readability,
    "magic-html": _magic_html,
    "gne": _gne,
    "newspaper4k": _newspaper,
    "goose3": _goose,
}


def serve(tool: str, folder: Path, larger: int) -> None:
    """A tool in this process: each line asks for a turn, and is told what a pass took; in the end how good it is."""
    golds = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    golds = [gold for gold in golds if (folder / gold["file"]).stat().st_size > 1000 * larger]
    pages = [((folder / gold["file"]).read_bytes(), gold["decodes_as"]) for gold in golds]
    read = TOOLS[tool]()

    def text(body: bytes, charset: str) -> str:
        try:
            return read(body, charset)
        except Exception:  # a peer that fails on a page has found nothing
            return ""

    print(flush=True)
    for _ in sys.stdin:
        best, start = float("inf"), time.process_time()
        while best == float("inf") or time.process_time() - start < SECONDS:
            began = time.process_time()
            for page in pages:
                text(*page)
            best = min(best, time.process_time() - began)
        print(best / len(pages), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scores = [f1(text(*page), gold["text"], gold["optional"]) for page, gold in zip(pages, golds, strict=True)]
    print(json.dumps({"version": known_version(tool), "peak": peak, "f1": mean(scores),
                      "low": sum(score < 0.9 for score in scores)}))


def known_version(tool: str) -> str:
    """The tool's version as installed."""
    name = next((name for name in ("trafilatura", "lxml") if tool.startswith(name)), tool)
    try:
        return version(name)
    except ImportError:
        return "here"


def f1(found: str, gold: str, optional: list[str]) -> float:
    """F1 of character 4-grams without blanks; optional lines count neither way."""
    had, need, free = grams(found), grams(gold), Counter[str]()
    for line in optional:
        free |= grams(line)
    had = had - (free - need)
    must = need - free if free else need
    precision = (had & need).total() / had.total() if had else 0.0
    recall = (had & must).total() / must.total() if must else 1.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def grams(text: str) -> Counter[str]:
    """The 4-grams of a text, NFKC, without blanks."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return Counter(text[i : i + 4] for i in range(max(1, len(text) - 3))) if text else Counter()


class Tool:
    """A tool in a process of its own. Raises OSError, and says why, where it cannot run."""

    def __init__(self, name: str, folder: Path, python: str, larger: int) -> None:
        self.name, self.seconds, self.ratios = name, list[float](), list[float]()
        command = [python, __file__, str(folder), "--tool", name, "--larger", str(larger)]
        env = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
        errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - open for as long as the process
        self.process = subprocess.Popen(command, text=True, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=errors)
        assert self.process.stdin and self.process.stdout
        self.asks, self.says = self.process.stdin, self.process.stdout
        if not self.says.readline():
            errors.seek(0)
            said = errors.read().strip().splitlines() or [f"{python} says nothing"]
            raise OSError(f"{name}: left out: {said[-1][:150]}")

    def turn(self) -> float:
        """CPU seconds a page."""
        print(file=self.asks, flush=True)
        self.seconds.append(float(self.says.readline()))
        return self.seconds[-1]

    def row(self) -> dict[str, Any]:
        """What is told of it; the process ends."""
        said = self.process.communicate()[0]
        return {"tool": self.name, "rate": 1 / min(self.seconds), "times": median(self.ratios), **json.loads(said)}


def compared(wanted: list[tuple[str, str]], folder: Path, larger: int) -> Iterator[dict[str, Any]]:
    """A row for each tool, the first of which is what the others are compared with: before each turn it has its own."""
    tools = []
    for name, python in wanted:
        try:
            tools.append(Tool(name, folder, python, larger))
        except OSError as error:
            sys.stderr.write(f"{error}\n")
    for _ in range(ROUNDS):
        for tool in tools:
            beside = tools[0].turn()
            tool.ratios.append(tool.turn() / beside)
    return (tool.row() for tool in tools)


def table(rows: list[dict[str, Any]]) -> str:
    """The figures as a Markdown table."""
    lines = [
        "| tool | version | pages per CPU-s | x lxml parse | peak MB | F1 | pages below .9 |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        quality = " | " if row["tool"] in PARSING else f"{row['f1']:.3f} | {row['low']}"
        name = PARSING.get(row["tool"], row["tool"])
        speed = f"{row['rate']:.1f} | {row['times']:.2f}"
        lines.append(f"| {name} | {row['version']} | {speed} | {row['peak']:.0f} | {quality} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--peers", help="interpreter that has the peers installed")
    parser.add_argument("--larger", type=int, default=0, metavar="KB", help="only pages of more than so many kB")
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tool:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
        serve(options.tool, options.pages, options.larger)
        return
    wanted = [(tool, sys.executable) for tool in (*PARSING, "fangzhi")]
    wanted += [(tool, options.peers) for tool in PEERS if options.peers]
    sys.stdout.write(table(list(compared(wanted, options.pages, options.larger))) + "\n")


if __name__ == "__main__":
    main()
