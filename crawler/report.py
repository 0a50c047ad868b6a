"""The report of a run: a table for people on stderr, an object for programs in a file."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from archive.archive import utc_now
from archive.cli import hearsay
from archive.errors import FangzhiError
from archive.ledger import counts, waiting
from archive.terminal import shown, tell_rows
from crawler.account import Run
from crawler.judge import links_before, past_shares, shares

EXPECTED = "robots"  # what robots.txt forbids is no trouble


def tell(runs: Sequence[Run]) -> None:
    """What went wrong, each class with an example, and the table of all portals."""
    with hearsay():
        for run in runs:
            for kind, count in run.classes.most_common():
                if kind != EXPECTED:
                    line = f"{run.portal}: {count} × {kind}, as {shown(run.failures[kind][0])}\n"
                    sys.stderr.write(line)
        tell_rows([run.report() for run in runs], sys.stderr)


def write(path: Path, runs: Sequence[Run], busy: dict[str, str], started: str, code: int) -> None:
    """The same and more, as JSON; a reader finds the report before or this one, whole. Raises FangzhiError.

    `busy`: the portals that another run was crawling, and were left out.
    """
    whole = {"started": started, "finished": utc_now(), "exit": code,
             "portals": [_portal(run) for run in runs], "busy": busy}
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    place = path.resolve()
    try:
        if (place.exists() and not place.is_file()) or not os.access(place.parent, os.W_OK):  # a pipe; a file in a
            place.write_text(text, encoding="utf-8")  # folder of somebody else's
            return
        part = place.with_name(f"{place.name}.part")
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(place)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise FangzhiError(f"{path}: the report cannot be written ({error.strerror}); name another file") from error


def _portal(run: Run) -> dict[str, Any]:
    """One portal's part. Shares are of pages read: [now, before]."""
    before, now = past_shares(run), shares(run)
    return {
        **run.report(),
        "crawl": run.crawl_id,
        "arguments": run.window.__dict__,
        "links_before": links_before(run),
        "channels": dict(run.channels),
        "failures": {kind: {"count": count, "examples": run.failures[kind]} for kind, count in run.classes.items()},
        "left_alone": run.hosts.closed,
        "unchanged": run.tally["unchanged"],
        "waited": round(run.waited, 3),
        "read": {name: [round(now[name].part, 3), round(before[name].part, 3) if name in before else None]
                 for name in now},
        "layouts": _layouts(run),
        "ledger": {**counts(run.archive.conn, run.portal),
                   "waiting": waiting(run.archive.conn, run.portal, utc_now())},
    }


def _layouts(run: Run) -> dict[str, dict[str, int]]:
    names = {layout for layout, field, _ in run.health if field == "page"}
    return {name: {"read": run.health[name, "page", True], "missed": run.health[name, "page", False]}
            for name in sorted(names)}
