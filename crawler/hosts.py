"""Manners towards a host: a gap that all processes of an archive share, the rests it asks for, and when to give up."""

from __future__ import annotations

import asyncio
import collections
import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

from scrapy.exceptions import IgnoreRequest

log = logging.getLogger(__name__)
PATIENCE = 120.0  # seconds: a host that wants a longer pause is left alone in this run
LONGEST_HOLD = 86_400.0  # seconds a host may ask for; a stamp further ahead was written under another clock
QUEUED = 900.0  # seconds ahead that turns may be given out; a stamp further ahead likewise
GIVE_UP = 10  # requests in a row that failed: the host is down, or wants us gone


class HostClosed(IgnoreRequest):
    """Nothing more is asked of this host in this run; what was not asked for waits, and it was no try."""


@dataclass
class Stamp:
    """What is written down about a host for all processes: its last turn given out, and until when it wants rest."""

    last: float = 0.0
    held: float = 0.0


class Hosts:
    """The hosts of one crawl. `folder` holds their stamps, beside the archive."""

    def __init__(self, folder: Path, gap: float = 0.0, give_up: int = GIVE_UP) -> None:
        self.folder, self.gap, self.give_up = folder, gap, give_up
        self.asked: dict[str, float] = {}  # seconds a host's robots.txt asks for
        self.closed: dict[str, str] = {}
        self._failures: collections.Counter[str] = collections.Counter()

    def check(self, host: str) -> None:
        """Raises HostClosed where nothing more is to be asked of a host in this run."""
        if host in self.closed:
            raise HostClosed(f"{host} left alone: {self.closed[host]}")

    async def turn(self, host: str) -> None:
        """Wait for this request's turn. Raises HostClosed where the host wants a longer rest than a run can wait."""
        while True:
            self.check(host)
            wait, resting = self._reserve(host)
            if resting > PATIENCE:
                self.close(host, f"it asked us to wait, {resting:.0f} s more")
                continue
            if wait > 0:
                await asyncio.sleep(wait)
            if self._peek(host).held <= time.time():
                return

    def _reserve(self, host: str) -> tuple[float, float]:
        """Seconds until the turn that is now ours, and how many of them the host asked for."""
        gap = max(self.gap, self.asked.get(host, 0.0))
        now = time.time()
        with self._stamp(host) as stamp:
            stamp.held = stamp.held if stamp.held < now + LONGEST_HOLD else 0.0
            last = stamp.last if stamp.last < now + QUEUED else 0.0
            resting = max(0.0, stamp.held - now)
            if resting > PATIENCE:
                return 0.0, resting
            stamp.last = max(now, last + gap, stamp.held)
            return stamp.last - now, resting

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host in peace for so long, in all processes."""
        with self._stamp(host) as stamp:
            stamp.held = max(stamp.held, time.time() + min(seconds, LONGEST_HOLD - 60))

    def close(self, host: str, reason: str) -> None:
        """Ask nothing more of a host in this run."""
        if host not in self.closed:
            log.warning("%s is left alone for the rest of this run: %s", host, reason)
        self.closed.setdefault(host, reason)

    def answered(self, host: str) -> None:
        """It gave an answer that is one."""
        self._failures[host] = 0

    def failed(self, host: str, reason: str) -> None:
        """It gave none; after a row of them it is left alone."""
        self._failures[host] += 1
        if self._failures[host] >= self.give_up:
            self.close(host, f"{self.give_up} requests in a row failed, the last: {reason}")

    def _path(self, host: str) -> Path:
        return self.folder / f"host-{quote(host, safe='')[:200]}"

    def _peek(self, host: str) -> Stamp:
        try:
            return _read(self._path(host).read_bytes())
        except FileNotFoundError:
            return Stamp()

    @contextmanager
    def _stamp(self, host: str) -> Iterator[Stamp]:
        """A host's stamp, locked for the moment in which it is read and written."""
        fd = os.open(self._path(host), os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            stamp = _read(os.read(fd, 64))
            yield stamp
            os.pwrite(fd, f"{stamp.last:020.3f} {stamp.held:020.3f}\n".encode(), 0)
        finally:
            os.close(fd)


def _read(text: bytes) -> Stamp:
    """A stamp as written; a damaged one is none."""
    try:
        last, held = map(float, text.split())
    except ValueError:
        return Stamp()
    return Stamp(last, held)


def retry_after(value: bytes | None) -> float:
    """Seconds of a Retry-After header: a number, or a date; 0 where it says nothing sensible."""
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_HOLD)
    try:
        return max(0.0, min(parsedate_to_datetime(text).timestamp() - time.time(), LONGEST_HOLD))
    except (ValueError, TypeError):
        return 0.0
