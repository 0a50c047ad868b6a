"""Near-duplicates: which texts are one article, and which only look alike."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from pipelines.dedup import _in_digits, comparable, likeness, normalise, sketch
from tests.making import page
from tests.reprints import KINDS, different, slips, work


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "same"])
def test_a_reprint_is_found_however_it_was_changed(archive: Archive, kind: str) -> None:
    numbers = range(12)
    archive.add_many([page(f"http://a.example/{n}.htm", work(n), portal=None) for n in numbers])
    dice = random.Random(4)
    changed = [page(f"http://b.example/{n}.htm", KINDS[kind](work(n), dice), portal=None) for n in numbers]
    archive.add_many(changed)
    together = archive.one("SELECT count(*) FROM appearances a JOIN appearances b USING (article_id)"
                           " WHERE a.url LIKE '%a.example%' AND b.url = replace(a.url, 'a.example', 'b.example')")
    assert together >= (11 if kind == "cut, slips, framed" else 12)
    assert archive.one("SELECT count(*) FROM articles") <= 13


def test_different_articles_with_common_boilerplate_stay_apart(archive: Archive) -> None:
    for n in range(30):
        for side, text in zip("ab", different(n, random.Random(n)), strict=True):
            archive.add(page(f"http://{side}.example/{n}.htm", text, portal=None))
    assert archive.one("SELECT count(*) FROM articles") == 60


def test_notices_with_one_shared_legal_half_stay_apart() -> None:
    legal = work(3, seed=99)
    for n in range(30):
        first, second = (work(2 * n + side, seed=12)[: len(legal)] + "\n" + legal for side in (0, 1))
        alike = likeness(first, second)
        assert alike.containment > 0.4
        assert not alike.same


BULLETIN = (
    "{m}月{d}日0至24时，全省新增确诊病例{a}例，新增治愈出院{b}例，新增疑似病例{c}例。截至{m}月{d}日24时，全省累计报告确诊病例{e}例，"
    "累计治愈出院{f}例，现有住院病例{g}例，其中重症{h}例。目前共追踪到密切接触者{i}人，已解除医学观察{j}人，尚有{k}人正在接受医学观察。"
    "省疾控专家提醒市民：近期天气转冷，外出请戴口罩，回家勤洗手，室内多通风，少聚餐，不扎堆；如有发热、乏力、干咳等症状，请及时到就近的"
    "发热门诊就诊，并主动告知医生旅居史和接触史，途中避免乘坐公共交通工具。"
)


def _bulletin(seed: int) -> str:
    dice = random.Random(seed)
    return BULLETIN.format(**{key: dice.randrange(2, 900) for key in "mdabcefghijk"})


def test_tomorrow_s_bulletin_is_another_article() -> None:
    alike = likeness(_bulletin(1), _bulletin(2))
    assert alike.containment > 0.6
    assert not alike.same


def _in_han(text: str) -> str:
    """Whole numbers as papers write them out."""
    def written(number: int) -> str:
        hundreds, rest = divmod(number, 100)
        tens, ones = divmod(rest, 10)
        digits = "零一二三四五六七八九"
        return ((f"{digits[hundreds]}百" if hundreds else "") + ("零" if hundreds and 0 < rest < 10 else "")
                + (f"{digits[tens]}十" if tens else "") + (digits[ones] if ones or not number else ""))

    return re.sub(r"\d+", lambda found: written(int(found[0])), text)


def test_bulletins_with_their_figures_in_han_stay_separate() -> None:
    days = [_in_han(_bulletin(day)) for day in range(12)]
    alike = [likeness(one, other) for n, one in enumerate(days) for other in days[:n]]
    assert max(alike, key=lambda found: found.containment).containment > 0.8
    assert not [found for found in alike if found.same]


@pytest.mark.parametrize(("written", "digits"), [
    ("二〇二一", "2021"), ("十", "10"), ("三百零五", "305"), ("二十三点五", "235"), ("一万二千三百四十五", "12345"),
    ("三亿零六", "300000006"), ("三十万", "30万"), ("一点五亿", "15亿"), ("万一", "万1")])
def test_figures_in_han_are_read(written: str, digits: str) -> None:
    assert _in_digits(written) == digits


def test_written_out_or_not_it_is_the_same_figure() -> None:
    assert _in_digits(normalise(_in_han(_bulletin(1)))) == normalise(_bulletin(1))


@pytest.mark.parametrize("seed", range(8))
def test_a_house_that_writes_figures_in_han_reprints_all_the_same(seed: int) -> None:
    ours, theirs = _bulletin(seed), _in_han(_bulletin(seed))
    assert likeness(ours, theirs).same
    assert not likeness(ours, _in_han(_bulletin(seed + 1))).same
    assert not likeness(ours, theirs[: len(theirs) // 3]).same


def test_a_corrected_figure_makes_no_other_article() -> None:
    first = _bulletin(1)
    assert likeness(first, re.sub(r"现有住院病例\d+", "现有住院病例17", first)).same


SUMMONS = (
    "{b}：本院受理{a}诉你{c}纠纷一案，现依法公告送达起诉状副本、应诉通知书、举证通知书和开庭传票。自本公告发出之日起三十日即视为送达。"
    "答辩期和举证期为公告期满后的十五日内，定于其后第三日上午{h}时在第{n}法庭公开审理，逾期不到庭将缺席判决。"
)


def _summonses(seed: int, rows: int = 9) -> list[str]:
    dice = random.Random(seed)

    def name() -> str:
        return dice.choice("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗") + "".join(dice.sample("建国华文辉红春生永健世广志义兴良海山明秀玉兰", 2))

    return [SUMMONS.format(a=name(), b=name(), c=dice.choice(("借款", "买卖合同", "离婚", "租赁", "劳务")), h=dice.randrange(8, 18),
                           n=dice.choice("一二三四五")) for _ in range(rows)]


def test_lists_of_notices_in_one_form_are_told_by_what_stands_beside_the_form() -> None:
    lists = ["\n".join(_summonses(seed)) for seed in range(20)]
    alike = [likeness(one, other) for one, other in pairwise(lists)]
    assert min(a.containment for a in alike) > 0.7  # by their blocks all would be one
    assert not any(a.same for a in alike)


@pytest.mark.parametrize("seed", range(8))
def test_a_copy_of_a_list_of_notices_is_still_one(seed: int) -> None:
    dice, rows = random.Random(seed), _summonses(seed)
    whole, shuffled = "\n".join(rows), "\n".join(dice.sample(rows, len(rows)))
    for copy in (shuffled, slips(whole, dice), "\n".join(rows[3:]), slips("\n".join(shuffled.split("\n")[:6]), dice)):
        assert likeness(whole, copy).same
    assert likeness(f"清溪县法院公告\n{whole}", f"{whole}\n（责任编辑：王小芳）").same


def test_what_a_page_prints_twice_is_no_form() -> None:
    text = work(5)
    for one, other in ((text, text), (f"{text}\n{text}", text), (f"{text}\n{text}", f"{text}\n{text}")):
        assert likeness(f"【今日要闻】上一篇已看完\n{one}", f"{other}\n更多内容请下载客户端，编辑王小芳，审核李大明").same


BRIEF = "帮扶干部把台账带到地头，逐户核对收入和饮水，当场能办的事不过夜。在{}，像这样的变化还有很多，沿着河谷往里走，新修的梯田一层叠着一层。"


def test_a_brief_form_about_another_county_is_another_article() -> None:
    assert not likeness(BRIEF.format("皋兰县"), BRIEF.format("榆中县")).same
    assert likeness(BRIEF.format("皋兰县"), BRIEF.format("皋蘭縣") + "。").same


NOTICE = (
    "{lead}柳河镇新修的蓄水池上周通水，二百多户人家告别了拉水吃的日子。工程由县水务部门牵头，群众投工投劳，管道一直铺到各家院里。"
    "村民{who}拧开龙头接了满满一盆，说老人做饭再不用发愁。镇上还选出管水员，每月查看水质，坏了的阀门随报随换，{where}的管网也在勘测。"
)
LEAD, WHO, WHERE = "本报讯（记者 王小芳）", "郭长福", "青石坡村"


def _notice(lead: str = LEAD, who: str = WHO, where: str = WHERE) -> str:
    return NOTICE.format(lead=lead, who=who, where=where)


@pytest.mark.parametrize(("other", "same"), [
    (_notice("甘泉新闻网8月1日讯（通讯员 李大伟）"), True),
    (_notice("柳河融媒体中心讯 "), True),
    (_notice("甘泉新闻网8月1日讯（通讯员 李大伟）", where="白杨洼村").replace("柳河镇新修", "白塔镇新修"), False),
    (_notice().replace("上周", "上月").replace("盆", "桶").replace("水质", "水体").replace("牵头", "牵线"), False),
    (_notice(who="周大牛", where="白杨洼村"), False),
    (_notice().replace("柳河", "白塔").replace("二百多", "三十多"), False),
    (_notice().replace("二百", "三百").replace("上周", "五日").replace("一盆", "八盆").replace("一直", "三直"), False),
    (_notice().replace("水", "油"), False),
], ids=["house", "house without a name", "house and town", "words", "names", "town and figure", "figures", "one letter throughout"])
def test_of_a_brief_text_another_dateline_is_forgiven(other: str, same: bool) -> None:
    """A notice of two sentences is another's reprint where houses differ; not where facts do."""
    assert len(normalise(other)) < 200
    assert likeness(_notice(), other).same is likeness(other, _notice()).same is same


