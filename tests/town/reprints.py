"""Articles of one portal that others print again, hours or days later: one work for an archive, at several addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from markupsafe import Markup

from tests.town.news import Story
from tests.town.pages import story_page
from tests.town.site import Guest, Site


class Reprint(NamedTuple):
    """Which article of whom is printed again, by whom, in which of its channels, after how many hours."""

    origin: str
    n: int
    portal: str
    channel: int
    hours: int


REPRINTS = (
    Reprint("gscn", 1, "tianshui", 0, 5), Reprint("gscn", 1, "yunnan", 0, 26), Reprint("gscn", 7, "tianshui", 0, 20),
    Reprint("tianshui", 4, "gscn", 0, 30), Reprint("lzbs", 9, "gscn", 2, 9), Reprint("yunnan", 2, "gscn", 4, 50),
    Reprint("cnjiwang", 8, "yunnan", 1, 71),
)
UNUSED = 90_000  # codes of addresses from here on are of no article that a portal makes


def reprint_guests(sites: Mapping[str, Site]) -> Iterator[tuple[str, Guest]]:
    """Portal and guest for each reprint whose two portals are in town and whose origin has so many articles."""
    for number, row in enumerate(REPRINTS):
        if row.origin in sites and row.portal in sites and row.n < sites[row.origin].articles:
            yield row.portal, _again(row, number, sites[row.origin], sites[row.portal])


def _again(row: Reprint, number: int, origin: Site, site: Site) -> Guest:
    portal, channel = site.portal, site.portal.channels[row.channel]
    when = origin.portal.when(row.n, origin.of) + timedelta(hours=row.hours)
    look = portal.look(channel, when)
    path = (channel.cms or portal.cms).article_path(channel.folder, when, portal.first_code % UNUSED + UNUSED + number)
    story: Story = replace(
        origin.article(row.n), url=f"http://{channel.host}{path}", portal=portal.name, layout=look.id, channel=channel.name,
        precision=look.precision, published=when if look.precision == "seconds" else when.replace(second=0),
        source=origin.portal.title, breadcrumb=channel.crumbs if look.crumbs else (), original_title=None, byline=None,
    )
    return Guest(story, story_page(portal, story, [], Markup("")), channel, when)
