"""What a call may cost, on a machine that does other work too."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")
TRIES = 3  # another job may slow one down; what is quadratic or asked too often is too slow every time


def quick(bound: float, look: Callable[..., Given], *given: object) -> Given:
    """What a call gives, which must cost less than so many seconds of CPU: the best of a few tries."""
    spent = []
    for _ in range(TRIES):
        started = time.process_time()
        result = look(*given)
        spent.append(time.process_time() - started)
        if spent[-1] < bound:
            return result
    raise AssertionError(f"{min(spent):.3f} s of CPU, {bound} allowed: {look}{str(given)[:60]}")
