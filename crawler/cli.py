"""Subcommands that need the portals: crawl, portals, links, extract, import, reextract."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.project import get_project_settings

from archive.archive import Archive
from archive.commands import unknown
from archive.errors import GOOD, NOTHING, USAGE, FangzhiError
from archive.gazetteer import short_province
from archive.learned import learned_lines
from archive.terminal import progress, tell_rows
from archive.warc import must_be_warc, read_warc
from crawler.cms.epaper import Epaper
from crawler.epapers import UNREAD
from crawler.lists import article_links
from crawler.run import choose, portal_classes, run
from crawler.saved import saved
from pipelines.items import Capture, Page
from pipelines.road import Road
from pipelines.text.encodings import encoding_of

IMPORTED = 50  # pages a transaction
LAST_CRAWLS = """
SELECT portal, started_at, iif(finished_at IS NULL, 'did not end', reason),
       (SELECT group_concat(layout || ' read ' || hits || iif(misses, ', missed ' || misses, ''), '; ')
        FROM portal_health WHERE crawl_id = crawls.id AND field = 'page')
FROM crawls WHERE id IN (SELECT max(id) FROM crawls GROUP BY portal)
"""


def settings() -> Any:
    """The project's settings, also outside a checkout."""
    found = get_project_settings()
    if not found.getlist("SPIDER_MODULES"):
        found.setmodule("crawler.settings", priority="project")
    return found


def road(found: Any, archive: Archive | None = None) -> Road:
    """The road, built from every declared portal, with the lines that an archive has learned of each."""
    facts = (portal.as_facts() for portal in portal_classes(found).values())
    return Road(replace(f, learned=learned_lines(archive.conn, f.name)) if archive else f for f in facts)


