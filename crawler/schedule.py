"""`fangzhi schedule`: systemd timers or a crontab that crawl portals every day, spread over some hours."""

from __future__ import annotations

import math
import shlex
import sys
import zlib
from pathlib import Path

import click

from archive.errors import GOOD, FangzhiError
from archive.gazetteer import short_province
from crawler.cli import settings
from crawler.run import choose, portal_classes

DAY = 24 * 60
INSTANCE = "\0"  # stands for the portal's name until the rest is quoted: no path holds one

SERVICE = """\
[Unit]
Description=Fangzhi: crawl of %i
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={place}
ExecStart={command}
# 75: the run before is still going. 3: done, but degraded; systemctl --failed names the portal.
SuccessExitStatus=75
TimeoutStopSec=120
Nice=10
"""
TIMER = """\
[Unit]
Description=Fangzhi: daily crawl of {name}

[Timer]
OnCalendar=*-*-* {hour:02d}:{minute:02d}:00
Persistent=true

[Install]
WantedBy=timers.target
"""


@click.command()
@click.argument("names", metavar="PORTAL...", nargs=-1)
@click.option("--province", help="Every portal of a province, e.g. 甘肃.")
@click.option("--all", "everything", is_flag=True, help="Every portal.")
@click.option("--archive", default="archive.db", show_default=True, type=click.Path(path_type=Path))
@click.option("--reports", type=click.Path(path_type=Path), help="A folder for the run reports, one file a portal.")
@click.option("--start", "window", default="01:00", show_default=True, metavar="HH:MM", help="The first begins then.")
@click.option("--hours", default=5.0, show_default=True, type=click.FloatRange(0.1, 24), help="The last within these.")
@click.option("--systemd", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write units there; without it, a crontab is printed.")
def schedule(
    names: tuple[str, ...], province: str | None, everything: bool, archive: Path, reports: Path | None, window: str,
    hours: float, systemd: Path | None,
) -> int:
    """Write a daily schedule. A crawl that still runs makes the next of its portal go away, with exit code 75."""
    portals = portal_classes(settings())
    choose(list(names), portals)
    province = province and short_province(province)
    chosen = [n for n, p in portals.items() if everything or n in names or (province and p.province == province)]
    if not chosen:
        raise FangzhiError("no portal named; `fangzhi portals` lists them")
    first = _minutes(window)
    for path in filter(None, (archive, reports, systemd, Path.cwd())):
        if {"\n", "\r"} & set(str(path)):
            raise FangzhiError(f"{str(path)!r}: a line break, which no schedule can hold; name another place")
    if math.isnan(hours):  # which no range keeps out
        raise FangzhiError("--hours nan: no number; write it as 5")
    times = {name: (first + zlib.crc32(name.encode()) % max(1, round(hours * 60))) % DAY for name in chosen}
    if reports:
        reports.mkdir(parents=True, exist_ok=True)
    if systemd:
        write_units(systemd, times, archive, reports)
    else:
        click.echo(crontab(times, archive, reports), nl=False)
    return GOOD


def command(name: str, archive: Path, reports: Path | None) -> str:
    """The command line of one crawl, for a shell."""
    return shlex.join(_words(name, archive, reports))


def _words(name: str, archive: Path, reports: Path | None) -> list[str]:
    """The words of one crawl, with absolute paths."""
    words = [str(Path(sys.executable).with_name("fangzhi").absolute()), "crawl", name]
    words += ["-s", f"ARCHIVE={archive.absolute()}", "-s", "LOG_LEVEL=WARNING"]
    return [*words, "--report", f"{reports.absolute()}/{name}.json"] if reports else words


def systemd_quoted(word: str) -> str:
    """A word as systemd.service(5) reads it: no shell, but its own escapes, variables and specifiers."""
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("$", "$$"), ("%", "%%")):
        word = word.replace(sign, written)
    return f'"{word}"' if set(word) & set(" \t\"'\\;") else word


def crontab(times: dict[str, int], archive: Path, reports: Path | None) -> str:
    """A crontab; what a crawl says goes to syslog, which rotates it."""
    lines = ["# Fangzhi: one crawl a day for each portal. Install it with: crontab FILE"]
    for name, at in sorted(times.items(), key=lambda item: item[1]):
        line = f"{at % 60} {at // 60} * * * cd {shlex.quote(str(Path.cwd()))} && " + command(name, archive, reports)
        lines.append(line.replace("%", r"\%") + f" 2>&1 | logger -t fangzhi-{name}")
    return "\n".join(lines) + "\n"


def write_units(folder: Path, times: dict[str, int], archive: Path, reports: Path | None) -> None:
    """One service for all, and a timer for each; the journal keeps what they say."""
    folder.mkdir(parents=True, exist_ok=True)
    line = " ".join(map(systemd_quoted, _words(INSTANCE, archive, reports))).replace(INSTANCE, "%i")
    place = str(Path.cwd()).replace("%", "%%")
    (folder / "fangzhi-crawl@.service").write_text(
        SERVICE.format(place=place, command=line), encoding="utf-8", errors="surrogateescape")  # LC_ALL=POSIX
    for name, at in times.items():
        timer = TIMER.format(name=name, hour=at // 60, minute=at % 60)
        (folder / f"fangzhi-crawl@{name}.timer").write_text(timer, encoding="utf-8")
    units = " ".join(f"fangzhi-crawl@{name}.timer" for name in sorted(times))
    click.echo(f"fangzhi: {len(times) + 1} units in {folder}; copy them to /etc/systemd/system and run\n"
               f"  systemctl daemon-reload && systemctl enable --now {units}", err=True)


def _minutes(text: str) -> int:
    """Minutes since midnight of HH:MM. Raises FangzhiError."""
    hour, _, minute = text.partition(":")
    if not (text.isascii() and hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise FangzhiError(f"--start {text}: no time of day; write it as 01:30")
    return int(hour) * 60 + int(minute)
