"""What tests share: the folder of outside material, and an archive to write into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Pages, corpora and facts that are no part of the project."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder `shared` beside the project: pages and corpora that are not ours to ship")
    return SHARED


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A new archive."""
    with Archive(tmp_path / "archive.db") as opened:
        yield opened
