"""Channels of portals that have many: a table beside the declarations, `crawler/data/channels.tsv`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("data") / "channels.tsv"  # portal, name, address; from public spiders of 2016-2023


@cache
def _table() -> dict[str, dict[str, str]]:
    """Every portal's channels, in the table's order."""
    channels: dict[str, dict[str, str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        portal, name, url = line.split("\t")
        channels.setdefault(portal, {})[name] = url
    return channels


def channels_of(portal: str) -> dict[str, str]:
    """A portal's channels by name. Raises KeyError where the table has none."""
    return _table()[portal]
