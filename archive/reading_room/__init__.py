"""The reading room: what Fangzhi adds to Datasette. Chinese search, pages to read, safe headers.

A plugin of public hooks only. It concerns itself with archives; any other database that is served beside them
keeps Datasette's own behaviour.

Nothing of Datasette's that loads plugins is imported when this package is: Datasette would register it half made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl

from archive.reading_room import (
    article,
    attention,
    capture,
    carry,
    front,
    moved,
    parquet,
    place,
    portal,
    searching,
    tables,
)
from archive.reading_room.headers import with_safe_headers
from archive.reading_room.room import Room, archives, know_archives, stands_on_archive
from archive.search import match_expression


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Find out which of the databases are archives."""
    from datasette import handle_exception as datasette_errors  # see the note on imports above

    # Fangzhi brings `rich` for its reports; wherever Datasette finds it, every 404 prints a traceback with all locals.
    datasette_errors.rich = None
    return lambda: know_archives(datasette)


@hookimpl(trylast=True)  # after Datasette's own escape_fts, which this one replaces
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let Datasette's `_search` find Chinese words of any length, and bound what one value may weigh."""
    if stands_on_archive(conn):
        conn.create_function("escape_fts", 1, lambda query: match_expression(str(query)), deterministic=True)
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, tables.LONGEST_VALUE)


@hookimpl
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Describe the tables and columns of every archive; a `--metadata` file of the user's overrides it."""
    return tables.metadata(archives(datasette))


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The pages that no table of Datasette's stands for."""
    return [
        (r"/$", front.view),
        (r"/(?P<database>[^/]+)/-/search$", searching.view),
        (r"/(?P<database>[^/]+)/-/search\.csv$", carry.view),
        (r"/(?P<database>[^/]+)/-/attention(?P<form>\.csv)?$", attention.view),
        (r"/(?P<database>[^/]+)/-/place(/(?P<code>[0-9]{6}))?$", place.view),
        (r"/(?P<database>[^/]+)/-/portal/(?P<portal>[^/]+)$", portal.view),
        (r"/(?P<database>[^/]+)/-/capture/(?P<digest>[0-9a-f]{64})$", capture.view),
        (r"/robots\.txt$", capture.robots),
    ]


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    """Parquet beside CSV and JSON."""
    return {"extension": "parquet", "render": parquet.render, "can_render": parquet.can_render}


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Any:
    """Let the table of articles be narrowed to a place."""
    return searching.of_place(request, table) if database in archives(datasette) else None


@hookimpl
def extra_template_vars(
    datasette: Any, view_name: str, database: str | None, table: str | None, request: Any
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What an article's page shows."""

    async def variables() -> dict[str, Any]:
        if view_name == "row" and table == "articles" and database in archives(datasette):
            return await article.variables(Room(datasette, database, request))
        return {}

    return variables


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Awaitable[Any]:
    """Lead from the number of an article that turned out to be another's reprint to that article."""
    return moved.redirect(datasette, request, exception)


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> str | None:
    """Keep the rows of a table short: the whole text is on the article's page."""
    return tables.shortened(value, table, column) if database in archives(datasette) else None


@hookimpl
def extra_css_urls(database: str | None, datasette: Any) -> list[str]:
    """Readable columns on Datasette's pages of an archive."""
    return [datasette.urls.static_plugins("fangzhi", "tables.css")] if database in archives(datasette) else []


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """The ways from Datasette's pages back to the reading room."""
    urls, names = datasette.urls, archives(datasette)
    home = [{"href": urls.instance(), "label": "阅览室 Reading room"}] if names else []
    return home + [{"href": f"{urls.database(n)}/-/search", "label": f"检索 Search: {n}"} for n in names]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Security headers on every answer, and the reader's choice of language kept in a cookie."""
    return lambda app: with_safe_headers(app, lambda: archives(datasette))


