"""Merging archives: the same whatever the order, however often; and reading every capture again."""

from __future__ import annotations

import io
import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import export
from archive.archive import Archive
from archive.merge import merge
from archive.reextract import reextract
from archive.verify import verify
from bench import bench_merge
from pipelines.items import Failure
from tests.making import page
from tests.reading import unsound
from tests.reprints import KINDS, NAMES, work
from tests.running import run

SITES = ("a.example", "b.example", "c.example")


def made(path: Path, events: list) -> Archive:
    """An archive of what one machine saw: (site, address, work, how it was changed, day)."""
    archive = Archive(path)
    for host in SITES:
        archive.know_portal(host, title="甲地新闻网" if host == "a.example" else None)
    for site, address, number, change, day in events:
        host = SITES[site]
        url = f"http://{host}/{address}.htm"
        if change == "gone":
            archive.fail(Failure(url, host, "HTTP 404", permanent=True))
            continue
        text = KINDS[change](work(number), random.Random(number))
        archive.add(page(url, text, portal=host, when=f"2020-01-{day:02}T00:00:00+00:00", title=f"第{number}篇报道的标题",
                         source=("甲地新闻网", None, "乙报")[day % 3], body=f"<p>{text}</p><!--{day}-->".encode()))
    return archive


def exported(archive: Archive) -> dict[str, bytes]:
    found = {}
    for kind, writer in (("jsonl", export._jsonl), ("csv", export._csv), ("warc", export._warc)):
        stream = io.BytesIO()
        writer(archive, stream)
        found[kind] = stream.getvalue()
    return found


def told(archive: Archive) -> list:
    """What the exports do not show: chain, revisions, ledger; without the archive's own numbers."""
    queries = (
        "SELECT a.canonical, a.url, kind, similarity, containment, a.first_seen, text_since, a.last_seen, articles.url"
        " FROM appearances a JOIN articles ON articles.id = article_id ORDER BY 1",
        "SELECT url, text, first_seen, seen_at, replaced_at, record FROM revisions ORDER BY url, text",
        "SELECT canonical, state, reason, capture, changed_at, discovered_at, tries FROM ledger ORDER BY 1",
        "SELECT digest, letters, text IS NULL FROM texts ORDER BY 1, 2, 3",
    )
    return [archive.conn.execute(query).fetchall() for query in queries]


EVENT = st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 3), st.sampled_from([*KINDS, "gone"]), st.integers(1, 9))


@settings(max_examples=8, deadline=None)
@given(machines=st.lists(st.lists(EVENT, max_size=5), min_size=2, max_size=3), again=st.integers(0, 2))
def test_any_order_any_number_of_times(tmp_path_factory: pytest.TempPathFactory, machines: list, again: int) -> None:
    folder = tmp_path_factory.mktemp("merge")
    archives = [made(folder / f"{n}.db", events) for n, events in enumerate(machines)]
    results = []
    orders = [archives, archives[::-1], archives[1:] + archives[:1]]
    for n, order in enumerate(orders):
        with Archive(folder / f"into{n}.db") as into:
            for archive in (*order, order[again % len(order)]):
                merge(into, archive)
            results.append((told(into), exported(into)))
        assert unsound(folder / f"into{n}.db") == []
    with Archive(folder / "together.db") as into:
        merge(into, *archives)
        results.append((told(into), exported(into)))
    for result in results[1:]:
        assert result == results[0]


def test_rows_of_the_ledger_that_changed_at_one_time_are_the_same_in_any_order(tmp_path: Path) -> None:
    """Forms of one address, with a reprint elsewhere that makes it now stored, now duplicate."""
    when = "2020-01-02T00:00:00+00:00"
    archives = []
    for n, form in enumerate(("", "?utm_source=x", "?spm=y")):
        archive = Archive(tmp_path / f"{n}.db")
        archive.know_portal("c.example")
        for seen in range(n + 1):  # tries that differ
            archive.add(page(f"http://b.example/1.htm{form}", work(1), portal="b.example", when=when, body=b"%d" % seen))
        if n:  # the first knows it as stored, the others as a reprint
            archive.add(page("http://a.example/1.htm", work(1), portal="a.example", published_at="2019-01-01", when=when))
        archive.fail(Failure(f"http://c.example/1.htm{form}", "c.example", f"HTTP 50{n}", permanent=n == 0))
        with archive.writing() as conn:
            conn.execute("UPDATE ledger SET changed_at = ?, discovered_at = ? || canonical", (when, n))
        archives.append(archive)
    ledgers = set()
    for order in itertools.permutations(archives):
        for again in (1, 2):
            with Archive(tmp_path / f"into{''.join(a.path.stem for a in order)}-{again}.db") as into:
                for archive in order * again:
                    merge(into, archive)
                ledgers.add(tuple(into.conn.execute(
                    "SELECT canonical, url, portal, channel, state, reason, dated, capture, tries, discovered_at, changed_at"
                    " FROM ledger ORDER BY canonical")))
    assert len(ledgers) == 1


