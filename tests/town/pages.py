"""From a story to the bytes a portal sends: templates, the furniture around them, and the portal's encoding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from tests.town.cms import FILE
from tests.town.looks import DRAWN, META, draw, entries
from tests.town.news import Row, Story
from tests.town.portals import Portal

ENV = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True,
    lstrip_blocks=True, auto_reload=False,
)
SHEETS = ("要闻", "综合新闻", "县市新闻", "彝州副刊")
LIST_TEMPLATES = {"gscn": "list-gscn.html", "yunnan": "list-yunnan.html"}
FULL_WIDTH = {"colon": "：", "comma": "，", "semicolon": "；"}
NARROW = {"colon": ":", "comma": ",", "semicolon": ";"}  # as in the seeds' gold
INDENT = "\N{IDEOGRAPHIC SPACE}" * 2

Link = tuple[str, str]  # title, href


class Item(NamedTuple):
    """A line of a list page."""

    title: str
    href: str
    when: datetime


@dataclass(frozen=True)
class Page:
    """What a server answers with."""

    body: bytes
    content_type: str = "text/html"
    modified: datetime | None = None  # in China
    status: int = 200


@dataclass(frozen=True)
class Furniture:
    """What stands on every page of a portal."""

    head: Markup
    masthead: Markup
    footer: Markup


def home(portal: Portal) -> str:
    """Address of a portal's front page."""
    return f"http://www.{portal.site}/"


@cache
def furniture(portal: Portal) -> Furniture:
    """Rendered once per portal."""
    parts = ENV.get_template("furniture.html").module
    at = home(portal)
    return Furniture(*(Markup(getattr(parts, name)(portal, at)) for name in ("head", "masthead", "footer")))


def side(portal: Portal, hot: Sequence[Link]) -> Markup:
    """A side column of rankings and recommendations."""
    return Markup(ENV.get_template("furniture.html").module.side(portal, hot))  # type: ignore[attr-defined]


def encode(portal: Portal, html: str) -> bytes:
    """The page in the bytes the portal really sends; `gbk` with gb18030's four-byte escapes for what it lacks."""
    return html.encode("gb18030" if portal.codec == "gbk" else portal.codec)


def page(portal: Portal, html: str, modified: datetime | None = None, status: int = 200) -> Page:
    """An HTML page with the portal's headers."""
    charset = f"; charset={portal.http_charset}" if portal.http_charset else ""
    return Page(encode(portal, html), f"text/html{charset}", modified, status)


def rows_html(rows: Iterable[Row]) -> Markup:
    """A body's rows: a picture stands in a paragraph of its own, its caption in the next."""
    out = []
    for text, src in rows:
        if src:
            at = "/" + src.split("/", 3)[3]
            out.append(f'<p style="text-align:center"><img src="{escape(at)}" alt="" border="0" /></p>\n')
        if text:
            tag = '<p align="center">' if src else "<p>"
            out.append(f"{tag}{INDENT}{escape(text)}</p>\n")
    return Markup("".join(out))


def pager(kind: str, hrefs: Sequence[str], part: int) -> Markup:
    """Links between the pages of one article."""
    if len(hrefs) < 2:
        return Markup("")
    links = [f'<a href="{href}">{label}</a>' for label, href in enumerate(hrefs, 1)]
    if part > 1:
        links.insert(0, f'<a href="{hrefs[part - 2]}">上一页</a>')
    if part < len(hrefs):
        links.append(f'<a href="{hrefs[part]}">下一页</a>')
    return Markup(f'<div id="{kind}">{" ".join(links)}</div>')


def story_page(portal: Portal, story: Story, hot: Sequence[Link], aside: Markup, **more: Any) -> Page:
    """A story in its layout. `more` may hold rows, pager, picks, rank, sheet, and punctuation."""
    code = "".join(c for c in story.url.rpartition("/")[2] if c.isdigit())
    column = "-".join(reversed(story.breadcrumb[1:])) or story.channel
    values = {
        "s": story, "portal": portal, "f": furniture(portal), "home": home(portal), "side": aside, "code": code,
        "glued": f"{story.shown_title} {column} {story.editor} {code}",
        "body": rows_html(more.pop("rows", story.rows)), "pager": "", "picks": hot[:8], "rank": hot[8:18],
        "sheet": 1, "sheet_names": SHEETS, **FULL_WIDTH, **more,
    }
    if story.layout in DRAWN:
        values["drawn"] = draw(story.layout, story, home(portal), values["body"])
        row = DRAWN[story.layout]
        values |= {"told": row.get("date") == META, "bare": row["title"] == "title"}
    html = ENV.get_template("drawn.html" if story.layout in DRAWN else f"{story.layout}.html").render(values)
    return page(portal, html, story.published)


def list_page(portal: Portal, kind: str, items: Sequence[Item], modified: datetime, **more: Any) -> Page:
    """A list page, in the manner of its publishing system. `more` holds channel, listing, script, sheets, closed."""
    template = "list-drawn.html" if portal.box else LIST_TEMPLATES.get(portal.name, f"list-{kind}.html")
    values = {"portal": portal, "f": furniture(portal), "home": home(portal), "items": items, **more}
    if portal.box:
        file = FILE.search(urlsplit(more["channel"].front).path)
        values["stem"], values["ext"] = (file["stem"], file["ext"][1:]) if file else ("index", "html")
        links = [_sheet(href, i, name) for i, (href, name) in enumerate(more.get("sheets", ()), 1)]
        values["sheets"] = entries(portal.sheets, links) if portal.sheets else ""
        values["drawn"] = entries(portal.box, [_entry(portal, item) for item in items])
    return page(portal, ENV.get_template(template).render(values), modified)


def _sheet(href: str, number: int, name: str) -> Markup:
    """A printed page's link; its PDF beside it where Founder's newer layout has one."""
    link = Markup('<a href="{}">第{:02d}版：{}</a>').format(href, number, name)
    return link + Markup(' <a class="pdf" href="{}.pdf">PDF</a>').format(href.rpartition(".")[0]) if "/layout/" in href else link


def _entry(portal: Portal, item: Item) -> Markup:
    link = Markup('<a href="{}" target="_blank">{}</a>').format(item.href, item.title)
    form = Markup(portal.entry or "{link} <span>{date}</span>")
    return form.format(link=link, date=item.when.strftime("%Y/%m/%d" if portal.entry else "%Y-%m-%d"))


def lost_page(portal: Portal, status: int) -> Page:
    """页面没有找到, with whatever status."""
    html = ENV.get_template("lost.html").render(portal=portal, f=furniture(portal), home=home(portal))
    return page(portal, html, status=status)
