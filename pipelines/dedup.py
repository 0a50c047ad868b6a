"""When two texts are the same article: digests of what is left after folding, and how alike two texts are.

A reprint changes what stands round a text (header, footer, byline), cuts it, mistypes it, prints it in the other
script. So texts are compared by their letters and digits alone, block by block: a block counts as shared where half
of its four-letter sequences are, which forgives scattered slips and does not forgive a different paragraph.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.text.script import letters_of

SHORT = 64  # characters; below it a text alone ("图片新闻") does not identify a work

GRAM, BLOCK = 4, 40
_GRAMS = re.compile(f"(?=(.{{{GRAM}}}))")
# Tried on made-up county news: reprints with 5 % slips share at least 0.85 of their blocks, articles on one
# subject with 30 % in common at most 0.75, and 999 of 1000 of those under 0.7.
SHARED = 0.7
# A text that holds another whole, and more besides than half as much again as that, is a round-up of several.
SMALLEST = 0.4
# Under this many letters a text is mostly form ("本报讯 … 举行"): there the plain sequences must agree, and a county's
# name that is another (six sequences of a hundred and twenty) makes another article.
BRIEF, BRIEF_SHARED = 200, 0.95
# Not so where the other is so many times as long: notices in one form are of one length, and this is a part of that.
CUT = 1.4
# There the dateline is no part of it: 本报讯 记者王芳, 某某网8月1日讯. Punctuation is gone: it ends with a name.
_DATELINE = re.compile("[^讯电]{1,24}[报网台社媒心端日][讯电](?:(?:记者|通讯员).{3})?")
# In a list of notices of one form (court notices, forecasts by town) the form, which stands five times and more in two
# such texts, says nothing of which list it is; where it is so much of one, the rest must agree as far as this. A copy
# with slips, cut as well, keeps half of what stands less often; other notices have a quarter of it at most, mostly.
OFTEN, FORMS, REST_SHARED = 5, 0.3, 0.45
MANIFOLD = 0.85  # distinct sequences for each one: prose has more of them, and need not be counted
# At one address a much smaller likeness shows that an article was edited or completed.
EDITED = 0.5

LONGEST = 30_000  # letters that are compared; a book's beginning tells it from others

DIGITS = re.compile(r"\d+")
_HAN = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10_000, "亿": 100_000_000}
_ONES = "零〇一二三四五六七八九"
_NUMBER = re.compile(f"[{_ONES}两十][{_ONES}两十百千万亿]*(?:点[{_ONES}]+)?")
MARK = 10  # letters of a mark
_ANCHORS = "".join(chr(c) for c in range(0x30, 0xD800) if (c * 2654435761 >> 7) % 6 == 0 and chr(c).isalnum())
# Every sequence of ten letters that begins with one of a sixth of all characters: places that punctuation, cuts and
# insertions elsewhere do not move. To begin with the class lets the engine skip what is not in it.
_MARKED = re.compile(f"[{_ANCHORS}](?<=(?=(.{{{MARK}}})).)")
SKETCH = 256  # marks kept of a text, the lowest: the same choice for every text, so that sketches can be compared


def normalise(text: str) -> str:
    """A text reduced to its letters and digits: simplified, half-width, lower case, no blanks, no punctuation."""
    return _normalised(text) if len(text) <= LONGEST else letters_of(text)


_normalised = lru_cache(maxsize=128)(letters_of)


def content_digest(title: str | None, text: str) -> str:
    """SHA-256 of the normalised text in hexadecimal; of headline and text where the text is very short."""
    body = normalise(text)
    if len(body) < SHORT:
        body = f"{normalise(title or '')}\n{body}"
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def sketch(text: str) -> list[int]:
    """The lowest hashes of a text's marks, ascending; empty for a text too short to be compared."""
    body = normalise(text)
    if len(body) < SHORT:
        return []
    marks = "\n".join(_MARKED.findall(body)).encode()  # no letter is a surrogate, or a line feed
    return sorted(set(map(zlib.crc32, marks.split(b"\n"))))[:SKETCH] if marks else []


def comparable(a: Sequence[int], b: Sequence[int]) -> int:
    """How many marks two sketches could share: those of the smaller one, as far up as both reach."""
    if len(a) < SKETCH and len(b) < SKETCH:
        return min(len(a), len(b))
    reach = min(sketch[-1] for sketch in (a, b) if len(sketch) == SKETCH)
    return min(bisect_right(a, reach), bisect_right(b, reach))


@dataclass(frozen=True)
class Likeness:
    """How alike two texts are, and whether they are one article."""

    similarity: float  # shared sequences among all of both (Jaccard)
    containment: float  # the share of the shorter text that stands in the longer
    same: bool


@lru_cache(maxsize=128)
def _grams(body: str) -> tuple[list[str], frozenset[str]]:
    """The sequences of a text in their order, and as a set."""
    found = _GRAMS.findall(body)
    return found, frozenset(found)


