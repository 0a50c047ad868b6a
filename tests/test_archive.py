"""Filing pages: works, appearances, revisions, captures, and the ledger that adds up."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import ledger, schema
from archive.archive import Archive
from archive.captures import unpack
from archive.connection import unopened
from archive.errors import Busy, FangzhiError
from archive.ledger import Link
from pipelines.items import Capture, Failure
from tests.making import TEXT, page

OTHER = "兰州市七里河区的百合进入采收季节，合作社的工人们正在地头分拣装箱，准备发往外地市场。\n" * 3
EDITED = TEXT + "全县三十二个村当年脱贫摘帽。\n"


def rows(archive: Archive, sql: str) -> list[tuple]:
    return archive.conn.execute(sql).fetchall()


def test_a_new_text_is_a_work_with_one_appearance(archive: Archive) -> None:
    assert archive.add(page(source="民族日报", breadcrumb=["首页", "甘肃"], steps=2)) == "stored"
    assert rows(archive, "SELECT title, source, portal, kind FROM articles JOIN appearances ON article_id = articles.id"
                .replace("title, source, portal", "articles.title, articles.source, articles.portal")) == [
        ("元谋县齐心协力摘穷帽", "民族日报", "gscn", "original")]
    assert rows(archive, "SELECT step, count FROM repairs ORDER BY position") == [("decode:gb18030", 1), ("decode:gb18030", 2)]


def test_the_same_text_elsewhere_is_a_reprint(archive: Archive) -> None:
    archive.add(page())
    state = archive.add(page("http://www.lzbs.com.cn/a/2020-01/03/content_1.htm", portal="lzbs"))
    assert state == "duplicate"
    assert rows(archive, "SELECT count(*) FROM articles") == [(1,)]
    assert rows(archive, "SELECT kind, similarity FROM appearances ORDER BY id") == [("original", 1.0), ("reprint", 1.0)]


def test_punctuation_and_blanks_make_no_other_text(archive: Archive) -> None:
    archive.add(page())
    narrowed = TEXT.replace("，", ", ").replace("。", ".")
    assert archive.add(page("http://www.lzbs.com.cn/x/content_1.htm", narrowed, portal="lzbs")) == "duplicate"
    archive.add(page("http://www.tianshui.com.cn/1.html", narrowed, portal="tianshui"))
    assert rows(archive, "SELECT coalesce(texts.text, articles.text) FROM texts JOIN articles ON articles.id = article_id"
                         " ORDER BY texts.id") == [(TEXT,), (narrowed,)], "each as it was written, once"


def test_a_mirror_is_never_an_original(archive: Archive) -> None:
    archive.add(page("http://spam.example/x.htm", portal=None, mirror=True))
    assert rows(archive, "SELECT kind, portal FROM appearances") == [("mirror", "spam.example")]


def test_the_same_address_again_changes_nothing(archive: Archive) -> None:
    archive.add(page())
    assert archive.add(page("https://www.gscn.com.cn/system/2020/01/02/012345678.shtml?spm=1")) == "stored"
    assert rows(archive, "SELECT count(*) FROM appearances") == [(1,)]
    assert rows(archive, "SELECT count(*) FROM revisions") == [(0,)]


def test_a_changed_text_keeps_the_old_one_and_search_follows(archive: Archive) -> None:
    archive.add(page(when="2020-01-02T00:00:00+00:00"))
    archive.add(page(text=EDITED, when="2020-01-05T00:00:00+00:00", title="元谋摘帽"))
    assert rows(archive, "SELECT text, seen_at, replaced_at FROM revisions") == [
        (TEXT, "2020-01-02T00:00:00+00:00", "2020-01-05T00:00:00+00:00")]
    assert rows(archive, "SELECT id, title, text FROM articles") == [(1, "元谋摘帽", EDITED)]
    found = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH '\"{}\"'"
    assert rows(archive, found.format("三 十 二 个 村")) == [(1,)]
    assert rows(archive, found.format("齐 心 协 力")) == [(0,)]


def test_a_changed_reprint_leaves_the_original_alone(archive: Archive) -> None:
    archive.add(page())
    reprint = "http://www.lzbs.com.cn/a/content_1.htm"
    archive.add(page(reprint, portal="lzbs"))
    archive.add(page(reprint, OTHER, portal="lzbs"))
    assert [r[0] for r in rows(archive, "SELECT text FROM articles ORDER BY id")] == [TEXT, OTHER]
    assert rows(archive, "SELECT article_id FROM appearances ORDER BY id") == [(1,), (2,)]
    assert rows(archive, "SELECT article_id, text FROM revisions") == [(1, TEXT)]


def test_bytes_are_kept_once_and_as_they_came(archive: Archive) -> None:
    body = "<p>脱贫</p>".encode("gbk")
    archive.add(page("http://a.example/1.htm", body=body, portal=None))
    archive.add(page("http://b.example/1.htm", body=body, portal=None))
    assert [unpack(row[0]) for row in rows(archive, "SELECT body FROM captures")] == [body]
    assert rows(archive, "SELECT url FROM fetches ORDER BY id") == [("http://a.example/1.htm",), ("http://b.example/1.htm",)]


@pytest.mark.parametrize(("ends", "state"), [({"failed": "too deep"}, "quarantined"), ({"refused": "soft 404"}, "refused")])
def test_what_is_no_article_keeps_its_bytes_and_its_reason(archive: Archive, ends: dict, state: str) -> None:
    assert archive.add(page(**ends)) == state
    assert rows(archive, "SELECT state, reason FROM ledger") == [(state, next(iter(ends.values())))]
    assert rows(archive, "SELECT count(*) FROM captures") == [(1,)]
    assert rows(archive, "SELECT count(*) FROM articles") == [(0,)]


def test_a_later_failure_never_takes_back_what_is_stored(archive: Archive) -> None:
    archive.add(page())
    archive.add(page(body=b"gone", refused="soft 404"))
    archive.fail(Failure(page().capture.url or "", "gscn", "HTTP 404", permanent=True))
    assert rows(archive, "SELECT state, reason FROM ledger") == [("stored", "HTTP 404")]
    assert rows(archive, "SELECT text FROM articles") == [(TEXT,)]


def test_a_transaction_is_whole_or_not_at_all(archive: Archive) -> None:
    archive.add(page())
    with pytest.raises(RuntimeError), archive.writing() as conn:
        conn.execute("DELETE FROM ledger")
        raise RuntimeError
    assert ledger.counts(archive.conn)["discovered"] == 1


def test_discovery_asks_for_the_new_and_the_pending_only(archive: Archive) -> None:
    archive.know_portal("gscn")
    first = [Link(f"http://www.gscn.com.cn/{n}.shtml", "2020-01-01") for n in range(3)]
    assert archive.discover("gscn", first).new == 3
    archive.add(page(first[0].url))
    again = archive.discover("gscn", first, outside=[Link("http://www.gscn.com.cn/9.shtml", "1999-01-01")])
    assert [link.url for link in again.wanted] == [first[1].url, first[2].url]
    assert again.new == 0
    counts = ledger.counts(archive.conn, "gscn")
    assert (counts["stored"], counts["pending"], counts["refused"], counts["discovered"]) == (1, 2, 1, 4)
    wider = archive.discover("gscn", [Link("http://www.gscn.com.cn/9.shtml", "1999-01-01")])
    assert [link.url for link in wider.wanted] == ["http://www.gscn.com.cn/9.shtml"]
    assert ledger.counts(archive.conn, "gscn")["pending"] == 3, "a run that is killed before it asks leaves it to the next"


EVENTS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["text", "other", "failed", "refused", "gone", "late"])))


@settings(max_examples=30, deadline=None)
@given(events=EVENTS)
def test_the_ledger_adds_up_whatever_happens(tmp_path_factory: pytest.TempPathFactory, events: list) -> None:
    with Archive(tmp_path_factory.mktemp("law") / "a.db") as archive:
        archive.know_portal("gscn")
        for n, event in events:
            url = f"http://www.gscn.com.cn/{n}.shtml"
            archive.discover("gscn", [Link(url)])
            if event in ("gone", "late"):
                archive.fail(Failure(url, "gscn", "HTTP", permanent=event == "gone"))
            else:
                ends = {event: "why"} if event in ("failed", "refused") else {}
                archive.add(page(url, OTHER if event == "other" else TEXT, **ends))
        counts = ledger.counts(archive.conn)
        assert counts["discovered"] == len({n for n, _ in events})
        shown = {row[0] for row in rows(archive, "SELECT url FROM appearances")}
        assert counts["stored"] + counts["duplicate"] == len(shown)
        assert rows(archive, "SELECT count(*) FROM articles") == rows(archive, "SELECT count(*) FROM articles_fts_docsize")


# Opening -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sql", "todo"), [
    ("BEGIN EXCLUSIVE", "another program holds it: run again when that has ended"),
    ("PRAGMA query_only = 1", "it must be yours to write to; run as the owner, or work on a copy"),
])
def test_S8_an_archive_that_is_held_or_read_only_needs_no_backup(tmp_path: Path, sql: str, todo: str) -> None:
    path = tmp_path / "a.db"
    held, other = (sqlite3.connect(path, isolation_level=None, timeout=0) for _ in range(2))
    held.execute(sql)
    with pytest.raises(sqlite3.OperationalError) as error:
        (other if "EXCLUSIVE" in sql else held).execute("CREATE TABLE t (x)")
    assert unopened(path, error.value).endswith(f"); {todo}")
    held.close()
    other.close()


def test_S8_what_is_no_archive_is_refused_in_one_line_and_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as conn:
        conn.execute("CREATE TABLE recipes (name)")
    conn.close()
    cases = {foreign: foreign.read_bytes(), tmp_path / "text.db": "方志\n".encode() * 200, tmp_path / "half.db": b""}
    with Archive(tmp_path / "whole.db") as whole:
        whole.add(page())
    cases[tmp_path / "half.db"] = (tmp_path / "whole.db").read_bytes()[: 3 * 4096]
    for path, data in cases.items():
        path.write_bytes(data)
        with pytest.raises(FangzhiError) as told:
            Archive(path)
        assert str(path) in str(told.value)
        assert "\n" not in str(told.value)
        assert path.read_bytes() == data
    with pytest.raises(FangzhiError, match="no such archive"):
        Archive(tmp_path / "none.db", readonly=True)


@pytest.mark.parametrize("readonly", [False, True])
def test_S8_what_is_no_file_is_named_and_gets_no_locks_beside_it(tmp_path: Path, readonly: bool) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "folder.db")
    for name, says in (("folder.db", "a folder, no archive; name a file"), ("link.db", "a folder, no archive; name a file"),
                       ("fifo", "no regular file, no archive; name a file")):
        with pytest.raises(FangzhiError) as told:
            Archive(tmp_path / name, readonly=readonly)
        assert str(told.value) == f"{tmp_path / name}: {says}"
    assert {place.name for place in tmp_path.iterdir()} == {"folder.db", "link.db", "fifo"}


def test_S8_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FangzhiError, match=rf"a\.db: there is no folder {tmp_path}/none; make it, or name another$"):
        Archive(tmp_path / "none" / "a.db")


def test_S10_an_archive_of_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    Archive(path).close()
    with sqlite3.connect(path) as conn:
        conn.execute(f"PRAGMA user_version = {schema.current() + 1}")
    conn.close()
    with pytest.raises(FangzhiError, match="newer Fangzhi"):
        Archive(path)


def test_opening_twice_migrates_once(tmp_path: Path) -> None:
    for _ in range(2):
        with Archive(tmp_path / "a.db") as archive:
            assert schema.version_of(archive.db) == schema.current()


def test_a_portal_is_locked_for_one_run(archive: Archive) -> None:
    lock = archive.lock_portal("gscn")
    with pytest.raises(Busy, match="gscn is being crawled by process"):
        archive.lock_portal("gscn")
    archive.lock_portal("lzbs").release()
    lock.release()
    archive.lock_portal("gscn").release()


@pytest.mark.long
def test_E15_naughty_strings_come_back_as_they_went_in(archive: Archive, shared: Path) -> None:
    import json

    strings = json.loads((shared / "corpora/blns/blns.json").read_text())
    archive.add_many([page(f"http://a.example/{n}.htm", text + TEXT + str(n), title=text) for n, text in enumerate(strings)])
    stored = dict(rows(archive, "SELECT url, title FROM appearances"))
    assert [stored[f"http://a.example/{n}.htm"] for n in range(len(strings))] == strings


def test_a_capture_without_an_address_cannot_be_filed(archive: Archive) -> None:
    made = page()
    made.capture = Capture(None, b"x")
    with pytest.raises(ValueError, match="address"):
        archive.add(made)


@pytest.mark.parametrize(("shut", "advice"), [
    ((".",), "its folder must be yours to write in; copy it to one that is"),
    (("a.db", "."), "its folder must be yours to write in; copy it to one that is"),
    (("a.db",), "a.db must be yours to write to; run as the owner, or work on a copy"),
    (("a.db-wal", "a.db-shm"), "a.db-wal, a.db-shm must be yours to write to; run as the owner, or work on a copy"),
])
def test_S8_what_another_account_may_not_write_to_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shut: tuple[str, ...], advice: str
) -> None:
    path = tmp_path / "a.db"
    with Archive(path) as archive, Archive(path, readonly=True) as reader:
        closed = {tmp_path / name for name in shut}
        monkeypatch.setattr(os, "access", lambda place, mode: Path(place) not in closed)
        with pytest.raises(sqlite3.OperationalError) as refused:
            reader.conn.execute("DELETE FROM articles")
        assert unopened(archive.path, refused.value).endswith(f"(attempt to write a readonly database); {advice}")
    locked = PermissionError(13, "Permission denied", str(tmp_path / "a.db.locks/write"))
    assert unopened(path, locked).endswith("a.db.locks/write'); it must be yours to write to; run as the owner, or work on a copy")
