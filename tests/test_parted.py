"""Texts in several boxes: parted by a list of other texts, or into leaves that a script shows one at a time."""

from __future__ import annotations

import pytest

from tests.test_boxes import ARTICLE, BRIEF, LESSON, NEWS
from tests.test_generic import SENTENCE, read

LISTS = (
    "<div class=xg><h4>相关新闻</h4>{0}</div>", "<div>{0}</div>", "<table><tr><td>推荐阅读</td></tr></table><ul>{0}</ul>",
    "<div class=tj><b>推荐阅读</b>{1}</div>",
)  # fmt: skip


@pytest.mark.parametrize("between", LISTS)
@pytest.mark.parametrize(("names", "second", "rows"), [
    (("class=txt", "class=txt"), "<p>{0}</p><p>{0}</p>", 5),
    (("class=txt1", "class=txt2"), "<p><img src=a.jpg></p><p>{0}</p><p>{0}</p>", 5),
    (("class=txt", "class=txt"), "<p>{0}</p>", 4),
    (("class=txt", "class=txt"), "<h3>普法课堂</h3><p>{0}</p>", 3),  # a text of its own
    (("class=txt", "class=txt"), "<p><a href=/x>借条怎么写</a></p><p>{0}</p>", 3),
    (("class=txt", "class=txt"), "<p>未经本网授权，不得转载、摘编或者以其他方式使用上述作品。</p>", 3),
    (("class=txt", "class=txt"), "<p>{0}<a href=/x>[详细]</a></p><p>{0}<a href=/x>[详细]</a></p>", 3),
    (("class=txt", "class=pf"), "<p>{0}</p><p>{0}</p>", 3),
    (("", ""), "<p>{0}</p><p>{0}</p>", 3),
])  # fmt: skip
def test_a_text_that_a_list_of_others_parts_is_read_whole(
    between: str, names: tuple[str, str], second: str, rows: int
) -> None:
    links = "".join(f"<p><a href=/{name}>{name}，全县还有六处</a></p>" for name in NEWS * 3)
    teasers = "".join(f"<p><a href=/{name}>{name}，全县还有六处</a></p><p>{BRIEF}</p>" for name in NEWS)
    first = f"<div {names[0]}>" + f"<p>{SENTENCE}</p>" * 3 + "</div>"
    body = first + between.format(links, teasers) + f"<div {names[1]}>{second.format(LESSON)}</div>"
    assert len(read(ARTICLE.format(body, "")).rows) == rows


LEAVES = "<div id=p1 class='leaf on'><p>{0}</p><p>{0}</p></div><div id=p2 class=leaf style='display: none'><p>{1}</p></div>"


@pytest.mark.parametrize(("leaves", "pager", "whole"), [
    (LEAVES, "<div><a href=#>1</a> <a href=#>2</a></div>", True),
    (LEAVES.replace("class", "data"), "<ul><li><a href=#>1</a></li><li><a href=#>下一页</a></li></ul>", True),
    (LEAVES, "<div><a href=#>1</a></div>", False),  # nothing turns over: a tab, a copy
    (LEAVES.replace("class=leaf", "class=copy"), "<div><a href=#>下一页</a></div>", False),
    (LEAVES.replace("<div id=p2", "<h4>普法</h4><div id=p2"), "<div><a href=#>下一页</a></div>", False),
])  # fmt: skip
def test_leaves_that_a_script_shows_one_at_a_time_are_of_the_text(leaves: str, pager: str, *, whole: bool) -> None:
    assert (LESSON in read(ARTICLE.format(leaves.format(SENTENCE, LESSON), pager)).rows) is whole
