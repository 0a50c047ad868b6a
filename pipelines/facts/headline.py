"""Headline and subtitle, where a template sets both into one line or repeats both at the head of the text."""

from __future__ import annotations

import re

_DASH = re.compile(r"\s(?=(?:——|--)\S)")
_SENTENCE = re.compile(r"[。！？；!?]")
_HEAD, _LINE = 4, 45  # rows of a text that may repeat its headline, characters of such a row


def headline(title: str | None, subtitle: str | None, rows: list[str]) -> tuple[str | None, str | None]:
    """Headline and subtitle; a dash after a blank opens a subtitle in the headline's own line."""
    if title and len(halves := _DASH.split(title, maxsplit=1)) == 2 and (not subtitle or halves[1] == subtitle):
        return halves[0].strip(), halves[1].strip()
    return title, subtitle or _kicker(rows, title or "")


def _kicker(rows: list[str], title: str) -> str | None:
    """Lines at the head of the body that repeat the headline and end in a dash line: they stay in the body too."""
    for i, row in enumerate(rows[:_HEAD]):
        if len(row) > _LINE or _SENTENCE.search(row):
            return None
        if row.startswith(("——", "--")):
            return " ".join(rows[: i + 1])
        if row not in title:
            return None
    return None
