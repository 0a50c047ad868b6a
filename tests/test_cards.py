"""Index cards above authorities' notices: none of their text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.test_boxes import BESIDE, BRIEF
from tests.test_generic import SENTENCE, read

CARD = (("索引号", "620000/2021-00012"), ("发文机关", "沧河县人民政府办公室"), ("成文日期", "2021年03月04日"), ("主题分类", "农业、林业、水利"), ("有效性", ""))
EVENT = (("主题", "我和春天有个约会"), ("名称", "沧河县少儿歌咏比赛"), ("日期", "五月六日至八日"))


def as_cells(lines: tuple[tuple[str, str], ...]) -> str:
    return f"<table>{''.join(f'<tr><td>{label}：</td><td>{value}</td></tr>' for label, value in lines)}</table>"


def as_list(lines: tuple[tuple[str, str], ...]) -> str:
    return f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in lines)}</dl>"


def as_boxes(lines: tuple[tuple[str, str], ...]) -> str:
    return f"<div class=xx>{''.join(f'<div>{label}：{value}</div>' for label, value in lines)}</div>"


@pytest.mark.parametrize("shown", [as_cells, as_list, as_boxes])
@pytest.mark.parametrize("body", [[SENTENCE, SENTENCE], ["一等奖：赵山河、钱水长，共两名。", "二等奖：孙明亮", "三等奖：李半夏", "组织奖：周白露"]])
def test_a_notices_index_card_is_none_of_its_text(shown: Callable[..., str], body: list[str]) -> None:
    text = "".join(f"<p>{line}</p>" for line in body)
    assert read(BESIDE.format(f"{shown(CARD)}<div class=c>{text}</div>")).rows == body
    assert read(BESIDE.format(f"<div class=c>{shown(CARD)}{text}</div>")).rows == body
    assert read(BESIDE.format(f"<div class=c>{text}{shown(EVENT)}</div>")).rows[: len(body)] == body


@pytest.mark.parametrize("shown", [as_cells, as_list])
def test_the_lines_of_an_event_are_no_index_card(shown: Callable[..., str]) -> None:
    text = f"<p>{BRIEF}</p>"
    rows = read(BESIDE.format(f"<div class=c><p>{BRIEF}</p>{shown(EVENT)}{text}</div>")).rows
    assert rows[0] == BRIEF
    assert EVENT[0][1] in rows
