"""The gazetteer: places told by breadcrumbs and first lines, and words that only look like places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gazetteer import named, placed, places

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


def test_the_table_is_whole() -> None:
    provinces = [place for code, place in places().items() if code.endswith("0000")]
    assert len(provinces) == 34
    assert len(places()) > 3000
    assert {len(code) for code in places()} == {6}
    gan_gu = named("甘谷")[0]
    assert (gan_gu.province, gan_gu.prefecture, gan_gu.county) == ("甘肃省", "天水市", "甘谷县")


@given(st.text(max_size=80))
def test_any_line_may_be_asked(line: str) -> None:
    placed([line], line)
