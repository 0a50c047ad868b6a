"""The documentation is true: commands, tables, files, targets and queries that it names exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from archive import schema
from archive.archive import Archive
from archive.cli import COMMANDS
from archive.gazetteer import places
from archive.reading_room.tables import metadata
from crawler.epapers import PAPERS, UNREAD
from crawler.run import portal_classes
from tests.conftest import ROOT
from tests.docs import PAGE, rendered
from tests.making import page
from tests.test_docs_faults import ROWS as FAULTS

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [*(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG")), *sorted((ROOT / "docs").glob("*.md"))]


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
    for target, anchor in re.findall(r"\]\((?!http)([^)#]*)(?:#([^)]*))?\)", text):
        place = path.parent / target if target else path
        assert place.exists(), target
        headings = re.findall(r"^#+ (.*)", place.read_text(encoding="utf-8"), re.M) if anchor else ()
        assert not anchor or anchor in {re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in headings}, anchor
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for name in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.M):
        assert name in targets, name
    for name in re.findall(r"fangzhi (\w+) ", text):
        assert name in COMMANDS, name


@pytest.mark.parametrize("line", re.findall(r"^\| .* \| (.*`.*) \|$", CONTRIBUTING.partition("## Words")[0], re.M))
def test_the_files_that_a_row_of_the_house_names_exist(line: str) -> None:
    """A name without a folder stands in the folder of the name before it."""
    folder = ROOT
    for name in re.findall(r"`([\w<>./-]+\.(?:py|tsv|sql)|[\w/]+/)`", line):
        place = ROOT / name if "/" in name else folder / name
        folder = place.parent if place.suffix else place
        pattern = str(place.relative_to(ROOT)).replace("<name>", "*").replace("schema-N", "schema-*")
        assert any(ROOT.glob(pattern)), name


@pytest.mark.parametrize(("words", "port"), [((), "8001"), (("PORT=8002",), "8002")])
def test_make_serve_takes_a_port(words: tuple[str, ...], port: str) -> None:
    made = subprocess.run(["make", "-n", "serve", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"serve archive.db --port {port}\n" in made.stdout


def test_the_project_names_no_machine_and_no_registry() -> None:
    for path in [*PAGES, *ROOT.glob("requirements*.txt"), ROOT / "pyproject.toml", ROOT / "Makefile"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"index-url|pypi\.org|/root/|find-links", text.replace("--no-emit-index-url", "").replace(
            "--no-emit-find-links", "")), path


def test_the_counts_that_the_pages_tell_are_true() -> None:
    papers = [*UNREAD, *PAPERS]
    portals = {name: spider for name, spider in portal_classes(get_project_settings()).items() if name not in PAPERS}
    alone = [name for name, spider in portals.items() if list(spider.channels) == ["首页"] and not spider.feeds]
    told = {
        "README.md": (f"{len(portals)} portals of all {len({p.province for p in portals.values()})} provincial divisions",
                      f"{len(papers)} digital newspapers, of which {len(PAPERS)} have", f"{len(alone)} portals are declared with their",
                      f"templates of six of the {len(portals)} portals", f"{len(FAULTS)} faults that such a crawl can meet; for"
                      f" {sum(bool(row[3]) for row in FAULTS)} of them"),
        "CHANGELOG.md": (f"{len(portals)} portals in all", f"{len(papers)} digital newspapers as rows of a table, {len(PAPERS)} of them",
                         f"a gazetteer of {len(places()):,} divisions", f"The schema is {schema.current()}."),
        "docs/reading-room.md": (f"{len(metadata(['a'])['databases']['a']['queries'])} questions",),
    }
    for path, lines in told.items():
        text = " ".join((ROOT / path).read_text(encoding="utf-8").split())
        assert [line for line in lines if line not in text] == [], path