def test_a_brief_part_of_a_text_is_told_as_part_of_any_copy_of_it() -> None:
    """The longest copy of a work may be one with slips; another notice in one form is as long as the first."""
    whole = work(3)[:330]
    part = whole[:190]
    slipped = "".join("误" if n % 19 == 7 else letter for n, letter in enumerate(whole))
    assert len(normalise(part)) < 200
    assert likeness(part, whole).same
    assert likeness(part, slipped).same
    assert not likeness(part, slipped[:190]).same
    assert not likeness(part, work(4)[:330]).same


def test_a_round_up_is_no_reprint_of_what_it_holds(archive: Archive) -> None:
    parts = [work(n) for n in range(4)]
    archive.add_many([page(f"http://a.example/{n}.htm", text, portal=None) for n, text in enumerate(parts)])
    archive.add(page("http://a.example/all.htm", "\n".join(parts), portal=None))
    assert archive.one("SELECT count(*) FROM articles") == 5


def test_short_texts_are_compared_by_their_letters_and_headline_alone(archive: Archive) -> None:
    for n, (title, text) in enumerate([("春耕", "图片新闻"), ("秋收", "图片新闻"), ("春耕", "图片 新闻。")]):
        archive.add(page(f"http://a.example/{n}.htm", text, portal=None, title=title))
    assert [row[0] for row in archive.conn.execute("SELECT article_id FROM appearances ORDER BY id")] == [1, 2, 1]


