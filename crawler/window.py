"""What part of a portal a crawl is asked for: -a since, until, channel, limit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from archive.errors import FangzhiError

FIRST_YEAR = "1994"  # before it China had no web, so no calendar page of it has articles
WRITTEN = 2026


@dataclass(frozen=True)
class Window:
    """Dates are inclusive and ISO; '' leaves an end open."""

    since: str = ""
    until: str = ""
    channels: tuple[str, ...] = ()
    limit: int = 0  # articles asked for in this run; 0: no limit

    @classmethod
    def parse(cls, arguments: dict[str, str]) -> Window:
        """From the -a arguments of a command line. Raises FangzhiError naming the argument."""
        named = {name for name in arguments if not name.startswith("_")}  # Scrapyd adds its own: _job
        unknown = named - {"since", "until", "channel", "limit"}
        if unknown:
            raise FangzhiError(f"-a {sorted(unknown)[0]}: no such argument; there are since, until, channel, limit")
        since, until = (_date(name, arguments.get(name, "")) for name in ("since", "until"))
        if since and until and since > until:
            raise FangzhiError(f"since={since} is after until={until}; exchange them")
        limit = arguments.get("limit", "0") or "0"
        if not limit.isascii() or not limit.isdigit():
            raise FangzhiError(f"limit={limit}: not a number; write limit=100")
        channels = tuple(name.strip() for name in arguments.get("channel", "").split(",") if name.strip())
        return cls(since, until, channels, int(limit))

    def holds(self, dated: str | None) -> bool:
        """Whether an address of that date may be inside; an unknown date, or a month on the edge, may."""
        if not dated:
            return True
        size = len(dated)
        return not (self.since and dated < self.since[:size]) and not (self.until and dated > self.until[:size])

    def older(self, dated: str | None) -> bool:
        """Whether a date lies wholly before `since`."""
        return bool(dated and self.since and dated < self.since[: len(dated)])

    def whole(self) -> bool:
        """Whether the whole portal is asked for."""
        return self == Window()


def sane(dated: str | None) -> bool:
    """Whether a date can be an article's: not before the first portals, and not further ahead than a misprint.

    A clock that stands before this was written has not been set: a machine without a battery starts in 1970.
    """
    return not dated or FIRST_YEAR <= dated[:4] <= str(max(dt.date.today().year, WRITTEN) + 1)


def _date(name: str, text: str) -> str:
    if not text:
        return ""
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise FangzhiError(f"{name}={text}: not a date; write {name}=2020-01-31") from None
