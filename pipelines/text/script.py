"""Traditional and simplified script: telling them apart, converting, and folding for search and dedup.

The tables are opencc-python-reimplemented's own dictionaries, read once at start; its converter is not used, because a
character table and one regular expression give the same output at twenty times the speed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from importlib.resources import files


def _dictionary(name: str) -> dict[str, list[str]]:
    """One of OpenCC's dictionaries: every entry with its readings, the likeliest first."""
    table = files("opencc").joinpath("dictionary", f"{name}.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if line)
    return {key: values.split() for key, values in pairs}


_READINGS = _dictionary("TSCharacters")
_CHARACTERS = {key: readings[0] for key, readings in _READINGS.items()}
_PHRASES = {key: readings[0] for key, readings in _dictionary("TSPhrases").items()}
SIMPLIFIED_OF = str.maketrans(_CHARACTERS)
# What a phrase decides in conversion (瞭解 to 了解, but 瞭望) folding cannot ask: there 瞭 is always 了, on both sides.
_TO_FOLDED = str.maketrans({key: next((r for r in rs if r != key), key) for key, rs in _READINGS.items()})
_LONGEST_FIRST = sorted(_PHRASES, key=len, reverse=True)
_PHRASE = re.compile("|".join(map(re.escape, _LONGEST_FIRST)))
_SHORTER = {
    phrase: [p for p in _LONGEST_FIRST if len(p) < len(phrase) and phrase.startswith(p)] for phrase in _PHRASES
}

# A character that simplification replaces and that it never produces is written in traditional text only; the reverse
# holds for simplified. 乾, 著, 于, 后, 里 are in neither set.
_PRODUCED = frozenset("".join([*_CHARACTERS.values(), *_PHRASES.values()]))
HANT_ONLY = frozenset(k for k, v in _CHARACTERS.items() if k != v) - _PRODUCED
HANS_ONLY = frozenset(k for k, v in _dictionary("STCharacters").items() if k not in v) - frozenset(_CHARACTERS)


def _class(characters: frozenset[str]) -> re.Pattern[str]:
    """Any of the characters in the basic plane: with one from beyond it, the engine would compare each with all."""
    return re.compile(f"[{''.join(c for c in characters if ord(c) < 0x10000)}]")


_HANT, _HANS = _class(HANT_ONLY), _class(HANS_ONLY)

# Level one of GB 2312, 3,755 characters in daily use, with their traditional forms.
_LEVEL_ONE = {bytes([row, cell]).decode("gbk", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)}
COMMON = frozenset(_LEVEL_ONE - {""}) | {key for key, value in _CHARACTERS.items() if value in _LEVEL_ONE}
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～％「」『』○〇\u3000\xa0")

ORDINARY = COMMON | _PUNCTUATION  # what a Chinese text is nearly made of, in either script
_ODD = re.compile(f"[^{re.escape(''.join(sorted(ORDINARY)))}]")
_ASCII = bytes(range(0x80))


# Above so many different characters to replace, one pass over the text costs less than one for each of them.
_MANY = 24


def replaced(text: str, instead: dict[str, str]) -> str:
    """A text with something else in place of each of these characters; nothing put in is one of them."""
    if len(instead) > _MANY:
        return text.translate({ord(char): other for char, other in instead.items()})
    for char, other in instead.items():
        text = text.replace(char, other)
    return text


class Folding(dict[int, str]):
    """The folding of each character met so far: NFKC, case folding, traditional to simplified, until it is stable."""

    def __missing__(self, code: int) -> str:
        before, after = "", chr(code)
        while before != after:
            before, after = after, unicodedata.normalize("NFKC", after).casefold().translate(_TO_FOLDED)
        self[code] = after
        return after

    @cached_property
    def _changed(self) -> re.Pattern[str]:
        """Every character but those that are known to stay: simplified ideographs, ASCII, punctuation."""
        stay = set(range(0x4E00, 0x9FA6)) - _TO_FOLDED.keys()
        stay |= {c for c in (*range(0x80), *range(0x2010, 0x2030), *range(0x3001, 0x3030)) if self[c] == chr(c)}
        last = sorted(code for code in stay if code + 1 not in stay)
        first = sorted(code for code in stay if code - 1 not in stay)
        runs = zip(map(chr, first), map(chr, last), strict=True)  # a class of runs is compiled four times as fast
        return re.compile("[^" + "".join(f"{re.escape(one)}-{re.escape(other)}" for one, other in runs) + "]")

    def of(self, text: str) -> str:
        """A text with each of its characters replaced."""
        return replaced(text, {char: self[ord(char)] for char in set(self._changed.findall(text))})


class _Letters(Folding):
    """Of each character's folding the letters and digits."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(filter(str.isalnum, _FOLDING[code]))
        return self[code]

    @cached_property
    def _kept(self) -> re.Pattern[str]:
        """All in a row but ASCII, general, ideographic and wide punctuation."""
        blocks = (*range(0x80), *range(0x2010, 0x2030), *range(0x3000, 0x3030), *range(0xFF00, 0xFF61))
        return re.compile(f"[^{re.escape(''.join(chr(code) for code in blocks if not self[code]))}]+")

    def of(self, text: str) -> str:
        """A text's letters and digits. Most of what is none goes at once, which leaves little to replace."""
        return super().of("".join(self._kept.findall(text)))


_FOLDING, _LETTERS = Folding(), _Letters()


def fold(text: str) -> str:
    """Fold text for search and dedup, character by character.

    So a substring of a text folds to a substring of the folded text, whatever stands beside it; the price is that
    composed and decomposed accents stay apart, which Chinese text does not have.
    """
    return _FOLDING.of(text)


def letters_of(text: str) -> str:
    """The letters and digits of folded text, nothing else."""
    return _LETTERS.of(text)


def words() -> list[str]:
    """The words in simplified script that OpenCC's and pypinyin's dictionaries list: a vocabulary without counts."""
    from pypinyin.phrases_dict import phrases_dict  # a tenth of a second, and hardly any page needs it

    return [*_dictionary("STPhrases"), *phrases_dict]


def beyond_ascii(text: str) -> str:
    """What of a text is not ASCII."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def common_share(text: str) -> float:
    """The share of common Chinese characters and punctuation among all that is not ASCII: ordinary text has > 0.9."""
    return common_share_of(beyond_ascii(text))


def common_share_of(telling: str) -> float:
    """The same of a text without ASCII."""
    counted = telling[:1000]
    return 1 - len(_ODD.findall(counted)) / len(counted) if counted else 0.0


def script_of(text: str) -> str | None:
    """`"hant"` or `"hans"`, by the distinct characters that only one of the scripts has; None where none decides."""
    hant = len(set(_HANT.findall(text)))
    hans: set[str] = set()
    for found in _HANS.finditer(text):
        hans.add(found[0])
        if len(hans) > hant:  # soon so in simplified text
            return "hans"
    return "hant" if hant > len(hans) else None


def _phrases(text: str) -> list[tuple[int, str]]:
    """The phrases OpenCC would convert in `text`, in order: of overlapping ones the longest, then the leftmost."""
    found: list[tuple[int, str]] = []
    match = _PHRASE.search(text)
    while match:
        phrase, start = match[0], match.start()
        found += [(start, phrase), *((start, shorter) for shorter in _SHORTER[phrase])]
        match = _PHRASE.search(text, start + 1)
    taken: set[int] = set()
    chosen = []
    for start, phrase in sorted(found, key=lambda place: (-len(place[1]), place[0])):
        span = range(start, start + len(phrase))
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append((start, phrase))
    return sorted(chosen)


def to_simplified(text: str) -> str:
    """Convert as `opencc.OpenCC("t2s").convert` does. It damages simplified text (王丙乾): ask `script_of` first."""
    pieces, end = [], 0
    for start, phrase in _phrases(text):
        pieces += [text[end:start].translate(SIMPLIFIED_OF), _PHRASES[phrase]]
        end = start + len(phrase)
    return "".join(pieces) + text[end:].translate(SIMPLIFIED_OF)
