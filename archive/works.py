"""Filing an article: which work it is, at which address it appeared, and what it replaced."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive import search
from archive.canonical import canonical
from pipelines.dedup import content_digest
from pipelines.items import Article, Page


def file_article(conn: sqlite3.Connection, page: Page, portal: str, now: str) -> str:
    """Put an article and its appearance in their places; return `stored` or `duplicate`.

    A new text is a new work. A text already known is one more appearance of it. An address whose text changed
    keeps the old text as a revision. Runs inside the caller's transaction.
    """
    article, url = page.article, page.capture.url or ""
    digest = content_digest(article.title, article.text or "")
    seen = conn.execute(
        "SELECT id, article_id, text_digest, kind, capture FROM appearances WHERE canonical = ?", (canonical(url),)
    ).fetchone()
    if seen is None:
        known = _work(conn, digest)
        kind = "mirror" if article.mirror else "reprint" if known else "original"
        work = known or _insert_work(conn, article, url, portal, digest, now)
        _insert_appearance(conn, page, portal, work, kind, digest, now)
        _touch(conn, work, now)
        return "duplicate" if known else "stored"
    appearance, work, old_digest, kind, old_capture = seen
    if old_digest != digest:
        work = _revise(conn, appearance, work, article, portal, url, digest, old_capture, now)
    _update_appearance(conn, appearance, page, work, digest, now)
    _touch(conn, work, now)
    return "duplicate" if kind == "reprint" else "stored"


def _work(conn: sqlite3.Connection, digest: str) -> int | None:
    row = conn.execute("SELECT id FROM articles WHERE digest = ?", (digest,)).fetchone()
    return row[0] if row else None


def _revise(
    conn: sqlite3.Connection, appearance: int, work: int, article: Article, portal: str, url: str,
    digest: str, old_capture: str, now: str,
) -> int:
    """The text at an address changed: keep the old one, and return the work the address shows from now on.

    The work's own text changes with it only where nobody else shows that text and no other work has the new one.
    """
    row = conn.execute("SELECT title, text, last_seen FROM articles WHERE id = ?", (work,)).fetchone()
    title, text, last_seen = row
    shared = conn.execute(
        "SELECT 1 FROM appearances WHERE article_id = ? AND id <> ?", (work, appearance)
    ).fetchone()
    target = _work(conn, digest)
    if target is None and shared:
        target = _insert_work(conn, article, url, portal, digest, now)
    elif target is None:
        target = work
        search.unindex(conn, work, title, text)
        values = _work_values(article)
        conn.execute(
            f"UPDATE articles SET {', '.join(f'{c} = ?' for c in values)}, digest = ? WHERE id = ?",
            (*values.values(), digest, work),
        )
        search.index(conn, work, article.title, article.text or "")
    conn.execute(
        "INSERT INTO revisions (appearance_id, article_id, url, title, text, capture, seen_at, replaced_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (appearance, target, url, title, text, old_capture, last_seen, now),
    )
    return target


def _work_values(article: Article) -> dict[str, Any]:
    """The columns of an article's row that come from its text and may change with it."""
    return {
        "title": article.title, "subtitle": article.subtitle, "original_title": article.original_title,
        "published_at": article.published_at, "source": article.source, "author": article.author,
        "editor": article.editor, "text": article.text or "", "chars": len(article.text or ""),
        "script": article.script,
        "images": _json([{"src": i.src, "caption": i.caption} for i in article.images]),
    }


def _insert_work(conn: sqlite3.Connection, article: Article, url: str, portal: str, digest: str, now: str) -> int:
    row = {
        **_work_values(article), "portal": portal, "channel": article.channel, "url": url, "digest": digest,
        "first_seen": now, "last_seen": now,
    }
    work = _insert(conn, "articles", row)
    search.index(conn, work, article.title, article.text or "")
    return work


def _appearance_values(page: Page, digest: str) -> dict[str, Any]:
    """The columns of an appearance that the page shows, and may show otherwise the next time."""
    a = page.article
    return {
        "title": a.title, "subtitle": a.subtitle, "breadcrumb": _json(a.breadcrumb), "published_at": a.published_at,
        "published_raw": a.published_raw, "source": a.source, "author": a.author, "editor": a.editor,
        "layout": a.layout, "charset": a.charset, "confidence": a.confidence, "origins": _json(a.origins),
        "notes": _json(a.notes), "text_digest": digest, "capture": page.capture.digest,
        "parts": _json([part.digest for part in page.capture.rest]),
    }


def _insert_appearance(
    conn: sqlite3.Connection, page: Page, portal: str, work: int, kind: str, digest: str, now: str
) -> None:
    url = page.capture.url or ""
    row = {
        **_appearance_values(page, digest), "url": url, "canonical": canonical(url), "article_id": work,
        "portal": portal, "channel": page.article.channel, "kind": kind, "similarity": 1.0,
        "first_seen": now, "last_seen": now,
    }
    _insert(conn, "appearances", row)


def _update_appearance(
    conn: sqlite3.Connection, appearance: int, page: Page, work: int, digest: str, now: str
) -> None:
    values = {**_appearance_values(page, digest), "article_id": work, "last_seen": now}
    conn.execute(
        f"UPDATE appearances SET {', '.join(f'{c} = ?' for c in values)} WHERE id = ?",
        (*values.values(), appearance),
    )


def _touch(conn: sqlite3.Connection, work: int, now: str) -> None:
    conn.execute("UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ?", (now, work))


def _insert(conn: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    """One row; table and columns are ours, values are bound."""
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    return int(conn.execute(sql, tuple(row.values())).lastrowid or 0)


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None
