"""What decoding and restoring cost on clean text, beside ftfy and charset-normalizer in one run, and how well they do.

`python bench/bench_text.py` prints two tables; the second needs the folder `shared` beside the project. ftfy and
charset-normalizer are needed for this alone; the row of one that is not installed says so.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from pipelines.decode import decode, prescan  # noqa: E402
from pipelines.restore import restore  # noqa: E402
from pipelines.text.encodings import LABELS, decode_as, encoding_of  # noqa: E402
from pipelines.text.script import common_share, fold, script_of, to_simplified  # noqa: E402
from tests.garbler import FAMILIES, annotations, errors, mirror  # noqa: E402

SHARED = ROOT.parent / "shared"
NEWS = (ROOT / "tests" / "cases" / "news.txt").read_text("utf-8")
ARTICLE = (NEWS * 3).encode()[:3072].decode("utf-8", "ignore")
MARKUP = '<div class="item"><a href="/2020/0312/c{0}.html" target="_blank" title="link {0}">menu {0}</a></div>\n'
PAGE = f"<html><head><meta charset=utf-8></head><body>{ARTICLE}{''.join(map(MARKUP.format, range(900)))}</body></html>"


def milliseconds(function: Callable[[], object]) -> float:
    """The best of seven runs of a tenth of a second each, in CPU time of one call."""
    best = float("inf")
    for _ in range(7):
        calls, started = 0, time.process_time()
        while (spent := time.process_time() - started) < 0.1:
            function()
            calls += 1
        best = min(best, spent / calls)
    return best * 1000


def _peers() -> dict[str, Callable[[str], object]]:
    peers: dict[str, Callable[[str], object]] = {}
    if find_spec("ftfy"):
        import ftfy

        peers["ftfy.fix_text"] = ftfy.fix_text
    if find_spec("charset_normalizer"):
        import charset_normalizer

        peers["charset-normalizer, of its GBK"] = lambda text: charset_normalizer.from_bytes(_gbk(text)).best()
    return peers


def _gbk(text: str) -> bytes:
    return text.encode("gb18030")


def costs() -> Table:
    """Milliseconds on one core for a clean article and a clean page."""
    article, page = len(ARTICLE.encode()) / 1024, len(PAGE.encode()) / 1024
    table = Table("clean text, ms", f"article of {article:.0f} KB", f"page of {page:.0f} KB", title="Cost")
    ours: dict[str, Callable[[str], object]] = {
        "restore (mojibake, small print, mirror)": lambda text: restore(text, html=text is PAGE),
        "decode, of its UTF-8": lambda text: decode(text.encode()),
        "decode, of its GBK, no claim": lambda text: decode(_gbk(text).replace(b"charset=utf-8", b"")),
        "script_of": script_of,
        "fold": fold,
        "to_simplified": to_simplified,
    }
    for name, function in (ours | _peers()).items():
        times = [milliseconds(lambda function=function, text=text: function(text)) for text in (ARTICLE, PAGE)]
        table.add_row(name, *(f"{ms:.3f}" for ms in times))
    for missing in ("ftfy", "charset_normalizer"):
        if not find_spec(missing):
            table.add_row(missing, "not installed", "")
    return table


def _pairs(pairs: list[dict[str, str]]) -> str:
    restore(pairs[0]["garbled"])
    started = time.process_time()
    texts = [restore(pair["garbled"]).text for pair in pairs]
    spent = (time.process_time() - started) * 1e6 / sum(len(pair["garbled"]) for pair in pairs)
    rates = [errors(text, p["original"]) / len(p["original"]) for text, p in zip(texts, pairs, strict=True)]
    return f"{sum(rates) / len(rates):.4%} of characters wrong, {spent:.1f} ms per 1,000 characters"


def _vectors(encoding: str) -> str:
    folder = SHARED / "corpora" / "encoding_rs-cjk"
    lines = (folder / f"{encoding}_in.txt").read_bytes().split(b"\n")
    wanted = (folder / f"{encoding}_in_ref.txt").read_bytes().decode().split("\n")
    right = sum(decode_as(encoding, line) == want for line, want in zip(lines, wanted, strict=True))
    return f"{right:,} of {len(lines):,} lines"


def figures() -> Table:
    """What the corpora say."""
    table = Table("measure", "figure", title="Figures")
    table.add_row("gb18030 vectors", _vectors("gb18030"))
    table.add_row("Big5 vectors", _vectors("big5"))
    groups = json.loads((SHARED / "corpora/whatwg-encoding/encodings.json").read_text("utf-8"))
    labels = {label: e["name"].lower() for group in groups for e in group["encodings"] for label in e["labels"]}
    table.add_row("labels", f"{sum(encoding_of(label) == name for label, name in labels.items())} of {len(labels)}")
    pages = sorted((SHARED / "pages").glob("*.html"))
    lossless = sum(decode(page.read_bytes()).replaced == 0 for page in pages)
    table.add_row("saved pages decoded without U+FFFD", f"{lossless} of {len(pages)}")
    golds = [json.loads(page.with_suffix(".json").read_text("utf-8"))["text"] for page in pages]
    changed = sum(errors(restore(text).text, text) for text in golds)
    table.add_row("characters changed on their texts", f"{changed} of {sum(map(len, golds)):,}")
    pairs = [json.loads(line) for line in (SHARED / "mirror/pairs.jsonl").read_text("utf-8").splitlines()]
    table.add_row("mirror pairs, all", _pairs(pairs))
    return table


def accuracy() -> Table:
    """By family, on the news made up for the tests: how much comes back, lost bytes and all."""
    table = Table("family", "characters wrong", "characters lost by the garbling", title="Garbled and restored")
    for name, garble in FAMILIES.items():
        garbled = garble(NEWS)
        restored = restore(garbled).text
        wrong = errors(restored, NEWS) if restored.count("\n") == NEWS.count("\n") else len(NEWS)
        table.add_row(name, f"{wrong / len(NEWS):.2%}", str(garbled.count("\ufffd")))
    for how in ({}, {"blank": True}, {"tones": False}):
        sound = to_simplified(NEWS.rstrip())
        wrong = sum(errors(restore(mirror(sound, annotations(seed), **how)).text, sound) for seed in range(6)) / 6
        table.add_row(f"mirror {how or ''}", f"{wrong / len(NEWS):.2%}", "")
    return table


if __name__ == "__main__":
    assert common_share(ARTICLE) > 0.9
    assert prescan(PAGE.encode()) in LABELS
    console = Console()
    console.print(costs(), accuracy())
    if SHARED.is_dir():
        console.print(figures())
    else:
        console.print("No folder `shared` beside the project: figures on corpora are left out.")
