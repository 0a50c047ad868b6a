"""The command `fangzhi`: its subcommands are loaded when they are called, its errors are one line."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.errors import USAGE, FangzhiError, Stopped, loading

# name -> module that defines the click command of that name
COMMANDS = {
    "crawl": "crawler.cli",
    "portals": "crawler.cli",
    "links": "crawler.cli",
    "extract": "crawler.cli",
    "import": "crawler.cli",
    "reextract": "crawler.cli",
    "restore": "archive.commands",
    "search": "archive.commands",
    "export": "archive.commands",
    "merge": "archive.commands",
    "stats": "archive.commands",
    "verify": "archive.commands",
    "doctor": "archive.commands",
    "backup": "archive.backup",
    "thin": "archive.thin",
    "schedule": "crawler.schedule",
    "new-portal": "crawler.scaffold",
    "serve": "archive.commands",
}

# What a user can mend. Anything else is a fault of ours, and shows its traceback.
FAULTS = (FangzhiError, click.ClickException, sqlite3.DatabaseError, OSError)
ADVICE = {
    sqlite3.SQLITE_FULL: "make room, and run again",
    sqlite3.SQLITE_IOERR: "make room or mend the disk, and run again",
    sqlite3.SQLITE_BUSY: "another program holds it; run again when that has ended",
}


class Lazy(click.Group):
    """Imports a subcommand's module only for that subcommand: searching needs no crawler."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; `import` is a Python keyword, so its function is called `import_`."""
        if cmd_name not in COMMANDS:
            return None
        with loading():
            module = importlib.import_module(COMMANDS[cmd_name])
        command: Any = getattr(module, "import_" if cmd_name == "import" else cmd_name.replace("-", "_"))
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:
        """Raises Stopped for Ctrl-C and what `end_in_order` makes of other signals; click would say an empty line."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Stopped(error.args[0] if error.args else signal.SIGINT) from error


@click.group(cls=Lazy, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fangzhi")
def fangzhi() -> None:
    """方志: crawl, read, archive and search the local news portals of China.

    Exit codes: 0 good, 1 nothing found, 2 usage, configuration or archive error, 3 done but degraded, 75 busy.
    """


def main() -> None:
    """Run the command line; whatever a user can mend is said in one line on stderr."""
    ready_streams()
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `fangzhi export … | head` ends quietly
    end_in_order()
    try:
        code = fangzhi.main(prog_name="fangzhi", standalone_mode=False)
        sys.stdout.flush()
    except FAULTS as error:
        sys.exit(told(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def end_in_order() -> None:
    """SIGTERM, and a terminal that closes, end a command as Ctrl-C does: no half file is left behind.

    A crawl and a server have handlers of their own; under nohup SIGHUP is ignored.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, _: object) -> None:
    raise KeyboardInterrupt(number)


def ready_streams() -> None:
    """Standard output and error that take any text, and are there: a daemon may have closed them."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None:  # or the next file that is opened would get its number
            stream = Path(os.devnull).open("w")  # noqa: SIM115 - to the end of the process
            setattr(sys, name, stream)
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def told(error: Exception) -> int:
    """Say in one line on stderr what was wrong, where, and what to do; return the exit code."""
    from archive.terminal import shown  # tables are slow to load

    asked = " ".join(sys.argv[1:])
    if isinstance(error, FangzhiError):
        line = str(error)
    elif isinstance(error, click.ClickException):
        asked_of = getattr(getattr(error, "ctx", None), "command_path", "fangzhi")
        line = f"{' '.join(error.format_message().split()).rstrip('.')}; see {asked_of} --help"
    elif isinstance(error, OSError):
        line = f"{error.filename or asked}: {error.strerror or error}; make room or name another place, and run again"
        let_go(sys.stdout)
    else:
        advice = ADVICE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "look with fangzhi doctor, restore a backup")
        line = f"{asked}: {shown(str(error)[:200])}; {advice}"
    with hearsay():
        click.echo(f"fangzhi: {line}", err=True)
    return error.exit_code if isinstance(error, FangzhiError) else USAGE


def let_go(stream: Any) -> None:
    """What a stream did not take is not written again at the end, which would fail once more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextlib.contextmanager
def hearsay() -> Iterator[None]:
    """For words on stderr that nobody need hear: where the terminal or logger has gone, the exit code stays."""
    try:
        yield
        sys.stderr.flush()
    except OSError:
        let_go(sys.stderr)
