"""docs/faults.md: every fault has a row, every row a test that exists, or a reason why it has none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs/faults.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([NTPSCXO]\d+) \| (.+?) \| (.+?) \| (.*?) ?\|$", PAGE, re.M)


@pytest.mark.parametrize(("name", "happens", "covered"), [(row[0], row[2], row[3]) for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_row_names_tests_that_exist_or_says_why_not(name: str, happens: str, covered: str) -> None:
    assert bool(covered) is not happens.startswith("not covered")
    for file, _, function in (place.strip().partition("::") for place in covered.split(",") if place.strip()):
        assert re.search(rf"^def {function}", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.M), function


def test_each_fault_has_one_row_and_the_count_is_true() -> None:
    names = [row[0] for row in ROWS]
    assert len(names) == len(set(names)) == len(re.findall(r"^\| [NTPSCXO]\d+ ", PAGE, re.M))
    covered = sum(bool(row[3]) for row in ROWS)
    assert f"{covered} of {len(ROWS)} rows are covered" in PAGE


def test_no_fault_of_the_table_is_forgotten(shared: Path) -> None:
    wanted = set(re.findall(r"^\| ([NTPSCXO]\d+) \|", (shared / "faults.md").read_text(encoding="utf-8"), re.M))
    assert wanted <= {row[0] for row in ROWS}
