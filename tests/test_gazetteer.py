"""The gazetteer: places told by breadcrumbs and first lines, and words that only look like places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.gazetteer import WORDS, named, placed, places, short_province, spoken_of
from pipelines.text.script import words

CASES = [
    # breadcrumb, first line, province of the portal, code
    (["中国甘肃网", "甘肃新闻", "市州播报", "临夏"], "", "甘肃", "622900"),
    (["首页", "新闻中心", "天水新闻", "甘谷", "正文"], "", "甘肃", "620523"),
    (["首页", "县区频道", "皋兰"], "", "甘肃", "620122"),
    ([], "元谋县齐心协力摘穷帽", "云南", "532328"),
    ([], "甘谷：尽锐出战 精准发力", "甘肃", "620523"),
    ([], "积石山保安族东乡族撒拉族自治县今年种花椒", "甘肃", "622927"),
    (["新闻", "文县"], "", "甘肃", "621222"),
    ([], "楚雄彝族自治州召开大会", "", "532300"),
]
NOT = [
    ([], "和平年代的守望", "天津"),  # 和平区 is a district, 和平 a word
    ([], "新华社记者走基层", "河北"),
    ([], "朝阳产业迎来春天", "北京"),
    (["首页", "要闻", "城关"], "", ""),  # several provinces have a 城关区
    (["首页", "民生"], "今年粮食丰收", "甘肃"),
    (["首页", "甘谷"], "", "云南"),  # not in this province
    ([], "", ""),
]


@pytest.mark.parametrize(("crumbs", "line", "province", "code"), CASES)
def test_a_place_is_found(crumbs: list[str], line: str, province: str, code: str) -> None:
    place = placed(crumbs, line, province)
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize(("crumbs", "line", "province"), NOT)
def test_what_only_looks_like_a_place_is_none(crumbs: list[str], line: str, province: str) -> None:
    assert placed(crumbs, line, province) is None


@pytest.mark.parametrize(("name", "short"), [
    ("甘肃省", "甘肃"), ("甘肃", "甘肃"), ("广西壮族自治区", "广西"), ("内蒙古自治区", "内蒙古"), ("北京市", "北京"), ("吉林省", "吉林"),
    ("吉林市", "吉林市"), ("兰州", "兰州"), ("全国", "全国"), ("", ""),  # no province's
])
def test_a_province_goes_by_its_short_name(name: str, short: str) -> None:
    assert short_province(name) == short


@pytest.mark.parametrize(("name", "code"), [("内蒙古", "150000"), ("博尔塔拉", "652700"), ("前郭尔罗斯", "220721")])
def test_a_people_s_name_is_cut_off_only_where_it_is_one(name: str, code: str) -> None:
    assert [place.code for place in named(name)] == [code]


def test_the_table_is_whole() -> None:
    provinces = [place for code, place in places().items() if code.endswith("0000")]
    assert len(provinces) == 34
    assert len(places()) > 3000
    assert {len(code) for code in places()} == {6}
    gan_gu = named("甘谷")[0]
    assert (gan_gu.province, gan_gu.prefecture, gan_gu.county) == ("甘肃省", "天水市", "甘谷县")


SPOKEN_OF = [
    # breadcrumb, headline, first sentence, province of the portal, codes and where they are said
    ([], "元谋县齐心协力摘穷帽", "", "", {"532328": "title"}),
    (["中国甘肃网", "市州播报", "临夏"], "积石山县花椒丰收", "", "甘肃", {"622900": "breadcrumb", "622927": "title"}),
    ([], "甘谷：尽锐出战", "本报甘谷讯", "甘肃", {"620523": "title"}),
    ([], "云南元谋：摘穷帽", "", "甘肃", {"532328": "title"}),
    ([], "皋蘭縣推進扶貧攻堅", "", "甘肃", {"620122": "title"}),
    ([], "短缺药品保供", "新华社兰州5月1日电", "", {"620100": "opening"}),
    ([], "安全生产大检查", "近日，从临夏州传来消息", "甘肃", {"622900": "opening"}),
    (["天水新闻", "甘谷"], "甘谷县种辣椒", "甘谷县近日", "甘肃", {"620523": "breadcrumb"}),
]
NOT_SPOKEN_OF = [
    ([], "和平年代的守望", "和平是人民的愿望", "天津"),
    ([], "朝阳产业迎来春天", "朝阳从山后升起", "辽宁"),
    ([], "平安过大年", "平安是福", "青海"),
    ([], "中国东方市场报告", "东方市场稳定", "海南"),
    ([], "走进城关区", "", ""),  # in several provinces
    ([], "我省新城区建设提速", "", "陕西"),
    ([], "记者走进甘肃", "甘肃省今天", "甘肃"),  # a province is no place of an article's
    ([], "扶贫车间", "元谋的春天来得早", "云南"),  # a short name in a text is none, but for datelines
    ([], "", "", ""),
]


@pytest.mark.parametrize(("crumbs", "title", "opening", "province", "told"), SPOKEN_OF)
def test_the_places_of_an_article(
    crumbs: list[str], title: str, opening: str, province: str, told: dict[str, str]
) -> None:
    assert {code: said for code, (_, said) in spoken_of(crumbs, title, opening, province).items()} == told


@pytest.mark.parametrize(("crumbs", "title", "opening", "province"), NOT_SPOKEN_OF)
def test_words_are_no_places_of_an_article(crumbs: list[str], title: str, opening: str, province: str) -> None:
    assert spoken_of(crumbs, title, opening, province) == {}


@given(st.text(max_size=80))
def test_any_line_may_be_asked(line: str) -> None:
    placed([line], line)
    spoken_of([line], line, line)


def test_names_that_are_words_are_listed() -> None:
    names = {name for place in places().values() for name in (place.name, place.short, place.usual)}
    assert WORDS.read_text(encoding="utf-8").split() == sorted(names.intersection(words()))
