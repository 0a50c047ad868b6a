"""Saved pages as people have them: files of a browser, folders, MHTML, what is packed."""

from __future__ import annotations

import gzip
import json
import quopri
from pathlib import Path

import pytest

from tests.running import forked
from tests.town import Town

TOWN = Town(articles=6)
ARTICLES = list(TOWN.articles())
STORY = TOWN.story(ARTICLES[0])
PACKED = """From: <Saved by a browser>
Snapshot-Content-Location:
 {url}
Subject: page
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----part"

------part
Content-Type: text/css
Content-Location: http://www.gscn.com.cn/page.css

p {{ margin: 0 }}
------part
Content-Type: {kind}
Content-Transfer-Encoding: quoted-printable
Content-Location: {url}

{page}
------part--
"""


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "脱贫 第一页.html"
    path.write_bytes(TOWN.page(ARTICLES[0]).body)
    return path


def mhtml(path: Path, kind: str = "text/html; charset=utf-8") -> Path:
    """The same page as a browser packs it: in UTF-8, whatever charset the page still names."""
    page = quopri.encodestring(TOWN.page(ARTICLES[0]).body.decode("gb18030").encode()).decode()
    path.write_text(PACKED.format(url=ARTICLES[0], kind=kind, page=page), encoding="utf-8", newline="\r\n")
    return path


def test_extract_reads_as_a_crawl_would(saved: Path) -> None:
    story = TOWN.story(ARTICLES[0])
    done = forked("fangzhi", "extract", "--json", "--url", ARTICLES[0], saved)
    row = json.loads(done.stdout)
    assert done.returncode == 0
    assert (row["title"], row["published_at"], row["source"], row["editor"], row["text"]) == (
        story.title, story.published_at, story.source, story.editor, story.text)
    assert (row["file"], row["url"], row["portal"], row["refused"]) == (str(saved), ARTICLES[0], "gscn", None)
    assert set(row) >= {"layout", "subtitle", "author", "breadcrumb", "images", "script", "mirror", "charset", "repairs",
                        "confidence"}
    assert not [key for key, value in row.items() if value == ""]


def test_extract_without_an_address_reads_generically_and_for_the_eye(saved: Path) -> None:
    row = json.loads(forked("fangzhi", "extract", "--json", saved).stdout)
    assert (row["portal"], row["url"], row["layout"]) == (None, None, "generic")
    assert f"title: {row['title']}" in forked("fangzhi", "extract", saved).stdout


def test_extract_says_what_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "lost.html").write_bytes(TOWN.page("http://www.gscn.com.cn/gone/").body)
    done = forked("fangzhi", "extract", "--json", tmp_path / "lost.html")
    assert done.returncode == 1
    assert json.loads(done.stdout)["refused"]


def test_extract_unpacks_mhtml_and_takes_its_address(tmp_path: Path) -> None:
    row = json.loads(forked("fangzhi", "extract", "--json", mhtml(tmp_path / "page.mhtml")).stdout)
    assert (row["title"], row["text"], row["url"], row["portal"]) == (STORY.title, STORY.text, ARTICLES[0], "gscn")
    done = forked("fangzhi", "extract", mhtml(tmp_path / "empty.mhtml", kind="text/plain"))
    assert (done.returncode, "MHTML without a page inside" in done.stderr) == (2, True)


def test_a_page_that_speaks_of_mhtml_is_a_page(saved: Path) -> None:
    saved.write_bytes(b"<!-- Content-Type: multipart/related -->\n" + saved.read_bytes())
    assert json.loads(forked("fangzhi", "extract", "--json", saved).stdout)["text"] == STORY.text


def test_extract_reads_on_after_what_is_no_page(tmp_path: Path, saved: Path) -> None:
    (tmp_path / "脱贫 第一页_files").mkdir()
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(saved.read_bytes()))
    (tmp_path / "a.warc").write_bytes(b"WARC/1.0\r\n")
    done = forked("fangzhi", "extract", "--json", *sorted(path for path in tmp_path.iterdir() if path != saved), saved)
    told = [line.removeprefix(f"fangzhi: {tmp_path}/") for line in done.stderr.splitlines()]
    assert done.returncode == 2
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == [str(saved)]
    assert told == [
        "a.html.gz: is compressed; unpack it first, or take a WARC in with fangzhi import",
        "a.warc: is a WARC; take it in with fangzhi import",
        "脱贫 第一页_files: Is a directory; name a saved page, or - for standard input",
    ]
