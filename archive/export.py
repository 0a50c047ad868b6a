"""Carrying an archive away: articles as JSONL, CSV or Parquet, captures as WARC."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from archive.archive import Archive
from archive.batches import batched
from archive.connection import must_spare
from archive.errors import FangzhiError
from archive.warc import write_warc
from pipelines.items import Capture

COLUMNS = ("title", "subtitle", "original_title", "published_at", "source", "author", "editor", "portal",
           "channel", "url", "text", "images", "chars", "script", "digest", "first_seen", "last_seen")
# What a spreadsheet would run; in East Asian locales the full-width signs as well (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BATCH = 1000  # articles of a Parquet row group
# Of bytes that an address gave more than once, only the first time is in `fetches`.
AGAIN = """
SELECT shown.url, shown.capture, headers, status, shown.last_seen, fetches.portal FROM appearances AS shown
JOIN fetches ON fetches.url = shown.url AND fetches.capture = shown.capture
WHERE EXISTS (SELECT 1 FROM revisions WHERE appearance_id = shown.id AND capture <> shown.capture
              AND seen_at >= fetched_at AND seen_at < shown.last_seen)
ORDER BY shown.last_seen, shown.url"""


def articles(archive: Archive) -> Iterator[dict[str, Any]]:
    """Every article, in the order of publication, then of content: the same holdings give the same rows.

    Without the archive's own numbers, which depend on what came first.
    """
    cursor = archive.conn.execute(f"SELECT {', '.join(COLUMNS)} FROM articles ORDER BY published_at, digest, url")
    for row in cursor:
        found = dict(zip(COLUMNS, row, strict=True))
        found["images"] = json.loads(found["images"]) if found["images"] else []
        yield found


def export(archive: Archive, kind: str, output: Path | None) -> int:
    """Write an archive to a file or to standard output; return how many records. Raises FangzhiError.

    A file has its name only once it is whole.
    """
    writer = {"jsonl": _jsonl, "csv": _csv, "parquet": _parquet, "warc": _warc}[kind]
    if output is None:
        return writer(archive, sys.stdout.buffer)
    must_spare(output, "the export", archive.path)
    special = output.exists() and not output.is_file()  # a pipe, a terminal
    part = output if special else output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as stream:
            count = writer(archive, stream)
        if not special:
            part.rename(output)
    except OSError as error:
        raise FangzhiError(f"{output}: {error.strerror}; choose another place with -o") from error
    finally:
        if not special:
            part.unlink(missing_ok=True)
    return count


def _jsonl(archive: Archive, stream: BinaryIO) -> int:
    count = 0
    for row in articles(archive):
        count += 1
        stream.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    return count


def _csv(archive: Archive, stream: BinaryIO) -> int:
    """UTF-8 with a byte order mark, which spreadsheets need to read Chinese; formulas are quoted."""
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="backslashreplace", newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    count = 0
    for row in articles(archive):
        count += 1
        row["images"] = json.dumps(row["images"], ensure_ascii=False)
        writer.writerow([unarmed(row[column]) for column in COLUMNS])
    text.flush()
    text.detach()
    return count


def unarmed(value: Any) -> Any:
    """A value of a CSV file; a text that a spreadsheet would take for a formula is quoted."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


def _parquet(archive: Archive, stream: BinaryIO) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        command = f"{sys.executable} -m pip install pyarrow"
        raise FangzhiError(f"parquet needs pyarrow; run {command}, or choose jsonl or csv") from None
    numbers = {"chars"}
    schema = pa.schema([(c, pa.int64() if c in numbers else pa.string()) for c in COLUMNS])
    count = 0
    with pq.ParquetWriter(stream, schema) as writer:
        for batch in batched(articles(archive), BATCH):
            count += len(batch)
            rows = [{**row, "images": json.dumps(row["images"], ensure_ascii=False)} for row in batch]
            writer.write_table(pa.Table.from_pylist(rows, schema))
    return count


def _warc(archive: Archive, stream: BinaryIO) -> int:
    captures = archive.captures.all("any", order="fetches.fetched_at, fetches.url, capture")
    return write_warc(chain(captures, _again(archive)), stream)


def _again(archive: Archive) -> Iterator[Capture]:
    """What an address shows now and had shown before it showed something else: without it that would be the newest."""
    for url, digest, headers, *rest in archive.conn.execute(AGAIN):
        yield Capture(url, archive.captures.body(digest), json.loads(headers), *rest)
