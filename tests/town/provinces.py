"""The portals of all provinces, from `data/portals.json`: the fact sheet's rows, as the town's own copy.

A row says how a portal addresses its articles (`address`), how its lists go on (`further` pages, `paging`: a script
that counts, `createPageHTML`, a link, or nothing but the number), and how a line of a list looks (`box`, `entry`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from tests.town.cms import FILE, PART, Cms, Enorth, Epaper, Listing
from tests.town.looks import DRAWN
from tests.town.portals import LOOKS, Channel, Look, Portal

ROWS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "data/portals.json").read_text("utf-8"))
TOKEN = re.compile(r"\{(?P<name>\w+)(?::(?P<form>[^}]*))?\}|(?P<plain>[^{]+)")
DIGITS = {"%Y": r"\d{4}"}  # every other part of a date has two


@dataclass(frozen=True)
class Named(Cms):
    """A system whose further list pages are named after the first: `index_2.html` after a folder, `n_gn_2.htm`."""

    further: str = "{stem}_{page}{ext}"
    offset: int = 0

    def list_path(self, front: str, code: str, number: int) -> str:
        """Path of list page `number` > 1."""
        file = FILE.search(front)
        folder = (front[: file.start()] if file else front).rstrip("/")
        stem, ext = file.groups() if file else ("index", ".html")
        stem = stem.removesuffix("-1")  # 33168-1.shtml is a first page that bears its number
        return f"{folder}/" + self.further.format(stem=stem, ext=ext, page=number + self.offset)

    def listing(self, path: str, front: str, code: str, total: int, size: int) -> Listing | None:
        """What stands on the list page at this path, if it is one of this channel's."""
        count = max(1, ceil(total / size))
        pages = {front: 1, **{self.list_path(front, code, number): number for number in range(2, count + 1)}}
        number = pages.get(path)
        if number is None:
            return None
        newest = total - 1 - (number - 1) * size
        older = self.list_path(front, code, number + 1) if number < count else None
        return Listing(range(newest, max(-1, newest - size), -1), number, count, older)


def _pattern(address: str) -> str:
    """What recognises an address of this form."""
    stem, dot, ending = address.rpartition(".")
    out = ""
    for token in TOKEN.finditer(stem):
        if token["plain"]:
            out += re.escape(token["plain"])
        elif token["name"] == "when":
            out += re.sub(r"%\w", lambda part: DIGITS.get(part[0], r"\d\d"), token["form"])
        else:
            out += r"[\w/.-]*" if token["name"] == "dir" else r"(?P<code>\d+)"
    return out + PART + re.escape(dot + ending)


def _cms(row: dict[str, Any]) -> Cms:
    address, pattern = row["address"], _pattern(row["address"])
    if row["system"] == "enorth":
        return Enorth("enorth", address, pattern, suffix="_{:02d}", first_suffix=1)
    if row["system"] == "epaper":
        return Epaper("epaper", address, pattern, **{key: row[key] for key in ("issue", "sheet", "first") if key in row})
    return Named(row["system"], address, pattern, **{key: row[key] for key in ("further", "offset") if key in row})


def _portal(name: str, row: dict[str, Any]) -> Portal:
    return Portal(
        name, row["title"], row["area"], _cms(row), row["charset"], row["codec"], (2018, 2021),
        tuple((0, look) for look in row["looks"]) or ((0, "plain"),),
        (row["title"], "新华社", "人民日报", "{C}融媒体中心"),
        tuple(Channel(channel, front, (row["title"], channel), row.get("since") or f"{i + 10:07d}/000000000000", folder)
              for i, (channel, front, folder) in enumerate(row["channels"])),
        row.get("code", 2_400_001), row.get("step", 7), row.get("http_charset"), icp="", slogan=row["title"],
        nav="首页 要闻 社会 财经 文化 教育 健康 旅游 图片 视频", domain=row["domain"], rotate=True,
        paging=row["paging"], box=row.get("box", "ul class='list' / li"), entry=row.get("entry", ""),
        sheets=row.get("sheets", ""),
    )


LOOKS |= {
    name: Look(
        name, row.get("precision", "minutes") if "date" in row else "none", "本报讯（记者 {}）", source="source" in row,
        editor="editor" in row, crumbs="crumbs" in row,
    )
    for name, row in DRAWN.items()
}
PLAYED = {name: _portal(name, row) for name, row in ROWS.items()}
PROVINCES = {name: portal for name, portal in PLAYED.items() if not portal.sheets}
PAPERS = {name: portal for name, portal in PLAYED.items() if portal.sheets}  # one for each form of address
