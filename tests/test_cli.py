"""The commands as a user meets them: what they print, their exit codes, their one-line errors."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.archive import Archive
from archive.cli import COMMANDS, fangzhi
from archive.warc import write_warc
from pipelines.items import Capture, Image
from tests import garbler
from tests.conftest import ROOT
from tests.making import page
from tests.running import run
from tests.town import Town

TOWN = Town(articles=6)
ARTICLES = list(TOWN.articles())
PICTURE = Image("http://www.gscn.com.cn/1.jpg", "会议现场")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """An archive of two works, one of which appeared twice."""
    path = tmp_path / "a.db"
    with Archive(path) as archive:
        archive.know_portal("gscn", title="中国甘肃网", province="甘肃")
        archive.add(page(published_at="2020-01-02T10:00:00+08:00", source="民族日报", images=[PICTURE]))
        archive.add(page("http://www.lzbs.com.cn/x/content_1.htm", portal="lzbs"))
        archive.add(page("http://www.gscn.com.cn/2.shtml", "=SUM(A1) 皋兰县水阜镇的软儿梨熟了。" * 9, title="软儿梨熟了"))
    return path


# One line, the right code ---------------------------------------------------------------------------------------------

WRONG = {
    "a wrong portal name": (("scrapy", "crawl", "gsc"), 2, "gsc: no such portal; did you mean gscn?"),
    "the same for several": (("fangzhi", "crawl", "gscn", "nowhere"), 2, "nowhere: no such portal; `scrapy list` names them"),
    "no portal": (("fangzhi", "crawl"), 2, "no portal named; `fangzhi portals` lists them"),
    "a province without one": (("fangzhi", "crawl", "--province", "火星"), 2, "no portal in 火星; `fangzhi portals` lists them"),
    "a wrong date": (("scrapy", "crawl", "gscn", "-a", "since=2020-02-30"), 2,
                     "since=2020-02-30: not a date; write since=2020-01-31"),
    "dates exchanged": (("scrapy", "crawl", "gscn", "-a", "since=2021-01-01", "-a", "until=2020-01-01"), 2,
                        "since=2021-01-01 is after until=2020-01-01; exchange them"),
    "a wrong limit": (("scrapy", "crawl", "gscn", "-a", "limit=many"), 2, "limit=many: not a number; write limit=100"),
    "an unknown argument": (("scrapy", "crawl", "gscn", "-a", "sinse=2020-01-01"), 2,
                            "-a sinse: no such argument; there are since, until, channel, limit"),
    "an unknown channel": (("scrapy", "crawl", "lzbs", "-a", "channel=榆中"), 2,
                           "channel=榆中: lzbs has none of this name; it has 皋兰"),
    "a missing WARC": (("scrapy", "crawl", "gscn", "-s", "REPLAY=none.warc.gz"), 2,
                       "none.warc.gz: No such file or directory; name a WARC file"),
    "an archive that is none": (("scrapy", "crawl", "gscn", "-s", "ARCHIVE=Makefile"), 2,
                                "Makefile: cannot be opened (file is not a database); restore a backup or name another"),
    "an archive nowhere": (("fangzhi", "search", "none.db", "脱贫"), 2,
                           "none.db: no such archive; name an existing one, or crawl or import into a new one"),
    "a saved page nowhere": (("fangzhi", "extract", "none.html"), 2,
                             "none.html: No such file or directory; name a saved page, or - for standard input"),
    "a list from nowhere": (("fangzhi", "links", "gscn", "README.md", "--url", "gscn"), 2, "--url=gscn: no address; write http://…"),
    "an unknown charset": (("fangzhi", "extract", "--charset", "gb9999", "README.md"), 2,
                           "charset=gb9999: no encoding of this name; write gb18030, big5 or utf-8"),
    "no number of hits": (("fangzhi", "search", "none.db", "脱贫", "--limit", "-1"), 2,
                          "Invalid value for '--limit': -1 is not in the range 1<=x<=1000000; see fangzhi search --help"),
    "too many hits": (("fangzhi", "search", "none.db", "脱贫", "--limit", "9" * 20), 2,
                      f"Invalid value for '--limit': {'9' * 20} is not in the range 1<=x<=1000000; see fangzhi search --help"),
    "a day that is none": (("fangzhi", "search", "none.db", "脱贫", "--since", "2018-31-12"), 2,
                           "Invalid value for '--since': 2018-31-12 is no date, write YYYY-MM-DD; see fangzhi search --help"),
    "a span exchanged": (("fangzhi", "search", "none.db", "x", "--since", "2019-05", "--until", "2018"), 2, "--since=2019-05 is after --until=2018; exchange them"),
    "a WARC nowhere": (("fangzhi", "import", "new.db", "none.warc"), 2, "none.warc: no such file; name a WARC file"),
    "a WARC that is none": (("fangzhi", "import", "new.db", "README.md"), 2,
                            "README.md: no WARC file; saved pages are read by fangzhi extract"),
    "an address that is none": (("fangzhi", "extract", "--url", "gscn", "README.md"), 2, "--url=gscn: no address; write http://…"),
    "no command": (("fangzhi",), 2, "Missing command; see fangzhi --help"),
    "no format": (("fangzhi", "export", "none.db"), 2,
                  "Missing option '--format'. Choose from: jsonl, csv, parquet, warc; see fangzhi export --help"),
    "an unknown option": (("fangzhi", "stats", "--nope"), 2, "No such option '--nope'; see fangzhi stats --help"),
}


@pytest.mark.parametrize(("words", "code", "line"), WRONG.values(), ids=WRONG)
def test_what_a_user_can_mend_is_said_in_one_line(tmp_path: Path, words: tuple[str, ...], code: int, line: str) -> None:
    archive = () if "ARCHIVE=" in " ".join(words) or words[0] == "fangzhi" else ("-s", f"ARCHIVE={tmp_path / 'a.db'}")
    done = run(*words, *archive)
    assert (done.returncode, done.stderr.strip(), done.stdout) == (code, f"fangzhi: {line}", "")
    assert not (ROOT / "new.db").exists()


# Each command -----------------------------------------------------------------------------------------------------------


def test_scrapy_list_shows_portals_only() -> None:
    names = run("scrapy", "list").stdout.split()
    assert {"chuxiong", "cnjiwang", "gscn", "lzbs", "tianshui", "yunnan", "gansuribao"} <= set(names)
    assert len(names) == len(set(names)) >= 97


def test_portals_lists_what_is_declared(tmp_path: Path) -> None:
    done = run("fangzhi", "portals", "--json", "--archive", tmp_path / "none.db")
    rows = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert (rows["gscn"]["name"], rows["gscn"]["province"], rows["gscn"]["cms"]) == ("中国甘肃网", "甘肃", "Enorth")
    assert all(row["confidence"] and row["channels"] for row in rows.values())
    papers = [row for row in rows.values() if row["cms"] == "e-paper"]
    assert (len(rows) - len(papers) >= 97, len(papers) >= 200) == (True, True)
    assert rows["tianshui"]["channel_names"][:2] == ["天水新闻", "甘谷"], "what -a channel= takes"
    assert all(row["channels"] == len(row["channel_names"]) or row["discovery"] == "none" for row in rows.values())
    assert {rows["gscn"]["discovery"], rows["gansuribao"]["discovery"], rows["lanzhou"]["discovery"]} == {
        "channels", "issues", "front page"}


def test_links_are_those_a_crawl_would_take(tmp_path: Path) -> None:
    """A list of another portal has none: `list_item` matches nothing, and no link is an article's."""
    front = "http://gansu.gscn.com.cn/gsyw/"
    (tmp_path / "list.html").write_bytes(TOWN.page(front).body)
    done = run("fangzhi", "links", "gscn", tmp_path / "list.html", "--url", front)
    rows = list(csv.DictReader(io.StringIO(done.stdout), delimiter="\t"))
    assert done.returncode == 0
    assert rows and {row["url"] for row in rows} <= set(ARTICLES)
    assert all(row["url"].split("system/")[1].startswith(row["dated"].replace("-", "/")) for row in rows)
    assert f"{len(rows)} links to articles of gscn; the list goes on to http://gansu.gscn.com.cn/" in done.stderr
    done = run("fangzhi", "links", "gansuribao", tmp_path / "list.html", "--url", front)
    assert (done.returncode, done.stdout) == (1, "")
    assert "0 links to articles of gansuribao; list_item matches nothing here; the list ends here" in done.stderr


