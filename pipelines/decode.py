"""Bytes to text: a byte order mark decides; header and <meta> are claims; otherwise the bytes decide."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from pipelines.items import Page, Step
from pipelines.stage import Stage
from pipelines.text.encodings import decode_as, encoding_of
from pipelines.text.script import beyond_ascii, common_share, common_share_of

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
# How a page in UTF-16 begins that lacks the mark: with a tag, or a blank or line's end before it.
_UTF16_TAG = {bytes([char, 0]): "utf-16le" for char in b"< \t\r\n"} | {
    bytes([0, char]): "utf-16be" for char in b"< \t\r\n"
}
_INNER_MARK = re.compile(rb"\xef\xbb\xbf(?<=[>\n]\xef\xbb\xbf)")  # of a file in UTF-8 that the page takes in
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';,]+)""", re.IGNORECASE)

# The standard looks at 1024 bytes; pages have comments and scripts of any length before their <meta>.
_PRESCANS = (2048, 16384)
_TAG = re.compile(  # of a head in lower case
    rb"<(?:!--|"
    rb"""(?P<whole>/?[a-z][^<>"'=]*+(?:=[\t\n\f\r ]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r "'<>=]++)[^<>"'=]*+)*+>)|"""
    rb"/?[a-z][^\t\n\f\r >]*|(?P<bogus>[!/?]))"
)
_META = re.compile(rb"<meta(?=[\t\n\f\r /])")
_ATTRIBUTE = re.compile(
    rb"""[\t\n\f\r /]*(?:(?P<end>>)|(?P<name>=?[^\t\n\f\r />=]*)[\t\n\f\r ]*"""
    rb"""(?:=[\t\n\f\r ]*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\t\n\f\r >"'][^\t\n\f\r >]*)))?)"""
)
_CONTENT_CHARSET = re.compile(
    rb"""charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r ;"']+))"""
)

# Four Chinese characters of UTF-8 in a row do not come about by chance in a GBK text. They are looked for where each
# byte stands for its class alone: the lead of such a character, a continuation, or another.
_LEADS = (*range(0xE3, 0xEA), 0xEF)
_CLASSES = bytes(ord("L" if byte in _LEADS else "c" if 0x80 <= byte < 0xC0 else "x") for byte in range(0x100))
_UTF8_RUN = b"LccLccLccLcc"
_UTF8_CHARACTERS = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LONG_UTF8 = re.compile(rb"[\xe0-\xf4]")
_LOW, _HIGH = bytes(range(0x80)), bytes(range(0x80, 0x100))
# No multi-byte character of any encoding at hand contains one of these bytes, so text may be cut at them.
_PIECE = re.compile(rb"[^<>\n]+|[<>\n]+")
_HIGH_PIECE = re.compile(rb"[\x80-\xff][^<>\n]*")

_HANGUL = re.compile("[\uac00-\ud7a3]")
_CJK = ("gb18030", "big5", "euc-jp", "shift_jis", "euc-kr")
# Share of common Chinese characters from which a reading is taken to be Chinese (real pages have > 0.9), is certain.
_SURE, _CERTAIN = 0.75, 0.95
_HEAD, _ENOUGH = 6_000, 40  # characters of a page's beginning by which it is judged; so many of them not ASCII do
_MANY = 40  # pieces of text by which it is judged else


@dataclass(frozen=True)
class Decoded:
    """Text, the encoding it was read as, what was claimed, and how many characters became U+FFFD."""

    text: str
    charset: str  # a name of the Encoding Standard in lower case; GBK is read as gb18030
    claimed: dict[str, str] = field(default_factory=dict)  # "header", "meta": the labels as given
    replaced: int = 0
    steps: list[Step] = field(default_factory=list)


