"""The archive in a browser: a real Datasette with our settings; the plugin brings the pages."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette

from archive.archive import Archive
from archive.connection import is_frozen
from archive.errors import GOOD, FangzhiError

SETTINGS: dict[str, Any] = {"default_page_size": 50, "truncate_cells_html": 200, "suggest_facets": False}
# For visitors who are not the archive's keeper: no SQL of their own, no copy of the file, bounded answers.
PUBLIC: dict[str, Any] = {
    "default_allow_sql": False, "allow_download": False, "allow_csv_stream": False, "allow_facet": False,
    "max_returned_rows": 1000, "max_csv_mb": 20, "sql_time_limit_ms": 1000,
}


def room(archive: str, *, public: bool = False) -> Datasette:
    """Datasette on an archive, as `serve` runs it. Raises FangzhiError for a file that is no sound archive."""
    with Archive(Path(archive), create=False, readonly=True):
        pass
    if is_frozen(Path(archive)):  # to be read for days, and another machine may write to it meanwhile
        raise FangzhiError(f"{archive}: on a read-only disk; copy it; if it never changes, datasette -i {archive}")
    return Datasette([str(archive)], settings={**SETTINGS, **(PUBLIC if public else {})})


def serve(archive: str, host: str = "127.0.0.1", port: int = 8001, *, public: bool = False) -> int:
    """Serve an archive until interrupted. Port 0 takes any free one; the address is the first line on stdout.

    Raises FangzhiError, one line, where the archive cannot be opened or the port not be had.
    """
    datasette = room(archive, public=public)
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        raise FangzhiError(f"{host}:{port}: cannot listen there ({error}); choose another with --port") from error
    with listening:
        shown = f"[{host}]" if ":" in host else host
        print(f"http://{shown}:{listening.getsockname()[1]}/", flush=True)  # noqa: T201
        server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on"))
        with suppress(KeyboardInterrupt):  # uvicorn has shut down in order, and passes the signal on
            server.run(sockets=[listening])
    return GOOD
