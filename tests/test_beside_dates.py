"""Whole small pages: what stands beside a date without a label, and dates that a template sets in pieces or rarer forms."""

from __future__ import annotations

import pytest

from tests.test_info_lines import read

CARD = (("索引号", "620000/2021-12"), ("发文机关", "云岭县政府办公室"), ("名称", "关于春耕的通知"), ("主题词", "春耕"), ("有效性", "有效"))


@pytest.mark.parametrize(
    ("info", "source", "author"),
    [
        ("<div><span>沧河云</span><span>2019-06-18 12:02</span></div>", "沧河云", None),
        ("<p>2019-06-18 12:02 云岭发布</p>", "云岭发布", None),
        ("<p>2019-06-18 12:02 | 县委党校 | 阅读：33</p>", "县委党校", None),
        ("<div><p>云岭消防</p><p>2019-06-18</p></div>", "云岭消防", None),
        ("<p>2019-06-18 县委办 张大年</p>", "县委办", "张大年"),
        ("<div><span>云岭消防</span><span>06-18 09:30</span><span>阅读 1.2万</span></div>", "云岭消防", None),
        ("<div><span>沧河融媒</span><span>昨天 09:30</span></div>", "沧河融媒", None),
        ("<div>2019-06-18 | 沧河日报 | <span>张大年</span><b>字号</b></div>", "沧河日报", "张大年"),
        # Columns and people's names are no office's, though they end as one does.
        ("<p>2019-06-18 信息发布</p>", None, None),
        ("<p>2019-06-18 <a href=/a>张大年</a> <a href=/n>新闻</a></p>", None, "张大年"),
        ("<p>2019-06-18 本地新闻</p>", None, None),
        ("<p>2019-06-18 沧河新闻</p>", "沧河新闻", None),
        ("<p>2019-06-18 来源：县教育局（张大年 李四光）</p>", "县教育局", "张大年 李四光"),
        ("<p>2019-06-18 来源：沧河新闻(云岭)</p>", "沧河新闻(云岭)", None),
        ("<p>2019-06-18 人物风云</p>", None, None),
        ("<p>2019-06-18 张小云</p>", None, "张小云"),
        ("<p>文苑 2019-06-18</p>", None, None),
        ("<p>昨天的云岭公安</p><p>来源：沧河日报</p>", "沧河日报", None),
    ],
)
def test_an_office_beside_the_date_is_the_source(info: str, source: str | None, author: str | None) -> None:
    article = read(info)
    assert (article.source, article.author) == (source, author)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("张大年 李四光", "张大年 李四光"),
        ("张大年 方 磊", "张大年 方磊"),
        ("高雅 安康", None),
        ("张大年 主编", None),
        ("<a href=/1>张大年</a> <a href=/2>李四光</a>", None),
    ],
)
def test_names_alone_below_the_headline_sign(line: str, author: str | None) -> None:
    assert read(f"<p>{line}</p>").author == author


def test_a_step_of_the_trail_and_what_the_page_states_come_before_an_office() -> None:
    trail = "<div>当前位置：<a>首页</a> &gt; <a>云岭发布</a></div>"
    assert read("<p>2019-06-18 云岭发布</p>", head=trail).source is None
    assert read("<p>2019-06-18 云岭发布</p>", head=trail.replace("云岭发布", "沧河日报")).source == "云岭发布"
    assert read("<p>2019-06-18 云岭新闻</p>", head=trail.replace("云岭发布", "云岭新闻")).source is None
    assert read("<p>2019-06-18 沧河日报</p>", head=trail.replace("云岭发布", "沧河日报")).source == "沧河日报"
    stated = "<meta name=ContentSource content=云岭县水利局>"
    assert read("<p>2019-06-18 云岭发布</p>", head=stated).source == "云岭县水利局"


