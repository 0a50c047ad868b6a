"""What commands show: rows as a table on a terminal, as tab-separated lines in a pipe; progress bars."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

import click
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table

FEW = 12  # rows of which each may take as many lines as it has facts
ENDLESS = 10_000  # columns: no table is as wide
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def shown(text: Any) -> str:
    """Text for a terminal: the control characters that a crawled page may hold become blanks; None is ''."""
    return CONTROL.sub(" ", "" if text is None else str(text))


def tell_rows(rows: Sequence[dict[str, Any]], stream: TextIO = sys.stdout) -> None:
    """Print rows that all have the same keys; on a terminal too narrow for a table, a few rows as lists of facts."""
    if not rows:
        return
    if not stream.isatty():
        lines = [list(rows[0]), *(map(shown, row.values()) for row in rows)]
        stream.writelines("\t".join(line) + "\n" for line in lines)
        return
    table = Table()
    for name, value in rows[0].items():
        table.add_column(name, justify="right" if isinstance(value, int | float) else "left")
    for row in rows:
        table.add_row(*(escape(shown(value)) for value in row.values()))
    console = Console(file=stream)
    least = Measurement.get(console, console.options.update(width=ENDLESS), table).minimum
    if least <= console.width or len(rows) > FEW:
        console.print(table)
        return
    wide = max(map(len, rows[0]))
    for row in rows:
        stream.writelines(f"{name:>{wide}}  {shown(value)}\n" for name, value in row.items())


def progress(work: Iterable[Any] | None, label: str, total: int | None = None) -> Any:
    """A progress bar on stderr, to be used in a `with` block: iterate over it, or call its `update(steps)`.

    `total` is the number of steps where `work` does not tell it. Nothing is shown where stderr is no terminal.
    """
    return click.progressbar(work, total, label, file=sys.stderr, hidden=not sys.stderr.isatty(),
                             show_eta=total is not None)
