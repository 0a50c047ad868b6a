"""What a page may cost: the parser's hazards H1-H12, each ending in text or in quarantine, never in an empty article."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.items import Capture, Page
from pipelines.page import anchors, chosen, crumbs, density, guards, images, infoline, marks, meta, trim, window
from pipelines.page.meta import linked_data
from pipelines.read import read_page
from tests.timing import quick

BODY = "<h1>全县部署春耕生产</h1><div>" + "<p>昨天上午，县里召开了春耕工作会议，各乡镇负责人参加。</p>" * 5 + "</div>"
N = 200_000


def read(html: str, body: bytes = b"") -> Page:
    page = Page(Capture("http://news.test/a.html", body), html=html)
    read_page(page)
    return page


def texts(page: Page) -> str:
    return "".join(page.reading.rows) if page.reading else ""


def many(form: str) -> str:
    return " ".join(form.format(i) for i in range(N))


QUOTED = many('a{0}=">"')

QUARANTINED = {
    "H1 200,000 attributes": (f"<a {many('a{0}=1')}>x</a>{BODY}", "too many attributes"),
    "H1 quoted": (f"<a {QUOTED}>x</a>{BODY}", "too many attributes"),
    "H1 without values": (f"<a {many('a{0}')}>x</a>{BODY}", "too many attributes"),
    "H2 10,000 nested div": ("<div>" * 10_000 + BODY + "</div>" * 10_000, "too deep"),
    "H3 20,000 unclosed b and i": ("<b><i>字" * 20_000 + BODY, "too deep"),
    "H3 30,000 font": ("<p>" + "<font>" * 30_000 + "字" + "</p>" * 30_000, "too deep"),
    "H4 text node of 11 MB": ("<p>" + "字" * 11_000_000 + "</p>" + BODY, "a node is too large"),
    "H4 attribute of 12 MB": (f'<p title="{"a" * 12_000_000}">x</p>{BODY}', "a node is too large"),
    "H5 120 MB of paragraphs": ("<p>a</p>" * 15_000_000, "too large"),
    "H12 empty": ("", "no article"),
    "H12 blank": (" \ufeff\n\0 ", "no article"),
    "H12 a comment": ("<!-- nothing -->", "no article"),
}


@pytest.mark.parametrize("name", QUARANTINED)
def test_quarantined_at_once(name: str) -> None:
    html, reason = QUARANTINED[name]
    page = quick(2, read, html)
    assert page.failed is not None
    assert page.failed.startswith(reason)
    assert page.reading is None


READ = {
    "H1 as many attributes as pages have": f"<a {' '.join(f'data-{i}=1' for i in range(300))}>x</a>{BODY}",
    "H1 a large picture in an attribute": f'<img src="data:image/png;base64,{"A" * 100_000}">{BODY}',
    "H2 200 nested div": "<div>" * 200 + BODY + "</div>" * 200,
    "H3 100 unclosed b": "<b>" * 100 + BODY,
    "H3 unclosed links": "<a name=x>" * 20_000 + BODY,
    "H4 5 MB of <!--": BODY + "<!--" * 1_200_000,
    "H4 5 MB of script": "<script>" + "</scrip" * 700_000 + "</script>" + BODY,
    "H4 2 million &": BODY + "<i>" + "&" * 2_000_000,
    "H8 JSON-LD of 100,000 [": f'<script type="application/ld+json">{"[" * 100_000}</script>{BODY}',
    "H8 broken JSON-LD": '<script type="application/ld+json">{"headline": NaN,</script>' + BODY,
    "H11 base without an address": "<base href='http://['><base href='http://x.test/'>" + BODY,
    "H11 picture without an address": BODY.replace("</div>", "<img src='http://['><img src='javascript:;'></div>"),
    "no doctype, no head, no body": BODY,
    "xml declaration": '<?xml version="1.0" encoding="gb2312"?>' + BODY,
}


@pytest.mark.parametrize("name", READ)
def test_read_all_the_same(name: str) -> None:
    page = quick(2, read, READ[name])
    assert page.failed is None
    assert texts(page) == "昨天上午，县里召开了春耕工作会议，各乡镇负责人参加。" * 5


BINARY = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "pdf": b"%PDF-1.4\n%\xe2\xe3",
    "zip": b"PK\x03\x04\x14\0",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1",
    "unknown": bytes(range(32)) * 100,
}


@pytest.mark.parametrize("name", BINARY)
def test_h9_binary_as_html(name: str) -> None:
    page = read(BINARY[name].decode("gb18030", "replace"), BINARY[name])
    assert page.failed == "binary: no HTML"


@pytest.mark.parametrize("html", ["x", "<frameset><frame src=a></frameset>", "<meta http-equiv=refresh content='0;url=b'>"])
def test_h12_pages_without_text_have_no_rows(html: str) -> None:
    page = read(html)
    assert page.failed or not texts(page)


def test_h6_html5lib_inputs_survive(shared: Path) -> None:
    """1,792 inputs made to break parsers: no exception, and no script becomes text."""
    inputs = [
        case.split("\n#errors")[0]
        for path in sorted((shared / "corpora/html5lib-tree").glob("*.dat"))
        for case in path.read_bytes().decode("utf-8", "replace").split("#data\n")[1:]
    ]
    assert len(inputs) >= 1_792
    for html in inputs:
        page = read(html)
        assert page.failed is None or page.failed.startswith(("no article", "not HTML", "binary")), html
        assert "alert(" not in texts(read(f"<div>{html}</div>{BODY}"))


def test_h8_jsontestsuite_never_crashes(shared: Path) -> None:
    cases = sorted((shared / "corpora/jsontestsuite").glob("*.json"))
    assert len(cases) >= 318
    for path in cases:
        block = path.read_bytes().decode("utf-8", "replace")
        assert isinstance(linked_data(block), dict)
        assert texts(read(f'<script type="application/ld+json">{block}</script>{BODY}')) or "</script" in block


def test_linked_data_of_an_article() -> None:
    block = {"@graph": [{"headline": "标题", "author": [{"name": "甲"}, {"name": "乙"}], "datePublished": "2019-01-01"}]}
    assert linked_data(json.dumps(block)) == {"headline": "标题", "author": "甲 乙", "datePublished": "2019-01-01"}
    assert linked_data('{"headline": ') == {}
    assert linked_data("[" * 100_000) == {}


MODULES = (anchors, chosen, crumbs, density, guards, images, infoline, meta, trim, window, marks)
NAMED = {pattern: name for module in MODULES for name, pattern in vars(module).items() if isinstance(pattern, re.Pattern)}
PATTERNS = {name: pattern for pattern, name in NAMED.items()}
MATCHED = {"END", "CRUMB_LABEL"}  # used with match() alone
HOSTILE = [
    "1" * N, "2018-" * (N // 5), "来源:" + " " * N, " " * N, "相关" * (N // 2), "-" * N, "&gt;" * (N // 4), "位置 " * (N // 3),
    "<" * N, "<a " * (N // 3), '<a "' * (N // 4), "<title>" * (N // 7), '<x>"' * (N // 4), "<a>b" * (N // 4), "a=\"" * (N // 3),
    "[[（（" * (N // 4), "_" * N, "编辑" * (N // 2), "更多新闻" * (N // 4), "2018 01/ " * (N // 9), "。" * N, "——" * (N // 2),
]  # fmt: skip


@pytest.mark.parametrize("name", PATTERNS)
def test_h10_patterns_are_linear(name: str) -> None:
    binary = isinstance(PATTERNS[name].pattern, bytes)
    for text in [text.encode() for text in HOSTILE] if binary else HOSTILE:
        quick(0.5, PATTERNS[name].match if name in MATCHED else PATTERNS[name].findall, text)


soup = st.lists(
    st.sampled_from(
        ["<div>", "</div>", "<p>", "<table><tr><td>", "</table>", "<a href=x>", "</a>", "<br>", "<img src=a>", "<script>", "</html>",
         "</script>", "<!--", "-->", "<h1>", "<title>", "<body>", "来源：某某网", "责任编辑：李明", "2019-03-05", "&nbsp;", "首页 > 新闻",
         "昨天上午，县里召开了春耕工作会议，各乡镇负责人参加。", "当前位置：", "<base href='", "<style>", "<font", "<![CDATA[", "\0", "\udc80"]
    ),
    max_size=60,
)  # fmt: skip


@given(soup)
@settings(max_examples=300, deadline=None)
def test_any_soup_is_read_or_quarantined(parts: list[str]) -> None:
    page = read("".join(parts))
    assert (page.reading is None) == (page.failed is not None)
    assert all(row == row.strip() and row for row in (page.reading.rows if page.reading else ()))
