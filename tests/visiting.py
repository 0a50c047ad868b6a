"""Visitors to a reading room: a real Datasette, asked in this process."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from lxml import html

# Without facets and counts, which cost more than the search.
SEARCHED = "/archive/articles.json?_nofacet=1&_nosuggest=1&_nocount=1"


class Visitor:
    """Asks a Datasette in this process, on one event loop."""

    def __init__(self, datasette: Datasette) -> None:
        self.datasette, self.loop = datasette, asyncio.new_event_loop()

    def get(self, address: str, **asked: Any) -> Any:
        options = {"cookies": asked.pop("cookies", None)}
        query = ("&" if "?" in address else "?") + urlencode(asked) if asked else ""
        return self.loop.run_until_complete(
            self.datasette.client.get(address + query, **options)
        )

    def page(self, address: str, **asked: Any) -> html.HtmlElement:
        answer = self.get(address, **asked)
        assert answer.status_code == 200, answer.text[:500]
        return html.fromstring(answer.text)

    def found(self, query: str, **more: Any) -> set[int]:
        """The ids that the table's own search box finds."""
        rows = self.get(SEARCHED, _search=query, _shape="array", _size="max", **more).json()
        return {row["id"] for row in rows}


def text_of(page: html.HtmlElement) -> str:
    """The text of a page, blanks run together."""
    return re.sub(r"\s+", " ", page.text_content())