WEATHER = ("晴", "多云", "阴", "小雨", "阵雨", "小雪", "扬沙", "雷阵雨", "晴转多云", "多云转阴", "雨夹雪")
# The more letters are fixed, the more days are like each other; with none they share hardly a mark.
FORMS = {"weather": ("{}气象台发布的天气预报：今天夜间到明天白天，" + "{}，".join(("城区", "东岭", "西坪", "南湾", "北沟", "三岔", "")), WEATHER, 200),
         "notices": ("根据有关规定，现将拟任职干部情况公示如下：{}，" + "{}，".join(("男", "汉族", "大学学历", "现任", "拟任", "")), NAMES, 120)}


def formed(kind: str, number: int) -> str:
    """One of many pages of one form."""
    form, words, fixed = FORMS[kind]
    dice = random.Random(number)
    slots = ("".join(dice.choices(words, k=3)) for _ in range(form.count("{}")))
    return form.format(*slots) + "\n" + work(77)[:fixed]


def in_groups(folder: Path, name: str, groups: list[list[Archive]]) -> tuple[list, dict[str, bytes]]:
    """What the archives give when each group is merged for itself, and then all groups in one."""
    with Archive(folder / f"{name}.db") as into:
        for n, group in enumerate(groups):
            with Archive(folder / f"{name}-{n}.db") as part:
                merge(part, *group)
                merge(into, part)
        assert unsound(folder / f"{name}.db") == []
        return told(into), exported(into)


