"""The reading room's tests on another Datasette: `python -m tests.datasette_next PAGE` writes what fails to a page of the docs.

Run by `make test-datasette-next` in an environment of its own, which has Datasette's newest alpha.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from lxml import etree

from tests.conftest import ROOT

TESTS = ("test_reading_room", "test_room_search", "test_room_safety", "test_room_places", "test_browser")
LIMIT = 1800  # seconds

PAGE = """# Datasette {version}

Fangzhi is pinned to Datasette 0.65. This page is written by `make test-datasette-next`, which runs the reading room's
tests on Datasette's newest 1.0 alpha, in an environment of its own. On {day}: {passed} of {total} passed.

{failures}
"""


def results(report: Path) -> tuple[int, list[tuple[str, str]]]:
    """How many tests ran, and name and reason of those that failed, from pytest's JUnit report."""
    cases = etree.parse(report).findall(".//testcase")
    failed = []
    for case in cases:
        for fault in [*case.findall("failure"), *case.findall("error")]:
            reason = (fault.get("message") or "").splitlines()[0][:160]
            failed.append((f"{(case.get('classname') or '').rpartition('.')[2]}::{case.get('name')}", reason))
    return len([case for case in cases if case.find("skipped") is None]), failed


def page(total: int, failed: list[tuple[str, str]]) -> str:
    """The page of the docs."""
    rows = [f"| `{shown(name)}` | {shown(reason)} |" for name, reason in failed]
    table = "\n".join(["| fails | because |", "|---|---|", *rows]) if rows else "Nothing fails."
    return PAGE.format(version=version("datasette"), day=dt.date.today(), passed=total - len(failed), total=total,
                       failures=table)


def shown(text: str) -> str:
    """A text in a cell of a table: no bar, no mark-up, no path of this machine."""
    return text.replace(str(ROOT), ".").replace("|", "/").replace("<", "‹").replace("`", "'")


def main(arguments: list[str]) -> int:
    """The command. Exits 2 where it was called wrongly, 1 where no test ran."""
    if len(arguments) != 1:
        print("usage: python -m tests.datasette_next PAGE", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        subprocess.run([sys.executable, "-m", "pytest", "-q", "-n", "2", "--tb=line", f"--junitxml={report}",
                        *(f"tests/{name}.py" for name in TESTS)], cwd=ROOT, timeout=LIMIT, check=False)
        total, failed = results(report) if report.exists() else (0, [])
    if not total:
        return 1
    Path(arguments[0]).write_text(page(total, failed), encoding="utf-8")
    print(f"{total - len(failed)} of {total} passed on Datasette {version('datasette')}; {arguments[0]} is written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
