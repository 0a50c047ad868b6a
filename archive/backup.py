"""Backups while crawls go on: SQLite's online copy of one moment, looked over before it gets its name."""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import os
import shutil
import sqlite3
from pathlib import Path

import click

from archive.archive import Archive
from archive.doctor import examine
from archive.errors import GOOD, FangzhiError

STAMP = "%Y%m%dT%H%M%SZ"


@click.command()
@click.argument("archive", type=click.Path(path_type=Path))
@click.argument("target", metavar="TARGET", type=click.Path())
@click.option("--keep", type=click.IntRange(min=1), help="In a folder: the newest so many, older copies are removed.")
def backup(archive: Path, target: str, keep: int | None) -> int:
    """Copy an archive while it is written to: TARGET is a new file, or a folder for dated copies."""
    folder = Path(target).is_dir()
    if keep and not folder:
        raise FangzhiError(f"{target}: --keep counts the copies in a folder; name one")
    if target.endswith(os.sep) and not folder:
        raise FangzhiError(f"{target}: no such folder; make it, or mount it, or name a file")
    place = Path(target) / f"{archive.stem}-{dt.datetime.now(dt.UTC):{STAMP}}.db" if folder else Path(target)
    size = copy(archive, place)
    click.echo(f"fangzhi: {place}: {size:,} bytes, sound", err=True)
    for old in _older(place, archive.stem, keep) if keep else ():
        old.unlink()
        click.echo(f"fangzhi: {old}: removed", err=True)
    return GOOD


def copy(source: Path, target: Path) -> int:
    """Copy and look over; return the size. Raises FangzhiError, and leaves no half copy behind.

    The copy is made in one step within one read transaction: it shows one moment, writers do not wait for it.
    """
    if target.exists():
        raise FangzhiError(f"{target}: exists; a backup overwrites nothing, name another file or a folder")
    part = target.with_name(target.name + ".part")
    try:
        with Archive(source, readonly=True) as archive:
            _must_fit(archive, target.parent)
            _copied(archive.conn, part)
        if unsound := [finding.text for finding in examine(part) if finding.level == "unsound"]:
            raise FangzhiError(f"{source}: its copy is not sound ({unsound[0]}); run fangzhi doctor {source}")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise FangzhiError(f"{target}: the copy failed ({error}); name a place with room") from error
    finally:
        with contextlib.suppress(OSError):  # a place that takes no file has none to tidy up
            for beside in ("", "-wal", "-shm"):
                Path(f"{part}{beside}").unlink(missing_ok=True)
        shutil.rmtree(f"{part}.locks", ignore_errors=True)
    return target.stat().st_size


def _copied(conn: sqlite3.Connection, part: Path) -> None:
    part.unlink(missing_ok=True)
    copied = sqlite3.connect(part)
    try:
        conn.backup(copied)
    finally:
        copied.close()


def _must_fit(archive: Archive, folder: Path) -> None:
    size = archive.one("PRAGMA page_count") * archive.one("PRAGMA page_size")
    free = shutil.disk_usage(folder).free
    if free < size:
        raise FangzhiError(f"{folder}: {free:,} bytes free, the archive has {size:,}; name a place with room")


def _older(target: Path, stem: str, keep: int) -> list[Path]:
    """The dated copies of an archive beyond the newest so many; their names sort by date."""
    return sorted(target.parent.glob(f"{glob.escape(stem)}-????????T??????Z.db"))[:-keep]
