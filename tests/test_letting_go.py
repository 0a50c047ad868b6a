"""What a crawl lets go of at once: memory that waits for the garbage collector makes a long crawl's rise and fall."""

from __future__ import annotations

import gc
import gzip
import random
import tracemalloc
import weakref
import zlib
from collections.abc import Iterator

import pytest
from scrapy.http import HtmlResponse

from crawler.lists import article_links, selector
from crawler.portals.gscn import Gscn
from crawler.whole import PIECE, EndsEarlyError, TooLarge, undone

LIST = "<div id='content'><ul>{}</ul></div>".format(
    "".join(f"<li><a href='/system/2020/05/{day:02}/0123456{day:02}.shtml'>春耕</a></li>" for day in range(1, 29))
)
LIMIT = 8 * PIECE


@pytest.fixture(autouse=True)
def _uncollected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def list_page() -> HtmlResponse:
    return HtmlResponse("http://gansu.gscn.com.cn/gsyw/", body=LIST.encode(), encoding="utf-8")


def test_a_list_page_goes_with_its_tree() -> None:
    response = list_page()
    gone = weakref.ref(response)
    assert len(list(article_links(Gscn, response, "要闻"))) == 28  # type: ignore[arg-type]
    assert len(response.xpath("//a")) == 28, "it can be asked further"
    assert selector(response) is response.selector
    del response
    assert gone() is None


def test_a_page_that_was_asked_otherwise_stays() -> None:
    """Scrapy's own way, so that the test above can fail."""
    response = list_page()
    gone = weakref.ref(response)
    assert response.xpath("//a")
    del response
    assert gone() is not None
    gc.collect()
    assert gone() is None


def test_a_bomb_is_counted_not_kept() -> None:
    """Sixteen megabytes are refused at the cost of a few pieces."""
    bomb = gzip.compress(b"<p>a</p>" * 2_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            undone(bomb, b"gzip", LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 5 * PIECE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, LIMIT - 1, LIMIT, LIMIT + 1])
@pytest.mark.parametrize("form", [zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS], ids=["gzip", "zlib", "bare"])
@pytest.mark.parametrize("noise", [0, 2 * PIECE], ids=["even", "noisy"])
def test_inflated_is_what_was_deflated(size: int, form: int, noise: int) -> None:
    content = random.Random(size).randbytes(min(size, noise)).ljust(size, b".")
    pressed = zlib.compress(content, wbits=form)
    coding = b"gzip" if form > zlib.MAX_WBITS else b"deflate"
    if size > LIMIT:
        with pytest.raises(TooLarge):
            undone(pressed, coding, LIMIT)
        return
    assert undone(pressed, coding, LIMIT) == content
    with pytest.raises(EndsEarlyError):
        undone(pressed[:-1], coding, LIMIT)
