"""The gazetteer: which province, prefecture and county a breadcrumb, a dateline or a headline speaks of.

Names and codes are those of GB/T 2260, in `data/divisions.tsv`. The first two digits of a code are the province, the
next two the prefecture, the last two the county.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from operator import add
from pathlib import Path
from typing import NamedTuple

from pipelines.text.script import fold

TABLE = Path(__file__).with_name("data") / "divisions.tsv"
WORDS = TABLE.with_name("words.txt")
ETHNIC = (
    "蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族"
    "|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族"
    "|锡伯族|锡伯|塔吉克族|塔吉克|怒族|普米族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族|各族"
)
KIND = re.compile(rf"(?:(?<!内)(?:{ETHNIC})+自治[区州县旗]|特别行政区|自治区|地区|林区|[省市盟州县区旗])$")
HEAD = re.compile(r"[\u3400-\u9fff]{2,4}")  # a headline or a dateline that opens with a county's name alone: 甘谷：…
# Ends of a place's name that begin another word: 东方市场 is a market, not 东方市.
NO_END = re.compile(r"[场值面价井容]")
# Names of districts that are words in every town, or too short to tell from two words that meet.
ANYWHERE = frozenset(["城区", "郊区", "矿区", "东区", "西区", "新城区", "老城区", "市中区", "城中区", "新市区",
                      "城东区", "城西区", "城北区", "城南区"])
DATELINE = re.compile(r"讯|电|消息|[0-9０-９]+月")  # 本报甘谷讯, 新华社兰州5月1日电
OPENING = 60  # characters of a text in which its first sentence tells where it happened
LONGEST = 15  # characters of the longest name, 积石山保安族东乡族撒拉族自治县


class Place(NamedTuple):
    """A province, prefecture or county of GB/T 2260, with those it lies in."""

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

    @property
    def usual(self) -> str:
        """The name that papers use: 临夏回族自治州 is 临夏州, 积石山保安族东乡族撒拉族自治县 is 积石山县."""
        return self.short + self.name[-1] if "自治" in self.name and not self.code.endswith("0000") else self.name


@cache
def places() -> dict[str, Place]:
    """Every division by its code of six digits."""
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
def _by_opening() -> dict[str, tuple[str, ...]]:
    """All names, long and short, by their first two characters, the longest first."""
    found: dict[str, list[str]] = {}
    for name in _by_name():
        found.setdefault(name[:2], []).append(name)
    return {two: tuple(sorted(names, key=len, reverse=True)) for two, names in found.items()}


@cache
def _also_words() -> frozenset[str]:
    """Names that a dictionary has as well: 和平, 新华, 安定; in running text a short one of them tells nothing.

    Found once with `pipelines.text.script.words`, whose dictionaries take a second to load.
    """
    return frozenset(WORDS.read_text(encoding="utf-8").split())


@cache
def _by_name() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in places().values():
        for name in {place.name, place.short, place.usual}:
            found.setdefault(name, []).append(place)
    return {name: tuple(sorted(alike, key=lambda p: p.code)) for name, alike in found.items()}


def named(name: str, province: str = "") -> tuple[Place, ...]:
    """The divisions of a name, long or short; within a province where one is given (long or short, too)."""
    alike = _by_name().get(name, ())
    return tuple(place for place in alike if place.province.startswith(province))


def short_province(name: str) -> str:
    """A province's name as portals bear it: 甘肃省 is 甘肃; what is no province's stays as it is."""
    return next((place.short for place in named(name) if place.code.endswith("0000")), name)


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


def spoken_of(crumbs: Iterable[str], title: str, opening: str, province: str = "") -> dict[str, tuple[Place, str]]:
    """The prefectures and counties an article is of, by code, and where they are named.

    The deepest step of its breadcrumb that is a place; those its headline names; those its first sentence names. Names
    count within the portal's province, or one named before them, else only where the whole country has one such. A
    short name counts where it is no word besides (元谋, not 和平), or where the headline opens with it (甘谷：…); in
    the first sentence it must be a dateline's.
    """
    found: dict[str, tuple[Place, str]] = {}
    crumb = placed(crumbs, "", province)
    named_by = [("breadcrumb", crumb)] if crumb else []
    named_by += [("title", place) for place in _running(fold(title), province, headline=True)]
    named_by += [("opening", place) for place in _running(fold(opening[:OPENING]), province, headline=False)]
    for said, place in named_by:
        if place.prefecture or place.county:
            found.setdefault(place.code, (place, said))
    return found


def _running(line: str, province: str, *, headline: bool) -> Iterator[Place]:
    """The places that running text names, from left to right; of names that overlap the first and longest."""
    openings, end = _by_opening(), 0
    for at, pair in enumerate(map(add, line, line[1:])):
        if pair not in openings or at < end:
            continue
        name, place = _name_at(line, at, openings[pair], province)
        if place and place.code.endswith("0000"):
            province = place.province  # 云南元谋: the names that follow are read in that one
        elif place and _is_meant(place, name, line[at + len(name) :], opens=headline and at == 0, headline=headline):
            yield place
        end = at + len(name)


def _name_at(line: str, at: int, names: tuple[str, ...], province: str) -> tuple[str, Place | None]:
    """The first of these names that stands at a place of a line and tells one division; a short one of this province.
    """
    for name in names:
        if line.startswith(name, at) and name not in ANYWHERE:
            place = _only(named(name, province)) or _only(named(name))
            if place and (len(name) > 2 or place.code.endswith("0000") or place.province.startswith(province)):
                return name, place
    return "", None


def _is_meant(place: Place, name: str, after: str, *, opens: bool, headline: bool) -> bool:
    """Whether a name in running text is the place's, by what it is and what follows."""
    if name != place.short or name == place.name:  # a whole name: 甘谷县, 临夏州, 文县
        return not (name[-1] == "市" and NO_END.match(after))
    if place.name.endswith("区"):
        return False
    if headline:
        return name not in _also_words() or (opens and not HEAD.match(after[:2]))
    return bool(DATELINE.match(after))


def _only(alike: tuple[Place, ...]) -> Place | None:
    """The one place of a name; of 临夏 the prefecture, though a county bears the name as well."""
    if len(alike) > 1 and alike[0].code.endswith("00") and all(p.code[:4] == alike[0].code[:4] for p in alike):
        return alike[0]
    return alike[0] if len(alike) == 1 else None