def test_likenesses_in_a_row_make_no_article(archive: Archive) -> None:
    """A like B and B like C; where A is not like C, the longest decides."""
    whole = work(1) + work(2)
    sliding = [whole[i * 250 : i * 250 + 1000] for i in range(5)]
    archive.add_many([page(f"http://a.example/{n}.htm", text, portal=None) for n, text in enumerate(sliding)])
    together = dict(archive.conn.execute("SELECT url, article_id FROM appearances").fetchall())
    assert together["http://a.example/0.htm"] != together["http://a.example/4.htm"]


@settings(max_examples=20, deadline=None)
@given(order=st.permutations([(n, kind) for n in range(2) for kind in ("same", "footer", "cut to 60 %", "5 % slips")]))
def test_the_order_of_coming_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list) -> None:
    with Archive(tmp_path_factory.mktemp("order") / "a.db") as archive:
        archive.add_many([
            page(f"http://{n}.example/{list(KINDS).index(kind)}.htm", KINDS[kind](work(n), random.Random(n)), portal=None)
            for n, kind in order])
        groups = archive.conn.execute("SELECT group_concat(url) FROM (SELECT * FROM appearances ORDER BY url)"
                                      " GROUP BY article_id").fetchall()
        assert sorted(len(group[0].split(",")) for group in groups) == [4, 4]
        texts = [row[0] for row in archive.conn.execute("SELECT url FROM articles ORDER BY url")]
        assert texts == ["http://0.example/0.htm", "http://1.example/0.htm"]


TEXTS = st.text("甲乙丙丁戊己庚辛1234，。", max_size=200)


@given(TEXTS, TEXTS)
def test_likeness_is_symmetrical_and_bounded(one: str, other: str) -> None:
    alike = likeness(one, other)
    assert alike == likeness(other, one)
    assert 0 <= alike.similarity <= alike.containment <= 1
    assert likeness(one, one).containment == 1


@given(TEXTS)
def test_a_sketch_is_blind_to_punctuation(text: str) -> None:
    assert sketch(text) == sketch(re.sub("[，。]", " ", text)) == sorted(set(sketch(text)))
    assert comparable(sketch(text), sketch(text)) == len(sketch(text))
