"""What could harm an archive one day: old SQLite, its file system, a full disk, runs that did not end."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

SAFE_SQLITE = (3, 51, 3)
LONG_WAL = 64 * 1024 * 1024
LEAST_FREE = 256 * 1024 * 1024
MOUNTS = Path("/proc/mounts")
# File systems whose locks or shared memory cannot be relied on (sqlite.org/wal.html), and one that is thrown away.
REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ceph", "lustre"})
PASSING = frozenset({"overlay", "tmpfs"})

UNENDED = """
SELECT portal, started_at FROM crawls
WHERE id IN (SELECT max(id) FROM crawls GROUP BY portal) AND finished_at IS NULL ORDER BY portal
"""


def hazards(path: Path, conn: sqlite3.Connection) -> Iterator[str]:
    """What could harm an archive, one line each. The archive is only read."""
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        yield (f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug (fixed in 3.51.3): write to the archive"
               " only through fangzhi and scrapy, which take turns; never with another program at the same time")
    wal = Path(f"{path}-wal")
    if wal.exists() and wal.stat().st_size > LONG_WAL:
        yield f"{wal} is over 64 MiB: a reader has been open for very long"
    kind = file_system(path)
    if kind in REMOTE:
        yield f"{path} is on {kind}, a network file system: WAL and locks do not hold there; move it to a local disk"
    elif kind in PASSING:
        yield f"{path} is on {kind}, which is gone with the container or the next boot; move it to a disk"
    free = shutil.disk_usage(path.absolute().parent).free
    if free < max(LEAST_FREE, path.stat().st_size // 10):
        yield f"{free // 1024 // 1024} MiB are free beside {path}: a crawl that fills the disk stops"
    stale = [portal for portal, _ in conn.execute(UNENDED) if not _crawling(path, portal)]
    if stale:
        yield f"the last run of {', '.join(stale)} did not end (killed, or out of disk): run it again, nothing is lost"


def file_system(path: Path, mounts: Path = MOUNTS) -> str:
    """The type of the file system a file lies on; '' where the system does not tell."""
    if not mounts.exists():
        return ""
    place, found = str(path.resolve()), ("", "")
    for line in mounts.read_text("utf-8", "replace").splitlines():
        _, point, kind, *_ = line.split(" ")
        point = point.replace("\\040", " ").rstrip("/")
        if (place == point or place.startswith(f"{point}/")) and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1]


def _crawling(path: Path, portal: str) -> bool:
    """Whether a run holds the portal's lock now."""
    lock = Path(f"{path}.locks") / f"portal-{portal}"
    if not lock.exists():
        return False
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
