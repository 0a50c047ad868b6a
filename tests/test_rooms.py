"""Policy: one direction through the house. `pipelines/` knows no crawler, `archive/` neither crawler nor Scrapy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

FORBIDDEN = {"pipelines": {"crawler"}, "archive": {"crawler", "scrapy"}}
FILES = [(room, path) for room in FORBIDDEN for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize(("room", "path"), FILES, ids=lambda value: str(value.relative_to(ROOT)) if isinstance(value, Path) else value)
def test_a_room_imports_nothing_of_those_after_it(room: str, path: Path) -> None:
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert not {name.partition(".")[0] for name in names} & FORBIDDEN[room]


def test_an_archive_is_read_without_scrapy() -> None:
    code = "import sys, archive.archive, archive.reading_room; sys.exit('scrapy' in sys.modules or 'crawler' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
