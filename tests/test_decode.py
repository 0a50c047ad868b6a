"""Decoding: the Encoding Standard's vectors, labels and prescan, and what happens when claims and bytes disagree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.decode import decode, decode_page, prescan
from pipelines.items import Capture, Page
from pipelines.text.encodings import LABELS, decode_as, encoding_of

TEXT = "元谋县把脱贫攻坚作为最大的政治任务和最重要的民生工程，强化责任、整合资源、精准施策。"
PAGE = "<html><head><meta charset={}><title>新闻</title></head><body><p>" + TEXT * 3 + "</p></body></html>"


def page(label: str, encoding: str) -> bytes:
    return PAGE.format(label).encode(encoding)


def test_E1_gbk_bytes_under_utf8_header_and_meta() -> None:
    read = decode(page("utf-8", "gb18030"), header="text/html; charset=utf-8")
    assert (read.text, read.charset, read.replaced) == (PAGE.format("utf-8"), "gb18030", 0)
    assert read.claimed == {"header": "utf-8", "meta": "utf-8"}


def test_E2_utf8_bytes_under_gb2312_header() -> None:
    read = decode(page("gb2312", "utf-8"), header="text/html; charset=gb2312")
    assert (read.text, read.charset) == (PAGE.format("gb2312"), "utf-8")


def test_E3_no_charset_at_all() -> None:
    body = PAGE.replace("<meta charset={}>", "").encode("gb18030")
    assert decode(body).charset == "gb18030"
    assert TEXT in decode(body).text


def test_E4_characters_beyond_the_gb2312_label() -> None:
    text = PAGE.format("gb2312").replace("新闻", "镕喆㐀𠮷€龦囧")
    assert decode(text.encode("gb18030"), header="text/html; charset=gb2312").text == text


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_E5_E6_vectors_of_the_standard(shared: Path, encoding: str) -> None:
    folder = shared / "corpora" / "encoding_rs-cjk"
    body = (folder / f"{encoding}_in.txt").read_bytes()
    wanted = (folder / f"{encoding}_in_ref.txt").read_bytes().decode("utf-8").split("\n")
    assert sum(decode_as(encoding, line) == want for line, want in zip(body.split(b"\n"), wanted, strict=True)) == len(
        wanted
    ), encoding
    assert decode_as(encoding, body) == "\n".join(wanted)


def test_E6_index_of_big5(shared: Path) -> None:
    for line in (shared / "corpora" / "whatwg-encoding" / "index-big5.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            pointer, code = line.split()[:2]
            row, cell = divmod(int(pointer), 157)
            pair = bytes([row + 0x81, cell + (0x40 if cell < 0x3F else 0x62)])
            assert decode_as("big5", pair) == chr(int(code, 16)), pair.hex()


def test_E7_labels(shared: Path) -> None:
    groups = json.loads((shared / "corpora" / "whatwg-encoding" / "encodings.json").read_text("utf-8"))
    labels = {label: e["name"].lower() for group in groups for e in group["encodings"] for label in e["labels"]}
    assert labels == LABELS
    assert len(labels) == 228


@pytest.mark.parametrize("name", sorted(set(LABELS.values())))
def test_every_encoding_reads_every_byte(name: str) -> None:
    assert decode_as(name, bytes(range(256)) * 2)


def _prescans(folder: Path) -> Iterator[tuple[bytes, str]]:
    for file in sorted(folder.glob("tests*.dat")):
        for case in re.split(rb"(?:^|\n\n?)#data\n", file.read_bytes())[1:]:
            data, _, encoding = case.partition(b"\n#encoding\n")
            yield data, encoding.split(b"\n")[0].decode()


def _sniffed(body: bytes) -> str:
    if body.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    name = encoding_of(prescan(body) or "windows-1252")
    return "utf-8" if name in ("utf-16le", "utf-16be") else name or ""


def test_E8_prescan(shared: Path) -> None:
    cases = list(_prescans(shared / "corpora" / "html5lib-encoding"))
    wrong = [data for data, encoding in cases if _sniffed(data) != encoding_of(encoding)]
    assert len(cases) >= 81
    assert wrong == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_E9_byte_order_mark_wins(encoding: str) -> None:
    body = ("\ufeff" + PAGE.format("gbk")).encode(encoding)
    read = decode(body, header="text/html; charset=utf-8")
    assert (read.text, read.charset) == (PAGE.format("gbk"), encoding.replace("-le", "le").replace("-be", "be"))
    assert decode(b"\xef\xbb\xbf" + page("gbk", "utf-8")).text == PAGE.format("gbk")
    assert decode(PAGE.format("x").encode(encoding)).text == PAGE.format("x"), "a page that lacks the mark"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@settings(deadline=None)
@given(cut=st.integers(0, 40))
def test_E11_body_cut_in_a_character(encoding: str, cut: int) -> None:
    body = page(encoding, encoding)[: len(page(encoding, encoding)) - 20 - cut]
    read = decode(body, header=f"text/html; charset={encoding}")
    assert read.charset == encoding
    assert read.text.count("\ufffd") == read.replaced <= 1
    assert PAGE.format(encoding).startswith(read.text.rstrip("\ufffd"))


@pytest.mark.parametrize(("frame", "block"), [("gb18030", "utf-8"), ("utf-8", "gb18030")])
def test_E13_one_page_in_two_encodings(frame: str, block: str) -> None:
    comments = "<div>网友评论：写得真好，支持家乡建设！</div>\n" * 2
    body = page(frame, frame).replace(b"</body>", comments.encode(block) + b"</body>")
    read = decode(body, header=f"text/html; charset={frame}")
    assert read.text == PAGE.format(frame).replace("</body>", comments + "</body>")
    assert read.charset == frame
    assert [step.step for step in read.steps] == [f"decode:{frame}", "decode:two-encodings"]


def test_a_summary_cut_by_bytes_stays_utf8() -> None:
    body = page("utf-8", "utf-8").replace("新闻".encode(), "新闻".encode()[:-1])
    read = decode(body)
    assert (read.charset, read.replaced) == ("utf-8", 1)
    assert TEXT in read.text


def test_E14_saved_pages_decode_without_a_loss(shared: Path) -> None:
    for file in sorted((shared / "pages").glob("*.html")):
        read = decode(file.read_bytes())
        gold = json.loads(file.with_suffix(".json").read_text("utf-8"))
        assert (read.charset, read.replaced) == (gold["decodes_as"], 0), file.name


def test_E15_naughty_strings_come_back(shared: Path) -> None:
    strings = json.loads((shared / "corpora" / "blns" / "blns.json").read_text("utf-8"))
    assert len(strings) == 515
    for text in strings:
        body = f"<title>{text}</title>".encode()
        assert decode(body).text.encode() == body  # by itself a string may be a byte order mark


@pytest.mark.parametrize(
    ("text", "encoding", "claim"),
    [
        ("路陆录", "gb18030", "gbk"),  # each of these is valid UTF-8 too
        ("臺灣新聞：立法院今天三讀通過法案", "big5", "big5"),
        ("臺灣新聞：立法院今天三讀通過法案，朝野黨團協商", "big5", None),
        ("臺灣新聞：立法院今天三讀通過法案，朝野黨團協商", "big5", "gbk"),
        ("當地時間星期二，議會通過了法案", "gb18030", "gbk"),
        ("Новости сегодня", "windows-1251", "windows-1251"),
        ("plain ASCII", "gb18030", "gb2312"),
        ("군수는 어제 새 도서관을 짓는다고 밝혔다", "euc-kr", "euc-kr"),  # its syllables are GBK's daily characters
        ("县长昨天说，要新建一座图书馆", "gb18030", "euc-kr"),
        ("県知事は昨日、図書館を建てると発表した", "iso-2022-jp", "iso-2022-jp"),
        ("加油", "utf-8", "gbk"),
    ],
)
def test_bytes_decide_where_they_can(text: str, encoding: str, claim: str | None) -> None:
    read = decode(text.encode(encoding), header=claim and f"text/html; charset={claim}")
    assert (read.text, read.charset) == (text, encoding)


def test_HZ_is_read_where_it_is_claimed() -> None:
    body = "某县新闻：A~B".encode("hz")
    assert decode(body, header="hz-gb-2312").text == "某县新闻：A~B"
    assert decode(b"plain", header="hz-gb-2312").text == "plain"
    assert decode(body).text == body.decode("ascii")


@pytest.mark.parametrize("start", ["<html>", "\r\n<html>", " <html>", "\t"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark(encoding: str, start: str) -> None:
    assert decode((start + TEXT).encode(encoding)).text == start + TEXT


MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("place", ["^", "<p>", "<body>\n"])
def test_the_mark_of_a_file_that_a_gbk_page_took_in(place: str) -> None:
    sound = PAGE.format("gb2312").replace("<body>", "<body>\n")
    body = sound.replace(place, f"{place}§").encode("gb18030").replace("§".encode("gb18030"), MARK)
    read = decode(MARK + body if place == "^" else body)
    assert (read.text.removeprefix("\n"), read.charset, read.replaced) == (sound, "gb18030", 0)
    assert [(step.step, step.count) for step in read.steps[1:]] == [("decode:inner-mark", 1)]


def test_a_mark_stands_where_the_rest_is_utf8_though_broken_here_and_there() -> None:
    body = MARK + page("gb2312", "utf-8")
    read = decode(body.replace(b"</p>", b"\xff</p>"))
    assert (read.charset, read.replaced) == ("utf-8", 1)
    assert TEXT in read.text
    element = "第一百零二号元素锘可由锔制得"  # the same three bytes as a character and the first of another
    assert decode(element.encode("gb18030"), header="gbk").text == element


def test_override_wins_over_everything() -> None:
    assert decode(page("gbk", "utf-8"), override="gbk").charset == "gb18030"
    assert decode(b"\xef\xbb\xbfabc", override="utf-8").text == "abc"
    with pytest.raises(ValueError, match="klingon: not a charset"):
        decode(b"abc", override="klingon")


def test_steps_tell_claims_and_losses() -> None:
    step = decode(b"\xd6\xd0\xb9\xfa\xff" * 5, header="gb2312").steps[0]
    assert (step.step, step.count, step.sample) == ("decode:gb18030", 5, "header gb2312")


def test_the_page_gets_text_and_charset() -> None:
    made = Page(Capture(None, page("utf-8", "gbk"), {"content-type": "text/html; charset=utf-8"}))
    decode_page(made)
    assert (made.html, made.article.charset) == (PAGE.format("utf-8"), "gb18030")
    assert made.steps[0].sample == "header utf-8, meta utf-8"


@settings(deadline=None)
@given(st.binary(), st.one_of(st.none(), st.text(max_size=20), st.sampled_from(sorted(LABELS))))
def test_any_bytes_are_decoded_to_valid_text(body: bytes, header: str | None) -> None:
    read = decode(body, header=header)
    read.text.encode("utf-8")
    assert read.charset in LABELS.values()
    decode(body + page("gbk", "gbk"), header=header)


@pytest.mark.parametrize("body", [b"<meta " * 50_000, b"<meta a='" * 50_000, b"<!--" * 50_000, b"\xe4" * 200_000])
def test_hostile_bytes_take_linear_time(body: bytes) -> None:
    decode(body)
