"""Characters no reader sees: removed, replaced or reported by one table, which docs/text-policy.md explains."""

from __future__ import annotations

import re

from pipelines.items import Step
from pipelines.text.script import replaced

_CP1252 = {
    chr(byte): character for byte in range(0x80, 0xA0) if (character := bytes([byte]).decode("cp1252", "ignore"))
}
_RULES: tuple[tuple[str, str, str | dict[str, str] | None], ...] = (
    # step, characters, what stands in their place (None: they stay and are reported)
    ("small-print:line-separator", "\x0b\x0c\u2028\u2029", "\n"),
    ("small-print:cp1252", "".join(_CP1252), _CP1252),
    ("small-print:control", "\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d", ""),
    ("small-print:invisible", "\xad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff", ""),
    ("small-print:noncharacter", "\ufdd0-\ufdef\ufffe\uffff", ""),
    ("small-print:surrogate", "\ud800-\udfff", "\ufffd"),
    ("small-print:private-use", "\ue000-\uf8ff\U000f0000-\U0010fffd", None),
)
_TABLE = [(step, re.compile(f"[{characters}]"), instead) for step, characters, instead in _RULES]
_ANY = re.compile("[" + "".join(characters for _, characters, _ in _RULES) + "]")
_ASCII_TEXT = bytes([9, 10, 13, *range(0x20, 0x7F)]).replace(b"#", b"")


def encoded(text: str) -> bytes:
    """A text in UTF-8, lone surrogates as well."""
    return text.encode("utf-8", "surrogatepass")


def uncommon(source: bytes) -> str:
    """What of an encoded text is not printable ASCII, in order, and the # of entities: gates need nothing else."""
    return source.translate(None, _ASCII_TEXT).decode("utf-8", "surrogatepass")


def clean(text: str, dense: str | None = None) -> tuple[str, list[Step]]:
    """Apply the table. `dense` is what `uncommon` gave for the text, where the caller has it already."""
    found = "".join(_ANY.findall(uncommon(encoded(text)) if dense is None else dense))
    steps = []
    for step, pattern, instead in _TABLE if found else ():
        places = pattern.findall(found)
        if places:
            kinds = dict.fromkeys(places)
            steps.append(Step(step, len(places), ", ".join(f"U+{ord(c):04X}" for c in kinds)[:80]))
            if instead is not None:
                put = instead if isinstance(instead, dict) else dict.fromkeys(kinds, instead)
                text = replaced(text, {char: put[char] for char in kinds})
    return text, steps
