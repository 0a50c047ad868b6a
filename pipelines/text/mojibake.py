"""Chinese text that was decoded with the wrong encoding, once or more, put back run by run.

A run is repaired only if its bytes, read again, give plausible Chinese and the run itself does not read as Chinese.
What was lost (U+FFFD, 锟斤拷) is reported and never invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import accumulate, product
from typing import NamedTuple

from pipelines.items import Step
from pipelines.text.script import COMMON, beyond_ascii, common_share

# cp1252 as it is met: its five unassigned bytes stand for the control characters of Latin-1.
_CP1252 = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_BYTE_OF = {ord(character): byte for byte, character in _CP1252.items()} | {code: code for code in range(0x80, 0x100)}
_HIGH = "".join(map(re.escape, sorted(map(chr, _BYTE_OF))))
_CONTINUATION = "".join(re.escape(chr(code)) for code, byte in sorted(_BYTE_OF.items()) if byte < 0xC0)

_UTF8_UNIT = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_UTF8_LOST = rb"[\xe2-\xef](?:\?[\x80-\xbf]|[\x80-\xbf]?\?{1,2})"  # bytes that GBK cannot pair became "?"
_UTF8_CHAIN = re.compile(rb"(?:%b|%b|[\x40-\x7e])+" % (_UTF8_UNIT, _UTF8_LOST))
_ALPHABET = re.compile(b"[\xc3-\xc5\xce][\x80-\xbf]|\xcf[\x80-\x8e]|\xd0[\x80-\xbf]|\xd1[\x80-\x9f]|\xd7[\x90-\xaa]")
_UTF8_HOLE = re.compile(_UTF8_LOST)
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_HAN = re.compile("[\u3400-\u9fff]")
_QUOTING = re.compile("乱码|亂碼")  # text that speaks of garbled text quotes some
_TEXT_END = re.compile("[\n<>]")
_AROUND = 100  # characters before a run and behind it that may say so
_ROUNDS = 3  # text garbled more often than this has not been seen


class Family(NamedTuple):
    """One way to be garbled: which characters it leaves behind, and how a run of them is undone."""

    name: str
    signs: frozenset[str]  # a text without `needed` of these has nothing of the family
    needed: int
    shape: re.Pattern[str]  # nor has one that without its ASCII does not show this
    run: re.Pattern[str]
    undo: Callable[[str], Iterator[tuple[str, str]]]  # parts of the run, each with what it may have been


def _utf8_as_cp1252(run: str) -> Iterator[tuple[str, str]]:
    with suppress(UnicodeDecodeError):
        yield run, run.translate(_BYTE_OF).encode("latin-1").decode("utf-8")


def _gbk_as_cp1252(run: str) -> Iterator[tuple[str, str]]:
    body = run.translate(_BYTE_OF).encode("latin-1")
    pairs = [body[i : i + 2] for i in range(0, len(body), 2)]
    # In a Western language a lone accented letter stands before a plain one; GB 2312 has no such pairs.
    if sum(pair[-1] >= 0x80 for pair in pairs) >= 0.8 * len(pairs):
        with suppress(UnicodeDecodeError):
            yield run, body.decode("gbk")


def _gbk_units(run: str) -> list[bytes]:
    """Each character's bytes in GBK, `?` for what was lost.

    A decoder that knows GBK's private use area can fail on no high byte but 0x80, so that is no loss.
    """
    lost = {"\u20ac": b"\x80", "?": b"?", "\ufffd": b"?"}
    units = [lost.get(c) or c.encode("gb18030", "replace") for c in run]
    if _PRIVATE_USE.search(run):
        for index in range(len(run) - 1):
            if run[index] == "\ufffd" and run[index + 1] not in "?\ufffd":
                units[index] = b"\x80"
    return units


def _utf8_as_gbk(run: str) -> Iterator[tuple[str, str]]:
    units = _gbk_units(run)
    place = {start: index for index, start in enumerate(accumulate(map(len, units), initial=0))}
    body = b"".join(units)
    for match in _UTF8_CHAIN.finditer(body):
        start, end = match.span()
        while end > start and end not in place:
            end -= 1
        if start in place and end > start:
            text = _UTF8_HOLE.sub("\ufffd".encode(), body[start:end]).decode("utf-8", "replace")
            yield run[place[start] : place[end]], text


def _gbk(rows: Iterable[int], cells: Iterable[int]) -> frozenset[str]:
    codes = (bytes([row, cell]) for row, cell in product(rows, cells))
    return frozenset(code.decode("gbk", "ignore") for code in codes) - {""}


_HIGH_RUN = re.compile(f"[{_HIGH}]{{3,}}")
_PAIRS_SHAPE = re.compile("(?:[\u00b0-\u00f7][\u00a1-\u00fe]){2}")
_PAIRS_RUN = re.compile(f"(?:[{_HIGH}][{_HIGH}@-~])+")
_WIDE_RUN = re.compile("[^\\x00-\\x7f][^\\x00-\\x3e\\x40-\\x7f]*")  # "?" stands for what was lost inside
_LATIN_SIGNS = "\u00c3\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9"
_LATIN_SHAPE = re.compile(f"[{_LATIN_SIGNS}][{_CONTINUATION}]{{2}}|\u00c3.\u00c2")
_RARE = _gbk(range(0xE4, 0xEA), range(0x80, 0xA1)) - COMMON
_ANY = re.compile("")
FAMILIES = (
    # The first byte of a Chinese character in UTF-8, as Latin letters.
    Family("utf8-as-cp1252", frozenset(_LATIN_SIGNS), 1, _LATIN_SHAPE, _HIGH_RUN, _utf8_as_cp1252),
    # The first bytes of GB 2312's daily characters.
    Family("gbk-as-cp1252", frozenset(map(chr, range(0xB0, 0xD8))), 3, _PAIRS_SHAPE, _PAIRS_RUN, _gbk_as_cp1252),
    # Two bytes that begin a Chinese character in UTF-8, as GBK characters that Chinese hardly uses.
    Family("utf8-as-gbk", _RARE, 1, _ANY, _WIDE_RUN, _utf8_as_gbk),
    # The same of Latin letters that were themselves garbled Chinese: \u00e4 \u00e5 \u00e7 \u00e9.
    Family("utf8-as-gbk", _gbk([0xC3], [0xA4, 0xA5, 0xA7, 0xA9]), 2, _ANY, _WIDE_RUN, _utf8_as_gbk),
)

_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{2,5})|([0-9]{3,6}));?")
_LOST_SIGNS = frozenset("\ufffd锟烫屯")
SIGNS = frozenset.union(_LOST_SIGNS, *(family.signs for family in FAMILIES))
# Each alternative begins with a character of its own, so that the engine skips to those.
_LOST = re.compile("\ufffd\ufffd*|锟斤拷(?:锟斤拷){0,99}|烫烫烫{1,100}|屯屯屯{1,100}")


class _Judge:
    """Whether a repair is believed: common Chinese, clearly more so than before; less is asked once some was found."""

    def __init__(self) -> None:
        self.found = 0

    def believes(self, before: str, after: str) -> bool:
        """Judge one repair, and remember how much Chinese it brought to light."""
        kept = after.replace("\ufffd", "")
        share, han = common_share(kept), len(_HAN.findall(kept))
        if not before.strip("×"):  # a name that is not told: 王××, ××县
            return False
        if self.found >= 4:
            return len(kept) > 0 and share > 0.9 and common_share(before) < share and after != "\ufffd"
        if _is_alphabetic(before):
            return False
        if han < 3 and before.isalpha() and before < "\u0100":
            return False  # capitals with accents: daily Chinese has symbols of Latin-1 among its bytes
        better = common_share(before) + 0.3  # which no run can be if Latin letters in GBK's clothes make it up
        return han >= 2 and 2 * len(kept) > len(after) and share >= max(0.8, min(better, 0.95) if han >= 4 else better)


def _is_alphabetic(run: str) -> bool:
    """Whether a run is UTF-8 of Latin, Greek, Cyrillic or Hebrew letters in disguise: that makes fine GBK pairs too."""
    body = run.translate(_BYTE_OF).encode("latin-1", "ignore")
    return sum(map(len, _ALPHABET.findall(body))) >= 0.7 * (len(body) or 1)


def _is_quoted(match: re.Match[str]) -> bool:
    """Whether the text of a run speaks of garbled text, up to the next tags or the ends of its line."""
    around = match.string[max(0, match.start() - _AROUND) : match.end() + _AROUND]
    if not _QUOTING.search(around):
        return False
    before = _TEXT_END.split(match.string[max(0, match.start() - _AROUND) : match.start()])[-1]
    after = _TEXT_END.split(match.string[match.end() : match.end() + _AROUND])[0]
    return _QUOTING.search(before + match[0] + after) is not None


def _undo(run: str, judge: _Judge, families: Iterable[Family], rounds: int) -> tuple[str, str] | None:
    """The repaired run and the names of the families undone, the outermost first; None where nothing is believed."""
    for family in families if rounds else ():
        if not family.run.fullmatch(run):
            continue
        pieces, done, names = [], 0, family.name
        for part, text in family.undo(run):
            if not judge.believes(part, text):
                inner = _undo(text, judge, FAMILIES, rounds - 1) if text != part else None
                if not inner or not judge.believes(part, inner[0]):
                    continue
                text, names = inner[0], f"{family.name}+{inner[1]}"
            start = run.index(part, done)
            pieces += [run[done:start], text]
            done = start + len(part)
        if pieces:
            return "".join([*pieces, run[done:]]), names
    return None


def _entities(text: str) -> tuple[str, list[Step]]:
    """Numeric entities decoded, if Chinese is among them; those of ASCII are the page's own markup."""
    codes = [int(match[1], 16) if match[1] else int(match[2]) for match in _ENTITY.finditer(text)]
    if not any(0x3400 <= code < 0xA000 for code in codes):
        return text, []
    found = [chr(code) for code in codes if 0xA0 <= code < 0xD800 or 0xE000 <= code < 0x110000]
    source = iter(codes)

    def character(match: re.Match[str]) -> str:
        code = next(source)
        return chr(code) if 0xA0 <= code < 0xD800 or 0xE000 <= code < 0x110000 else match[0]

    return _ENTITY.sub(character, text), [Step("mojibake:entities", len(found), "".join(found[:80]))]


