"""The sample archive and a visitor to it: a pytest plugin, for the tests of the reading room alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette

from pipelines.text.script import fold
from tests.reading_sample import build
from tests.visiting import Visitor


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample archive."""
    return build(tmp_path_factory.mktemp("room") / "archive.db", articles=80)


@pytest.fixture(scope="session")
def visitor(path: Path) -> Iterator[Visitor]:
    """To plain `datasette archive.db`: nothing but the installed package."""
    found = Visitor(Datasette([str(path)], settings={"max_returned_rows": 10_000}))
    yield found
    found.loop.close()


@pytest.fixture(scope="session")
def texts(path: Path) -> dict[int, str]:
    """What the sample's articles say, folded, by number."""
    rows = sqlite3.connect(path).execute("SELECT id, coalesce(title, '') || char(10) || text FROM articles")
    return {number: fold(text) for number, text in rows}
