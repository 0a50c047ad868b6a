"""Writes docs/commands.md from the commands' own help: `python -m tests.docs`."""

from __future__ import annotations

from click.testing import CliRunner

from archive.cli import COMMANDS, fangzhi
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "commands.md"


def rendered() -> str:
    """The page as it should be today."""
    parts = ["# Commands\n\nMade by `make docs` from the commands' own help; a test keeps it true.\n"]
    for words in ([], *([name] for name in COMMANDS)):
        title = " ".join(["fangzhi", *words])
        text = CliRunner().invoke(fangzhi, [*words, "--help"], prog_name="fangzhi", terminal_width=100).output
        parts.append(f"## {title}\n\n```\n{text.rstrip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(rendered(), encoding="utf-8")
