"""Mirror text: the seed and pairs made elsewhere, our own making of it, and what must not be taken for it."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from pipelines.restore import restore
from pipelines.text.mirror import is_mirror
from pipelines.text.script import to_simplified
from pipelines.text.shift import SYLLABLE
from tests.garbler import annotations, errors, mirror, news

S2T = OpenCC("s2t")
PINYIN = re.compile(rf"[(?]{SYLLABLE} ?\)")
LINE = "脫貧攻堅(jiān)以來，發(fā)展產(chǎn)業(yè)，實(shí)現(xiàn)增長。"


def test_seed_002_equals_its_gold(shared: Path) -> None:
    gold = json.loads((shared / "seeds" / "gold.json").read_text("utf-8"))["002_5a91c3a3ea60d369.txt"]
    restored = restore((shared / "seeds" / "002_5a91c3a3ea60d369.txt").read_text("utf-8"))
    lines = restored.text.split("\n")
    first = lines.index(gold["body"][0])
    assert lines[first : first + len(gold["body"])] == gold["body"]
    assert gold["title"] in lines[0]
    assert restored.mirror


def _rates(pairs: list[dict[str, str]]) -> tuple[float, float]:
    """The mean share of wrong characters, and milliseconds per 1,000 characters."""
    rates, started = [], time.process_time()
    for pair in pairs:
        restored = restore(pair["garbled"])
        assert restored.mirror, pair["source"]
        assert not PINYIN.search(restored.text), pair["source"]
        rates.append(errors(restored.text, pair["original"]) / len(pair["original"]))
    spent = time.process_time() - started
    return sum(rates) / len(rates), spent * 1e6 / sum(len(pair["garbled"]) for pair in pairs)


@pytest.mark.parametrize("half", [0, 1], ids=["even", "odd"])
def test_pairs_made_elsewhere(shared: Path, half: int) -> None:
    pairs = [json.loads(line) for line in (shared / "mirror" / "pairs.jsonl").read_text("utf-8").splitlines()]
    restore(LINE * 3)  # the tables are built once
    rate, cost = _rates(pairs[half::2])
    assert rate <= 0.001
    assert cost <= 60  # 30 on a machine of one's own


@pytest.mark.parametrize("how", [{}, {"blank": True}, {"tones": False}], ids=["plain", "with blanks", "without tones"])
def test_accuracy_on_our_own_making(how: dict[str, bool]) -> None:
    pairs = []
    for seed in range(6):
        wanted = to_simplified(S2T.convert((Path(__file__).parent / "cases" / "news.txt").read_text("utf-8").rstrip()))
        pairs.append({"source": str(seed), "garbled": mirror(wanted, annotations(seed), **how), "original": wanted})
    assert _rates(pairs)[0] <= 0.004


@settings(deadline=None, max_examples=40)
@given(news(), st.integers(0, 5))
def test_restoring_undoes_mirroring_where_no_byte_was_lost(text: str, seed: int) -> None:
    text = to_simplified(S2T.convert(text.replace("。“", "：“").replace("。”", "”")))
    garbled = mirror(text, annotations(seed))
    if "?" not in garbled and is_mirror(garbled):
        assert restore(garbled).text == text


@settings(deadline=None, max_examples=40)
@given(news(), st.integers(0, 5))
def test_what_is_restored_stays_as_it_is(text: str, seed: int) -> None:
    once = restore(mirror(text, annotations(seed)))
    again = restore(once.text)
    assert (again.text, again.mirror) == (once.text, False)


SHIFTS = [
    ("是無力承擔(dān)的?！爱?dāng)時(shí)覺得", "是无力承担的。“当时觉得"),
    ("都要塌下來了?！卑壮尚慊貞浀馈?/p>", "都要塌下来了。”白成秀回忆道。"),
    ("一次性生產(chǎn)補(bǔ)貼?！备尢m縣扶貧辦一位", "一次性生产补贴。”皋兰县扶贫办一位"),
    ("自2017年?duì)渴謻|西部扶貧協(xié)作", "自2017年牵手东西部扶贫协作"),
    ("蘭州日?qǐng)?bào)社全媒體記者", "兰州日报社全媒体记者"),
    ("嬰幼?biàn)?ér)照護(hù)服務(wù)", "婴幼儿照护服务"),
    ("用電(diàn)?shān)C組超發(fā)電", "用电机组超发电"),
    ("就發(fā)?chǎng)俨?wù)", None),  # no byte makes sense of it: flagged
]


@pytest.mark.parametrize(("damaged", "sound"), SHIFTS, ids=lambda text: text and text[:8])
def test_mirror_text_that_is_shifted_by_a_byte_is_put_back(damaged: str, sound: str | None) -> None:
    restored = restore(f"{LINE}\n{damaged}")
    assert restored.mirror
    assert not PINYIN.search(restored.text)
    if sound:
        assert restored.text.split("\n")[1] == sound
    else:
        assert "\ufffd" in restored.text
        assert {"mirror:lost", "mirror:unresolved"} & {step.step for step in restored.steps}


def test_a_tag_whose_bracket_was_eaten_is_whole_again() -> None:
    page = f"<html><script>var V='學(xué)';</script><body><p>{LINE}?！卑壮尚慊貞浀馈?/p>\n<p>{LINE}</p></body></html>"
    restored = restore(page, html=True)
    assert restored.text.count("</p>") == 2
    assert "<script>var V='學(xué)';</script>" in restored.text
    assert "白成秀回忆道。</p>" in restored.text


def test_a_quotation_mark_eaten_inside_a_tag() -> None:
    page = f'<p>{LINE}</p><a title="{LINE}自2017年?duì)渴值? href="/">x?y)</a>'
    restored = restore(page, html=True)
    assert restored.text.endswith('自2017年牵手的" href="/">x?y)</a>')


def test_one_mirror_line_among_sound_ones() -> None:
    sound = "元谋县把脱贫攻坚作为最大的政治任务，一幅題有「壽」字的字画。\n" * 60
    restored = restore(sound + LINE)
    assert restored.text == sound + "脱贫攻坚以来，发展产业，实现增长。"
    assert restored.mirror


def test_steps_say_what_was_done() -> None:
    steps = {step.step: step for step in restore(f"{LINE}\n{SHIFTS[0][0]}").steps}
    assert steps["mirror:pinyin"].count == 9
    assert steps["mirror:shift"].sample.startswith("?！爱?dāng)")
    assert steps["mirror:simplified"].count > 10


@pytest.mark.parametrize(
    "text",
    [
        "世界貿易組織(WTO)與聯合國(UN)",
        "世界贸易组织(WTO)，拼音(pīnyīn)教学，重庆(chóng qìng)",
        "今天学(xué)习(xí)汉字(zì)：山(shān)、水(shuǐ)、火(huǒ)。",
        "臺北市長出席典禮，介紹「龢(hé)」與「鬱(yù)」二字的寫法，並與學生合影留念，活動在下午三點結束。" * 3,
        "為什麼?！他問道，臺灣的選舉結果出爐了?！大家都很驚訝。",
        "函数f(a)与g(e)，方法main(n)",
        "",
    ],
)
def test_legitimate_text_is_no_mirror(text: str) -> None:
    restored = restore(text)
    assert (restored.text, restored.mirror, restored.steps) == (text, False, [])


def test_taiwan_pages_are_no_mirrors(shared: Path) -> None:
    golds = {file: json.loads(file.read_text("utf-8")) for file in (shared / "pages").glob("*.json")}
    taiwan = [file for file, gold in golds.items() if gold["level"] == "taiwan"]
    assert taiwan
    for file in taiwan:
        page = file.with_suffix(".html").read_bytes().decode("utf-8", "replace")
        assert not restore(page, html=True).mirror, file.name
