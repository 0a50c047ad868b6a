"""Lines that an archive learns to be furniture: from its own articles, explained by its repairs, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.learned import learned_lines
from archive.reextract import reextract
from pipelines.items import Capture, PortalFacts
from pipelines.road import Road
from tests.reprints import work

LINE = "陇上好新闻 尽在掌上看"  # no rule made beforehand knows it
FACTS = PortalFacts("gscn", "中国甘肃网", ("gscn.example",), r"/\d+\.htm")


def html(number: int, above: str = "", inside: str = "", below: str = "") -> bytes:
    rows = work(number).split("\n")
    lines = [above, rows[0], *rows[1:2], inside, *rows[2:], below]
    body = "".join(f"<p>{line}</p>" for line in lines if line)
    return f"<title>第{number}篇报道的标题</title><body><h1>第{number}篇报道的标题</h1><div>{body}</div></body>".encode()


def crawled(path: Path, pages: int, portal: str = "gscn", same: bool = False, **furniture: str) -> Archive:
    archive = Archive(path)
    archive.know_portal(portal, title="中国甘肃网")
    road = Road([replace(FACTS, name=portal)])
    for n in range(pages):
        body = html(0 if same else n, **furniture)
        archive.add(road.read(Capture(f"http://gscn.example/{n}.htm", body, fetched_at="2020-01-02T00:00:00+00:00", portal=portal)))
    return archive


def showing(archive: Archive, line: str) -> int:
    return archive.one("SELECT count(*) FROM articles WHERE instr(text, ?)", line)


def test_a_line_on_many_pages_is_learned_taken_explained_and_brought_back(tmp_path: Path) -> None:
    with crawled(tmp_path / "a.db", 12, below=LINE) as archive:
        assert showing(archive, LINE) == 12
        for _ in range(2):  # what was taken counts as seen: it stays learned
            assert learned_lines(archive.conn, "gscn") == {LINE}
            road = Road([replace(FACTS, learned=learned_lines(archive.conn, "gscn"))])
            reextract(archive, road.read, archive.captures.all())
            assert showing(archive, LINE) == 0
            taken = "SELECT count(*) FROM repairs WHERE step = 'clutter:learned' AND sample = ?"
            assert archive.one(taken, LINE) == 12
        reextract(archive, Road([FACTS]).read, archive.captures.all())
        assert showing(archive, LINE) == 12


OTHERS: dict[str, Callable[[Path], Archive]] = {
    "on too few pages": lambda path: crawled(path, 9, below=LINE),
    "of one work at many addresses": lambda path: crawled(path, 20, same=True, below=LINE),
    "of another portal": lambda path: crawled(path, 12, portal="lzbs", below=LINE),
    "inside the text": lambda path: crawled(path, 12, inside="一、总体要求和目标任务"),
    "whom a letter addresses": lambda path: crawled(path, 12, above="各市、州人民政府，省政府各部门："),
    "who signed": lambda path: crawled(path, 12, below="（记者 王学文）"),
    "who issued it": lambda path: crawled(path, 12, below="甘肃省人民政府办公厅</p><p>2018年2月22日"),
    "a paragraph": lambda path: crawled(path, 12, below=f"{LINE}，" * 6 + "。"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_learned(name: str, tmp_path: Path) -> None:
    with OTHERS[name](tmp_path / "a.db") as archive:
        assert learned_lines(archive.conn, "gscn") == frozenset()
