"""A loopback town of Chinese local news portals: `with Town(articles=40) as town: ...`, or `python -m tests.town`."""

from tests.town.facts import PORTALS
from tests.town.news import Story
from tests.town.provinces import PAPERS, PROVINCES
from tests.town.server import Town, Visit

__all__ = ["PAPERS", "PORTALS", "PROVINCES", "Story", "Town", "Visit"]