def _attributes(head: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """A tag's attributes from `at` on, and where the tag ends: -1 where it does not."""
    attributes: dict[bytes, bytes] = {}
    while (match := _ATTRIBUTE.match(head, at)) and match.end() > at:
        at = match.end()
        if match["end"]:
            return attributes, at
        value = match["double"] or match["single"] or match["bare"] or b""
        attributes.setdefault(match["name"], value)
    return attributes, -1


def _meta_label(attributes: dict[bytes, bytes]) -> str | None:
    """The label a <meta> names: in `charset`, or in `content` if it stands for a Content-Type header."""
    label = attributes.get(b"charset")
    if label is None and attributes.get(b"http-equiv") == b"content-type":
        match = _CONTENT_CHARSET.search(attributes.get(b"content", b""))
        label = match and (match[1] or match[2] or match[3])
    return label.decode("ascii", "replace") if label else None


def prescan(body: bytes) -> str | None:
    """The label in the page's <meta>, by the standard's prescan of the bytes."""
    return next((label for size in _PRESCANS if (label := _prescan(body[:size].lower()))), None)


def _prescan(head: bytes) -> str | None:
    """The same of a page's head in lower case."""
    at, last = 0, head.rfind(b"<meta", 0, max(0, head.rfind(b"charset")))  # none behind it can name one
    while 0 <= at <= last and (match := _TAG.search(head, at)):
        start, at = match.span()
        if match[0] == b"<!--":
            at = head.find(b"-->", start + 2)
        elif match["bogus"]:
            at = head.find(b">", at)
        else:
            if match["whole"] and (head.find(b"charset", start, at) < 0 or not _META.match(head, start)):
                continue
            meta = _META.match(head, start)
            attributes, at = _attributes(head, meta.end() if meta else at)
            label = _meta_label(attributes) if meta and at >= 0 else None
            if label and encoding_of(label):
                return label
    return None


def _label_of(header: str) -> str:
    """The label in a Content-Type header, or the header itself where it is a bare label."""
    match = _HEADER_CHARSET.search(header)
    if match:
        return match[1]
    return "" if "/" in header or "=" in header else header.strip()


def _as_utf8(body: bytes) -> str | None:
    """The text of valid UTF-8, apart from a character that the end of the body cut off; None of anything else."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.reason == "unexpected end of data" and len(body) - error.start < 4
        return decode_as("utf-8", body) if cut else None


def _plausible(text: str) -> float:
    """How likely text is a right reading: common Chinese characters count for it, replaced ones against it."""
    return common_share(text) - _lost(text)


def _lost(text: str) -> float:
    return 10 * text.count("\ufffd") / (len(text) or 1)


def _is_certain(text: str) -> bool:
    """Whether the beginning of a text, which holds the headline, shows that it was read as what it is."""
    telling = beyond_ascii(text[:_HEAD])
    return len(telling) > _ENOUGH and common_share_of(telling) - _lost(telling) > _CERTAIN


def _sample(body: bytes) -> bytes:
    """The first pieces of a body that are not ASCII."""
    return b"\n".join(match[0] for match in islice(_HIGH_PIECE.finditer(body), _MANY))[:3_000]


def _is_korean(text: str) -> bool:
    """Whether a reading is Korean: GBK's daily characters fill the codes of syllables, and as many more beside them."""
    telling = beyond_ascii(text)
    return len(_HANGUL.findall(telling)) > _CERTAIN * len(telling)


def _legacy(body: bytes, claims: list[str]) -> str:
    """The encoding of a body that is not UTF-8: the likeliest reading, a claim winning where it is as good."""
    sample = _sample(body)
    if "euc-kr" in claims[:1] and _is_korean(decode_as("euc-kr", sample)):
        return "euc-kr"
    readings: dict[str, float] = {}
    for name in dict.fromkeys([*claims, "gb18030", "big5"]):
        readings[name] = _plausible(decode_as(name, sample))
        if readings[name] > _CERTAIN:
            return name
    best = max(readings, key=lambda name: readings[name])
    if readings[best] < _SURE:  # not Chinese, or little of it: the claim stands
        return claims[0] if claims else best if readings[best] > 0 else "windows-1252"
    return next((claim for claim in claims if readings[claim] > readings[best] - 0.02), best)


def _mostly_utf8(piece: bytes) -> bool:
    """UTF-8 with at most a broken character or two, as when a summary was cut by bytes."""
    high = len(piece) - len(piece.translate(None, _HIGH))
    whole = sum(map(len, _UTF8_CHARACTERS.findall(piece)))
    return whole >= 0.8 * high


def _two_encodings(body: bytes, other: str) -> tuple[str, str, int]:
    """Decode each piece between tags by itself: the text, the encoding of most, and how many bytes are in another."""
    pieces, sizes = [], {"utf-8": 0, other: 0}
    for match in _PIECE.finditer(body):
        piece = match[0]
        encoding = "utf-8" if piece.isascii() or _as_utf8(piece) is not None or _mostly_utf8(piece) else other
        if not piece.isascii():
            sizes[encoding] += len(piece)
        pieces.append(decode_as(encoding, piece))
    most = max(sizes, key=lambda name: sizes[name])
    return "".join(pieces), most, min(sizes.values())


def _in_seven_bits(body: bytes, claim: str) -> tuple[str, str, list[Step]]:
    """The text of an ASCII body as it is claimed to be, where that has escapes to other characters."""
    if claim == "replacement" and b"~{" in body:  # browsers read HZ no longer; no other encoding of the label has this
        return body.decode("hz", "replace"), "hz-gb-2312", []
    claim = "utf-8" if claim.startswith("utf-16") else claim
    return decode_as(claim if claim == "iso-2022-jp" else "utf-8", body), claim, []


def _read(body: bytes, claims: list[str]) -> tuple[str, str, list[Step]]:
    """The text of a body without a byte order mark, its encoding, and what had to be done."""
    text = _as_utf8(body)
    if text is not None:
        legacy = next((claim for claim in claims if claim in _CJK), None)
        if text.isascii() and claims:
            return _in_seven_bits(body, claims[0])
        if legacy and not _LONG_UTF8.search(body):  # 路 and its like are two bytes that UTF-8 allows too
            other = decode_as(legacy, body)
            if _plausible(other) > _SURE:
                return other, legacy, []
        return text, "utf-8", []
    claims = [claim for claim in claims if not claim.startswith(("utf-", "replacement"))]
    body, marks = _INNER_MARK.subn(b"", body) if _BOMS[0][0] in body else (body, 0)
    steps = [Step("decode:inner-mark", marks)] if marks else []
    other = claims[0] if claims else "gb18030"
    text = decode_as(other, body)
    if not _is_certain(text) and (likeliest := _legacy(body, claims)) != other:
        other, text = likeliest, decode_as(likeliest, body)
    if _UTF8_RUN not in body.translate(_CLASSES, _LOW) or _UTF8_RUN not in body.translate(_CLASSES):
        return text, other, steps
    text, charset, rest = _two_encodings(body, other)
    return text, charset, [*steps, Step("decode:two-encodings", rest, "utf-8, " + other)] if rest else steps


def decode(body: bytes, *, header: str | None = None, override: str | None = None) -> Decoded:
    """Decode a page. `header` is the Content-Type header or its label; `override` is a label the user insists on."""
    claimed = {"header": _label_of(header or ""), "meta": prescan(body) or ""}
    claimed = {place: label for place, label in claimed.items() if label}
    bom, marked = next(((bom, name) for bom, name in _BOMS if body.startswith(bom)), (b"", None))
    steps: list[Step] = []
    charset = encoding_of(override or "") or ""
    if override:
        if not charset:
            raise ValueError(f"{override}: not a charset the Encoding Standard knows; try gb18030, big5 or utf-8")
        text = decode_as(charset, body.removeprefix(bom) if charset == marked else body)
    elif marked := marked or _UTF16_TAG.get(body[:2]):
        charset, text = marked, decode_as(marked, body[len(bom) :])
    if not override and (not marked or (marked == "utf-8" and "\ufffd" in text and not _mostly_utf8(body))):
        body = b"\n" + body if marked else body  # the mark of a file that a page in another encoding took in
        claims = [name for label in claimed.values() if (name := encoding_of(label))]
        claims = ["gb18030" if name == "gbk" else name for name in claims]
        text, charset, steps = _read(body, claims)
    charset = "gb18030" if charset == "gbk" else charset
    replaced = max(0, text.count("\ufffd") - body.count(b"\xef\xbf\xbd")) if "\ufffd" in text else 0
    said = ", ".join(f"{place} {label}" for place, label in claimed.items()) or "nothing claimed"
    steps.insert(0, Step(f"decode:{charset}", replaced, said[:80]))
    return Decoded(text, charset, claimed, replaced, steps)


def decode_page(page: Page) -> None:
    """Decode the page's capture."""
    capture = page.capture
    decoded = decode(capture.body, header=capture.headers.get("content-type"), override=capture.charset)
    page.html, page.article.charset = decoded.text, decoded.charset
    page.steps += decoded.steps


class DecodePipeline(Stage):
    """Bytes to text."""

    job = decode_page
