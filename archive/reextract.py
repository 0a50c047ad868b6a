"""Reading every capture again by today's rules, and counting what that changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from archive.archive import Archive
from archive.batches import batched
from archive.canonical import canonical
from archive.rekey import rekey
from archive.showing import showing_of
from pipelines.items import Capture, Page

BATCH = 50  # captures a transaction
FIELDS = ("title", "subtitle", "original_title", "published_at", "source", "author", "editor", "breadcrumb", "images",
          "script", "mirror", "layout", "text")
READING = f"""
SELECT {', '.join(f'appearances.{field}' for field in FIELDS[:-1])}, coalesce(texts.text, articles.text)
FROM appearances JOIN texts ON texts.id = text_id JOIN articles ON articles.id = texts.article_id
WHERE canonical = ?1 AND appearances.capture = ?2
UNION ALL SELECT {', '.join(f"json_extract(record, '$.{field}')" for field in FIELDS[:-1])}, revisions.text
FROM revisions JOIN appearances ON appearances.id = appearance_id
WHERE canonical = ?1 AND revisions.capture = ?2
"""


class Report:
    """How many captures were read, and what changed, by field: found, lost, or other than before."""

    def __init__(self) -> None:
        self.captures = self.changed = 0
        self.changes: Counter[tuple[str, str]] = Counter()

    def compare(self, before: tuple[Any, ...] | None, after: tuple[Any, ...] | None) -> None:
        """Note what differs between two readings of a capture; None is no article."""
        self.captures += 1
        if before is None or after is None:
            kinds = [] if before is after else [("article", "lost" if after is None else "found")]
        else:
            pairs = zip(FIELDS, before, after, strict=True)
            kinds = [(field, _kind(old, new)) for field, old, new in pairs if (old or None) != (new or None)]
        self.changed += bool(kinds)
        self.changes.update(kinds)

    def rows(self) -> list[dict[str, Any]]:
        """A row for each field that changed: how often it was found, lost, or read otherwise."""
        fields = [field for field in ("article", *FIELDS) if any(key[0] == field for key in self.changes)]
        return [{"field": field, **{kind: self.changes[field, kind] for kind in ("found", "lost", "other")}}
                for field in fields]


def _kind(old: Any, new: Any) -> str:
    return "other" if old and new else "found" if new else "lost"


def reextract(
    archive: Archive, read: Callable[[Capture], Page], captures: Iterable[Capture], *, dry: bool = False
) -> Report:
    """Read captures again and file what they say today; `dry` only compares.

    A page that was an article and is none by today's road stays as it is, and is reported as lost.
    """
    report = Report()
    if not dry:
        rekey(archive)
    for batch in batched(captures, BATCH):
        pages = [read(capture) for capture in batch]
        before = [_reading(archive, page) for page in pages]
        after = [_read(page) for page in pages]
        if not dry:
            known = zip(pages, before, after, strict=True)
            archive.add_many([page for page, was, is_now in known if is_now or (not was and _is_known(archive, page))])
        for was, is_now in zip(before, after, strict=True):
            report.compare(was, is_now)
    return report


def _is_known(archive: Archive, page: Page) -> bool:
    """Whether an address is in the ledger: where a redirect led to no article, the one that was asked for is."""
    return archive.one("SELECT 1 FROM ledger WHERE canonical = ?", canonical(page.capture.url or "")) is not None


def _reading(archive: Archive, page: Page) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = archive.conn.execute(
        READING, (canonical(page.capture.url or ""), page.capture.digest)).fetchone()
    return row


def _read(page: Page) -> tuple[Any, ...] | None:
    if page.failed or page.refused:
        return None
    record = showing_of(page, page.capture.portal or "", "").record
    return (*(record[field] for field in FIELDS[:-1]), page.article.text or "")