def _repair_family(text: str, family: Family) -> tuple[str, list[Step]]:
    """Repair a family's runs: first what is plain by itself, then, if that was some, what is too short to be."""
    judge, done = _Judge(), dict[str, list[str]]()

    def repaired(match: re.Match[str]) -> str:
        result = None if _is_quoted(match) else _undo(match[0], judge, (family,), _ROUNDS)
        if not result:
            return match[0]
        done.setdefault(result[1], []).append(result[0])
        return result[0]

    text = family.run.sub(repaired, text)
    judge.found = sum(len(_HAN.findall(run)) for runs in done.values() for run in runs)
    if judge.found >= 4:
        text = family.run.sub(repaired, text)
    return text, [Step(f"mojibake:{name}", len(runs), runs[0][:80]) for name, runs in done.items()]


def _entity_encoded(text: str, dense: str, html: bool) -> bool:
    """Whether Chinese is written as entities: in a page, where a parser will decode them, if most of it is."""
    most = dense.count("#")
    if html and 2 * most <= len(dense):
        return False
    return most > 0 and text.count("&#") > (len(dense) - most if html else 0)


def suspects(text: str, dense: str, seen: frozenset[str], *, html: bool = False) -> bool:
    """Whether a text is worth a closer look; `dense` is what `uncommon` gives, `seen` the signs in it."""
    if any(len(seen & family.signs) >= family.needed and family.shape.search(dense) for family in FAMILIES):
        return True
    if not seen.isdisjoint(_LOST_SIGNS) and _LOST.search(dense):
        return True
    return _entity_encoded(text, dense, html)


def repair(text: str, dense: str, *, html: bool = False) -> tuple[str, list[Step]]:
    """Repair the garbled runs of a text, and report what is lost."""
    steps: list[Step] = []
    if _entity_encoded(text, dense, html):
        text, steps = _entities(text)
    seen = frozenset(beyond_ascii(text))
    for family in FAMILIES:
        if len(seen & family.signs) >= family.needed:
            text, repaired = _repair_family(text, family)
            steps += repaired
    lost = _LOST.findall(text)
    return text, [*steps, Step("mojibake:lost", len(lost), lost[0][:80])] if lost else steps
