"""Our reader beside its peers on real pages: speed, memory and quality, in one run on one core.

    python bench/bench_read.py PAGES [--peers PYTHON]

PAGES holds `<page>.html` beside `<page>.json` with the gold `text`, its `optional` lines and `decodes_as`. PYTHON is
the interpreter of an environment with the peers (bench/requirements.txt); without it only ours is measured. Every
tool runs in a process of its own. Ours goes the whole road, bytes to Article with all fields; the peers are given
the decoded text and asked for the main text.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).parents[1]
SECONDS = 4  # CPU time to measure each tool for
PEERS = ("trafilatura", "trafilatura-fast", "readability-lxml", "magic-html", "gne", "newspaper4k", "goose3")
Reader = Callable[[bytes, str], str]


def lxml_parse() -> Reader:
    from lxml import html

    def read(body: bytes, _: str) -> str:
        html.fromstring(body)
        return ""

    return read


def fangzhi() -> Reader:
    sys.path.insert(0, str(ROOT))
    from pipelines.items import Capture
    from pipelines.road import Road

    road = Road(())
    return lambda body, _: road.read(Capture(None, body)).article.text or ""


def trafilatura(fast: bool = False) -> Reader:
    from trafilatura import extract

    return lambda _, text: extract(text, fast=fast, include_comments=False) or ""


def readability() -> Reader:
    from lxml import html
    from readability import Document

    def read(_: bytes, text: str) -> str:
        return html.fromstring(Document(text).summary()).text_content()

    return read


def magic_html() -> Reader:
    from lxml import html
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()
    return lambda _, text: html.fromstring(extractor.extract(text, base_url="")["html"]).text_content()


def gne() -> Reader:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()
    return lambda _, text: extractor.extract(text)["content"]


def newspaper() -> Reader:
    from newspaper import Article

    def read(_: bytes, text: str) -> str:
        article = Article("http://page.test/", language="zh", fetch_images=False)
        article.download(input_html=text)
        article.parse()
        return article.text

    return read


def goose() -> Reader:
    from goose3 import Goose
    from goose3.text import StopWordsChinese

    extractor = Goose({"stopwords_class": StopWordsChinese, "enable_image_fetching": False})
    return lambda _, text: extractor.extract(raw_html=text).cleaned_text


TOOLS: dict[str, Callable[[], Reader]] = {
    "lxml": lxml_parse,
    "fangzhi": fangzhi,
    "trafilatura": trafilatura,
    "trafilatura-fast": lambda: trafilatura(fast=True),
    "readability-lxml": readability,
    "magic-html": magic_html,
    "gne": gne,
    "newspaper4k": newspaper,
    "goose3": goose,
}


def measure(tool: str, folder: Path) -> dict[str, object]:
    """One tool over all pages: its texts, pages per CPU second, peak memory."""
    golds = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    bodies = [(folder / gold["file"]).read_bytes() for gold in golds]
    pages = [(body, body.decode(gold["decodes_as"], "replace")) for body, gold in zip(bodies, golds, strict=True)]
    read = TOOLS[tool]()
    scores = []
    for page, gold in zip(pages, golds, strict=True):
        try:
            scores.append(f1(read(*page), gold["text"], gold.get("optional") or []))
        except Exception:  # noqa: BLE001 - a peer that fails on a page has found nothing
            scores.append(0.0)
    rounds, start = 0, time.process_time()
    best = float("inf")
    while time.process_time() - start < SECONDS or rounds < 2:
        began = time.process_time()
        for page in pages:
            try:
                read(*page)
            except Exception:  # noqa: BLE001, S112 - counted as a page of no text above
                continue
        best = min(best, time.process_time() - began)
        rounds += 1
    return {
        "tool": tool,
        "rate": len(pages) / best,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "f1": mean(scores),
        "low": sum(score < 0.9 for score in scores),
        "version": known_version(tool),
    }


def known_version(tool: str) -> str:
    """The tool's version as installed."""
    name = "trafilatura" if tool.startswith("trafilatura") else tool
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


def run(tool: str, folder: Path, python: str) -> dict[str, object] | None:
    """Measure a tool in a process of its own, on one core; None where it is not installed."""
    command = [python, __file__, str(folder), "--tool", tool]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    if done.returncode:
        print(f"{tool}: left out, {done.stderr.strip().splitlines()[-1][:150]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--peers", help="interpreter that has the peers installed")
    parser.add_argument("--tool", choices=TOOLS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tool:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
        print(json.dumps(measure(options.tool, options.pages)))
        return
    wanted = [("lxml", sys.executable), ("fangzhi", sys.executable)]
    wanted += [(tool, options.peers) for tool in PEERS if options.peers]
    found = [row for tool, python in wanted if (row := run(tool, options.pages, python))]
    parse = float(found[0]["rate"])  # type: ignore[arg-type]
    print("| tool | version | pages per CPU-s | x lxml parse | peak MB | F1 | pages below .9 |\n|---|---|---|---|---|---|---|")
    for row in found:
        quality = ("", "") if row["tool"] == "lxml" else (f"{row['f1']:.3f}", row["low"])
        name = "lxml.html parsing alone" if row["tool"] == "lxml" else row["tool"]
        print(
            f"| {name} | {row['version']} | {row['rate']:.1f} | {parse / row['rate']:.2f} | {row['peak']:.0f}"  # type: ignore[operator]
            f" | {quality[0]} | {quality[1]} |"
        )


if __name__ == "__main__":
    main()
