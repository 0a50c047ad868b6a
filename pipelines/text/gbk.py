"""GBK from the side of its bytes: which pairs are characters, which vanish, which are read as a given syllable."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache

from pipelines.text.script import COMMON, HANS_ONLY

# Pairs that decoders map to the private use area, and mirrors drop: these lead bytes with a trail byte from 0xA1 on.
VANISHING = frozenset([*range(0xAA, 0xB0), *range(0xF8, 0xFF)])
_PUNCTUATION = frozenset("，。、“”：；？！（）《》—…")
_TONES = {"\u0300", "\u0301", "\u0304", "\u030c"}


def _pairs() -> dict[tuple[int, int], str]:
    codes = ((lead, trail) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    found = {code: bytes(code).decode("gbk", "ignore") for code in codes}
    return {code: character for code, character in found.items() if len(character) == 1 and character > "\x7f"}


PAIRS = _pairs()
CODES = {character: code for code, character in PAIRS.items()}


def toneless(syllable: str) -> str:
    """A syllable without its tone mark; the dots of ü stay."""
    letters = (c for c in unicodedata.normalize("NFD", syllable) if c not in _TONES)
    return unicodedata.normalize("NFC", "".join(letters))


class Traditional:
    """GBK as traditional text uses it, in the views that a search over lost bytes needs."""

    def __init__(self) -> None:
        self.by_lead: dict[int, list[tuple[int, str]]] = defaultdict(list)  # lead -> trail, character
        self.before_loss: dict[int, list[str]] = defaultdict(list)  # lead -> characters whose trail byte can vanish
        self.after_loss: dict[int, list[tuple[int, str]]] = defaultdict(list)  # trail -> lead, character
        for (lead, trail), character in PAIRS.items():
            if character in HANS_ONLY:
                continue
            self.by_lead[lead].append((trail, character))
            if character in COMMON or character in _PUNCTUATION:
                if trail in VANISHING:
                    self.before_loss[lead].append(character)
                if lead >= 0xA1:
                    self.after_loss[trail].append((lead, character))
        self.invalid_after = {
            byte: [v for v in range(0x81, 0xFF) if (byte, v) not in PAIRS and not (byte in VANISHING and v >= 0xA1)]
            for byte in range(0x80, 0xFF)
        }


class Readings:
    """How characters are read, from pypinyin's dictionary, with tones and without."""

    def __init__(self) -> None:
        from pypinyin.pinyin_dict import pinyin_dict  # a tenth of a second, and only mirror text needs it

        self.of: dict[str, set[str]] = {}
        self.trails: dict[tuple[int, str], list[int]] = defaultdict(list)  # lead byte, syllable -> trail bytes
        self.codes: dict[str, list[tuple[int, int]]] = defaultdict(list)  # syllable -> codes
        for (lead, trail), character in PAIRS.items():
            syllables = set(pinyin_dict.get(ord(character), "").split(",")) - {""}
            syllables |= {toneless(syllable) for syllable in syllables}
            self.of[character] = syllables
            for syllable in syllables:
                self.trails[lead, syllable].append(trail)
                self.codes[syllable].append((lead, trail))

    def read_as(self, character: str, syllable: str) -> bool:
        """Whether a character can be read so."""
        return syllable in self.of.get(character, ())

    def is_syllable(self, text: str) -> bool:
        """Whether any character is read so."""
        return text in self.codes


@cache
def traditional() -> Traditional:
    """The one table of traditional GBK, built when first asked for."""
    return Traditional()


@cache
def readings() -> Readings:
    """The one table of readings, built when first asked for."""
    return Readings()
