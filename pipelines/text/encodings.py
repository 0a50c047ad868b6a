"""The Encoding Standard's decoders and labels, on top of Python's codecs.

Python's gb18030 differs in twenty two-byte codes and one of four bytes, its big5hkscs lacks or misplaces two hundred;
neither resumes after an error where browsers do. What is corrected here is measured against the standard's indexes.
"""

from __future__ import annotations

import codecs
import re

# Every encoding of the standard, with the labels that mean it beside its own name.
_LABELS = """
utf-8: unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8
ibm866: 866 cp866 csibm866
iso-8859-2: csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso-8859-3: csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso-8859-4: csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso-8859-5: csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso-8859-6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i
  iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso-8859-7: csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7
  iso_8859-7:1987 sun_eu_greek
iso-8859-8: csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8
  iso_8859-8:1988 visual
iso-8859-8-i: csiso88598i logical
iso-8859-10: csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso-8859-13: iso8859-13 iso885913
iso-8859-14: iso8859-14 iso885914
iso-8859-15: csisolatin9 iso8859-15 iso885915 iso_8859-15 l9
iso-8859-16:
koi8-r: cskoi8r koi koi8 koi8_r
koi8-u: koi8-ru
macintosh: csmacintosh mac x-mac-roman
windows-874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620
windows-1250: cp1250 x-cp1250
windows-1251: cp1251 x-cp1251
windows-1252: ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1
  iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252
windows-1253: cp1253 x-cp1253
windows-1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5
  latin5 x-cp1254
windows-1255: cp1255 x-cp1255
windows-1256: cp1256 x-cp1256
windows-1257: cp1257 x-cp1257
windows-1258: cp1258 x-cp1258
x-mac-cyrillic: x-mac-ukrainian
gbk: chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk
gb18030:
big5: big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp: cseucpkdfmtjapanese x-euc-jp
iso-2022-jp: csiso2022jp
shift_jis: csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis
euc-kr: cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
replacement: csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr
utf-16be: unicodefffe
utf-16le: csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16
x-user-defined:
"""

LABELS = {
    label: name
    for name, _, labels in (line.partition(":") for line in _LABELS.replace("\n  ", " ").split("\n") if line)
    for label in [name, *labels.split()]
}

_CODECS = {
    "iso-8859-8-i": "iso8859_8", "macintosh": "mac_roman", "windows-874": "cp874", "x-mac-cyrillic": "mac_cyrillic",
    "gb18030": "gbk", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949", "x-user-defined": "cp1252",
    "replacement": "ascii",
}  # fmt: skip
_REPLACING = ("utf-8", "utf-16be", "utf-16le", "ascii", "euc-jp", "iso-2022-jp", "cp932", "cp949")
_ERRORS = dict.fromkeys(_REPLACING, "replace") | {"gbk": "whatwg-gb18030", "big5hkscs": "whatwg-big5"}

# 2022's gb18030 moved twenty characters out of the private use area; U+1E3F and U+E7C7 changed places.
_GB18030_OLD = (
    "\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796"
    "\ue7c7\u1e3f\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864"
)
_GB18030_NEW = (
    "\u3000\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"
    "\u1e3f\ue7c7\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"
)
_GB18030_MOVED = dict(zip(_GB18030_OLD, _GB18030_NEW, strict=True))

# Symbols to which Python gives another code point than the standard, and two bytes it takes for others' twins.
_BIG5_MOVED = str.maketrans(
    "\u2022\uff64\u203e\u223c\u2641\u2609\xa5\xa2\xa3", "\u2027\ufe51\xaf\uff5e\u2295\u2299\uffe5\uffe0\uffe1"
)
_BIG5_TWINS = {b"\xa2\x41": "\u2215", b"\xa2\x42": "\ufe68"}
_BIG5_UNIT = re.compile(rb"[\x81-\xfe][\x40-\x7e\xa1-\xfe]|.", re.DOTALL)
# Characters Python's big5hkscs lacks: the first one's code, then all that follow it without a gap.
_BIG5_LACKING = """
877a=㡵𡵓𣚞𦀡㻬𥣞㫵竼龗𤅡𨤍𣇪𠪊𣉞䌊蒄龖鐯䤰蘓墖靊鈘秐稲晠権袝瑌篅枂稬
87bc=剏遆㓦珄𥶹瓆鿇垳䤯呌䄱𣚎堘穲𧭥讏䚮𦺈䆁𥶙箮𢒼鿈𢓁𢓉𢓌鿉蔄𣖻䂴鿊䓡
87dc=𪷿拁灮鿋
8e69=箸 8e6f=簆 8e7e=糎 8eab=緒 8eb4=縝 8ecd=者 8ed0=耨 8f57=菁 8f69=蒨 8f6e=萏 8fcb=覦覩 8ffe=起
906d=都 907a=銹 90dc=靜 90f1=響 91bf=鼖 9244=蔃 92af=兙兛兝兞 92c8=鍮 92d1=瑹 9447=浧 94ca=禛
95d9=邗 9644=靝 96ed=瀞 96fc=嬨 9b76=爁 9b78=矗 9b7b=纇 9bc6=駖 9bde=釔 9bec=惞 9bf6=澶 9c42=輶
9c53=侻 9c62=營 9c68=鄄 9c6b=鷰 9c77=菏 9cbc=尐秣 9cd0=婧 9d57=輋 9d5a=筑 9dc4=拐 9ea9=恢 9eef=痹
9efd=汊 9f60=鬮 9f66=鼗 9fcb=僭 9fd8=弌 a063=蠏 a077=拎 a0d5=瑨 a0df=煢 a0e4=牐
a3c0=␀␁␂␃␄␅␆␇␈␉␊␋␌␍␎␏␐␑␒␓␔␕␖␗␘␙␚␛␜␝␞␟␡€ c6cf=廴 c6d3=无 c6d5=癶 c6d7=隶 c6de=〃仝 fa5f=倩 fa66=偽
fabd=包 fac5=卄 fad5=卿 fb48=嘅 fbb8=婷 fbf3=幵 fbf9=廐 fc4f=彘 fc6c=悤 fcb9=撐 fce2=晴 fcf1=杞
fdb7=沜渝 fdbb=港 fdf1=煮 fe52=猪 fe6f=瑜 feaa=瓩 fedd=砉
"""


