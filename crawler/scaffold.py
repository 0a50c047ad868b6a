"""`fangzhi new-portal`: drafts a portal's declaration and its first fixture from one page, live or saved."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
import urllib.robotparser
from pathlib import Path
from string import Template
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import click
from tldextract import TLDExtract

from archive.errors import GOOD, FangzhiError
from crawler.cms.cmstop import CmsTop
from crawler.cms.enorth import Enorth
from crawler.cms.founder import Founder
from crawler.cms.trs import Trs
from crawler.run import portal_classes
from crawler.saved import saved
from crawler.spider import PortalSpider
from pipelines.items import Capture, PortalFacts
from pipelines.road import Road

HERE = Path(__file__).parent
NAME = re.compile(r"[a-z0-9][a-z0-9]{1,30}")
DAY = re.compile(r"(?P<y>20\d\d)(?P<a>[-/]?)(?P<m>[01]\d)(?P<b>[-/]?)(?P<d>[0-3]\d)")
NUMBER = re.compile(r"\d{3,}")
MAX_PAGE = 8 * 1024 * 1024
DOMAINS = TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list that comes with it; nothing is fetched
UNREAD = "read the golden against the page as a browser shows it, correct it, then set this to true"


class System(NamedTuple):
    """A publishing system, and what betrays it in a page."""

    base: type[PortalSpider]
    mark: re.Pattern[str]


SYSTEMS = (
    System(Enorth, re.compile(r"<!--\s*(?:<page cms=\")?enorth|news_more_page_div_id")),
    System(Founder, re.compile(r"<!--\s*enpproperty|<!--\s*enpcontent|<founder-content")),
    System(Trs, re.compile(r"TRS_Editor|ta\.trs\.cn|createPageHTML\(")),
)


def base_of(html: str, url: str) -> tuple[type[PortalSpider], str]:
    """The base whose system a page betrays, by its marks first, then by its address; and what betrayed it."""
    for system in SYSTEMS:
        if mark := system.mark.search(html):
            return system.base, f"the page holds {mark[0]}"
    for base in (Enorth, Founder, Trs, CmsTop):
        if address := re.search(base.article, url):
            return base, f"the address has the form {address[0]}, a guess"
    return PortalSpider, "no publishing system betrays itself"


def pattern_of(url: str) -> str:
    """A strict pattern of addresses like this one: its day in groups, its longer numbers as numbers."""
    file, _, query = re.sub(r"^https?://[^/]+", "", url).partition("#")[0].partition("?")
    asked = r"\?" + "&".join(_numbered(part) for part in query.split("&")) if query else ""
    day = DAY.search(file)
    if day is None:
        name = file[file.rfind("/") :]
        if NUMBER.search(name) or asked:
            return NUMBER.sub(r"\\d+", re.escape(name)) + asked + "$"
        return _numbered(name) + "$"  # short numbers are all it has; as they are, they would be this one article's
    between = (re.escape(day["a"]), re.escape(day["b"]))
    groups = rf"(?P<y>\d{{4}}){between[0]}(?P<m>\d{{2}}){between[1]}(?P<d>\d{{2}})"
    return "/" + groups + _numbered(file[day.end() :]) + asked + "$"


def _numbered(part: str) -> str:
    """A pattern of what differs in its numbers only; the name of a parameter keeps its own."""
    name, equals, value = part.rpartition("=")
    return re.escape(name) + equals + re.sub(r"\d+", r"\\d+", re.escape(value))


def declaration(name: str, title: str, province: str, url: str, base: type[PortalSpider], year: str) -> str:
    """The text of the portal's file. Its domain is the registered one, which covers the hosts of all its channels."""
    place = urlsplit(url)
    domain = DOMAINS(place.hostname or "").top_domain_under_public_suffix or place.hostname or ""
    article = "" if re.search(getattr(base, "article", r"(?!)"), url) else f'    article = r"{pattern_of(url)}"\n'
    template = Template((HERE / "templates/portal.tmpl").read_text(encoding="utf-8"))
    return template.substitute(
        name=name, title=title, province=province, article=article, base=base.__name__, module=base.__module__,
        cls=("p" + name if name[0].isdigit() else name).capitalize(), domain=domain, year=year,
        homepage=f"{place.scheme}://{place.netloc if place.hostname == domain else 'www.' + domain}/",
        system="system unknown" if base is PortalSpider else base.cms,
    )