@pytest.mark.parametrize(
    "info",
    [
        "<div><b>18</b><i>2019-06</i></div>",
        "<div><p>18</p><p>2019年06月</p></div>",
        "<div><p>2019/06</p><p>18</p></div>",
        "<div><span>2019</span><span>06-18</span></div>",
        "<div>二〇一九年六月十八日 沧河晚报</div>",
        "<div>２０１９－０６－１８</div>",
        "<div>20190618</div>",
    ],
)
def test_a_date_in_pieces_or_of_a_rare_form(info: str) -> None:
    assert read(info).published_at == "2019-06-18"


@pytest.mark.parametrize(
    "info", ["<div><b>18</b><i>1899-06</i></div>", "<div><b>18</b><i>2019-26</i></div>", "<div>2019</div><div>18</div>"]
)
def test_other_figures_are_no_date(info: str) -> None:
    assert read(info).published_at is None


def card(*days: tuple[str, str]) -> str:
    cells = (*days, *CARD)
    return f"<table>{''.join(f'<tr><td>{label}：</td><td>{value}</td></tr>' for label, value in cells)}</table>"


@pytest.mark.parametrize("label", ["发文日期", "成文日期", "公开日期", "生成日期"])
def test_an_index_card_tells_the_day_where_nothing_else_does(label: str) -> None:
    assert read("", head=card((label, "2019年6月18日"))).published_at == "2019-06-18"
    assert read("<p>2019-06-20 来源：云岭县政府</p>", head=card((label, "2019年6月18日"))).published_at == "2019-06-20"


def test_of_a_cards_days_that_of_the_publication_counts() -> None:
    written, published, lapses = ("成文日期", "2019年6月18日"), ("发布日期", "2019-06-20"), ("失效日期", "2024-06-18")
    assert read("", head=card(written, published, lapses)).published_at == "2019-06-20"
    assert read("", head=card(lapses, written)).published_at == "2019-06-18"
    assert read("", head=f"<table><tr><td>成文日期：</td><td>2019年6月18日</td></tr></table>{card(lapses)}").published_at == "2019-06-18"
    assert read("", head=card(("活动日期", "2019年6月18日"))).published_at is None


def test_the_last_lines_of_a_card_keep_their_labels() -> None:
    def cells(*pairs: tuple[str, str]) -> str:
        return f"<dl>{''.join(f'<dt>{label}</dt><dd>{value}</dd>' for label, value in pairs)}</dl>"

    made, opened, views = ("生成日期", "2019-06-18"), ("公开日期", "2019-06-20"), ("浏览次数：", "33")
    assert read("", head=cells(made, opened, ("责任部门", "县民政局"))).published_at == "2019-06-20"
    assert read("", head=cells(("抽奖时间", "2019-06-18"))).published_at == "2019-06-18"
    article = read("", head=cells(("信息来源：", "县卫健局"), ("发布时间：", "2019-06-20"), views))
    assert (article.source, article.published_at) == ("县卫健局", "2019-06-20")


