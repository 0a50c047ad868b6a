"""WARC in and out: the same bytes back, the same file twice, and one clear line for a damaged one."""

from __future__ import annotations

import gzip
import io
import os
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard

from archive import bounded
from archive.archive import Archive
from archive.errors import FangzhiError
from archive.export import export
from archive.warc import WarcIndex, must_be_warc, read_warc, write_warc
from pipelines.items import Capture
from tests.making import TEXT, page

CAPTURES = [
    Capture("http://a.example/robots.txt", b"User-agent: *\n", {"content-type": "text/plain"}, 200, "2020-01-01T00:00:00+00:00"),
    Capture("http://a.example/1.htm", "脱贫".encode("gbk"), {"content-type": "text/html; charset=gb2312"}, 200,
            "2020-01-01T00:00:01+00:00"),
    Capture("http://a.example/old", b"", {"location": "http://a.example/1.htm"}, 301, "2020-01-01T00:00:02+00:00"),
]


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    path = tmp_path / "x.warc.gz"
    with path.open("wb") as stream:
        assert write_warc(CAPTURES, stream) == 3
    return path


def test_what_goes_in_comes_out(warc: Path) -> None:
    back = list(read_warc(warc))
    assert [(c.url, c.body, c.status) for c in back] == [(c.url, c.body, c.status) for c in CAPTURES]
    assert back[1].headers["content-type"] == "text/html; charset=gb2312"


@pytest.mark.parametrize(("written", "date"), [
    ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00+00:00"), ("2020-01-01T00:00:00.123456Z", "2020-01-01T00:00:00+00:00"),
    ("2020-01-01T08:00:00+08:00", "2020-01-01T00:00:00+00:00"), ("2020-01", "2020-01-01T00:00:00+00:00"),
    ("2020-01-01T09:30Z", "2020-01-01T09:30:00+00:00"), ("9999-12-31T23:59:59Z", None), ("0001-01-01T00:00:00Z", None),
    ("昨天", None), ("", None)])
def test_dates_come_in_as_the_archive_writes_them(warc: Path, written: str, date: str | None) -> None:
    assert next(read_warc(warc)).fetched_at == CAPTURES[0].fetched_at
    plain = gzip.decompress(warc.read_bytes()).replace(b"2020-01-01T00:00:00Z", written.encode())
    warc.write_bytes(plain)
    assert next(read_warc(warc)).fetched_at == date


def record(body: bytes, coding: str = "", more: str = "", length: int | None = None) -> bytes:
    """A record of http://a.example/1.htm as other programs write them, in whatever coding, with whatever length."""
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding or 'none'}\r\n\r\n".encode() + body
    head = ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1.htm\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\n{more}Content-Length: {len(block) if length is None else length}\r\n\r\n")
    return head.encode() + block + b"\r\n\r\n"


def test_brotli_is_undone_and_what_is_none_keeps_nothing_behind_it_away(tmp_path: Path) -> None:
    page_ = "脱贫".encode() * 50_000
    (tmp_path / "x.warc").write_bytes(record(brotli.compress(page_), "br") + record(b"<html>", "br") + record(b"behind"))
    assert [c.body for c in read_warc(tmp_path / "x.warc")] == [page_, b"<html>", b"behind"]


PACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes, "gzip": gzip.compress, "br": lambda body: brotli.compress(body, quality=1), "zstd": zstandard.ZstdCompressor(write_content_size=False).compress}


def test_zstd_is_undone_in_frame_after_frame_and_what_is_none_keeps_nothing_behind_it_away(tmp_path: Path) -> None:
    packed = zstandard.compress("脱贫".encode() * 50_000)
    (tmp_path / "x.warc").write_bytes(record(packed * 2, "zstd") + record(b"<html>", "zstd") + record(b"behind"))
    assert [c.body for c in read_warc(tmp_path / "x.warc")] == ["脱贫".encode() * 100_000, b"<html>", b"behind"]


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_body_whose_coding_breaks_off_is_no_whole_page(tmp_path: Path, coding: str) -> None:
    packed = PACK[coding](random.Random(1).randbytes(300_000))
    (tmp_path / "x.warc").write_bytes(record(packed[:-50_000], coding) + record(packed, coding) + record(b"", coding))
    assert [c.status for c in read_warc(tmp_path / "x.warc")] == [206, 200, 200]