def likeness(one: str, other: str) -> Likeness:
    """Compare two texts. Symmetrical, and blind to everything but letters and digits."""
    short, long = sorted((normalise(one), normalise(other)), key=lambda body: (len(body), body))
    if short == long:
        return Likeness(1.0, 1.0, True)
    # Neither is too short: to be told, and to be the other and not a part of it.
    may_be_one = len(short) >= SHORT and len(short) >= SMALLEST * len(long)
    alike = _compared(short[:LONGEST], long[:LONGEST], may_be_one)
    if alike.same or not alike.containment or not may_be_one or not _of_two_houses(short, long):
        return alike
    # A house that writes 汉字 where another has digits changes every sentence.
    few, many = sorted((_in_digits(short[:LONGEST]), _in_digits(long[:LONGEST])), key=lambda body: (len(body), body))
    in_digits = _compared(few, many, True)
    return in_digits if in_digits.same else alike


def _of_two_houses(short: str, long: str) -> bool:
    """Whether one text has for its length more than twice as many figures in digits as the other."""
    few, many = sorted(len(DIGITS.findall(body[:LONGEST])) / len(body) for body in (short, long))
    return 2 * few < many


def _compared(short: str, long: str, may_be_one: bool) -> Likeness:
    """Two texts as they are written."""
    (sequence, few), (longer, many) = _grams(short), _grams(long)
    common = len(few & many)
    if not common:
        return Likeness(0.0, 0.0, False)
    similarity, plain, blocks = common / len(few | many), common / len(few), _shared_blocks(sequence, many)
    alike = blocks >= SHARED
    if len(short) < BRIEF:
        is_part = alike and len(long) > CUT * len(short)
        alike = plain >= SHARED and (is_part or plain + _of_dateline(short, sequence, many) >= BRIEF_SHARED)
    same = may_be_one and alike and not _is_bulletin(short, long, plain)
    if same and len(few) + len(many) < MANIFOLD * (len(sequence) + len(longer)):
        same = not _share_form_alone(sequence, longer)
    return Likeness(round(similarity, 4), round(max(plain, blocks), 4), same)


def _shared_blocks(sequence: list[str], many: frozenset[str]) -> float:
    hits = list(map(many.__contains__, sequence))
    blocks = [hits[i : i + BLOCK] for i in range(0, len(hits), BLOCK)]
    return sum(len(block) for block in blocks if 2 * sum(block) >= len(block)) / len(hits)


def _share_form_alone(sequence: list[str], longer: list[str]) -> bool:
    """Whether two lists of notices have the form of their notices in common, and hardly one notice."""
    counts = Counter(sequence)
    counts.update(longer)
    ours, theirs = ([gram for gram in grams if counts[gram] < OFTEN] for grams in (sequence, longer))
    if min(len(ours) / len(sequence), len(theirs) / len(longer)) > 1 - FORMS:
        return False
    few, many = frozenset(ours), frozenset(theirs)
    return bool(few and many) and len(few & many) < REST_SHARED * min(len(few), len(many))


def _of_dateline(short: str, sequence: list[str], many: frozenset[str]) -> float:
    """The share of a brief text's sequences that are others in its dateline: another house has its own."""
    lead = _DATELINE.match(short)
    told = max(0, lead.end() - GRAM + 1) if lead else 0  # sequences of the dateline alone
    return sum(gram not in many for gram in sequence[:told]) / len(sequence)


def _is_bulletin(short: str, long: str, plain: float) -> bool:
    """Whether two texts differ in their figures and in little else: tomorrow's weather, epidemic or market report.

    Figures are in digits, or in 汉字 as well.
    """
    if _figures_differ(short, long, plain):
        return True
    written = Counter(_NUMBER.findall(short)) - Counter(_NUMBER.findall(long))  # soon told, and mostly no more than one
    return bool(written) and _figures_differ(_in_digits(short), _in_digits(long), plain)


def _figures_differ(short: str, long: str, plain: float) -> bool:
    """At least three figures and a quarter of them differ, and without digits half of the difference is gone."""
    figures = Counter(DIGITS.findall(short))
    differing = (figures - Counter(DIGITS.findall(long))).total()
    if differing < 3 or differing * 4 < figures.total():
        return False
    few, many = (_grams(DIGITS.sub("0", body))[1] for body in (short, long))
    return len(few & many) / (len(few) or 1) - plain >= (1 - plain) / 2


@lru_cache(maxsize=128)
def _in_digits(body: str) -> str:
    """A text whose figures are all in digits: 二十三点五 is 235, as 23.5 is without its point."""
    return _NUMBER.sub(lambda number: _value(number[0]), body)


def _value(number: str) -> str:
    """The digits of 二〇二一, 三百零五 or 二十三点五; 三十万 is 30万, as it is mostly written."""
    whole, _, decimals = number.partition("点")
    if len(whole) > 1 and whole[-1] in _GREAT and not decimals:
        return _value(whole[:-1]) + whole[-1]
    if not any(char in _UNITS or char in _GREAT for char in whole):
        return "".join(_HAN[char] for char in whole + decimals)
    total = part = digit = 0
    for char in whole:
        if char in _HAN:
            digit = int(_HAN[char])
        elif char in _UNITS:
            part, digit = part + (digit or 1) * _UNITS[char], 0
        else:
            total, part, digit = (total + part + digit) * _GREAT[char], 0, 0
    return str(total + part + digit) + "".join(_HAN[char] for char in decimals)
