"""Articles of several pages: their captures bound into one, and what is no further page of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrapy.http import Response

from archive.ledger import LOST
from crawler.recorder import flaw
from pipelines.items import Capture


def bound(parts: Sequence[Capture], wrong: str | None = None) -> Capture:
    """The pages of an article as one capture; `wrong` says why they are not all of it."""
    first, *rest = parts
    return replace(first, rest=tuple(rest), wrong=first.wrong or wrong)


def no_part(response: Response) -> str | None:
    """Why a response is no further page of an article, before it is read: cut, nothing at all, or another page."""
    asked = response.meta.get("redirect_urls", [response.url])[0]
    if asked.rpartition("/")[2] != response.url.rpartition("/")[2]:
        return f"redirected to {response.url}"
    return flaw(response) or (LOST if LOST in response.flags else None)
