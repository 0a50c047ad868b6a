"""An article's page: the text to read, and where every character of it came from."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive.connection import rows
from archive.reading_room.changes import changes
from archive.reading_room.cite import bibtex, gbt7714
from archive.reading_room.room import Room
from archive.reading_room.words import LANGUAGES, STEPS

MOST_REVISIONS = 20
# What an address showed before, beside what it showed next: its next revision, else what it shows today.
REVISIONS = """
SELECT revisions.*, coalesce(
  (SELECT later.text FROM revisions AS later WHERE later.appearance_id = revisions.appearance_id
     AND (later.replaced_at, later.id) > (revisions.replaced_at, revisions.id)
   ORDER BY later.replaced_at, later.id LIMIT 1),
  texts.text, articles.text) AS next
FROM revisions JOIN appearances ON appearances.id = appearance_id JOIN articles ON articles.id = appearances.article_id
LEFT JOIN texts ON texts.id = appearances.text_id
WHERE revisions.article_id = ? ORDER BY replaced_at DESC, revisions.id DESC LIMIT ?"""


def record(conn: sqlite3.Connection, article_id: str) -> dict[str, Any]:
    """All that the archive knows of an article; empty where it has none of that number."""
    found = rows(conn, "SELECT * FROM articles WHERE id = ?", article_id)
    if not found:
        return {}
    chain = rows(
        conn,
        "SELECT appearances.*, coalesce(portals.title, appearances.portal) AS site FROM appearances"
        " LEFT JOIN portals ON name = portal WHERE article_id = ? ORDER BY published_at IS NULL, published_at, id",
        article_id,
    )
    revisions = rows(conn, REVISIONS, article_id, MOST_REVISIONS)
    for revision in revisions:
        revision["changes"] = changes(revision["text"], revision["next"])
    shown = next((a for a in chain if a["url"] == found[0]["url"]), chain[0] if chain else {})
    return {
        "article": found[0],
        "shown": shown,  # the appearance whose text is the article's
        "chain": chain,
        "revisions": revisions,
        "repairs": rows(conn, "SELECT * FROM repairs WHERE capture = ? ORDER BY position", shown.get("capture")),
        "captures": _captures(conn, chain, revisions),
        "places": rows(
            conn, "SELECT code, prefecture, county FROM places WHERE article_id = ? ORDER BY code", article_id),
    }


def _captures(
    conn: sqlite3.Connection, chain: list[dict[str, Any]], revisions: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The captures behind the appearances, their further pages and their older states, oldest first."""
    digests = {row["capture"] for row in [*chain, *revisions]}
    for appearance in chain:
        digests.update(json.loads(appearance["parts"] or "[]"))
    return rows(
        conn,
        "SELECT digest, url, fetched_at, size FROM captures WHERE digest IN (SELECT value FROM json_each(?))"
        " ORDER BY fetched_at, digest",
        json.dumps(sorted(digests)),
    )


def explained(room: Room, step: str) -> tuple[str, str]:
    """A step's explanation in the reader's language, and the detail of its name."""
    family, _, detail = step.partition(":")
    words = STEPS.get(family)
    return (words[LANGUAGES.index(room.lang)], detail) if words else (family, detail)


async def variables(room: Room) -> dict[str, Any]:
    """What `row.html` shows for an article; nothing where there is none of that number."""
    known = await room.ask(record, room.request.url_vars["pks"])
    if not known:
        return {}
    article, shown = known["article"], known["shown"]
    cited = [at["fetched_at"] for at in known["captures"] if at["digest"] == shown.get("capture")]
    site, accessed = shown.get("site") or article["portal"], cited[0] if cited else None
    return room.context(
        **known,
        site=site,
        paragraphs=article["text"].split("\n"),
        images=json.loads(article["images"] or "[]"),
        notes=json.loads(shown.get("notes") or "[]"),
        origins=json.loads(shown.get("origins") or "{}"),
        breadcrumb=json.loads(shown.get("breadcrumb") or "[]"),
        explained=lambda step: explained(room, step),
        citations=[("GB/T 7714", gbt7714(article, site, accessed)), ("BibTeX", bibtex(article, site, accessed))],
    )
