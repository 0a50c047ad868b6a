"""Subcommands that need an archive and no portal: search, export, merge, stats, verify, doctor, serve, restore."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from archive import doctor as doctors
from archive import export as exports
from archive import search as searching
from archive.archive import Archive
from archive.errors import DEGRADED, GOOD, NOTHING, FangzhiError
from archive.gazetteer import short_province
from archive.places import code_of
from archive.reindex import rebuild
from archive.search import DAY
from archive.snippet import snippet
from archive.stats import stats as figures
from archive.terminal import progress, shown, tell_rows

archive_argument = click.argument("archive", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
MOST = 1_000_000  # hits that one search shows
STDOUT = Path("-")  # as other programs call it


def _day(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """A date as far as it is given; a year or a month is one."""
    day, with_time = (value or "").partition("T")[:2]
    if value and (not DAY.fullmatch(day) or (with_time and len(day) < len("2018-01-01"))):
        raise click.BadParameter(f"{value} is no date, write YYYY-MM-DD")
    return value


@click.command()
@archive_argument
@click.argument("query")
@click.option("--portal", help="Only this portal.")
@click.option("--province", help="Only portals of this province, e.g. 甘肃.")
@click.option("--place", help="Only articles of this county, prefecture or province, by name or code, e.g. 甘谷县.")
@click.option("--since", callback=_day, help="Published on or after this date, YYYY-MM-DD, or a year.")
@click.option("--until", callback=_day, help="Published on or before this date, YYYY-MM-DD, or a year.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, MOST), help="How many, newest first.")
@json_option
def search(archive: Path, query: str, as_json: bool, place: str | None, **asked: Any) -> int:
    """Search an archive: words of any length, in either script; quotes make a phrase, -word excludes.

    An empty QUERY ("") finds every article that the options leave.
    """
    asked["place"] = code_of(place) if place else None
    asked["province"] = short_province(asked["province"]) if asked["province"] else None
    since, until, limit = asked["since"], asked["until"], asked.pop("limit")
    if since and until and since > until + "~":  # after every date that begins as `until` does
        raise FangzhiError(f"--since={since} is after --until={until}; exchange them")
    with Archive(archive, readonly=True) as opened:
        rows = searching.search(opened.conn, searching.Question(query.strip() or None, **asked, limit=limit + 1))
        absent = "" if rows else unknown(opened, **asked)
    for row in rows[:limit]:
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(f"{row['id']:>7}  {(row['published_at'] or '')[:10]:10}  {shown(row['title'])}")
            click.echo(f"         {shown(row['portal'])}  {shown(row['url'])}")
            click.echo(f"         {shown(snippet(row['text'], query))}")
    if not rows:
        click.echo(f"fangzhi: nothing found{query.strip() and f' for {query}'}{absent}", err=True)
    if len(rows) > limit:  # a part must not be taken for the whole
        click.echo(f"fangzhi: the newest {limit}; there are more, ask for them with --limit", err=True)
    return GOOD if rows else NOTHING


def unknown(opened: Archive, portal: str | None, province: str | None = None, **_: Any) -> str:
    """That the archive has no such portal at all, or none of that province: a slip of the pen, mostly."""
    for name, column in ((portal, "name"), (province, "province")):
        if name and not opened.one(f"SELECT EXISTS (SELECT 1 FROM portals WHERE {column} = ?)", name):
            return f"; the archive has no portal {'of ' if column == 'province' else ''}{name}"
    return ""


@click.command()
@archive_argument
@click.option("--format", "kind", type=click.Choice(["jsonl", "csv", "parquet", "warc"]), required=True)
@click.option("-o", "output", type=click.Path(path_type=Path), help="A file; without it, or as -, standard output.")
def export(archive: Path, kind: str, output: Path | None) -> int:
    """Carry articles away as JSONL, CSV or Parquet, or every capture as WARC."""
    with Archive(archive, readonly=True) as opened:
        count = exports.export(opened, kind, None if output == STDOUT else output)
    click.echo(f"fangzhi: {count} {'captures' if kind == 'warc' else 'articles'} written", err=True)
    return GOOD if count else NOTHING


@click.command()
@archive_argument
@json_option
def stats(archive: Path, as_json: bool) -> int:
    """Figures of an archive: ledger, articles, appearances, reprints, health."""
    with Archive(archive, readonly=True) as opened:
        found = figures(opened.conn)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return GOOD
    for name in ("ledger", "totals"):
        click.echo(f"{name}: " + "  ".join(f"{key} {value}" for key, value in found[name].items()))
    tell_rows(found["portals"])
    return GOOD


@click.command()
@archive_argument
@click.option("--migrate", is_flag=True, help="First bring an archive of an older schema up to date.")
@click.option("--reindex", is_flag=True, help="First make the full-text index again; crawls may go on meanwhile.")
def doctor(archive: Path, migrate: bool, reindex: bool) -> int:
    """Examine an archive: integrity, versions, known hazards. Exit 0 only if it is sound."""
    if migrate:
        Archive(archive, create=False).close()
    if reindex:
        with Archive(archive, create=False) as opened, opened.lock_job():
            total = opened.one("SELECT count(*) FROM articles")
            with progress(None, "index", total) as bar:
                for count in rebuild(opened):
                    bar.update(count)
    findings = doctors.examine(archive)
    for finding in findings:
        click.echo(f"{finding.level:8} {finding.text}")
    sound = not any(finding.level == "unsound" for finding in findings)
    click.echo("sound" if sound else "NOT SOUND")
    return GOOD if sound else DEGRADED


@click.command()
@click.argument("into", type=click.Path(path_type=Path))
@click.argument("sources", metavar="FROM...", nargs=-1, required=True, type=click.Path(path_type=Path))
def merge(into: Path, sources: tuple[Path, ...]) -> int:
    """Make one archive of several: INTO takes all that the others hold. Any order, any number of times."""
    from archive.merge import take
    from archive.overlooked import settle_overlooked

    for source in sources:
        if into.exists() and source.exists() and into.samefile(source):
            raise FangzhiError(f"{source}: is the archive to merge into; name others")
        Archive(source, readonly=True).close()
    with Archive(into) as target, target.lock_job():
        for source in sources:
            with Archive(source, readonly=True) as other:
                tally = take(target, other)
            click.echo(f"fangzhi: {source}: " + ", ".join(f"{count} {name}" for name, count in tally.items()), err=True)
        settle_overlooked(target)
        found = figures(target.conn)["totals"]
    click.echo("  ".join(f"{name} {count}" for name, count in found.items()))
    return GOOD


@click.command()
@archive_argument
def verify(archive: Path) -> int:
    """Hold every stored text against the bytes it was read from."""
    from archive.verify import verify as check

    count = doubts = 0
    with Archive(archive, readonly=True) as opened:
        total = opened.one("SELECT (SELECT count(*) FROM appearances) + (SELECT count(*) FROM revisions)")
        with progress(check(opened), "verify", total) as found:
            for doubt in found:
                count += 1
                if doubt:
                    doubts += 1
                    click.echo(f"{shown(doubt.url)}\t{shown(doubt.why)}")
    click.echo(f"fangzhi: {count} texts, {doubts} not what their bytes show", err=True)
    return DEGRADED if doubts else GOOD if count else NOTHING


@click.command()
@archive_argument
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True, help="0 takes any free one.")
@click.option("--public", is_flag=True, help="For visitors: no SQL of their own, no downloads, bounded answers.")
def serve(archive: Path, host: str, port: int, public: bool) -> int:
    """Open an archive in Datasette, with our pages and Chinese search."""
    from archive.serve import serve as run_datasette

    return run_datasette(str(archive), host, port, public=public)


@click.command()
@click.argument("file", default="-", type=click.Path(path_type=str))
@click.option("--explain", "explained", is_flag=True, help="Tell on stderr what was changed, step by step.")
def restore(file: str, explained: bool) -> int:
    """Restore garbled text: UTF-8 in and out, `-` is standard input."""
    from pipelines.restore import explain
    from pipelines.restore import restore as repair

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        raise FangzhiError(f"{file}: {error.strerror}; name a text file, or - for standard input") from error
    except UnicodeDecodeError as error:
        raise FangzhiError(
            f"{file}: not UTF-8 (byte {error.start}); decode a text first (iconv -f gb18030 -t utf-8), "
            "and give a saved page to fangzhi extract"
        ) from error
    restored = repair(text)
    sys.stdout.buffer.write(restored.text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
    if explained:
        click.echo(explain(restored.steps), err=True)
    return GOOD