def test_import_takes_articles_of_known_portals_only(tmp_path: Path) -> None:
    warc = tmp_path / "x.warc.gz"
    pages = [Capture(url, TOWN.page(url).body, {"content-type": TOWN.page(url).content_type}) for url in ARTICLES[:3]]
    elsewhere = Capture("http://elsewhere.example/1.html", pages[0].body + b" ", {"content-type": "text/html"})
    with warc.open("wb") as stream:
        write_warc([*pages, Capture("http://www.gscn.com.cn/", b"<p>front"), elsewhere], stream)
    assert "2 passed over, 3 stored" in run("fangzhi", "import", tmp_path / "a.db", warc).stderr
    assert "duplicate" in run("fangzhi", "import", tmp_path / "a.db", warc, "--any").stderr
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        assert archive.one("SELECT portal FROM appearances WHERE kind = 'reprint'") == "elsewhere.example"
        assert archive.one("SELECT province FROM portals WHERE name = 'gscn'") == "甘肃"


@pytest.mark.long
def test_import_of_what_was_exported_changes_nothing(tmp_path: Path) -> None:
    body = TOWN.page(ARTICLES[0]).body
    whole = page(ARTICLES[0], body=body, channel="要闻")
    rest = tuple(replace(whole.capture, url=url, body=TOWN.page(url).body) for url in ARTICLES[1:2])
    whole.capture = replace(whole.capture, rest=rest)
    half = page(ARTICLES[2], body=TOWN.page(ARTICLES[2]).body[:-99], failed="cut short")
    half.capture = replace(half.capture, wrong="cut short")
    with Archive(tmp_path / "a.db") as archive:
        archive.add_many([whole, half])

    def told() -> list[tuple]:
        with Archive(tmp_path / "a.db", readonly=True) as archive:
            return [row for table in ("articles", "appearances", "revisions", "fetches")
                    for row in archive.conn.execute(f"SELECT * FROM {table}")]

    before = told()
    assert run("fangzhi", "export", tmp_path / "a.db", "--format", "warc", "-o", tmp_path / "a.warc.gz").returncode == 0
    assert "2 passed over, 1 stored" in run("fangzhi", "import", "--any", tmp_path / "a.db", tmp_path / "a.warc.gz").stderr
    assert told() == before
    assert "3 stored" in run("fangzhi", "import", "--any", tmp_path / "b.db", tmp_path / "a.warc.gz").stderr