@pytest.mark.parametrize("more", ["X: {}\r\n", "X: y\r\n{}"], ids=["a line", "lines"])
@pytest.mark.parametrize("of", ["record", "answer"])
def test_a_head_that_no_memory_holds_is_told(tmp_path: Path, more: str, of: str) -> None:
    long = more.format("x" * (8 << 20) if more.endswith("{}\r\n") else "X: y\r\n" * (1 << 20))
    whole = record(b"a", more=long) if of == "record" else record(b"a", "none\r\n" + long.rstrip())
    (tmp_path / "x.warc").write_bytes(whole)
    tracemalloc.start()
    try:
        with pytest.raises(FangzhiError, match=r"not a whole WARC file \(a head of more than 1 MiB\); copy it again"):
            list(read_warc(tmp_path / "x.warc"))
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("dictionary", [False, True])
def test_a_warc_file_in_zstd_is_told(tmp_path: Path, dictionary: bool) -> None:
    path = tmp_path / "x.warc.zst"
    path.write_bytes((b"\x5d\x2a\x4d\x18\x04\0\0\0abcd" if dictionary else b"") + zstandard.compress(record(b"a")))
    with pytest.raises(FangzhiError, match=r"x\.warc\.zst: compressed with zstd; undo that first: zstd -d "):
        must_be_warc(path)


@pytest.mark.parametrize("coding", PACK)
def test_a_body_that_no_memory_holds_is_passed_over_and_told(
    tmp_path: Path, coding: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bounded, "LARGEST", 1 << 20)
    whole, large = bytes(1 << 20), bytes(100 << 20)
    (tmp_path / "x.warc").write_bytes(record(PACK[coding](whole), coding) + record(PACK[coding](large), coding) + record(b"behind"))
    tracemalloc.start()
    got = [len(c.body) for c in read_warc(tmp_path / "x.warc")]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert got == [1 << 20, 6]
    assert most < 64 << 20
    assert [line.getMessage() for line in caplog.records] == ["http://a.example/1.htm: larger than 1 MiB, passed over"]


