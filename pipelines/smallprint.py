"""Characters no reader sees: removed, replaced or reported by one table, which docs/text-policy.md explains."""

from __future__ import annotations

import re

from pipelines.items import Step

_RULES = (  # step, characters, what stands in their place (None: they stay and are reported)
    ("small-print:line-separator", "\x0b\x0c\x85\u2028\u2029", "\n"),
    ("small-print:control", "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f", ""),
    ("small-print:invisible", "\xad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff", ""),
    ("small-print:noncharacter", "\ufdd0-\ufdef\ufffe\uffff", ""),
    ("small-print:surrogate", "\ud800-\udfff", "\ufffd"),
    ("small-print:private-use", "\ue000-\uf8ff\U000f0000-\U0010fffd", None),
)
_TABLE = [(step, re.compile(f"[{characters}]"), instead) for step, characters, instead in _RULES]
_ANY = re.compile("[" + "".join(characters for _, characters, _ in _RULES) + "]")
_ASCII_TEXT = bytes([9, 10, 13, *range(0x20, 0x7F)])


def uncommon(text: str) -> str:
    """What of a text is not printable ASCII, in order: the gates of restoration look at nothing else."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII_TEXT).decode("utf-8", "surrogatepass")


def clean(text: str, dense: str | None = None) -> tuple[str, list[Step]]:
    """Apply the table. `dense` is what `uncommon` gave for the text, where the caller has it already."""
    if not _ANY.search(uncommon(text) if dense is None else dense):
        return text, []
    steps = []
    for step, pattern, instead in _TABLE:
        places = pattern.findall(text)
        if places:
            sample = ", ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(places))
            steps.append(Step(step, len(places), sample[:80]))
            text = text if instead is None else pattern.sub(instead, text)
    return text, steps