def fetch(url: str, agent: str) -> bytes:
    """One page, if robots.txt lets us have it. Raises FangzhiError."""
    rules = urllib.robotparser.RobotFileParser(f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/robots.txt")
    request = urllib.request.Request(url, headers={"User-Agent": agent})  # noqa: S310 - http(s) is checked before
    try:
        rules.read()
        if not rules.can_fetch(agent, url):
            raise FangzhiError(f"{url}: robots.txt forbids it; save the page by hand and name it with --page")
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            body: bytes = answer.read(MAX_PAGE)
            return body
    except (urllib.error.URLError, OSError) as error:
        raise FangzhiError(f"{url}: {error}; save the page and name it with --page") from error


def fixture(folder: Path, name: str, url: str, body: bytes) -> dict[str, Any]:
    """Write the page and the draft of its golden; what was read."""
    page = Road([PortalFacts(name, name, (urlsplit(url).hostname or "",), ".")]).read(Capture(url, body, portal=name))
    golden = {"read": UNREAD, **{key: value for key, value in page.as_json("page.html").items() if key in GOLDEN}}
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(body)
    (folder / "golden.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return golden


GOLDEN = ("url", "title", "subtitle", "published_at", "source", "author", "editor", "breadcrumb", "text", "refused")


@click.command("new-portal")
@click.argument("name")
@click.argument("url")
@click.option("--title", help="Its Chinese name.")
@click.option("--province", help="Its province, in short: 甘肃.")
@click.option("--page", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The article at URL, saved.")
@click.option("--fixture", "case", default="first", show_default=True, help="What to call the page.")
@click.option("--root", default=".", type=click.Path(file_okay=False, path_type=Path), help="The checkout.")
def new_portal(
    name: str, url: str, title: str | None, province: str | None, page: Path | None, case: str, root: Path
) -> int:
    """Draft a portal from one of its articles: a declaration, a fixture, and a golden for you to read."""
    from crawler.cli import settings

    found = settings()
    known = portal_classes(found)
    module = "p" + name if name[:1].isdigit() else name
    file, folder = root / f"crawler/portals/{module}.py", root / f"tests/pages/{name}/{case}"
    if not (NAME.fullmatch(name) and NAME.fullmatch(case)):
        raise FangzhiError(f"{name}, {case}: not a name; write small letters and digits")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise FangzhiError(f"{url}: not a web address; give the address of one article")
    if name not in known and not (title and province):
        raise FangzhiError(f"{name}: is not declared yet; give --title and --province")
    if name not in known and province not in {portal.province for portal in known.values()}:
        raise FangzhiError(f"province {province}: no such division; write it in short, as 甘肃 or 内蒙古")
    if not file.parent.is_dir() or folder.exists():
        raise FangzhiError(f"{root}: not a checkout, or {folder} is there already: name another --root or --fixture")
    body = saved(str(page)).body if page else fetch(url, found["USER_AGENT"])
    golden = fixture(folder, name, url, body)
    if title and province and name not in known:
        base, why = base_of(body.decode("gb18030", "replace"), url)
        year = golden["published_at"][:4] if golden["published_at"] else "without a date"
        file.write_text(declaration(name, title, province, url, base, year), encoding="utf-8")
        click.echo(f"{file}\nbase: {base.__name__}, for {why}")
    click.echo(f"{folder}\nread: {golden['title'] or golden['refused']}")
    unread = f"{folder / 'golden.json'} is read and {file} tells where its facts come from"
    click.echo(f"fangzhi: make test fails until {unread}", err=True)
    return GOOD
