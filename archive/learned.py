"""Lines that stand on many pages of a portal: furniture, whatever they say, which no rule made beforehand knows.

Nothing is kept for this. What counts is what the portal's latest articles show, and what was taken from them as
learned: a step `clutter:learned` of each line, in `repairs`. So the archive explains every line it took, a line stays
learned while it stands on the pages, and `fangzhi reextract --unlearned` brings all of them back.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator

from pipelines.facts.labels import parts
from pipelines.facts.signatures import byline, end_signature

LATEST = 400  # articles of a portal that are looked at
MANY, SHARE = 10, 0.05  # so many of them, and this share, must show the line
SHORTEST, LONGEST = 4, 60  # characters: 完 ends an article, a longer line is a paragraph
HEAD, FOOT = 2, 3  # lines at either end: 一、总体要求 stands on many pages too, inside
RECENT = "SELECT article_id, text_id, capture FROM appearances WHERE portal = ? ORDER BY published_at DESC LIMIT ?"
SHOWN = f"""
SELECT coalesce(texts.text, articles.text) FROM (SELECT min(text_id) AS shown FROM ({RECENT}) GROUP BY article_id)
JOIN texts ON texts.id = shown JOIN articles ON articles.id = texts.article_id
"""
TAKEN = f"""
SELECT sample, count(*) FROM (SELECT min(capture) AS capture FROM ({RECENT}) GROUP BY article_id)
JOIN repairs USING (capture) WHERE step = 'clutter:learned' GROUP BY sample
"""
_DAY = re.compile(r"[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日$")
_LETTERS = re.compile(r"[^\W\d_]")


def learned_lines(conn: sqlite3.Connection, portal: str) -> frozenset[str]:
    """The lines that stand at the edges of so many of a portal's articles that they are no part of any."""
    texts = [text for (text,) in conn.execute(SHOWN, (portal, LATEST))]
    found = Counter(line for text in texts for line in set(at_the_edges(text.split("\n"))))
    for line, times in conn.execute(TAKEN, (portal, LATEST)):
        found[line] += times
    enough = max(MANY, SHARE * len(texts))
    return frozenset(line for line, times in found.items() if times >= enough)


def at_the_edges(lines: list[str]) -> Iterator[str]:
    """The lines of a text that may be furniture: short, above or below it, and nobody's signature or address."""
    for i, line in enumerate(lines):
        if HEAD <= i < len(lines) - FOOT or not SHORTEST <= len(line) <= LONGEST:
            continue
        if line.endswith(("：", ":")) or not _LETTERS.search(line) or _DAY.match(line):
            continue  # 各市人民政府： begins a letter; the day stands under it
        if i + 1 < len(lines) and _DAY.match(lines[i + 1]):
            continue  # above the day stands who issued it
        if not (parts(line) or byline(line) or end_signature(line)):
            yield line
