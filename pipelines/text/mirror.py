"""Mirror text: a portal's page that a spam site turned into traditional script, with pinyin behind characters.

The pinyin was inserted between bytes of GBK without regard to characters, so it is taken out and what it pushed apart
is put together again. Legitimate traditional text and legitimate brackets, (WTO) or (chóng qìng), are left alone.
"""

from __future__ import annotations

import re

from pipelines.items import Step
from pipelines.text.gbk import CODES, PAIRS, Readings, readings, toneless
from pipelines.text.model import Model
from pipelines.text.script import HANT_ONLY, to_simplified
from pipelines.text.shift import ANNOTATION, SWALLOWED, SYLLABLE, Shift, starts_quote

# The look behind comes after the bracket, so that the search is one for the bracket.
_ANNOTATED = re.compile(rf"\((?<=[\u4e00-\u9fff]\()({SYLLABLE}) ?\)")
_HAN = re.compile("[\u4e00-\u9fff]")
_DAMAGE = re.compile(rf"(?P<whole>\({SYLLABLE} ?\))|(?P<swallowed>\?{SYLLABLE} ?\))|\?(?=[！!])")
_HOPELESS = 20  # after so many shifts without a reading a page is not worth the search
_UNSOUND = re.compile(rf"\?(?:{SYLLABLE} ?\))?[！!]?[^\x00-\x7f]*")


def is_mirror(text: str) -> bool:
    """Whether characters of traditional script are, here and there, followed by their own reading in brackets.

    A lesson annotates as densely, but simplified text; a traditional page annotates a rare character or two. A lesson
    in traditional script that annotates single characters cannot be told apart and would be taken for a mirror.
    """
    found = [(text[match.start() - 1], match[1]) for match in _ANNOTATED.finditer(text)]
    if len(found) < 2:
        return False
    true = [character for character, syllable in found if readings().read_as(character, syllable)]
    traditional = [character for character in true if character in HANT_ONLY]
    if 3 * len(traditional) < 2 * len(true) or len(set(traditional)) < 2:
        return False
    han = len(_HAN.findall(text))
    return 12 * len(traditional) >= han or (len(traditional) >= 3 and 100 * len(traditional) >= han)


def _is_reading(restored: str, syllable: str, known: Readings) -> bool:
    """Whether a whole `(syllable)` stands behind what it annotates: a character, or a pair that straddles two."""
    last = restored[-1:]
    if known.read_as(last, syllable):
        return True
    if last and last < "\x80" and restored[-2:-1] in CODES:
        return known.read_as(PAIRS.get((CODES[restored[-2]][1], ord(last)), ""), syllable)
    return last in CODES and syllable != toneless(syllable) and known.is_syllable(syllable)


class _Restorer:
    """One page's way from mirror text to sound traditional text, counting what was done."""

    def __init__(self, text: str, html: bool) -> None:
        self.text = text
        self.narrow = "，" not in text
        sound = ANNOTATION.sub("", _UNSOUND.sub("\n", text))
        self.shift = Shift(Model(sound), self.narrow, html)
        self.done: dict[str, list[str]] = {"pinyin": [], "shift": [], "lost": [], "unresolved": []}

    def restore(self) -> str:
        """Take out annotations and undo shifts, from left to right."""
        pieces: list[str] = []
        end, context = 0, ""
        while match := _DAMAGE.search(self.text, end):
            sound = self.text[end : match.start()]
            context = (context + sound)[-12:]
            pieces.append(sound)
            restored, end = self._undo(match, context)
            context = (context + restored)[-12:]
            pieces.append(restored)
        return "".join([*pieces, self.text[end:]])

    def _undo(self, match: re.Match[str], before: str) -> tuple[str, int]:
        """What one damaged place was, and where it ends."""
        damaged = match[0]
        if match["whole"]:
            if not _is_reading(before, damaged[1:-1].rstrip(), readings()):
                return damaged, match.end()
            self.done["pinyin"].append(damaged)
            return "", match.end()
        if not match["swallowed"] and not starts_quote(self.text, match.start(), self.narrow):
            return damaged, match.end()
        hopeless = len(self.done["unresolved"]) >= _HOPELESS
        found = None if hopeless else self.shift.repair(before, self.text, match.start())
        if found:
            restored, end = found
            self.done["shift"].append(f"{self.text[match.start() : end]} > {restored}")
            self.done["lost"] += ["\ufffd"] * restored.count("\ufffd")
            self.done["pinyin"] += ANNOTATION.findall(self.text[match.start() : end])
            self.done["pinyin"] += SWALLOWED.findall(self.text[match.start() : end])
            return restored, end
        if before[-1:] < "\x80":  # no byte of a character stands before it: x?y) in a program
            return damaged, match.end()
        self.done["unresolved"].append(self.text[match.start() : match.end() + 20])
        return "\ufffd" if match["swallowed"] else damaged, match.end()


def repair(text: str, *, html: bool = False) -> tuple[str, list[Step]]:
    """Restore mirror text, in simplified script, as the page that was copied had it."""
    restorer = _Restorer(text, html)
    restored = restorer.restore()
    simplified = to_simplified(restored)
    changed = sum(a != b for a, b in zip(restored, simplified, strict=True))
    steps = [Step(f"mirror:{name}", len(done), done[0][:80]) for name, done in restorer.done.items() if done]
    return simplified, [*steps, Step("mirror:simplified", changed, simplified[:80])]