def test_a_mirror_s_copy_is_an_appearance_of_the_work(tmp_path: Path) -> None:
    """The page as a spam mirror serves it: traditional script, pinyin, shifted bytes, another host."""
    url = next(url for url in ARTICLES if "lzbs" in url)
    body = TOWN.page(url).body
    copied = garbler.mirror(body.decode("gb18030"), garbler.annotations(3)).replace("gb2312", "utf-8").encode()
    warc = tmp_path / "x.warc.gz"
    with warc.open("wb") as stream:
        write_warc([Capture(url, body, {"content-type": "text/html"}),
                    Capture(url.replace("www.lzbs.com.cn", "mirror.example"), copied, {"content-type": "text/html"})], stream)
    assert run("fangzhi", "import", "--any", tmp_path / "a.db", warc).returncode == 0
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        kinds = archive.conn.execute("SELECT kind, article_id FROM appearances ORDER BY id").fetchall()
        assert kinds == [("original", 1), ("mirror", 1)]
        steps = dict(archive.conn.execute("SELECT step, count FROM repairs WHERE step LIKE 'mirror%'").fetchall())
        assert steps["mirror:pinyin"] > 50
        assert archive.one("SELECT text FROM articles") == TOWN.story(url).text


@pytest.mark.parametrize(("query", "titles"), [
    ("脱贫", ["元谋县齐心协力摘穷帽"]), ("脫貧", ["元谋县齐心协力摘穷帽"]), ("梨", ["软儿梨熟了"]), ("县", ["元谋县齐心协力摘穷帽", "软儿梨熟了"]),
    ("县 -脱贫", ["软儿梨熟了"]), ("水阜镇的软儿梨", ["软儿梨熟了"]), ("火星", []), ('"', []),
])
def test_search_finds_words_and_phrases_and_tells_by_its_exit_code(filled: Path, query: str, titles: list[str]) -> None:
    done = run("fangzhi", "search", filled, "--json", "--", query)
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == titles
    assert done.returncode == (0 if titles else 1)


def test_search_by_province_and_date(filled: Path) -> None:
    for province in ("甘肃", "甘肃省"):
        found = run("fangzhi", "search", filled, "县", "--province", province, "--since", "2020-01-01", "--json").stdout
        assert [json.loads(line)["source"] for line in found.splitlines()] == ["民族日报"]


@pytest.mark.parametrize(("words", "code", "line"), [
    (("县", "--limit", "1"), 0, "the newest 1; there are more, ask for them with --limit"),
    (("县", "--limit", "2"), 0, None), (("", "--limit", "2"), 0, None), ((" ", "--since", "2099", "--limit", "1"), 1, "nothing found"),
    (("县", "--portal", "gsc"), 1, "nothing found for 县; the archive has no portal gsc"),
    (("县", "--province", "云南"), 1, "nothing found for 县; the archive has no portal of 云南"),
    (("火星", "--portal", "gscn", "--province", "甘肃省"), 1, "nothing found for 火星"),
    (("贫", "--since", "2020-01-02", "--until", "2020", "--limit", "1"), 0, None),
])
def test_search_says_what_it_leaves_out(filled: Path, words: tuple[str, ...], code: int, line: str | None) -> None:
    done = run("fangzhi", "search", filled, "--json", *words)
    assert (done.returncode, done.stderr) == (code, f"fangzhi: {line}\n" if line else "")
    assert len(done.stdout.splitlines()) == (0 if code else int(words[-1]))


