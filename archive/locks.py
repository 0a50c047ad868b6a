"""File locks (flock): one writer at a time, one crawl of a portal at a time. A dead process holds none."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import Busy

SHARED = 0o666  # less the umask: whom that lets write the archive may hold its locks too


class Locks:
    """The locks of one archive, in a folder beside it: `archive.db.locks/`."""

    def __init__(self, archive: Path) -> None:
        self.folder = Path(f"{archive.resolve()}.locks")  # one archive, whatever links lead to it
        self.folder.mkdir(exist_ok=True)
        self._write, self._next = map(self._open, ("write", "next"))
        self._is_next = False

    def _open(self, name: str) -> int:
        return os.open(self.folder / name, os.O_RDWR | os.O_CREAT, SHARED)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock for one short transaction or checkpoint; waits for the holder.

        Before SQLite 3.51.3 two connections that write and checkpoint at once can corrupt a WAL
        (sqlite.org/wal.html, "WAL-reset bug"), so no two of ours ever do.
        """
        fcntl.flock(self._next, fcntl.LOCK_EX)
        fcntl.flock(self._write, fcntl.LOCK_EX)
        self._let_queue()
        try:
            yield
        finally:
            fcntl.flock(self._write, fcntl.LOCK_UN)

    def try_write(self) -> bool:
        """Take the writer's lock if nobody holds it or waits for it; let go of it with `end_write`.

        Who is refused and is the first to wait comes next: a busy crawl does not keep the others out.
        """
        try:
            if not self._is_next:
                fcntl.flock(self._next, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._is_next = True
            fcntl.flock(self._write, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self._let_queue()
        return True

    def _let_queue(self) -> None:
        fcntl.flock(self._next, fcntl.LOCK_UN)
        self._is_next = False

    def end_write(self) -> None:
        """Let go of the writer's lock that `try_write` took."""
        fcntl.flock(self._write, fcntl.LOCK_UN)

    def portal(self, name: str) -> Claim:
        """Claim a portal for a whole run. Raises Busy if a crawl of it is running."""
        return Claim(self.folder / f"portal-{name}", f"portal {name} is being crawled by process")

    def job(self) -> Claim:
        """Claim the archive for a long job: a merge, a reading anew, a new index. Raises Busy if another is running."""
        return Claim(self.folder / "job", "a long job (merge, import, reextract, reindex) holds this archive, process")

    def close(self) -> None:
        """Let go of the lock files."""
        os.close(self._write)
        os.close(self._next)


class Claim:
    """Held from the beginning of a run to its end; let go by `release`, a `with` block, or the process's end."""

    def __init__(self, path: Path, taken: str) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT, SHARED)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._fd, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(self._fd)
            raise Busy(f"{taken} {holder}; try again when it has ended") from None
        os.ftruncate(self._fd, 0)
        os.write(self._fd, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let go of what was claimed."""
        os.close(self._fd)

    def __enter__(self) -> Claim:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
