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

from archive.locks import SHARED

log = logging.getLogger(__name__)
PATIENCE = 120.0  # seconds: a host that wants a longer pause is left alone in this run
LATE = 0.005  # seconds between a turn and its request that no host will notice
LONGEST_HOLD = 86_400.0  # seconds a host may ask for; a stamp further ahead was written under another clock
WRITTEN = 0.001  # seconds to which a stamp is written
SKEW = 60.0  # seconds that a stamp may be ahead; one further ahead was written under another clock, too
GIVE_UP = 10  # requests in a row that failed: the host is down, or wants us gone
BUSY = frozenset({429, 503})  # the host itself wants to be left in peace
GROWTH = 3  # each wait is so many times the one before


class HostClosed(IgnoreRequest):
    """Nothing more is asked of this host in this run; what was not asked for waits, and it was no try."""


@dataclass
class Stamp:
    """What is written down about a host for all processes: when it was last asked, and until when it wants rest."""

    last: float = 0.0
    held: float = 0.0


class Hosts:
    """The hosts of one crawl. `folder` holds their stamps, beside the archive."""

    def __init__(self, folder: Path, gap: float = 0.0, give_up: int = GIVE_UP, pause: float = 5.0) -> None:
        self.folder, self.gap, self.give_up, self.pause = folder, gap, give_up, pause
        self.asked: dict[str, float] = {}  # seconds a host's robots.txt asks for
        self._queues: dict[str, asyncio.Lock] = collections.defaultdict(asyncio.Lock)
        self._paths: dict[str, Path] = {}  # of the stamps
        self._left: dict[str, float] = {}  # when this process last asked, by a clock that nobody sets
        self.closed: dict[str, str] = {}
        self._failures: collections.Counter[str] = collections.Counter()

    def check(self, host: str) -> None:
        """Raises HostClosed where nothing more is to be asked of a host in this run."""
        if host in self.closed:
            raise HostClosed(f"{host} left alone: {self.closed[host]}")

    async def turn(self, host: str) -> float:
        """Wait for this request's turn; its time. Raises HostClosed where the host wants more rest than a run can wait.

        A turn is taken when it has come, never ahead: a process that was held up does not ask twice in a row then.
        """
        async with self._queues[host]:
            while True:
                self.check(host)
                wait, resting, now = self._claim(host)
                if resting > PATIENCE:
                    self.close(host, f"it asked us to wait, {resting:.0f} s more")
                elif wait > 0:
                    await asyncio.sleep(wait)
                else:
                    return now

    def leaves(self, host: str, turn: float) -> bool:
        """Count the gap from now on, when a request leaves that was given its turn then, and say whether it may.

        In between its host's name was looked up and a connection made, which may take longer than the gap. It may not
        leave where somebody else was given a turn meanwhile, or where the host wants rest: it needs another turn then.
        """
        now = time.time()
        if not self._gap(host) or 0 <= now - turn < LATE:
            return True
        with self._stamp(host) as stamp:
            if abs(stamp.last - turn) > WRITTEN or now < stamp.held < now + LONGEST_HOLD:
                return False
            stamp.last, self._left[host] = now, time.monotonic()
            return True

    def _gap(self, host: str) -> float:
        return max(self.gap, self.asked.get(host, 0.0))

    def _claim(self, host: str) -> tuple[float, float, float]:
        """Take the turn, if it has come; else the seconds until then, and those that the host asked for; now."""
        gap = self._gap(host)
        now = time.time()
        with self._stamp(host) as stamp:
            held = stamp.held if stamp.held < now + LONGEST_HOLD else 0.0
            last = stamp.last if stamp.last < now + SKEW else 0.0
            wait = max(last + gap, held) - now
            if host in self._left:
                wait = max(wait, self._left[host] + gap - time.monotonic())
            if wait <= 0:
                stamp.last, stamp.held, self._left[host] = now, held, time.monotonic()
            return wait, max(0.0, held - now), now

    def answered(self, host: str, status: int, resume: bytes | None, tries: int) -> None:
        """Where a host answers that it is busy, leave all of it in peace: as long as it says, else longer each time.

        Retry-After counts with any error and any redirect (RFC 9110, 10.2.3); with a page it says nothing.
        """
        asked = retry_after(resume) if resume and status >= 300 else 0.0
        if not asked and status not in BUSY:
            return
        seconds = asked or self.wait(tries)
        self.hold(host, seconds)
        if seconds > PATIENCE:
            self.close(host, f"it asked us to wait {seconds:.0f} s")

    def wait(self, tries: int) -> float:
        """Seconds before a page is asked for again in the same run."""
        return float(self.pause * GROWTH**tries)

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host in peace for so long, in all processes."""
        with self._stamp(host) as stamp:
            stamp.held = max(stamp.held, time.time() + min(seconds, LONGEST_HOLD - 60))

    def close(self, host: str, reason: str) -> None:
        """Ask nothing more of a host in this run."""
        if host not in self.closed:
            log.warning("%s is left alone for the rest of this run: %s", host, reason)
        self.closed.setdefault(host, reason)

    def well(self, host: str) -> None:
        """Note that a host answered: it has not failed in a row."""
        self._failures[host] = 0

    def failed(self, host: str, reason: str) -> None:
        """Note that a host failed to answer; after `give_up` times in a row it is left alone for the run."""
        self._failures[host] += 1
        if self._failures[host] >= self.give_up:
            self.close(host, f"{self.give_up} requests in a row failed, the last: {reason}")

    def _path(self, host: str) -> Path:
        if host not in self._paths:
            self._paths[host] = self.folder / f"host-{quote(host, safe='')[:200]}"
        return self._paths[host]

    @contextmanager
    def _stamp(self, host: str) -> Iterator[Stamp]:
        """A host's stamp, locked for the moment in which it is read and written."""
        fd = os.open(self._path(host), os.O_RDWR | os.O_CREAT, SHARED)
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
    except (ValueError, TypeError, OverflowError):
        return 0.0