def test_a_record_that_says_it_was_cut_is_no_whole_page(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(record(b"a") + record(b"b", more="WARC-Truncated: length\r\n"))
    assert [(c.body, c.status) for c in read_warc(tmp_path / "x.warc")] == [(b"a", 200), (b"b", 206)]


@pytest.mark.parametrize("length", [2**63, 10**30, -5, 9000])
def test_a_length_that_lies_is_told(tmp_path: Path, length: int) -> None:
    (tmp_path / "x.warc").write_bytes(record(b"a", length=length) + record(b"b"))
    with pytest.raises(FangzhiError, match="not a whole WARC file"):
        list(read_warc(tmp_path / "x.warc"))


def test_the_same_captures_give_the_same_bytes(warc: Path) -> None:
    again = io.BytesIO()
    write_warc(CAPTURES, again)
    assert again.getvalue() == warc.read_bytes()


def test_a_response_of_no_address_is_passed_over_or_told(warc: Path) -> None:
    plain = gzip.decompress(warc.read_bytes())
    warc.write_bytes(plain.replace(b"URI: http://a.example/1.htm", b"URI: http://[bad/1.htm"))
    assert [c.url for c in read_warc(warc)] == [CAPTURES[0].url, CAPTURES[2].url]
    assert len(WarcIndex([warc])) == 2
    warc.write_bytes(plain.replace(b"WARC-Target-URI: http://a.example/1.htm\r\n", b""))
    with pytest.raises(FangzhiError, match="not a whole WARC file"):
        list(read_warc(warc))


def test_the_index_finds_by_address(warc: Path) -> None:
    index = WarcIndex([warc])
    assert len(index) == 3
    found = index.get("http://a.example/1.htm#top")
    assert found is not None
    assert found.body == CAPTURES[1].body
    assert index.get("http://a.example/2.htm") is None


def test_the_transfer_leaves_no_trace(tmp_path: Path) -> None:
    stream = io.BytesIO()
    write_warc([Capture("http://a.example/", b"plain", {"content-encoding": "gzip", "transfer-encoding": "chunked"})], stream)
    (tmp_path / "y.warc.gz").write_bytes(stream.getvalue())
    assert next(read_warc(tmp_path / "y.warc.gz")).body == b"plain"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_cut_file_gives_its_whole_records_then_one_line(warc: Path, cut: float) -> None:
    data = warc.read_bytes()
    warc.write_bytes(data[: int(len(data) * cut)])
    got: list[Capture] = []
    with pytest.raises(FangzhiError, match="not a whole WARC file") as told:
        for capture in read_warc(warc):
            got.append(capture)
    assert "\n" not in str(told.value)
    assert [c.body for c in got] == [c.body for c in CAPTURES[: len(got)]]


def test_what_is_no_warc_is_told(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("方志")
    with pytest.raises(FangzhiError, match="not a whole WARC"):
        list(read_warc(tmp_path / "text"))
    with pytest.raises(FangzhiError, match="name a WARC file"):
        WarcIndex([tmp_path / "none.warc.gz"])


def test_the_line_of_a_damaged_file_quotes_no_bytes(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(b"WARC/\0\xff\x1b[31m garbage\r\n\r\n")
    with pytest.raises(FangzhiError) as told:
        list(read_warc(tmp_path / "x.warc"))
    assert str(told.value) == f"{tmp_path / 'x.warc'}: not a whole WARC file (Unknown archive format); copy it again"


def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for open_it in (must_be_warc, lambda path: next(read_warc(path)), lambda path: WarcIndex([path])):
        with pytest.raises(FangzhiError, match=r"pipe: no regular file; name a WARC file$"):
            open_it(tmp_path / "pipe")


def test_an_archive_goes_out_and_comes_back(archive: Archive, tmp_path: Path) -> None:
    archive.add(page())
    path = tmp_path / "out.warc.gz"
    with path.open("wb") as stream:
        write_warc(archive.captures.all("any"), stream)
    assert [c.digest for c in read_warc(path)] == [page().capture.digest]


def test_what_was_taken_back_comes_back_as_the_present(archive: Archive, tmp_path: Path) -> None:
    """The bytes of an address are written once, but where it showed others in between; the last of it counts."""
    texts = {"1": "ABA", "2": "AAB", "3": "AB"}  # what three addresses showed on the first days
    pages = [page(f"http://a.example/{name}.htm", f"{TEXT}{text * 3}", portal=None,
                  when=f"2020-01-{day:02}T00:00:00+00:00")
             for name, shown in texts.items() for day, text in enumerate(shown, 1)]
    archive.add_many(pages)
    path = tmp_path / "out.warc.gz"
    assert export(archive, "warc", path) == 7
    back = {capture.url: capture for capture in read_warc(path)}
    assert {url[-5]: (kept.body[-1:].decode(), kept.fetched_at[8:10]) for url, kept in back.items()} == {
        "1": ("A", "03"), "2": ("B", "03"), "3": ("B", "02")}
    index = WarcIndex([path])
    assert {url: index.get(url).digest for url in back} == dict(archive.conn.execute("SELECT url, capture FROM appearances"))


def test_outside_corpus_whole_records_then_a_clear_line(shared: Path) -> None:
    for path in sorted((shared / "corpora/warcio-warc").glob("*arc*")):
        try:
            for capture in read_warc(path):
                assert capture.url
        except FangzhiError as error:
            assert "\n" not in str(error)
