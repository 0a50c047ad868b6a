"""Pictures in the body: their true address, and the caption printed beside them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from pipelines.items import Image
from pipelines.page.meta import BASE
from pipelines.page.rows import Row

# Where lazy loaders keep the true address; `src` then holds a placeholder.
LAZY = ("data-original", "data-src", "data-lazy-src", "data-original-src", "data-url", "data-echo", "_src", "original")
PLACEHOLDER = re.compile(r"(?:blank|space[r]?|loading|lazy|grey|pixel|transparent|placeholder)\w*\.\w+$")  # so named
_DECORATION = "icon|logo|qrcode|erweima|share|arrow|button|btn|avatar|spacer|blank"
DECORATION = re.compile("|".join(f"{sign}(?:{_DECORATION})" for sign in "/_-"))  # of a file's name
CREDIT = re.compile(r"[摄攝供]\)?）?[。 ]?$|^[图圖△▲↑↓]|[图圖]片?[:：/／]|(?:资料|資料)[图圖]")
CAPTION_TAGS = {"figcaption", "center", "caption"}
CAPTION_NAME = re.compile(r"caption|pic|img|photo|f_center|image|图", re.I)
CAPTION_MAX = 120


def base_of(meta: dict[str, str], url: str | None) -> str | None:
    """What relative addresses are relative to: the first <base href>, else the page's own address."""
    return (joined(url, meta[BASE]) if BASE in meta else None) or url


def joined(base: str | None, href: str) -> str | None:
    """A web address made absolute; None for what is none."""
    try:
        found = urljoin(base or "", href.strip())
    except ValueError:
        return None
    return None if found.lower().startswith(("javascript:", "data:", "about:", "file:")) else found


def address(el: Any, base: str | None) -> str | None:
    """The picture's absolute address; None for placeholders, decorations and what is no web address."""
    said = dict(el.items())
    src = next(filter(None, map(said.get, LAZY)), None) or said.get("src") or ""
    name = src.rpartition("/")[2]
    if not src.strip() or src.startswith("data:") or PLACEHOLDER.match(name) or DECORATION.search(f"/{name}".lower()):
        return None
    return joined(base, src)


def pictures(rows: list[Row], base: str | None) -> list[Image]:
    """The pictures among these rows, each with the line right after it where that is a caption."""
    found: dict[str, Image] = {}
    for i, row in enumerate(rows):
        if row.image is not None and (src := address(row.image, base)):
            after = next((r for r in rows[i + 1 : i + 3] if r.text), None)
            found.setdefault(src, Image(src, after.text if after and is_caption(after) else None))
    return list(found.values())


def is_caption(row: Row) -> bool:
    """Whether a line after a picture is its caption: it says so by markup, or names who took it."""
    if len(row.text) > CAPTION_MAX:
        return False
    el = row.box.el
    return (
        el.tag in CAPTION_TAGS
        or "center" in (el.get("align") or "") + (el.get("style") or "").lower()
        or CAPTION_NAME.search(el.get("class") or "") is not None
        or CREDIT.search(row.text) is not None
    )
