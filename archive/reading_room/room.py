"""An archive as one reader sees it: its links, its language, and its answers within the time limit."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode
from weakref import WeakKeyDictionary

from datasette.utils import sqlite_timelimit, tilde_decode
from datasette.utils.asgi import Forbidden, NotFound, Response

from archive.reading_room.headers import mark_own
from archive.reading_room.words import LANGUAGES, WORDS
from archive.schema import APPLICATION_ID

Answer = TypeVar("Answer")
LAST_PAGE = 500  # deeper paging costs more than it tells; narrow the question instead
_archives: WeakKeyDictionary[Any, list[str]] = WeakKeyDictionary()


def stands_on_archive(conn: sqlite3.Connection) -> bool:
    """Whether a connection is one to an archive of ours."""
    return bool(conn.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


async def know_archives(datasette: Any) -> None:
    """Note which of Datasette's databases are archives."""
    databases = list(datasette.databases.items())
    _archives[datasette] = [name for name, db in databases if await db.execute_fn(stands_on_archive)]


def archives(datasette: Any) -> list[str]:
    """The names of the databases that are archives, in the order they were given; none before the start."""
    return _archives.get(datasette, [])


async def first_archive(datasette: Any, request: Any) -> str | None:
    """The archive whose front page `/` is: the first that this reader may read."""
    for name in archives(datasette):
        if await _may_read(datasette, request.actor, name, "articles"):
            return name
    return None


async def _may_read(datasette: Any, actor: Any, database: str, table: str) -> bool:
    """Whether Datasette's permissions let somebody read a table."""
    if hasattr(datasette, "allowed"):  # Datasette 1.0
        from datasette.resources import TableResource

        return bool(await datasette.allowed(action="view-table", resource=TableResource(database, table), actor=actor))
    needed = [("view-table", (database, table)), ("view-database", database), "view-instance"]
    visible, _ = await datasette.check_visibility(actor, permissions=needed)
    return bool(visible)


async def _may_see(datasette: Any, actor: Any, database: str) -> bool:
    """Whether Datasette's permissions let somebody see a database."""
    if hasattr(datasette, "allowed"):  # Datasette 1.0
        from datasette.resources import DatabaseResource

        return bool(await datasette.allowed(action="view-database", resource=DatabaseResource(database), actor=actor))
    visible, _ = await datasette.check_visibility(actor, permissions=[("view-database", database), "view-instance"])
    return bool(visible)


class Room:
    """One archive, for one request."""

    def __init__(self, datasette: Any, name: str, request: Any) -> None:
        self.datasette, self.name, self.request = datasette, name, request
        self.base = datasette.urls.database(name)
        wanted = request.args.get("_lang") or request.cookies.get("fangzhi_lang")
        self.lang = wanted if wanted in LANGUAGES else LANGUAGES[0]

    @classmethod
    async def enter(cls, datasette: Any, request: Any, table: str = "articles") -> Room:
        """The room a route of ours names. Raises NotFound where it is no archive, Forbidden where it is closed."""
        wanted = tilde_decode(request.url_vars["database"])
        for name in archives(datasette):
            if datasette.get_database(name).route == wanted:
                if not await _may_read(datasette, request.actor, name, table):
                    raise Forbidden("You do not have permission to read this archive")
                return cls(datasette, name, request)
        raise NotFound("No such archive")

    # Words and links -------------------------------------------------------------------------------------------

    def t(self, key: str, **values: Any) -> str:
        """A phrase of the interface in the reader's language."""
        return WORDS[key][LANGUAGES.index(self.lang)].format(**values)

    def either(self, both: str) -> str:
        """The reader's half of a description that stands in both languages: `文章 · Articles`."""
        halves = both.split(" · ")
        return halves[LANGUAGES.index(self.lang)] if len(halves) == len(LANGUAGES) else both

    def other_language(self) -> tuple[str, str]:
        """The language that is not shown, and this page's address in it."""
        other = LANGUAGES[1 - LANGUAGES.index(self.lang)]
        query = [pair for pair in parse_qsl(self.request.query_string) if pair[0] != "_lang"]
        return other, "?" + urlencode([*query, ("_lang", other)])

    def article(self, article_id: int) -> str:
        """The permanent address of an article."""
        return f"{self.base}/articles/{article_id}"

    def search(self, **question: Any) -> str:
        """The address of a search."""
        return self._asking("search", question)

    def portal(self, name: str) -> str:
        """The page of a portal."""
        return f"{self.base}/-/portal/{quote(name, safe='')}"

    def place(self, code: str) -> str:
        """The page of a division."""
        return f"{self.base}/-/place/{code}"

    def attention(self, **question: Any) -> str:
        """The page of a word's attention over time."""
        return self._asking("attention", question)

    def _asking(self, page: str, question: dict[str, Any]) -> str:
        """The address of a page that is asked something; what is empty is left out."""
        asked = {key: value for key, value in question.items() if value}
        return f"{self.base}/-/{page}" + ("?" + urlencode(asked) if asked else "")

    def capture(self, digest: str) -> str:
        """The bytes of a capture, to download."""
        return f"{self.base}/-/capture/{digest}"

    async def may_see(self, database: str) -> bool:
        """Whether this reader may see another database that is served here."""
        return await _may_see(self.datasette, self.request.actor, database)

    # Answers ---------------------------------------------------------------------------------------------------

    async def ask(self, question: Callable[..., Answer], *values: Any) -> Answer:
        """Put a question to the archive, under the time limit that Datasette sets for any query.

        Raises sqlite3.OperationalError ("interrupted") past it.
        """

        def within_limit(conn: sqlite3.Connection) -> Answer:
            with sqlite_timelimit(conn, self.datasette.setting("sql_time_limit_ms")):
                return question(conn, *values)

        return await self.datasette.get_database(self.name).execute_fn(within_limit)

    def context(self, **data: Any) -> dict[str, Any]:
        """What every template of ours is given."""
        mark_own(self.request)
        return {"room": self, "t": self.t, "when": when, "web": web, **data}

    async def page(self, template: str, status: int = 200, **data: Any) -> Any:
        """A page of ours as a response."""
        html = await self.datasette.render_template(template, self.context(**data), request=self.request)
        return Response.html(html, status=status)


def page_number(request: Any) -> int:
    """Which page of a list is asked for: 1 for anything that is none."""
    asked = request.args.get("page") or "1"
    return min(int(asked), LAST_PAGE) if re.fullmatch(r"[1-9][0-9]{0,5}", asked) else 1


def when(moment: str | None) -> str:
    """A time as people read it: `2018-02-22T15:41+08:00` is 2018-02-22 15:41; UTC is said."""
    if not moment:
        return ""
    date, _, time = moment.partition("T")
    clock = time[: time.index("+")] if "+" in time else time.removesuffix("Z")
    zone = " UTC" if time.endswith(("+00:00", "Z")) else ""
    return f"{date} {clock}{zone}".strip()


def web(url: str | None) -> str | None:
    """An address that may be made a link: http or https. Any other scheme stays text."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
