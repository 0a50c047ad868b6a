"""Restoring garbled text and small print: cases with their steps, outside corpora, laws, and what a page keeps."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.items import Capture, Page
from pipelines.restore import explain, restore, restore_page, restore_whole
from pipelines.text.smallprint import clean
from tests.garbler import FAMILIES, errors, news
from tests.timing import quick

CASES = json.loads((Path(__file__).parent / "cases" / "restore.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_garbled_line_is_restored_in_these_steps(case: dict) -> None:
    restored = restore(case["original"])
    assert restored.text == case["fixed"]
    assert [step.step for step in restored.steps] == case["steps"]
    assert not restored.mirror


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_garbled_line_in_a_page_is_restored_its_scripts_are_not(case: dict) -> None:
    if "entities" not in case["label"]:  # those a parser decodes; they are decoded where a page is written in them
        page = "<html><script>var a = '鏂伴椈';</script><p>{}</p></html>"
        assert restore(page.format(case["original"]), html=True).text == page.format(case["fixed"])


def test_a_page_written_in_entities() -> None:
    body = "".join(f"&#{ord(c)};" for c in "中国新闻网记者从会上获悉")
    page = f'<html><title>{body}</title><script>x = "&#20013;";</script><p>&#60;{body}&#62;</p></html>'
    sound = page.replace(body, "中国新闻网记者从会上获悉")
    assert restore(page, html=True).text == sound
    half = restore(page.replace("</p>", "&#55296;</p>"), html=True)  # of a pair: no character, and none is counted
    assert (half.text, half.steps[0].count) == (sound.replace("</p>", "&#55296;</p>"), 24)
    assert restore(sound, html=True).text == sound


def test_scripts_and_styles_stay_as_they_are() -> None:
    raw = "<script>var title = 'ÖÐ¹úÐÂÎÅÍø';</script><STYLE>p:after { content: 'ÖÐ¹úÐÂÎÅÍø' }</STYLE>"
    page = f"<html><head>{raw}</head><body title='ÖÐ¹úÐÂÎÅÍø'>ÖÐ¹úÐÂÎÅÍø<script>unclosed ÖÐ¹úÐÂÎÅÍø"
    assert restore(page, html=True).text == (
        f"<html><head>{raw}</head><body title='中国新闻网'>中国新闻网<script>unclosed ÖÐ¹úÐÂÎÅÍø"
    )


@pytest.mark.parametrize("family", FAMILIES)
@settings(deadline=None)
@given(text=news())
def test_restoring_undoes_garbling_without_loss(family: str, text: str) -> None:
    garbled = FAMILIES[family](text)
    restored = restore(garbled)
    if not set("\ufffd\u951f\u62f7").intersection(garbled):  # 锟 and 拷 are U+FFFD garbled once more
        assert restored.text == text
    assert restore(restored.text).text == restored.text


@settings(deadline=None)
@given(text=news().map(lambda text: text.replace("%", "％").translate({ord("0") + i: "〇一二三四五六七八九"[i] for i in range(10)})))
def test_whole_lines_of_even_length_come_back_from_gbk(text: str) -> None:
    lines = [line if len(line) % 2 == 0 else line + "。" for line in text.split("\n")]
    garbled = "\n".join(line.encode().decode("gb18030", "replace") for line in lines)
    if "\u20ac" not in garbled and "\ufffd" not in garbled:
        assert restore(garbled).text == "\n".join(lines)


@pytest.mark.parametrize(("family", "worst"), [("utf8-as-gbk", 0.12), ("utf8-as-gbk twice", 0.25)])
def test_accuracy_where_bytes_were_lost(family: str, worst: float) -> None:
    texts = [
        f"{month}月{month + 9}日，元谋县召开会议，部署第{month}季度的脱贫攻坚工作，增长{month}%。\n群众的收入明显提高，服务水平不断提升。"
        for month in range(1, 13)
    ]
    wrong = sum(errors(restore(FAMILIES[family](text)).text, text) for text in texts)
    assert wrong / sum(map(len, texts)) < worst


@settings(deadline=None)
@given(news())
def test_sound_news_is_left_alone(text: str) -> None:
    assert restore(text) == restore(text).__class__(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=200), st.booleans())
def test_never_raises_and_is_idempotent(text: str, html: bool) -> None:
    once = restore(text, html=html).text
    assert restore(once, html=html).text == once
    once.encode("utf-8")


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["gb18030", "utf-8", "latin-1", "big5"]))
def test_any_bytes_under_any_reading(body: bytes, encoding: str) -> None:
    once = restore(body.decode(encoding, "replace"), html=True).text
    assert restore(once, html=True).text == once


def test_E12_ftfy_negatives_stay(shared: Path) -> None:
    for case in json.loads((shared / "corpora" / "ftfy" / "negative.json").read_text("utf-8")):
        restored = restore(case["original"])
        assert restored.text == clean(case["original"])[0], case["label"]
        assert not [step for step in restored.steps if step.step.startswith("mojibake:utf8")], case["label"]


def test_E12_positives_are_told() -> None:
    for text in ("ä¸\xadå›½æ–°é—»", "锟斤拷", "鏂伴椈", "ÖÐ¹úÐÂÎÅ", "新闻\ufffd"):
        assert any(step.step.startswith("mojibake:") for step in restore(text).steps), text


@given(st.lists(st.sampled_from([chr(code) for code in (*range(0x20), *range(0x7F, 0xA1), *range(0xD7F0, 0xE010))])))
def test_small_print_is_replaced_alike_however_many_kinds_there_are(characters: list[str]) -> None:
    assert clean("".join(characters))[0] == "".join(clean(char)[0] for char in characters)


def test_E10_what_stops_other_programs() -> None:
    restored = restore("a\0b\x01\ud800\ufffe中", html=True)
    assert restored.text == "ab\ufffd中"
    assert {step.step: step.count for step in restored.steps} == {
        "small-print:control": 2,
        "small-print:noncharacter": 1,
        "small-print:surrogate": 1,
        "mojibake:lost": 1,
    }


def test_clean_texts_of_pages_are_not_touched(shared: Path) -> None:
    files = sorted((shared / "pages").glob("*.json"))
    assert len(files) == 65
    for file in files:
        text = json.loads(file.read_text("utf-8"))["text"]
        restored = restore(text)
        assert (restored.text, restored.mirror) == (text, False), file.name


def test_E15_naughty_strings_change_by_policy_alone(shared: Path) -> None:
    for text in json.loads((shared / "corpora" / "blns" / "blns.json").read_text("utf-8")):
        assert all(step.step.startswith("small-print:") for step in restore(text).steps) or "\ufffd" in text


def test_the_page_gets_text_mark_and_steps() -> None:
    page = Page(Capture(None, b""), html="<p>ÖÐ¹úÐÂÎÅÍø</p>")
    restore_page(page)
    assert (page.html, page.article.mirror) == ("<p>中国新闻网</p>", False)
    assert explain(page.steps) == "mojibake:gbk-as-cp1252\t1\t中国新闻网"


def test_small_print_is_cleaned_and_told_once() -> None:
    page = Page(Capture(None, b""), html="<script>a\x01</script><p>中\x01国\ue000</p>")
    restore_page(page)
    assert not page.restored
    assert page.part.decode().endswith("<p>中国\ue000</p>")
    assert page.html == "<script>a</script><p>中国\ue000</p>"
    for _ in range(2):
        assert explain(page.steps) == "small-print:control\t2\tU+0001\nsmall-print:private-use\t1\tU+E000"
        restore_whole(page)


@pytest.mark.parametrize(
    "text",
    ["é¸" * 100_000, "鍏" * 100_000, "&#x4E2D" * 50_000, "?！" * 50_000, "<script>" * 30_000, "\xd6" * 200_000,
     "鏂?" * 50_000, "(a)" * 100_000, "學(xué)?！" * 5_000],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    quick(10, lambda: restore(text, html=True))


def test_cost_on_clean_text() -> None:
    article = "元谋县把脱贫攻坚作为最大的政治任务（2018年）和最重要的民生工程，强化责任、整合资源。\n" * 25
    assert len(article.encode()) > 3000
    best = 1.0
    for _ in range(20):
        started = time.process_time()
        restore(article)
        best = min(best, time.process_time() - started)
    assert best < 0.0005
