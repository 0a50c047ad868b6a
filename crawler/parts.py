"""Articles of several pages: their captures bound into one, and what is no further page of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from scrapy.http import Response

from archive.canonical import bare
from archive.ledger import LOST
from crawler.recorder import flaw
from pipelines.items import Capture

ENDING = re.compile(r"(?:[_-]0?[01])?\.\w{1,6}$")  # of a file's name; some number the first page, too


def bound(parts: Sequence[Capture], wrong: str | None = None) -> Capture:
    """The pages of an article as one capture; `wrong` says why they are not all of it."""
    first, *rest = parts
    return replace(first, rest=tuple(rest), wrong=first.wrong or wrong)


def named_after(first: str, url: str) -> bool:
    """Whether an address is made of an article's own: its name and more (`_2`), or a parameter more (`&page=2`).

    A link 下一页 may lead to the next article instead.
    """
    one, other = urlsplit(bare(first)), urlsplit(bare(url))
    if one.path == other.path:
        return {*one.query.split("&")} - {""} < {*other.query.split("&")}
    name = ENDING.sub("", one.path)
    return other.path.startswith(name) and other.path[len(name) : len(name) + 1] in ("_", "-", "/")


def no_part(response: Response) -> str | None:
    """Why a response is no further page of an article, before it is read: cut, nothing at all, or another page."""
    asked = response.meta.get("redirect_urls", [response.url])[0]
    if asked.rpartition("/")[2] != response.url.rpartition("/")[2]:
        return f"redirected to {response.url}"
    return flaw(response) or (LOST if LOST in response.flags else None)
