"""The gazetteer: which province, prefecture and county a breadcrumb, a dateline or a headline speaks of.

Names and codes are those of GB/T 2260, in `data/divisions.tsv`. The first two digits of a code are the province, the
next two the prefecture, the last two the county.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("data") / "divisions.tsv"
ETHNIC = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族"
    "|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族"
    "|锡伯族|锡伯|塔吉克族|塔吉克|怒族|普米族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族|各族"
)
KIND = re.compile(rf"(?:(?:{ETHNIC})+自治[区州县旗]|特别行政区|自治区|地区|林区|[省市盟州县区旗])$")
HEAD = re.compile(r"[\u3400-\u9fff]{2,4}")  # a headline or a dateline that opens with a county's name alone: 甘谷：…
LONGEST = 15  # characters of the longest name, 积石山保安族东乡族撒拉族自治县


class Place(NamedTuple):
    """One division, with those it lies in."""

    code: str
    name: str
    province: str
    prefecture: str | None = None
    county: str | None = None

    @property
    def short(self) -> str:
        """The name without what it is: 临夏回族自治州 is 临夏, 文县 stays 文县."""
        bare = KIND.sub("", self.name)
        return bare if len(bare) > 1 else self.name


@cache
def places() -> dict[str, Place]:
    """Every division by its code."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()[1:]
    names = dict(line.split("\t") for line in lines)
    return {
        code: Place(
            code, name, names[code[:2] + "0000"],
            None if code.endswith("0000") else names.get(code[:4] + "00"),
            None if code.endswith("00") else name,
        )
        for code, name in names.items()
    }


@cache
def _by_name() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in places().values():
        for name in {place.name, place.short}:
            found.setdefault(name, []).append(place)
    return {name: tuple(sorted(alike, key=lambda p: p.code)) for name, alike in found.items()}


def named(name: str, province: str = "") -> tuple[Place, ...]:
    """The divisions of a name, long or short; within a province where one is given (long or short, too)."""
    alike = _by_name().get(name, ())
    return tuple(place for place in alike if place.province.startswith(province))


def placed(crumbs: Iterable[str], line: str = "", province: str = "") -> Place | None:
    """The place an article is of: the deepest step of its breadcrumb that is one, else what its first line names.

    In running text only a whole name counts, or a county's short name that the line opens with and that is followed by
    no other word: 和平 and 新华 are districts, and words. A name that two places of the province bear tells nothing.
    """
    for step in reversed([*crumbs]):
        if place := _only(named(step.strip(), province)):
            return place
    for size in range(LONGEST, 2, -1):
        for at in range(min(len(line), 60) - size + 1):
            if (place := _only(named(line[at : at + size], province))) and place.name == line[at : at + size]:
                return place
    opening = HEAD.match(line)
    place = _only(named(opening[0], province)) if opening else None
    return place if place and place.county and not place.name.endswith("区") else None


def _only(alike: tuple[Place, ...]) -> Place | None:
    """The one place of a name; of 临夏 the prefecture, though a county bears the name as well."""
    if len(alike) > 1 and alike[0].code.endswith("00") and all(p.code[:4] == alike[0].code[:4] for p in alike):
        return alike[0]
    return alike[0] if len(alike) == 1 else None