@pytest.mark.parametrize(
    ("info", "source", "author", "editor"),
    [
        ("<dl><dt>作者</dt><dd>张大年</dd><dt>来源</dt><dd>沧河日报</dd><dt>发布时间</dt><dd>2019-06-18</dd></dl>", "沧河日报", "张大年", None),
        ("<table><tr><td>作者</td><td>张大年</td><td>时间</td><td>2019-06-18</td></tr></table>", None, "张大年", None),
        ("<table><tr><td>来源</td><td>沧河日报</td></tr><tr><td>责任编辑</td><td>张大年</td></tr></table><p>2019-06-18</p>", "沧河日报", None, "张大年"),
        # A label without a value, one in a cell of its own row, a link, a long sentence.
        ("<table><tr><td>作者</td><td>来源</td><td>时间</td><td>2019-06-18</td></tr></table>", None, None, None),
        ("<table><tr><td>2019-06-18</td><td>编辑</td></tr><tr><td>张大年</td></tr></table>", None, "张大年", None),
        ("<div>2019-06-18</div><ul><li><a href=/a>编辑</a></li><li><a href=/b>张大年</a></li></ul>", None, "张大年", None),
        # Between bars behind the source; a column may stand there too.
        ("<p>来源：沧河日报 | 张大年 | 2019-06-18</p>", "沧河日报", "张大年", None),
        ("<p>来源：沧河日报 ｜ 张大年 李四光 ｜ 2019-06-18</p>", "沧河日报", "张大年 李四光", None),
        ("<p>来源：沧河日报 | 要闻 | 2019-06-18</p>", "沧河日报", None, None),
        ("<p>来源：沧河日报 | 2019-06-18 | 张大年</p>", "沧河日报", None, None),
        # In brackets, with whose people they are.
        ("<p>2019-06-18（沧河融媒 张大年 李四光）</p>", "沧河融媒", "张大年 李四光", None),
        ("<p>2019-06-18（审核 李四光）</p>", None, None, None),
        # A role before a stroke.
        ("<p>2019-06-18 報導／張大年</p>", None, "張大年", None),
        ("<p>報導／張大年 2019-06-18</p>", None, "張大年", None),
        ("<p>2019-06-18 视频报道</p>", None, None, None),
        # A day without its year, glued to who publishes.
        ("<p>云岭发布06-18 09:30</p>", "云岭发布", None, None),
    ],
)
def test_what_boxes_bars_and_brackets_set_apart(info: str, source: str | None, author: str | None, editor: str | None) -> None:
    article = read(info)
    assert (article.source, article.author, article.editor) == (source, author, editor)


@pytest.mark.parametrize(
    ("last", "author", "editor"),
    [
        ("记者/张大年 摄像/李四光 制作/王五林 编辑/赵六合", "张大年", "赵六合"),
        ("记者／张大年　摄像／李四光　制作／王五林　编辑／赵六合", "张大年", "赵六合"),
        ("村民们说今年的收成/比往年都好多了，家家户户喜气洋洋，编辑：赵六合", None, None),
    ],
)
def test_credits_with_strokes_stand_before_the_editor(last: str, author: str | None, editor: str | None) -> None:
    article = read("<div>2019-06-18</div>", last=last)
    assert (article.author, article.editor) == (author, editor)


@pytest.mark.parametrize(
    ("trail", "steps"),
    [
        ("<div class=bread><a href=/>沧河台</a><i>|</i><a href=/n>新闻</a><i>|</i><a href=/l>沧河联播</a></div>", ["沧河台", "新闻", "沧河联播"]),
        ("<div class=crumb><a href=/>沧河台</a>|<a href=/n>新闻</a>|县域</div>", ["沧河台", "新闻", "县域"]),
        ("<div class=crumb><b>位置</b><a href=/>首页</a><i></i><a href=/n>民生</a><i></i><span>详情</span></div>", ["首页", "民生", "详情"]),
        # What is no element's is no step's, and a notice of one's place is no trail.
        ("<div><div class=pos><b>位置</b>偏僻的小村</div></div>", None),
        ("<div class=pos><a href=/l>登录</a><i>|</i><a href=/r>注册</a></div>", None),
    ],
)
def test_elements_set_the_steps_of_a_named_trail_apart(trail: str, steps: list[str] | None) -> None:
    assert read(head=trail).breadcrumb == steps


def test_a_magazine_s_number_and_a_day_without_its_year_end_a_name() -> None:
    assert read("<h4>□ 张大年</h4><p>2019年第4期　2019-06-18</p>").author == "张大年"
    assert read("<p>张大年 第四期培训班 2019-06-18</p>").author is None
    assert read("<p>来源：沧河周报 作者：张大年 06-18 21:47</p>").author == "张大年"
    assert read("<p>来源：沧河周报 作者：张大年 3-0</p>").source == "沧河周报"


def test_a_site_is_the_editor_only_where_nobody_else_is() -> None:
    assert read("<p>2019-06-18 编辑：沧河网</p>", last="（责任编辑：张大年）").editor == "张大年"
    assert read("<p>2019-06-18 编辑：沧河网</p>").editor == "沧河网"
