"""O10: what a dependency that is missing, broken or of another version does; and that none comes unasked."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

from archive.errors import USAGE
from tests.conftest import ROOT
from tests.running import command, environment

PINNED = dict(re.findall(r"^([\w.-]+)==(\S+) \\$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M))
OWN = {"archive", "crawler", "pipelines"}


def imported() -> set[str]:
    """The packages of others that our modules name, wherever in them."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for room in OWN for path in (ROOT / room).rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names} - OWN - set(sys.stdlib_module_names)


def test_O10_all_that_is_imported_is_pinned_and_installed_as_pinned() -> None:
    homes = packages_distributions()
    found = {re.sub("[-_.]+", "-", name.lower()): version(name) for module in imported() for name in homes[module][:1]}
    assert found.pop("pyarrow", ""), "an extra, which the requirements of development have"
    assert found == {name: PINNED.get(name) for name in found}
    assert len(found) > 10


def test_O10_every_pin_has_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        blocks = re.split(r"^(?=[\w.-]+==)", (ROOT / name).read_text(encoding="utf-8"), flags=re.M)[1:]
        assert len(blocks) > 10
        assert [block for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(("package", "says"), [
    ("opencc", "raise ImportError('this release\\nis broken')"), ("warcio", "import lxml_html_clean_that_has_gone"),
    ("zstandard", "import sys; sys.gone_since_then"),
    pytest.param("sqlite_utils", "raise ImportError('x')", marks=pytest.mark.long),
    pytest.param("rich", "raise ImportError('x')", marks=pytest.mark.long),
])
@pytest.mark.parametrize("words", [("scrapy", "crawl", "lzbs", "-s"), ("fangzhi", "crawl", "lzbs", "-s")], ids=["scrapy", "fangzhi"])
def test_O10_a_package_that_is_broken_is_one_line(tmp_path: Path, package: str, says: str, words: tuple[str, ...]) -> None:
    """Python's own code for it is 1, "nothing found"."""
    (tmp_path / f"{package}.py").write_text(says, encoding="utf-8")
    done = subprocess.run([*command(*words), f"ARCHIVE={tmp_path / 'a.db'}"], env={**environment(), "PYTHONPATH": str(tmp_path)},
                          cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (USAGE, 1), done.stderr
    assert re.fullmatch(r"fangzhi: \w+Error: .*; a package is missing or unfit: install requirements.txt again\n", done.stderr)
    assert not (tmp_path / "a.db").exists()


def test_O10_what_only_a_mirror_s_page_needs_ends_no_other_work(tmp_path: Path) -> None:
    """Packages are loaded where they are used."""
    (tmp_path / "pypinyin.py").write_text("raise ImportError", encoding="utf-8")
    done = subprocess.run(command("fangzhi", "portals"), env={**environment(), "PYTHONPATH": str(tmp_path)}, cwd=ROOT,
                          capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
