"""The digital newspapers: one spider for each row of `data/papers.tsv` whose issues stand on plain pages.

The rows are facts of public spiders of 2024: where the issue of a day begins, what links to its printed pages, where
an article's text stands. How headlines are marked is a guess. Papers without such pages are listed, not crawled.
"""

from __future__ import annotations

import csv
import re
import types
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.cms.epaper import ARTICLE, FORMS, ISSUES, Epaper
from pipelines.items import Layout

TABLE = Path(__file__).with_name("data") / "papers.tsv"
DATE = re.compile(r"\{date:([^}]+)\}")
TITLE = ("//founder-title", "//h1", "//h2")


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _declared(row: dict[str, str]) -> dict[str, Any]:
    """The attributes of a paper's spider."""
    place, form = urlsplit(row["base"]), DATE.search(row["base"])
    assert form and place.hostname, row["name"]
    homepage = f"{place.scheme}://{place.netloc}/"
    layout = Layout(f"{row['name']}-2024", title=TITLE, body=row["body"], confidence="spider 2024, title a guess")
    return {
        **{key: row[key] for key in ("name", "title", "province", "base", "first", "pages", "confidence")},
        "prefecture": row["prefecture"] or None, "homepage": homepage, "domains": (place.hostname,),
        "channels": {ISSUES: homepage}, "list_item": row["links"],
        "article": re.escape(place.path.split("{")[0]).rstrip("/") + FORMS[form[1]] + ARTICLE,
        "layouts": (layout,) if row["body"] else (), "__module__": __name__,
        "__doc__": f"{row['title']}, a digital newspaper.",
    }


def _fill(row: dict[str, str], body: dict[str, Any]) -> None:
    body.update(_declared(row))


UNREAD = [row for row in _rows() if not row["base"]]  # known by name, without pages that could be read
PAPERS = {
    row["name"]: types.new_class(row["name"].capitalize(), (Epaper,), exec_body=partial(_fill, row))
    for row in _rows() if row["base"]
}
globals().update(PAPERS)  # where Scrapy looks for spiders
