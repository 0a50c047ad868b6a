"""What can go wrong that a user can mend: one line each, with the exit code of the command line."""

GOOD, NOTHING, USAGE, DEGRADED, BUSY = 0, 1, 2, 3, 75


class FangzhiError(Exception):
    """A line that says what, where and what to do; no traceback is shown for it."""

    exit_code = USAGE


class Busy(FangzhiError):
    """That portal, or an exclusive command, is running: try again later (EX_TEMPFAIL of sysexits.h)."""

    exit_code = BUSY
