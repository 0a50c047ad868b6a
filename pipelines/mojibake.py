"""Chinese text that was decoded with the wrong encoding, once or more, put back run by run.

A run is repaired only if its bytes, read again, give plausible Chinese and the run itself does not read as Chinese.
What was lost (U+FFFD, 锟斤拷) is reported and never invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from pipelines.items import Step
from pipelines.script import common_share

# cp1252 as it is met: its five unassigned bytes stand for the control characters of Latin-1.
_CP1252 = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
_BYTE_OF = {ord(character): byte for byte, character in _CP1252.items()} | {code: code for code in range(0x80, 0x100)}
_HIGH = "".join(map(re.escape, sorted(map(chr, _BYTE_OF))))

_UTF8_UNIT = rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_UTF8_LOST = rb"[\xe2-\xef][\x80-\xbf]?\?"  # the end of an odd run: its last byte and a neighbour became "?"
_UTF8_CHAIN = re.compile(rb"(?:%b|%b|[\x40-\x7e])+" % (_UTF8_UNIT, _UTF8_LOST))
_GB_PAIRS = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")

_HAN = re.compile("[\u3400-\u9fff]")
_SURE, _BETTER = 0.8, 0.3


class Family(NamedTuple):
    """One way to be garbled: which characters it leaves behind, and how a run of them is undone."""

    name: str
    signs: re.Pattern[str]  # distinct characters of a text among which one is needed for a closer look
    run: re.Pattern[str]
    undo: Callable[[str], str | None]


def _cp1252_bytes(run: str) -> bytes:
    return run.translate(_BYTE_OF).encode("latin-1")


def _utf8_as_cp1252(run: str) -> str | None:
    try:
        return _cp1252_bytes(run).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _gbk_as_cp1252(run: str) -> str | None:
    body = _cp1252_bytes(run)
    pairs = [body[i : i + 2] for i in range(0, len(body), 2)]
    # In a Western language a lone accented letter stands before a plain one; GB 2312 has no such pairs.
    if sum(pair[-1] >= 0x80 for pair in pairs) < 0.8 * len(pairs):
        return None
    try:
        return body.decode("gbk")
    except UnicodeDecodeError:
        return None


def _gbk_bytes(run: str) -> tuple[bytes, list[int]]:
    """The run's bytes in GBK, and at which of them its characters begin, the end included."""
    units = [b"\x80" if c == "\u20ac" else b"?" if c in "?\ufffd" else c.encode("gb18030", "replace") for c in run]
    starts = [0]
    for unit in units:
        starts.append(starts[-1] + len(unit))
    return b"".join(units), starts


def _utf8_as_gbk(run: str) -> str | None:
    """Repair the parts of a run that are UTF-8 in GBK's clothes, which may stand amid sound text."""
    body, starts = _gbk_bytes(run)
    place = {start: index for index, start in enumerate(starts)}
    repaired, done = [], 0
    for match in _UTF8_CHAIN.finditer(body):
        start, end = match.span()
        if start not in place:
            continue
        while end > start and end not in place:
            end -= 1
        part = run[place[start] : place[end]]
        text = re.sub("\ufffd\\??", "\ufffd", body[start:end].decode("utf-8", "replace"))
        if _plausible(part, text):
            repaired += [run[done : place[start]], text]
            done = place[end]
    return "".join([*repaired, run[done:]]) if repaired else None


def _latin(minimum: int) -> re.Pattern[str]:
    return re.compile(f"[{_HIGH}]{{{minimum},}}")


# Characters whose two GBK bytes can be the first two of a Chinese character in UTF-8, and that Chinese hardly uses.
_GBK_SIGNS = "".join(
    c for row in range(0xE4, 0xEA) for cell in range(0x80, 0xA1) if (c := bytes([row, cell]).decode("gbk", "ignore"))
)
FAMILIES = (
    Family("utf8-as-cp1252", re.compile("[\u00e3-\u00ef\u00c3]"), _latin(3), _utf8_as_cp1252),
    Family("gbk-as-cp1252", re.compile("[\u00b0-\u00d7]"), re.compile(f"(?:[{_HIGH}][{_HIGH}@-~])+"), _gbk_as_cp1252),
    Family("utf8-as-gbk", re.compile(f"[{_GBK_SIGNS}]"), re.compile("[^\\x00-\\x7f][^\\x00-\\x3e\\x40-\\x7f]*"), _utf8_as_gbk),
)
_ROUNDS = 3  # text garbled more often than this has not been seen

_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]{4,5})|([0-9]{5,6}));?")
_LOST = re.compile("\ufffd+|(?:锟斤拷){1,100}|烫烫烫{1,100}|屯屯屯{1,100}")


def _plausible(before: str, after: str) -> bool:
    """The result is common Chinese, two characters at least, and clearly more so than what it replaces."""
    good = common_share(after)
    return good >= _SURE and len(_HAN.findall(after)) >= 2 and good >= common_share(before) + _BETTER


def _undo(run: str, rounds: int = _ROUNDS) -> tuple[str, str] | None:
    """The repaired run and the names of the families undone, the outermost first."""
    for family in FAMILIES if rounds else ():
        if not family.run.fullmatch(run) or not (text := family.undo(run)) or text == run:
            continue
        if _plausible(run, text) or family.undo is _utf8_as_gbk:
            return text, family.name
        if inner := _undo(text, rounds - 1):
            return inner[0], f"{family.name}+{inner[1]}"
    return None


def _entities(text: str) -> tuple[str, list[Step]]:
    """Chinese written as numeric entities, decoded; all other entities are the page's own markup."""
    found: list[str] = []

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        if not (0x3000 < code < 0xA000 or 0xFF00 < code < 0xFFF0 or 0x20000 <= code < 0x32000):
            return match[0]
        found.append(chr(code))
        return chr(code)

    text = _ENTITY.sub(character, text)
    return text, [Step("mojibake:entities", len(found), "".join(found[:80]))] if found else []


def repair(text: str, seen: frozenset[str]) -> tuple[str, list[Step]]:
    """Repair the garbled runs of a text; `seen` are its distinct characters that are not printable ASCII."""
    steps: list[Step] = []
    if "&#" in text:
        text, steps = _entities(text)
    signs = "".join(seen)
    for family in FAMILIES:
        if not family.signs.search(signs):
            continue
        done: dict[str, list[str]] = {}

        def repaired(match: re.Match[str], done: dict[str, list[str]] = done) -> str:
            result = _undo(match[0])
            if not result:
                return match[0]
            done.setdefault(result[1], []).append(result[0])
            return result[0]

        text = family.run.sub(repaired, text)
        steps += [Step(f"mojibake:{name}", len(runs), runs[0][:80]) for name, runs in done.items()]
    if "\ufffd" in seen or "锟" in seen or "烫" in seen or "屯" in seen:
        lost = _LOST.findall(text)
        steps += [Step("mojibake:lost", len(lost), lost[0][:80])] if lost else []
    return text, steps
