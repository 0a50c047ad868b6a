"""Garbles sound text in every way the pipelines can undo, on news text made up for the purpose."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from hypothesis import strategies as st
from opencc import OpenCC
from pypinyin import pinyin

PLACES = "元谋县 皋兰县 临夏州 天水市 吉林省 通渭县 麦积区 水阜镇 长川村 楚雄州 白银市 敦化市 乌鲁木齐市 鄂尔多斯市 呼和浩特市".split()
WHO = "县委书记 扶贫办主任 驻村干部 合作社负责人 贫困群众 老师和学生 医务人员 记者 环卫工人 消防队员 农民".split()
DID = (
    "走访了每一户人家 修通了进村的道路 召开了全体会议 签订了三方协议 种植了优质苹果 建起了扶贫车间 参观了博物馆 "
    "开展了环境整治 举行了揭牌仪式 推广了新品种 完成了防汛演练 查处了违法行为 慰问了困难职工 发展了特色产业 "
    "动员全力抗击疫情 领导检查项目进展 购买医疗保险 关注东部经济发展 现场办公解决问题 团结协作创造条件"
).split()
RESULT = (
    "群众的收入明显提高 参与人数超过了预期 项目进展顺利 经济总量继续增长 服务水平不断提升 生态环境持续改善 "
    "受到了大家的欢迎 为全面小康打下了基础 书写了新的篇章 得到了上级的肯定 农业产量创历史新高"
).split()
SAID = "“我们一定要把这件事办好。” “日子越过越好了！” “大家都很高兴。” “这条路走对了，”他说。 “请放心，粮食够吃。”".split()


@st.composite
def news(draw: st.DrawFn) -> str:
    """A report of a few sentences and lines, with figures, quotations and wide punctuation."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        month, day, share = draw(st.integers(1, 12)), draw(st.integers(1, 28)), draw(st.integers(1, 99))
        who, where = draw(st.sampled_from(WHO)), draw(st.sampled_from(PLACES))
        opening = f"{month}月{day}日，{where}{who}{draw(st.sampled_from(DID))}"
        middle = draw(st.sampled_from(RESULT)) + draw(st.sampled_from([f"，增长{share}%。", "。", f"（{share}万元）。"]))
        lines.append(f"{opening}，{middle}{draw(st.sampled_from(['', *SAID]))}")
    return "\n".join(lines)


def cp1252(body: bytes) -> str:
    """Bytes as Windows shows them: cp1252, its gaps as in Latin-1."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in body)


def latin1(body: bytes) -> str:
    """Bytes as Latin-1."""
    return body.decode("latin-1")


def gb18030(body: bytes) -> str:
    """Bytes as gb18030 with its errors replaced."""
    return body.decode("gb18030", "replace")


def utf8(text: str) -> bytes:
    """Text as UTF-8."""
    return text.encode()


def gbk(text: str) -> bytes:
    """Text as gb18030."""
    return text.encode("gb18030")


def chain(*functions: Callable) -> Callable[[str], str]:
    """One function after the other."""

    def garble(text: str) -> str:
        value = text
        for function in functions:
            value = function(value)
        return value

    return garble


FAMILIES: dict[str, Callable[[str], str]] = {
    "utf8-as-latin1": chain(utf8, latin1),
    "utf8-as-cp1252": chain(utf8, cp1252),
    "gbk-as-latin1": chain(gbk, latin1),
    "gbk-as-cp1252": chain(gbk, cp1252),
    "utf8-as-gbk": chain(utf8, gb18030),
    "utf8-as-cp1252 twice": chain(utf8, cp1252, utf8, cp1252),
    "utf8-as-latin1 twice": chain(utf8, latin1, utf8, latin1),
    "gbk-as-latin1, utf8-as-latin1": chain(gbk, latin1, utf8, latin1),
    "utf8-as-latin1, utf8-as-gbk": chain(utf8, latin1, utf8, gb18030),
    "utf8-as-gbk twice": chain(utf8, gb18030, utf8, gb18030),
    "decimal entities": lambda text: "".join(f"&#{ord(c)};" if c > "\x7f" else c for c in text),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(c):X};" if c > "\x7f" else c for c in text),
}

_TRADITIONAL = OpenCC("s2t")
_VANISHING = {*range(0xAA, 0xB0), *range(0xF8, 0xFF)}


def annotations(seed: int, share: float = 0.65) -> list[tuple[str, str]]:
    """Characters a spam site annotates: a share of the traditional ones in the made-up news, each with its reading."""
    text = _TRADITIONAL.convert("".join([*PLACES, *WHO, *DID, *RESULT, *SAID]))
    simple = "".join([*PLACES, *WHO, *DID, *RESULT, *SAID])
    characters = sorted({c for c, s in zip(text, simple, strict=True) if c != s})
    chosen = random.Random(seed).sample(characters, int(share * len(characters)))
    return [(c, pinyin(c)[0][0]) for c in chosen]


def _shown(body: bytes) -> str:
    """Bytes as the spam site decodes them: an invalid pair is `?`, a private-use pair is nothing."""
    out, at = [], 0
    while at < len(body):
        if body[at] < 0x80:
            out.append(chr(body[at]))
            at += 1
            continue
        pair = body[at : at + 2]
        if not (body[at] in _VANISHING and pair[-1] >= 0xA1):
            out.append(pair.decode("gbk", "replace").replace("\ufffd", "?")[0])
        at += 2
    return "".join(out)


def mirror(text: str, table: Iterable[tuple[str, str]], *, blank: bool = False, tones: bool = True) -> str:
    """Turn text into mirror text, line by line, on its bytes."""
    table = [(c, reading if tones else _plain(reading)) for c, reading in table]
    lines = []
    for line in text.split("\n"):
        body = _TRADITIONAL.convert(line).encode("gbk", "replace")
        for character, reading in table:
            code = character.encode("gbk")
            body = body.replace(code, code + f"({reading}{' ' if blank else ''})".encode("gbk"))
        for quote in ("“", "”"):
            body = body.replace("。".encode("gbk") + quote.encode("gbk"), b"?\xa3" + quote.encode("gbk"))
        lines.append(_shown(body))
    return "\n".join(lines)


def _plain(reading: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal

    return to_normal(reading)


def errors(got: str, wanted: str) -> int:
    """The edit distance between two texts of as many lines, line by line."""
    total = 0
    for a, b in zip(got.split("\n"), wanted.split("\n"), strict=True):
        before = list(range(len(b) + 1))
        for i, x in enumerate(a, 1) if a != b else ():
            row = [i]
            for j, y in enumerate(b, 1):
                row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
            before = row
        total += before[-1] if a != b else 0
    return total