def pairs(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE options as a dictionary."""
    if wrong := [value for value in values if "=" not in value]:
        raise click.BadParameter(f"{wrong[0]}: write NAME=VALUE")
    return dict(value.split("=", 1) for value in values)


def _address(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A web address, if one is given."""
    if value is not None and not value.startswith(("http://", "https://")):
        raise FangzhiError(f"--url={value}: no address; write http://…")
    return value


@click.command()
@click.argument("names", metavar="PORTAL...", nargs=-1)
@click.option("--province", help="Every portal of a province, e.g. 甘肃.")
@click.option("--all", "everything", is_flag=True, help="Every portal.")
@click.option("-a", "arguments", multiple=True, callback=pairs, help="since, until, channel, limit.")
@click.option("-s", "options", multiple=True, callback=pairs, help="A Scrapy setting: ARCHIVE, REPLAY, LOG_LEVEL …")
@click.option("--report", "report", help="Write the run's report there, as JSON.")
def crawl(
    names: tuple[str, ...], province: str | None, everything: bool, arguments: dict[str, str],
    options: dict[str, str], report: str | None,
) -> int:
    """Crawl portals in one process, into one archive, with one report."""
    found = settings()
    for setting, value in {**options, **({"REPORT": report} if report else {})}.items():
        try:
            found.set(setting, value, priority="cmdline")
        except (ValueError, TypeError):  # one that is a table
            raise FangzhiError(f"{setting}={value}: not a value of this setting; write a JSON object") from None
    portals = portal_classes(found)
    province = province and short_province(province)
    chosen = [n for n, portal in portals.items() if everything or (province and portal.province == province)]
    chosen = list(dict.fromkeys([*chosen, *names]))  # each once: a second would wait for the first
    if not chosen:
        raise FangzhiError(f"no portal {'in ' + province if province else 'named'}; `fangzhi portals` lists them")
    return run(chosen, arguments, found)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--health", is_flag=True, help="With the last crawl of each in the archive.")
@click.option("--archive", default="archive.db", show_default=True, type=click.Path(path_type=Path))
def portals(as_json: bool, health: bool, archive: Path) -> int:
    """List the portals: id, name, province, homepage, CMS, channels, discovery, confidence, last crawl, health."""
    last = _last_crawls(archive) if archive.exists() or health else {}
    rows = []
    for name, portal in portal_classes(settings()).items():
        row = {"id": name, "name": portal.title, "province": portal.province, "homepage": portal.homepage,
               "cms": portal.cms, "channels": len(portal.channels), "discovery": _discovery(portal),
               "confidence": portal.confidence}
        row |= {"last_crawl": None, "health": None, "channel_names": [*portal.channels]}
        rows.append({**row, **last.get(name, {})})
    rows += [
        {"id": paper["name"], "name": paper["title"], "province": paper["province"], "homepage": None,
         "cms": Epaper.cms, "channels": 1, "discovery": "none", "confidence": paper["confidence"],
         "last_crawl": None, "health": None, "channel_names": []}
        for paper in UNREAD
    ]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return GOOD
    columns = [c for c in rows[0] if c != "channel_names" and (health or c not in ("last_crawl", "health"))]
    tell_rows([{column: row[column] for column in columns} for row in rows])
    return GOOD


def _discovery(portal: Any) -> str:
    """How a portal's articles are found, beside the sitemaps that its robots.txt may name: no feed of any is known."""
    if issubclass(portal, Epaper):
        return "issues"
    if portal.feeds:
        return "channels, feeds"
    return "front page" if list(portal.channels) == ["首页"] else "channels"


def _last_crawls(path: Path) -> dict[str, dict[str, Any]]:
    """By portal: when its last crawl began, how it ended, and which layouts read or missed its pages."""
    with Archive(path, readonly=True) as archive:
        rows = archive.conn.execute(LAST_CRAWLS).fetchall()
    return {name: {"last_crawl": began, "health": "; ".join(filter(None, told))} for name, began, *told in rows}


@click.command()
@click.argument("portal")
@click.argument("file")
@click.option("--url", required=True, help="The address the list was saved from.")
def links(portal: str, file: str, url: str) -> int:
    """Show what a crawl would take from a saved list page: the links to articles, their dates, and where it goes on."""
    found = settings()
    (declared,) = choose([portal], portal_classes(found))
    spider, crawler = declared(), Crawler(declared, found)
    spider.crawler, crawler.stats = crawler, MemoryStatsCollector(crawler)
    try:
        response = HtmlResponse(url, body=saved(file).body, request=Request(url))
    except ValueError as error:
        raise FangzhiError(f"--url={url}: no address; write http://…") from error
    listed = list(article_links(spider, response, ""))
    tell_rows([{"url": link.url, "dated": link.dated} for link in listed])
    older = spider.older(response, "", 1)
    missed = "; list_item matches nothing here" if crawler.stats.get_stats() else ""
    goes_on = f"goes on to {older.url}" if older else "ends here"
    click.echo(f"fangzhi: {len(listed)} links to articles of {portal}{missed}; the list {goes_on}", err=True)
    return GOOD if listed else NOTHING


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--url", callback=_address, help="The address the page was saved from.")
@click.option("--portal", help="Read it as a page of this portal.")
@click.option("--charset", help="Decode it as this, whatever it says of itself.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def extract(files: tuple[str, ...], url: str | None, portal: str | None, charset: str | None, as_json: bool) -> int:
    """Read saved pages (bytes as served; - is standard input) as the articles a crawl would store."""
    found = settings()
    if portal:
        choose([portal], portal_classes(found))
    if charset and encoding_of(charset) is None:
        raise FangzhiError(f"charset={charset}: no encoding of this name; write gb18030, big5 or utf-8")
    reader = road(found)
    articles = unread = 0
    for file in files:
        try:
            capture = saved(file)
        except FangzhiError as error:  # one folder among a thousand pages: the others are read
            unread += 1
            click.echo(f"fangzhi: {error}", err=True)
            continue
        page = reader.read(replace(capture, url=url or capture.url, portal=portal, charset=charset))
        articles += not (page.refused or page.failed)
        click.echo(json.dumps(page.as_json(file), ensure_ascii=False) if as_json else _readable(page, file))
    return USAGE if unread else GOOD if articles else NOTHING


def _readable(page: Page, file: str) -> str:
    """A page for the eye: facts first, then the text."""
    row = page.as_json(file)
    facts = [f"{key}: {row[key]}" for key in ("file", "url", "portal", "layout", "title", "subtitle", "published_at",
                                               "source", "author", "editor", "breadcrumb", "refused") if row[key]]
    return "\n".join([*facts, "", row["text"] or "", ""])


# Bytes that the archive has as a further page of an article, or as half of one: a page of them is none.
NO_WHOLE = "SELECT 1 FROM fetches WHERE url = ? AND capture = ? AND kind IN ('part', 'other')"


@click.command("import")
@click.argument("archive", type=click.Path(path_type=Path))
@click.argument("warcs", metavar="WARC...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--any", "anything", is_flag=True, help="Pages of any site, not only of known portals.")
def import_(archive: Path, warcs: tuple[Path, ...], anything: bool) -> int:
    """Take articles out of WARC files into an archive."""
    for path in warcs:  # before the archive is made
        if not path.exists():
            raise FangzhiError(f"{path}: no such file; name a WARC file")
        must_be_warc(path)
    portals_ = portal_classes(settings())
    reader = Road(portal.as_facts() for portal in portals_.values())
    tally: Counter[str] = Counter()
    batch: list[Page] = []
    told: set[str] = set()  # portals whose facts the archive has
    responses = (capture for path in warcs for capture in read_warc(path))
    with Archive(archive) as opened, opened.lock_job(), progress(responses, "import") as captures:
        try:
            for capture in captures:
                wanted = _wanted(reader, portals_, capture, anything)
                if wanted is None or opened.one(NO_WHOLE, capture.url, capture.digest):
                    tally["passed over"] += 1
                    continue
                if wanted.portal and wanted.portal not in told:
                    opened.know_portal(wanted.portal, **portals_[wanted.portal].card())
                    told.add(wanted.portal)
                batch.append(reader.read(wanted))
                if len(batch) == IMPORTED:
                    tally.update(opened.add_many(batch))
                    batch.clear()
        finally:  # what came before the place where a file is damaged, too
            tally.update(opened.add_many(batch))
    counts = ", ".join(f"{count} {state}" for state, count in sorted(tally.items())) or "no HTTP response inside"
    click.echo(f"fangzhi: {counts}", err=True)
    return GOOD if tally.get("stored", 0) + tally.get("duplicate", 0) else NOTHING


def _wanted(reader: Road, portals_: dict[str, Any], capture: Capture, anything: bool) -> Capture | None:
    """A WARC response that is to be read, with its portal; None for all others."""
    facts = reader.recognise(capture.url)
    html = "html" in capture.headers.get("content-type", "html")
    wanted = portals_[facts.name].is_article(capture.url) if facts else anything
    if capture.status != 200 or not html or not wanted:
        return None
    return replace(capture, portal=facts.name) if facts else capture


@click.command()
@click.argument("archive", type=click.Path(path_type=Path))
@click.option("--portal", help="Only captures of this portal.")
@click.option("--dry-run", "dry", is_flag=True, help="Only tell what would change.")
@click.option("--unlearned", is_flag=True, help="Leave in the lines that were learned to stand on many pages.")
def reextract(archive: Path, portal: str | None, dry: bool, unlearned: bool) -> int:
    """Read every capture again with today's rules, without network, and tell by field what changed."""
    from archive.reextract import reextract as again

    with Archive(archive, create=False) as opened, opened.lock_job():
        count = "SELECT count(*) FROM fetches WHERE kind = 'article' AND portal = coalesce(?, portal)"
        total = opened.one(count, portal)
        with progress(opened.captures.all("article", portal), "reextract", total) as captures:
            report = again(opened, road(settings(), None if unlearned else opened).read, captures, dry=dry)
        slip = unknown(opened, portal)
    tell_rows(report.rows())
    would = "would change" if dry else "changed"
    click.echo(f"fangzhi: {report.captures} captures read, {report.changed} {would}{slip}", err=True)
    return GOOD if report.captures else NOTHING