@pytest.mark.parametrize(("kind", "reprinted", "seed"), [("weather", 0, 1), ("notices", 1, 3)])
def test_pages_of_one_form_in_any_order(tmp_path: Path, kind: str, reprinted: int, seed: int) -> None:
    """More of them than a mark finds, so that filing overlooks some, and others in another order."""
    dice = random.Random(seed)
    machines = [Archive(tmp_path / f"{n}.db") for n in range(3)]
    pages = [page(f"http://{name}.example/{n}.htm", change(formed(kind, n), dice), portal=None)
             for n in range(60 // (1 + reprinted))
             for name, change in [("a", KINDS["same"]), *dice.sample(sorted(KINDS.items()), reprinted)]]
    dice.shuffle(pages)
    for n, archive in enumerate(machines):
        archive.add_many(pages[n::3])
    a, b, c = machines
    first = in_groups(tmp_path, "one by one", [[a], [b], [c]])
    assert in_groups(tmp_path, "in another order", [[c], [b], [a]]) == first
    assert in_groups(tmp_path, "in groups, and again", [[b, c], [a, b, a]]) == first
    merge(a, b)
    merge(a, c)
    assert (told(a), exported(a)) == first
    for archive in machines:
        archive.close()


@pytest.mark.long
def test_eight_machines_that_saw_the_same_in_random_orders(tmp_path: Path) -> None:
    assert bench_merge.run(8, 150, 3, tmp_path)


def test_merging_into_nothing_is_a_copy(tmp_path: Path) -> None:
    events = [(0, 1, 1, "same", 1), (1, 1, 1, "cut to 60 %", 2), (0, 1, 1, "5 % slips", 3), (2, 2, 2, "same", 1)]
    with made(tmp_path / "a.db", events) as archive, Archive(tmp_path / "b.db") as copy:
        merge(copy, archive)
        assert told(copy) == told(archive)
        assert exported(copy) == exported(archive)


def test_into_one_that_has_articles_keeps_its_numbers(tmp_path: Path) -> None:
    with made(tmp_path / "a.db", [(0, n, n, "same", 1) for n in range(3)]) as into:
        before = into.conn.execute("SELECT id, url FROM articles ORDER BY id").fetchall()
        with made(tmp_path / "b.db", [(1, n, n, "footer", 2) for n in range(5)]) as other:
            merge(into, other)
        after = into.conn.execute("SELECT id, url FROM articles ORDER BY id").fetchall()
        assert after[:3] == before
        assert len(after) == 5


@pytest.mark.parametrize("counts", [True, False])
def test_readings_of_two_versions_take_no_edition_away(tmp_path: Path, counts: bool) -> None:
    """One version reads the same text in both of an address's captures, the other does not."""
    def read(name: str, *texts: str) -> Archive:
        archive = Archive(tmp_path / name)
        for day, text in enumerate(texts, 1):
            archive.add(page("http://a.example/1.htm", text, portal=None, title=f"第{day}日", body=f"{day}".encode(),
                             when=f"2020-01-{day:02}T00:00:00+00:00"))
        return archive

    first, other = (f"{lead}{work(n)}" for n, lead in ((1, "乙"), (2, "龙" if counts else "一")))
    with read("a.db", first, first) as one, read("b.db", first, other) as two:
        found = []
        for order in ((one, two), (two, one)):
            with Archive(tmp_path / f"{len(found)}.db") as into:
                merge(into, *order)
                once = told(into)
                merge(into, *order)
                assert told(into) == once
                found.append(once)
                assert {row[0] for row in into.conn.execute(
                    "SELECT text FROM revisions UNION SELECT text FROM articles")} == {first, other if counts else first}
        assert found[0] == found[1]


def test_fangzhi_merge_takes_several_archives_into_a_new_one(tmp_path: Path) -> None:
    for n in (1, 2):
        made(tmp_path / f"{n}.db", [(n, 1, n, "same", 1)]).close()
    done = run("fangzhi", "merge", tmp_path / "all.db", tmp_path / "1.db", tmp_path / "2.db")
    assert "articles 2" in done.stdout
    assert done.returncode == 0
    wrong = run("fangzhi", "merge", tmp_path / "all.db", tmp_path / "all.db")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert run("fangzhi", "merge", tmp_path / "new.db", tmp_path / "none.db").returncode == 2
    assert not (tmp_path / "new.db").exists()


# Reading again -------------------------------------------------------------------------------------------------


def test_S15_every_capture_read_again_gives_the_same_count(archive: Archive) -> None:
    made_ = [page(f"http://a.example/{n}.htm", work(n), portal=None, title=f"第{n}篇", layout="old") for n in range(6)]
    archive.add_many(made_)
    by_url = {made.capture.url: made for made in made_}

    def road(capture):  # today's: finds a source, reads one text further, and refuses one page
        again = page(capture.url, by_url[capture.url].article.text, portal=None, title=by_url[capture.url].article.title,
                     layout="new", source="本网" if capture.url.endswith("/1.htm") else None)
        again.capture = capture
        if capture.url.endswith("/2.htm"):
            again.article.text += "\n又一段此前没有读到的话。"
        again.refused = "no text" if capture.url.endswith("/3.htm") else None
        return again

    report = reextract(archive, road, archive.captures.all(), dry=True)
    assert archive.one("SELECT count(*) FROM appearances WHERE layout = 'new'") == 0
    assert reextract(archive, road, archive.captures.all()).rows() == report.rows() == [
        {"field": "article", "found": 0, "lost": 1, "other": 0}, {"field": "source", "found": 1, "lost": 0, "other": 0},
        {"field": "layout", "found": 0, "lost": 0, "other": 5}, {"field": "text", "found": 0, "lost": 0, "other": 1}]
    assert archive.conn.execute("SELECT count(*), max(id) FROM articles").fetchone() == (6, 6)
    assert archive.one("SELECT count(*) FROM revisions") == 0
    assert archive.one("SELECT text FROM articles WHERE url LIKE '%/2.htm'").endswith("没有读到的话。")
    assert reextract(archive, road, archive.captures.all()).rows() == report.rows()[:1]


# Texts against their bytes -------------------------------------------------------------------------------------


def test_texts_are_held_against_their_bytes(archive: Archive, tmp_path: Path) -> None:
    for n in range(3):
        text = work(n)
        archive.add(page(f"http://a.example/{n}.htm", text, body=f"<html><body><p>{text}</p></body></html>".encode()))
    assert list(verify(archive)) == [None] * 3
    archive.conn.execute("UPDATE articles SET text = ? WHERE id = 1", (work(9),))
    archive.conn.execute("UPDATE captures SET body = (SELECT body FROM captures WHERE url LIKE '%/0.htm') WHERE url LIKE '%/2.htm'")
    assert [doubt.why for doubt in verify(archive) if doubt] == [
        "the text is not the one its digest names",
        f"capture {archive.one('SELECT capture FROM appearances WHERE id = 3')[:12]} does not hold the bytes it is named for"]
    assert run("fangzhi", "verify", archive.path).returncode == 3
