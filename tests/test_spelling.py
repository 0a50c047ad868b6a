"""The index and the terms put to it: whatever a text holds is found in it, and nothing else, numbers included."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.search import HITS, match_expression
from archive.spelling import characters, in_article, in_headline, index, spelled, unindex
from pipelines.text.script import fold

ALPHABET = st.sampled_from("0123ab.个村月的，“\n ２Ａ²貧贫\u0301\u200b𠮷")


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with Archive(tmp_path_factory.mktemp("spelling") / "archive.db") as archive:
        yield archive.conn


def found(conn: sqlite3.Connection, expression: str, title: str | None, text: str) -> bool:
    conn.execute("BEGIN")
    index(conn, 1, title, text)
    hits = conn.execute(HITS, (expression,)).fetchall()
    conn.execute("ROLLBACK")
    return hits == [(1,)]


def test_tokens_are_what_is_spelled_apart(conn: sqlite3.Connection) -> None:
    """Of every character, in lines of 200."""
    characters = [chr(code) for code in range(1, 0x30000) if not 0xD800 <= code < 0xE000]
    text = "\n".join("".join(characters[at : at + 200]) for at in range(0, len(characters), 200))
    conn.execute("BEGIN")
    index(conn, 1, None, text)
    conn.execute("CREATE VIRTUAL TABLE temp.tokens USING fts5vocab(main, articles_fts, instance)")
    tokens = [row[0] for row in conn.execute("SELECT term FROM temp.tokens WHERE col = 'text' ORDER BY offset")]
    conn.execute("ROLLBACK")
    assert tokens == spelled(text).split(" ")
    assert len(tokens) > 140_000


@pytest.mark.parametrize(("term", "expression"), [
    ("村", '"村"'),
    ("1", '"1"'),
    ("脱贫", '"脱 贫"'),
    ("168", '"16 68"'),
    ("80个", '"80 0个"'),
    ("3.5万元", '"3. .5 5万 万元"'),
    ("5月12日", '"5月 月1 12 2日"'),
    ("covid", '"co ov vi id"'),
    ("第3批", '("3批" AND "第 3 批")'),
    ("10万元以", '("10 0万 万元" AND "1 0 万 元 以")'),
    ("1年的第一个2", '("1年 年的" AND "1 年 的 第 一 个 2")'),
])
def test_a_number_is_asked_in_pairs(term: str, expression: str) -> None:
    assert in_article(term) == expression


@pytest.mark.parametrize(("text", "has", "lacks"), [
    ("建成1680个村", ["1", "16", "680", "1680个", "80个村", "成1680", "个村"], ["18", "168个", "16个村", "60个", "1680村"]),
    ("投资3.5万元，12人", ["3.5", "5万元", "万元，12", ".5万", "元，1"], ["35", "3.5元", "5万人", "万元12"]),
    ("从5月12日起", ["5月12日", "月12", "12日起", "5月"], ["5月2", "512", "月2"]),
    ("人口10\n万元", ["10", "万元"], ["10万", "0万元"]),
    ("王 芳 3 个", ["王芳", "芳3个", "3个"], ["芳个"]),
    ("１２３Ａｂ", ["123ab", "12", "3A", "Ab"], ["13", "23b"]),
    ("12个34", ["12个34", "2个3"], ["12个4", "1234", "22"]),
    ("5个人。7人个", ["5个人", "7人个"], ["5个人个", "5人", "人7"]),
    ("古丽•阿依夏木", ["古丽·阿依夏木", "丽‧阿", "古丽．阿依", "古丽・阿依夏木", "•阿"], ["古丽阿依", "古丽，阿依", "·阿"]),
    ("古丽.阿依夏木", ["古丽·阿依夏木", "古麗•阿依"], ["古丽阿依"]),
    ("增长3.5%", ["3.5"], ["3·5"]),  # no name
])
def test_what_a_text_has_is_found_in_it(conn: sqlite3.Connection, text: str, has: list[str], lacks: list[str]) -> None:
    for title, body in ((None, text), (text, "别的")):
        assert [term for term in has if not found(conn, match_expression(term), title, body)] == []
        assert [term for term in lacks if found(conn, match_expression(term), title, body)] == []


@given(st.text(ALPHABET, max_size=14), st.text(ALPHABET, max_size=5))
@settings(max_examples=300, deadline=None)
def test_an_expression_finds_what_a_substring_would(conn: sqlite3.Connection, text: str, term: str) -> None:
    asked = characters(term)
    if asked:
        assert found(conn, in_article(asked), None, text) == any(asked in characters(line) for line in text.split("\n"))


@given(st.text(ALPHABET, min_size=1, max_size=14), st.integers(0, 13), st.integers(1, 5))
@settings(max_examples=300, deadline=None)
def test_any_part_of_a_line_is_found_in_headline_and_text(conn: sqlite3.Connection, text: str, at: int, length: int) -> None:
    asked = characters(fold(text.replace("\n", ""))[at : at + length])
    if asked:
        line = text.replace("\n", "")
        assert found(conn, in_article(asked), None, line)
        assert found(conn, in_headline(asked), line, "")
        assert not found(conn, in_headline(asked), "", line)


def test_what_is_taken_out_of_the_index_leaves_nothing(conn: sqlite3.Connection) -> None:
    conn.execute("BEGIN")
    index(conn, 1, "第3批 12个", "在5月12日\n10万元")
    unindex(conn, 1, "第3批 12个", "在5月12日\n10万元")
    conn.execute("CREATE VIRTUAL TABLE temp.held USING fts5vocab (main, articles_fts, row)")
    assert conn.execute("SELECT term FROM held").fetchall() == []
    conn.execute("DROP TABLE temp.held")
    conn.execute("ROLLBACK")
