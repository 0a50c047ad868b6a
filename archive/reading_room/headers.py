"""Security headers on every answer, and the cookie of the chosen language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from archive.reading_room.words import LANGUAGES

# Our pages have no script, no inline style, and ask nothing of another host.
OWN_POLICY = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
# Datasette's own pages bring inline scripts and styles of theirs; what the archive holds is escaped there as well.
DATASETTE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
KEY = "fangzhi.policy"
YEAR = 365 * 24 * 3600


def mark_own(request: Any) -> None:
    """Have the page that answers this request sent with the strict policy."""
    request.scope[KEY]["policy"] = OWN_POLICY


def with_safe_headers(app: Any, concerned: Callable[[], Any]) -> Any:
    """Wrap an ASGI application; where `concerned` says no, nothing is added."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        # Datasette copies the scope on the way; the copies share this one dictionary.
        chosen = {"policy": DATASETTE_POLICY}

        async def send_safe(message: Any) -> None:
            if message["type"] == "http.response.start" and concerned():
                ours = _headers(chosen["policy"], scope)
                names = {name for name, _ in ours}
                kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in names]
                message = {**message, "headers": kept + ours}
            await send(message)

        await app({**scope, KEY: chosen}, receive, send_safe)

    return wrapped


def _headers(policy: str, scope: Any) -> list[tuple[bytes, bytes]]:
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
    }
    wanted = parse_qs(scope.get("query_string", b"").decode("ascii", "replace")).get("_lang", [""])[-1]
    if wanted in LANGUAGES:
        headers["cache-control"] = "private, no-store"
        headers["set-cookie"] = f"fangzhi_lang={wanted}; Path=/; Max-Age={YEAR}; SameSite=Lax; HttpOnly"
    return [(name.encode(), value.encode()) for name, value in headers.items()]
