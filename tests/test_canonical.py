"""The canonical URL: what is the same address, what is another, and that it is settled after one pass."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.canonical import canonical

SAME = [
    ("http://www.gscn.com.cn/a.shtml", "https://www.gscn.com.cn/a.shtml"),
    ("http://WWW.GSCN.com.cn:80/a.shtml", "http://www.gscn.com.cn/a.shtml#1"),
    ("http://a.cn", "http://a.cn/index.shtml"),
    ("http://a.cn/gj//gj/t1.shtml", "http://a.cn/gj/gj/t1.shtml"),
    ("http://a.cn/1.html?spm=x.y&utm_source=wx", "http://a.cn/1.html"),
    ("http://a.cn/1.html;jsessionid=0A1B?id=2", "http://a.cn/1.html?id=2"),
    ("http://a.cn/1.php?id=2&cat=3", "http://a.cn/1.php?cat=3&id=2"),
    ("http://a.cn/1.php?id=2&t=1584239399123", "http://a.cn/1.php?id=2"),
    ("http://a.cn/1.php?id=2&sid=d41d8cd98f00b204e9800998ecf8427e", "http://a.cn/1.php?id=2"),
    ("http://www.a.com.cn/system/1_print.shtml", "http://www.a.com.cn/system/1.shtml"),
    ("http://www.a.cn/print/index_print_print.html", "http://www.a.cn/"),
    ("http://www.a.com.cn/system/print/1.html", "http://www.a.com.cn/system/1.html"),
    ("http://www.a.cn/1.html?print=1", "http://www.a.cn/1.html"),
    ("http://m.a.cn/1.html", "https://www.a.cn/1.html"),
    ("http://wap.a.com.cn/1.html?isMobile=true", "http://www.a.com.cn/1.html"),
    ("http://a.cn/%e4%b8%ad.html", "http://a.cn/中.html"),
]
APART = [
    ("http://news.a.cn/1.html", "http://www.a.cn/1.html"),
    ("http://a.cn/content_1.htm", "http://a.cn/content_1_2.htm"),
    ("http://a.cn/1.php?id=2", "http://a.cn/1.php?id=3"),
    ("http://a.cn/list.php?sid=7", "http://a.cn/list.php?sid=8"),
    ("http://a.cn/x.php?t=2", "http://a.cn/x.php"),
    ("http://m.cn/1.html", "http://www.cn/1.html"),
    ("http://www.a.cn/blueprint.html", "http://www.a.cn/blue.html"),
    ("http://www.a.cn/print/index_2.php?id=1", "http://www.a.cn/index_2.php?id=1"),
    ("http://www.a.cn/fingerprint/1.html", "http://www.a.cn/finger/1.html"),
    ("http://my.a.cn/1.html", "http://www.a.cn/1.html"),
    ("http://a.cn:8080/1.html", "http://a.cn/1.html"),
    ("http://a.cn/A.html", "http://a.cn/a.html"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_page(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_another_page(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@given(st.one_of(st.text(), st.from_regex(r"https?://[^\s]{0,40}", fullmatch=True)))
def test_never_raises_and_is_settled_at_once(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(st.from_regex(r"https?://[a-z0-9.-]{1,12}/[\w./~-]{0,20}(index|default|_print|/print)?(\.shtml)?", fullmatch=True))
def test_a_plain_address_needs_no_taking_apart(url: str) -> None:
    """An empty query sends it the long way."""
    assume(url.split("/")[2].strip("."))  # what has no host is its own canonical form, query and all
    assert canonical(url) == canonical(f"{url}?")
