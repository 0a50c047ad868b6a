"""Long work in batches: each is one short transaction, so that a crawl beside it waits for a moment only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items in lists of `size`, in their order; the last may be shorter, none is empty (Python 3.12 has its own)."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