def test_stats_prints_figures_as_json_and_as_a_table(filled: Path) -> None:
    found = json.loads(run("fangzhi", "stats", filled, "--json").stdout)
    assert found["ledger"] == {"pending": 0, "stored": 2, "duplicate": 1, "quarantined": 0, "refused": 0, "discovered": 3}
    assert (found["totals"]["articles"], found["totals"]["reprints"]) == (2, 1)
    assert "中国甘肃网" in run("fangzhi", "stats", filled).stdout


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet", "warc"])
def test_export_writes_every_format(filled: Path, tmp_path: Path, kind: str) -> None:
    done = run("fangzhi", "export", filled, "--format", kind, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    data = (tmp_path / "out").read_bytes()
    if kind == "jsonl":
        told = {row["title"]: row["images"] for row in map(json.loads, data.splitlines())}
        assert told == {"元谋县齐心协力摘穷帽": [vars(PICTURE)], "软儿梨熟了": []}
    elif kind == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert [row["text"][:5] for row in rows if row["title"] == "软儿梨熟了"] == ["'=SUM"], "X10: no formula"
    elif kind == "parquet":
        import pyarrow.parquet as pq

        assert pq.read_table(tmp_path / "out").column("title").to_pylist().count("软儿梨熟了") == 1
    else:
        assert gzip.decompress(data).count(b"WARC-Type: response") == 3


def test_parquet_without_pyarrow_says_how_it_is_installed(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = CliRunner().invoke(fangzhi, ["export", str(filled), "--format", "parquet"])
    assert f"run {sys.executable} -m pip install pyarrow" in str(done.exception)


def test_export_of_the_same_archive_is_the_same(filled: Path) -> None:
    once, again, named = (run("fangzhi", "export", filled, "--format", "jsonl", *more).stdout for more in ((), (), ("-o", "-")))
    assert once == again == named
    assert not (ROOT / "-").exists()
    assert once.count("\n") == 2


def test_doctor_calls_a_sound_archive_sound_and_a_broken_one_not(filled: Path) -> None:
    done = run("fangzhi", "doctor", filled)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "sound")
    with Archive(filled) as archive, archive.writing() as conn:
        conn.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
        conn.execute("UPDATE captures SET body = (SELECT body FROM captures ORDER BY digest LIMIT 1)")
    done = run("fangzhi", "doctor", filled)
    assert done.returncode == 3
    assert "2 articles the full-text index does not hold" in done.stdout
    assert "does not hold the bytes it is named for" in done.stdout
    assert done.stdout.splitlines()[-1] == "NOT SOUND"


def test_restore_says_what_it_does(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("脱贫\x00攻坚", encoding="utf-8")
    done = run("fangzhi", "restore", tmp_path / "x.txt", "--explain")
    assert done.stdout == "脱贫攻坚"
    assert done.stderr.strip()
    (tmp_path / "y.txt").write_bytes("脱贫".encode("gbk"))
    done = run("fangzhi", "restore", tmp_path / "y.txt")
    assert (done.returncode, "iconv -f gb18030 -t utf-8" in done.stderr) == (2, True)


def test_every_command_explains_itself() -> None:
    listed = run("fangzhi", "--help").stdout
    for name in COMMANDS:
        assert f"  {name} " in listed
        assert CliRunner().invoke(fangzhi, [name, "--help"]).exit_code == 0


def test_all_saved_pages_go_through(shared: Path, tmp_path: Path) -> None:
    """Every page is read without a traceback, and packed into a WARC that becomes a sound archive."""
    pages = sorted((shared / "pages").glob("*.html"))
    done = run("fangzhi", "extract", "--json", *pages)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == len(pages)
    warc = tmp_path / "pages.warc.gz"
    with warc.open("wb") as stream:
        write_warc([Capture(f"http://{p.stem.split('__')[0]}/{p.name}", p.read_bytes(), {"content-type": "text/html"})
                    for p in pages], stream)
    assert run("fangzhi", "import", "--any", tmp_path / "a.db", warc).returncode == 0
    assert run("fangzhi", "doctor", tmp_path / "a.db").returncode == 0
