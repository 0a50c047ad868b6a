"""Script: conversion identical to OpenCC's, folding as a homomorphism, telling the scripts apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from pipelines.text import script
from pipelines.text.script import common_share, fold, letters_of, script_of, to_simplified
from tests.timing import quick

OPENCC = OpenCC("t2s")
_PHRASES = sorted(script._PHRASES)
_CHARACTERS = sorted({c for phrase in _PHRASES for c in phrase} | set(script._CHARACTERS))
# Pieces of phrases side by side, so that phrases overlap, nest and are cut.
scraps = st.one_of(
    st.sampled_from(_PHRASES),
    st.sampled_from(_CHARACTERS),
    st.sampled_from(_PHRASES).map(lambda phrase: phrase[1:]),
    st.sampled_from(_PHRASES).map(lambda phrase: phrase[:-1]),
    st.sampled_from(["，", " ", "a", "\n", "中"]),
)


@settings(deadline=None)
@given(st.lists(scraps, max_size=12).map("".join))
def test_conversion_is_opencc_s(text: str) -> None:
    assert to_simplified(text) == OPENCC.convert(text)


def test_conversion_is_opencc_s_on_pages(shared: Path) -> None:
    traditional = OpenCC("s2t")
    for file in sorted((shared / "pages").glob("*.json")):
        text = traditional.convert(json.loads(file.read_text("utf-8"))["text"][:3000])
        assert to_simplified(text) == OPENCC.convert(text), file.name


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("瞭解臺灣", "了解台湾"),
        ("乾隆年間，後來", "干隆年间,后来"),
        ("Ａｂｃ１２３", "abc123"),
        ("①ﬀ㈱", "1ff(株)"),
        ("", ""),
    ],
)
def test_what_a_text_folds_to(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text(), st.text(), st.text())
def test_a_part_of_a_text_folds_to_a_part_of_the_folded_text(before: str, part: str, after: str) -> None:
    assert fold(before + part + after) == fold(before) + fold(part) + fold(after)


@settings(deadline=None)
@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from(_CHARACTERS)))
def test_both_scripts_fold_to_the_same(text: str) -> None:
    assert fold(text.translate(script.SIMPLIFIED_OF)) == fold(text)


@given(st.text(st.sampled_from("村貧２Ａa1 \n，。（）·—“\u3000\u0301𠮷№Ⅷ")))
def test_letters_are_what_is_left_of_folded_text(text: str) -> None:
    assert letters_of(text) == "".join(filter(str.isalnum, fold(text)))


@pytest.mark.long
def test_letters_of_every_character() -> None:
    everything = "".join(map(chr, range(0x110000)))
    assert letters_of(everything) == "".join(filter(str.isalnum, fold(everything)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("當地時間", "hant"),
        ("当地时间", "hans"),
        ("王丙乾著作等身", None),
        ("中文", None),
        ("plain", None),
        ("", None),
        ("他收藏了一幅題有「壽」字的字画，这是传统书法的代表", "hans"),
    ],
)
def test_the_script_of_a_text(text: str, expected: str | None) -> None:
    assert script_of(text) == expected


def test_scripts_of_pages(shared: Path) -> None:
    for file in sorted((shared / "pages").glob("*.json")):
        page = json.loads(file.read_text("utf-8"))
        if page["level"] == "taiwan":
            assert script_of(page["text"]) == "hant", file.name
        elif len(page["text"]) > 100:
            assert script_of(page["text"]) == "hans", file.name


def test_the_share_of_common_characters_tells_garbled_text() -> None:
    assert common_share("群众的收入明显提高，增长7.5%。") == 1.0
    assert common_share("鍏充簬鏂伴椈") < 0.5
    assert common_share("plain") == 0.0


def test_conversion_is_fast_on_hostile_text() -> None:
    quick(3, lambda: [to_simplified(text) for text in ("乾" * 100_000, "乾乾淨" * 50_000, "不瞭" * 50_000)])
