"""What can go wrong that a user can mend: one line each, with the exit code of the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

GOOD, NOTHING, USAGE, DEGRADED, BUSY = 0, 1, 2, 3, 75


class FangzhiError(Exception):
    """A line that says what, where and what to do; no traceback is shown for it."""

    exit_code = USAGE


class Busy(FangzhiError):
    """That portal, or an exclusive command, is running: try again later (EX_TEMPFAIL of sysexits.h)."""

    exit_code = BUSY


class Stopped(FangzhiError):
    """A signal ended a command: what it was at was undone or ended in order. The code is a shell's for that signal."""

    def __init__(self, number: int) -> None:
        super().__init__("stopped; what it had done is whole, what it had not is left: run it again")
        self.exit_code = 128 + number


@contextmanager
def loading() -> Iterator[None]:
    """Around imports: a package that is missing, broken or of another version ends the program, in one line.

    Python's own exit code for it is 1, which to a schedule says that nothing was found.
    """
    try:
        yield
    except (ImportError, AttributeError) as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        sys.stderr.write(f"fangzhi: {what}; a package is missing or unfit: install requirements.txt again\n")
        raise SystemExit(USAGE) from error