def _big5_code(pointer: int) -> bytes:
    row, column = divmod(pointer, 157)
    return bytes([row + 0x81, column + (0x40 if column < 0x3F else 0x62)])


def _big5_pointer(code: bytes) -> int:
    return (code[0] - 0x81) * 157 + code[1] - (0x40 if code[1] < 0x7F else 0x62)


_BIG5_ADDED = {
    _big5_code(_big5_pointer(bytes.fromhex(first)) + i): character
    for first, _, characters in (entry.partition("=") for entry in _BIG5_LACKING.split())
    for i, character in enumerate(characters)
}


def _after_bad_pair(body: bytes, at: int) -> int:
    """Where decoding resumes after a bad lead byte: a trail byte is lost with it unless it is ASCII."""
    lead_alone = not 0x81 <= body[at] <= 0xFE
    return at + 1 if lead_alone or body[at + 1 : at + 2] < b"\x80" else at + 2


def _gb18030_error(error: UnicodeError) -> tuple[str, int]:
    """What GBK's decoder cannot read; what it can, nearly all of most pages, the standard reads alike."""
    assert isinstance(error, UnicodeDecodeError)
    body, at = error.object, error.start
    if body[at] == 0x80:
        return "\N{EURO SIGN}", at + 1
    if body[at] <= 0xFE and 0x30 <= (body[at + 1 : at + 2] or b" ")[0] <= 0x39:
        third, fourth = body[at + 2 : at + 3], body[at + 3 : at + 4]
        if not third or (b"\x81" <= third <= b"\xfe" and (not fourth or b"0" <= fourth <= b"9")):
            return _beyond_gbk(body[at : at + 4]), min(at + 4, len(body))
    character = _beyond_gbk(body[at : at + 2])
    return character, _after_bad_pair(body, at) if character == "\ufffd" else at + 2


def _beyond_gbk(code: bytes) -> str:
    """The character of a two- or four-byte code that GBK lacks."""
    character = code.decode("gb18030", "replace")[:1]
    return _GB18030_MOVED.get(character, character)


def _big5_error(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    body, at = error.object, error.start
    if added := _BIG5_ADDED.get(body[at : at + 2]):
        return added, at + 2
    return "\ufffd", _after_bad_pair(body, at)


def _single_byte_error(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start]
    return (chr(byte) if 0x80 <= byte <= 0x9F else "\ufffd"), error.start + 1


codecs.register_error("whatwg-gb18030", _gb18030_error)
codecs.register_error("whatwg-big5", _big5_error)
codecs.register_error("whatwg-single-byte", _single_byte_error)


def encoding_of(label: str) -> str | None:
    """The standard's encoding for a label, in lower case; None if it knows no such label."""
    return LABELS.get(label.strip("\t\n\f\r ").lower())


def decode_as(encoding: str, body: bytes) -> str:
    """Decode as a browser does; `encoding` is a name `encoding_of` gave. What is invalid becomes U+FFFD."""
    codec = _CODECS.get(encoding, encoding)
    if codec == "big5hkscs" and any(twin in body for twin in _BIG5_TWINS):
        units = (_BIG5_TWINS.get(unit) or unit.decode(codec, "whatwg-big5") for unit in _BIG5_UNIT.findall(body))
        return "".join(units).translate(_BIG5_MOVED)
    text = body.decode(codec, _ERRORS.get(codec, "whatwg-single-byte"))
    return text.translate(_BIG5_MOVED) if codec == "big5hkscs" else text
