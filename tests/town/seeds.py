"""The five articles the project was conceived from, set again in their portals' templates, with their clutter.

Texts and gold are read from a folder that is not part of the project; punctuation stays narrow, as the gold has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from tests.town.facts import PORTALS
from tests.town.news import Row, Story
from tests.town.pages import NARROW, Link, story_page
from tests.town.portals import LOOKS
from tests.town.site import Guest


@dataclass(frozen=True)
class Seed:
    """Where a seed stands in town."""

    number: str
    portal: str
    channel: int
    layout: str
    day: str
    url: str


SEEDS = (
    Seed("000", "gscn", 0, "gscn-seed-2018", "2018-02-22", "http://gansu.gscn.com.cn/system/2018/02/22/011912345.shtml"),
    Seed("001", "chuxiong", 0, "chuxiong-2016", "2016-07-14", "http://www.chuxiong.cn/2016-07/14/content_1234567.htm"),
    Seed("002", "lzbs", 0, "lzbs-wl1", "2021-02-26", "http://www.lzbs.com.cn/gaolan/2021-02/26/content_4723927.htm"),
    Seed("003", "cnjiwang", 0, "cnjiwang-wl2", "2017-05-08", "http://haoren.cnjiwang.com/hrkx/201705/2398733.html"),
    Seed("004", "tianshui", 1, "tianshui-2020", "2020-11-16", "http://www.tianshui.com.cn/news/gg/2020111617112912345.htm"),
)


def seed_guests(folder: Path) -> Iterator[tuple[str, Guest]]:
    """Portal and guest for each seed in a folder of texts and `gold.json`."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    for seed in SEEDS:
        name = next(name for name in gold if name.startswith(seed.number))
        portal = PORTALS[seed.portal]
        story = _story(seed, gold[name])
        picks, rank = _clutter((folder / name).read_text("utf-8"))
        page = story_page(portal, story, [], Markup(""), picks=picks, rank=rank, **NARROW)
        yield seed.portal, Guest(story, page, portal.channels[seed.channel], datetime.fromisoformat(seed.day))


def _story(seed: Seed, gold: dict[str, Any]) -> Story:
    look = LOOKS[seed.layout]
    title, subtitle, captions = gold["title"], gold.get("subtitle"), gold.get("captions", [])
    shown = f"{title} {subtitle}" if subtitle and look.subtitle == "split" else title
    published = gold["published_at"] and datetime.fromisoformat(gold["published_at"]).replace(tzinfo=None)
    folder = seed.url.rpartition("/")[0]
    return Story(
        url=seed.url, portal=seed.portal, layout=seed.layout, channel=PORTALS[seed.portal].channels[seed.channel].name,
        title=title, subtitle=subtitle, shown_title=shown, published=published, precision=look.precision,
        original_title=gold.get("original_title"), source=gold["source"], author=gold["author"], editor=gold["editor"],
        breadcrumb=tuple(gold["breadcrumb"]),
        rows=tuple(
            Row(text, f"{folder}/W0{seed.day.replace('-', '')}{i:04d}.jpg" if text in captions else None)
            for i, text in enumerate(gold["body"])
        ),
        byline=look.byline.format(gold["author"]) if look.byline_at == "first" else None,
    )


def _clutter(text: str) -> tuple[list[Link], list[Link]]:
    """Recommended headlines, each of which the text shows twice, and the ranked or pictured ones."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    picks = [line[2:] for line in lines if line.startswith("• ")]
    picks = [pick[: len(pick) // 2] for pick in picks]
    rank = [line.split(None, 1)[1] for line in lines if line.split()[0] in map(str, range(1, 11))]
    if "摄影相关图片" in lines:
        rank = lines[lines.index("摄影相关图片") + 1].split()
    return [(title, "/") for title in picks], [(title, "/") for title in rank]
