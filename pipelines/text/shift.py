"""Text whose GBK bytes are read one byte off, put back by a search over the few bytes that were lost.

A reading of the bytes so far is a score, the text, and the byte still pending: the first of a character whose second
is in the next pair. Every way the damage can have come about extends a reading; the character model ranks them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipelines.text.gbk import CODES, PAIRS, readings, traditional
from pipelines.text.model import Model
from pipelines.text.script import HANS_ONLY

SYLLABLE = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿ]{1,6}"
ANNOTATION = re.compile(rf"\(({SYLLABLE}) ?\)")
SWALLOWED = re.compile(rf"\?({SYLLABLE}) ?\)")  # the bracket became the second byte of an invalid pair
_TAG = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,9}(?:>|[ /][^<>\n]{0,200}>)")

_QUOTE_LEAD, _QUOTES = 0xA1, {0xB0: "“", 0xB1: "”"}
_WIDE_LEAD = 0xA3  # of fullwidth punctuation; a page may have narrowed it afterwards
_LITERAL, _LOST = -5.0, -7.0  # what a character outside the model costs, and one that cannot be known
_DISAGREES = -8.0  # less than the margin: a character may straddle two, or be read in a way no dictionary has
_ENDS = ("", "\n", "<", "?", "(")
_BEAM, _MARGIN, _CONTEXT = 30, 16.0, 3
_LONGEST, _MOST_LOSSES = 200, 6  # characters and losses of one shift; the most seen are forty and three
_PATIENCE = 300  # losses of one page; a bad page has thirty
_WIDE = 100  # after a loss so many readings are carried on in so many ways that only what follows can tell
_LOSERS = 6  # of the best readings so many are tried with a vanished pair


class Reading(NamedTuple):
    """One way to read the bytes so far."""

    score: float
    text: str
    pending: int | None = None


def starts_quote(text: str, at: int, narrow: bool) -> bool:
    """Whether `?` at this place may be the first byte of `。` before a quotation mark: `?！` and a lead of one."""
    mark, after = text[at + 1 : at + 2], text[at + 2 : at + 3]
    if mark != "！" and not (narrow and mark == "!"):
        return False
    return after == "?" or CODES.get(after, (0, 0))[0] in _QUOTES


class Shift:
    """The search, for one page."""

    def __init__(self, model: Model, narrow: bool, html: bool) -> None:
        self.follows = model.follows
        self.html = html
        self.narrow = narrow  # the page's fullwidth punctuation was made ASCII
        self.losses = 0  # losses met on the page so far; each costs milliseconds
        self.gbk = traditional()
        self.readings = readings()

    def repair(self, before: str, text: str, start: int) -> tuple[str, int] | None:
        """The restored text from `start`, where a shift begins, to where it ends; None if no reading fits."""
        context = before[-12:] or "。"
        beam, at, settled = [Reading(0.0, context)], start, 0
        worst = min(_PATIENCE, self.losses + _MOST_LOSSES)
        for _ in range(_LONGEST):
            pending = any(reading.pending is not None for reading in beam)
            if at > start and not pending:
                settled += 1
                if (settled > _CONTEXT or text[at : at + 1] in _ENDS) and not ANNOTATION.match(text, at):
                    return beam[0].text[len(context) :], at
            if at >= len(text) or self.losses > worst:
                return None
            place = at
            extended, at = self._step(beam, text, place)
            beam = self._best(extended, wide=text[place] == "?")
            if not beam:
                return None
        return None

    def _best(self, found: Iterable[Reading], wide: bool) -> list[Reading]:
        """The best readings; more of them after a loss, where only what follows can tell."""
        ranked = sorted(found, key=lambda reading: -reading.score)[: 10 * _WIDE if wide else _BEAM]
        return [reading for reading in ranked if reading.score > ranked[0].score - _MARGIN]

    def _step(self, beam: list[Reading], text: str, at: int) -> tuple[Iterable[Reading], int]:
        """All continuations of the readings by what stands at this place, and the place after it."""
        character = text[at]
        if character == "?":
            if match := SWALLOWED.match(text, at):
                return self._swallowed(beam, match[1]), match.end()
            if starts_quote(text, at, self.narrow):
                return self._quote(beam, text[at : at + 2]), at + 2
            self.losses += 1
            lost, cost, end = self._neighbour(text, at)
            return self._loss(beam, text[at + 1 : at + 2], lost, cost), end
        if character == "(" and (match := ANNOTATION.match(text, at)):
            return self._annotated(beam, match[1]), match.end()
        if character < "\x80":
            return self._ascii(beam, character), at + 1
        return self._pair(beam, character), at + 1

    def _add(self, reading: Reading, character: str, pending: int | None = None) -> Reading:
        score = reading.score + self.follows(reading.text[-1], character)
        return Reading(score, reading.text + character, pending)

    def _join(self, beam: list[Reading], byte: int, after: int | None) -> list[Reading]:
        """Complete the pending character with a byte, or, where a pair vanished, two characters with what is left."""
        joined = []
        for reading in beam:
            character = PAIRS.get((reading.pending or 0, byte))
            quote = reading.pending == _QUOTE_LEAD and reading.text.endswith("。")
            if character and character not in HANS_ONLY and (not quote or byte in _QUOTES):
                joined.append(self._add(reading, character, after))
        floor = max((r.score for r in joined), default=max(r.score for r in beam) - _MARGIN) - _MARGIN
        for reading in sorted(beam, key=lambda r: -r.score)[:_LOSERS]:
            for first in self.gbk.before_loss[reading.pending or 0]:
                half = self._add(reading, first)
                if half.score > floor + 2:
                    whole = (self._add(half, second, after) for _, second in self.gbk.after_loss[byte])
                    joined += [r for r in whole if r.score > floor]
        return joined

    def _pair(self, beam: list[Reading], character: str) -> Iterator[Reading]:
        """A character whose bytes belong to two others, or, for readings in step again, itself."""
        yield from (self._add(reading, character) for reading in beam if reading.pending is None)
        shifted = [reading for reading in beam if reading.pending is not None]
        if not shifted or character not in CODES:
            return
        lead, trail = CODES[character]
        for reading in self._join(shifted, lead, trail):
            if trail >= 0x80:
                yield reading
            else:  # the second byte is ASCII by itself, and puts the reading in step
                yield Reading(reading.score + _LITERAL, reading.text + chr(trail))

    def _ascii(self, beam: list[Reading], character: str) -> Iterator[Reading]:
        """An ASCII character: the trail byte of the pending one, or narrowed punctuation, or itself."""
        for reading in beam:
            if reading.pending is None:
                yield Reading(reading.score + _LITERAL, reading.text + character)
        shifted = [reading for reading in beam if reading.pending is not None]
        if shifted and character >= "@":
            yield from self._join(shifted, ord(character), None)
        elif shifted and self.narrow and character in "!,.:;":
            yield from self._join(shifted, _WIDE_LEAD, ord(character) + 0x80)

    def _annotated(self, beam: list[Reading], syllable: str) -> Iterator[Reading]:
        """A whole annotation: what stands before it should be read so. Of a pending reading it says nothing."""
        for reading in beam:
            agrees = reading.pending is not None or self.readings.read_as(reading.text[-1], syllable)
            yield reading if agrees else reading._replace(score=reading.score + _DISAGREES)

    def _swallowed(self, beam: list[Reading], syllable: str) -> Iterator[Reading]:
        """`?syllable)`: the byte before the lost bracket made, with the byte before it, a character read so."""
        for reading in beam:
            if reading.pending is None:
                last = CODES.get(reading.text[-1], (0, ord(reading.text[-1])))[1]
                for byte in self.readings.trails.get((last, syllable), ()):
                    yield Reading(reading.score, reading.text, byte)
                continue
            for byte in self.readings.trails.get((reading.pending, syllable), ()):
                yield self._add(reading, PAIRS[reading.pending, byte])
        for reading in beam[:8]:
            for first in self.gbk.before_loss[reading.pending] if reading.pending else ():
                half = self._add(reading, first)
                for lead, byte in self.readings.codes[syllable]:
                    if lead >= 0xA1:
                        yield self._add(half, PAIRS[lead, byte])

    def _quote(self, beam: list[Reading], shown: str) -> Iterator[Reading]:
        """`?！` is `。` with its first byte lost, and the first byte of the quotation mark behind it."""
        for reading in beam[:_BEAM]:
            if reading.pending is None:
                yield Reading(reading.score, reading.text + "。", _QUOTE_LEAD)
                yield Reading(reading.score + 2 * _LITERAL, reading.text + shown)
            else:
                for _, character in self.gbk.by_lead[reading.pending]:
                    yield self._add(self._add(reading, character), "。", _QUOTE_LEAD)

    def _neighbour(self, text: str, at: int) -> tuple[str, float, int]:
        """What ASCII character an invalid pair swallowed, what assuming it costs, and where to read on.

        Nothing at a line's end; the bracket of a tag, which in plain text goes with its tag; inside a tag the quotation
        mark behind a value; else it is unknown.
        """
        if text[at + 1 : at + 2] in ("", "\n"):
            return "", 0.0, at + 1
        if tag := _TAG.match(text, at + 1):
            return ("<", 0.0, at + 1) if self.html else ("", 0.0, tag.end())
        nearby = max(0, at - 500)
        if self.html and text.rfind("<", nearby, at) > text.rfind(">", nearby, at):
            return '"', 0.0, at + 1
        return "\ufffd", _LOST, at + 1

    def _loss(self, beam: list[Reading], after: str, lost: str, cost: float) -> Iterator[Reading]:
        """An invalid pair: the pending character's second byte, with an ASCII character or with the next lead byte."""
        wholes = []
        for reading in beam[:_LOSERS]:
            if reading.pending is None:
                yield Reading(reading.score + _LITERAL, reading.text + "?")
                continue
            choices = self.gbk.by_lead[reading.pending]
            if reading.pending == _QUOTE_LEAD and reading.text.endswith("。"):
                choices = [(b, q) for b, q in _QUOTES.items() if q == "”" or lost == "\ufffd"]
            wholes += [self._add(reading, character, byte) for byte, character in choices]
        wholes.sort(key=lambda whole: -whole.score)
        for rank, whole in enumerate(wholes):
            yield Reading(whole.score + cost, whole.text + lost)
            if rank < _WIDE and (after > "\x7f" or after == "?"):
                for pending in self.gbk.invalid_after.get(whole.pending or 0, ()):
                    yield Reading(whole.score, whole.text, pending)
