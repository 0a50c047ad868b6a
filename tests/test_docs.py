"""The documentation is true: commands, tables, files, targets and queries that it names exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.cli import COMMANDS
from tests.conftest import ROOT
from tests.docs import PAGE, rendered
from tests.making import page

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_page_of_commands_is_today_s() -> None:
    assert PAGE.read_text(encoding="utf-8") == rendered(), "make docs"


def test_every_table_and_column_scripts_rely_on_is_described(archive: Archive) -> None:
    text = (ROOT / "docs/archive.md").read_text(encoding="utf-8")
    for table in archive.db.table_names():
        if not table.startswith(("articles_fts_", "_sqlite", "sqlite_")):
            assert f"| `{table}` |" in text, table
    for table, columns in re.findall(r"`(\w+)\(([\w, ]+)\)`", text):
        assert set(columns.split(", ")) <= {column.name for column in archive.db[table].columns}


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", README, re.S)[0].split(";\n"))
def test_the_readme_s_queries_run(archive: Archive, query: str) -> None:
    archive.add(page(published_at="2020-01-02"))
    archive.conn.execute(query).fetchall()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_what_a_page_points_to_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(((?!http)[^)#]+)", text):
        assert (path.parent / target).exists(), target
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for name in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.M):
        assert name in targets, name
    for name in re.findall(r"fangzhi (\w+) ", text):
        assert name in COMMANDS, name


@pytest.mark.parametrize(("words", "port"), [((), "8001"), (("PORT=8002",), "8002")])
def test_make_serve_takes_a_port(words: tuple[str, ...], port: str) -> None:
    made = subprocess.run(["make", "-n", "serve", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"serve archive.db --port {port}\n" in made.stdout


def test_the_project_names_no_machine_and_no_registry() -> None:
    for path in [*PAGES, *ROOT.glob("requirements*.txt"), ROOT / "pyproject.toml", ROOT / "Makefile"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"index-url|pypi\.org|/root/|find-links", text.replace("--no-emit-index-url", "").replace(
            "--no-emit-find-links", "")), path
