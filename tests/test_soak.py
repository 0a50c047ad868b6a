"""The soak itself, short: its faults, its accounts, and that memory does not follow the number of pages."""

from __future__ import annotations

import pytest

from bench.soak import slope, soak


@pytest.mark.long
def test_O6_a_crawl_full_of_faults_accounts_for_every_address() -> None:
    assert soak(1500) == []


def test_slope_compares_the_last_third_with_the_middle() -> None:
    assert slope([(n, 100) for n in range(100)]) == 0
    assert slope([(n, 100 + (n > 66) * 10) for n in range(100)]) == pytest.approx(0.1)
    assert slope([(0, 0)]) == 0
