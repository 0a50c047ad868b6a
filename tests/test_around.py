"""What stands around a text and is none of it: other texts, cards, signatures, notices, lines that tell its fields."""

from __future__ import annotations

import pytest

from pipelines.items import Article, Capture
from pipelines.road import Road
from tests.test_generic import SENTENCE, read
from tests.timing import quick

TEXT = f"<div><p>{SENTENCE}</p><p>{SENTENCE}</p></div>"


def read_fields(html: str) -> Article:
    return Road(()).read(Capture(None, f"<html>{html}</html>".encode())).article


@pytest.mark.parametrize(("sign", "rows"), [("沧河县人民政府办公室", 5), ("县里", 5), ("<a href=/>沧河县人民政府办公室</a>", 4)])
def test_a_signature_that_begins_the_headline_is_no_headline(sign: str, rows: int) -> None:
    title = "沧河县人民政府办公室关于春耕生产的通知"
    cells = ["发布机构：", "沧河县人民政府办公室", "发文日期：", "2019-03-05", "有 效 性：", "有效", "名　　称：", title]
    card = "".join(f"<td>{cell}</td>" for cell in cells)
    body = "".join(f"<p>{i}、{SENTENCE}</p>" for i in range(4))
    head = f"<title>{title}_沧河县</title><body><table><tr>{card}</table><h1>{title}</h1><div>2019-03-06</div>"
    reading = read(f"{head}<div id=c>{body}<p>{sign}</p></div>")
    assert (reading.title, len(reading.rows)) == (title, rows)


def test_words_for_a_kind_of_page_are_no_headline() -> None:
    head = "<td>{0}</td><td>位置：<a href=/>首页</a> &gt; {0}</td></tr><tr><td class=title>春耕开始了吗</td>"
    for kind, title in (("浏览信息", "春耕开始了吗"), ("信息公开", "信息公开")):
        page = f"<title>沧河网--{kind}</title><body><table><tr>{head.format(kind)}</tr></table><p>{SENTENCE}</p><p>{SENTENCE}</p>"
        assert read(page).title == title


OTHERS = [f"{place}{SENTENCE[4:]}" for place in ("城东", "柳河镇", "石门乡", "县里")]
TEASER = "<div class=item><h4><a href=/{0}>另一篇文章的标题{0}</a></h4>{2}<p>{1}</p></div>"


@pytest.mark.parametrize(
    ("item", "date", "count", "stays"),
    [
        (TEASER, "", 4, False),
        (TEASER, "<span>05-12</span>", 4, False),
        ("<dl><dt><a href=/{0}>另一篇文章的标题{0}</a></dt><dd>{1}</dd></dl>", "", 4, False),
        ("<table><tr><td><a href=/{0}>另一篇文章的标题{0}</a></td></tr><tr><td>{1}</td></tr></table>", "", 4, False),
        ("<div class=item><p>{1}<a href=/{0}>[详细]</a></p></div>", "", 4, False),
        ("<div class=item><p>{1}<a href=/{0}>（图）</a></p></div>", "", 4, True),
        (TEASER.replace("<a href=/{0}>", "<b>").replace("</a>", "</b>"), "", 4, True),  # headings of its own
        (TEASER.replace("另一篇文章的标题", "专家"), "", 4, True),  # who speaks
        (TEASER, "", 2, True),  # links set into a text
    ],
)
def test_beginnings_of_other_texts_are_none_of_a_brief_one(item: str, date: str, count: int, *, stays: bool) -> None:
    items = "".join(item.format(i, text, date) for i, text in enumerate(OTHERS[:count]))
    head = "<h1>春耕开始了吗</h1><div>2019-03-05 08:10 来源：沧河日报</div>"
    for layout in ("<div class=c><p>{0}</p></div><div class=list>{1}</div>", "<div><p>{0}</p></div><div>{1}</div>"):
        rows = read(f"<title>春耕开始了吗_沧河网</title><body>{head}{layout.format(SENTENCE, items)}").rows
        long = [row for row in rows if len(row) >= len(OTHERS[0])]
        assert [row.removesuffix("（图）") for row in long] == [SENTENCE, *(OTHERS[:count] if stays else [])]


def test_beginnings_of_other_texts_are_read_where_there_is_nothing_else() -> None:
    items = "".join(TEASER.format(i, text, "") for i, text in enumerate(OTHERS))
    assert set(OTHERS) <= set(read(f"<title>春耕开始了吗</title><body><h1>春耕开始了吗</h1><div>2019-03-05</div>{items}").rows)


def test_a_cells_line_in_a_box_of_its_own_is_a_cells() -> None:
    cells = ["学校", "统招线", "一中", "682", "二中", "631"]
    body = "<div>{0}</div><div><table><tr>{1}</table></div><div>{0}</div>"
    head = "<title>春耕开始了吗</title><body><h1>春耕开始了吗</h1><div>2019-03-05</div><div id=c>"
    for cell, kept in (("<td><div align=center>{}</div></td>", cells), ("<td><div><p>相关新闻</p>{}</div></td>", [])):
        table = "".join(cell.format(text) for text in cells)
        assert [row for row in read(head + body.format(SENTENCE, table)).rows if row in cells] == kept


def test_a_date_below_a_text_may_stand_among_other_labels() -> None:
    page = f"<title>春耕开始了吗</title><body><h3>春耕开始了吗</h3><div>{f'<p>{SENTENCE}</p>' * 3}</div><div>{{}}</div>"
    line = "发布者：系统管理员　点击数：118　发布时间：2019-03-05 10:15:06　更新时间：2019-03-07 10:20:11　栏目：警务要闻"
    assert read_fields(page.format(line)).published_at == "2019-03-05T10:15:06+08:00"
    assert read_fields(page.format(f"上一届农博会的{line}")).published_at is None


def test_the_steps_of_a_labelled_breadcrumb_may_be_links_beside_each_other() -> None:
    page = f"<title>春耕开始了吗</title><body><div>当前位置: {{}}</div><h1>春耕开始了吗</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>"
    for steps, told in (
        ("<a href=/>首页</a><span>&nbsp;&nbsp;</span><a href=/n>校园新闻</a>", ["首页", "校园新闻"]),
        ("<a href=/>首页 校园新闻</a>", ["首页 校园新闻"]),
    ):
        assert read(page.format(steps)).breadcrumb == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("沧河网 >> 新闻 >> 本地新闻", ["沧河网", "新闻", "本地新闻"]),
        ("沧河网 >> 新闻", None),
        ("今年的产值 > 去年的产值 > 12,000 元", None),
        ("沧河网 | 新闻 | 本地新闻", None),
    ],
)
def test_arrows_between_short_steps_make_a_breadcrumb(line: str, told: list[str] | None) -> None:
    page = f"<title>春耕开始了吗</title><body><div>{line}</div><h1>春耕开始了吗</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>"
    assert read(page).breadcrumb == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("您的位置：<a>沧河网</a> &gt; <a>新闻</a>　正文", ["沧河网", "新闻", "正文"]),
        ("您的位置：<a>沧河网</a> &gt; <a>新闻正文</a>", ["沧河网", "新闻正文"]),
        ("您的位置：<a>沧河网</a>-<a>新闻</a>-正文", ["沧河网", "新闻", "正文"]),
        ("栏目导航：<a>沧河网</a> &gt; <a>新闻</a>", ["沧河网", "新闻"]),
        ("今天是2020年5月6日 星期三 您的位置：<a>沧河网</a> &gt; <a>新闻</a>", ["沧河网", "新闻"]),
        ("<a>首页</a> &gt; <a>新闻</a> &gt; 正文 2020年5月6日 星期三", ["首页", "新闻", "正文"]),
        ("<a>首页</a> &gt; <a>新闻</a> &gt; 列表 字体：大 中 小", ["首页", "新闻", "列表"]),
        ("<a>首页</a> &gt; <a>新闻</a> &gt; 本地 要闻", ["首页", "新闻", "本地 要闻"]),
        ("<a>首页</a> &gt; <a>新闻</a> &gt; <a>要闻</a> <i>沧河最大的门户</i>", ["首页", "新闻", "要闻"]),
        ("<a>首页</a> &gt; <a>新闻</a> &gt; <a>新闻 要闻</a>", ["首页", "新闻", "新闻 要闻"]),
        ("<a>首页</a> | <a>新闻</a> | 正文", ["首页", "新闻", "正文"]),
        ("<a>首页</a> - <a>新闻</a> - 正文<i>每天都是好日子。</i>", ["首页", "新闻", "正文"]),
        ("<b>要闻</b><i>您的位置：<a href=/>首页</a> / <a href=/n>要闻</a></i>", ["首页", "要闻"]),
        ("<b>他的位置：首页设计者，现在是站长，管着十个人</b>", None),
        ("<a>首页</a> 》 <a>新闻</a> 》 正文", ["首页", "新闻", "正文"]),
        ("<a>首页</a> | <a>新闻</a> | <a>图片</a>", None),
    ],
)
def test_a_trail_begins_behind_the_day_and_ends_before_it(line: str, told: list[str] | None) -> None:
    page = f"<title>春耕开始了吗</title><body><div>{line}</div><h1>春耕开始了吗</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>"
    assert read(page).breadcrumb == told


@pytest.mark.parametrize(("more", "told"), [("<p class=crumb><a href=/n>要闻</a></p></div>", ["首页", "要闻"]), ("", ["首页"])])
def test_the_steps_in_boxes_of_their_own_stand_above_the_text(more: str, told: list[str]) -> None:
    steps = f"<div><p class=crumb><a href=/>首页</a></p>{more}"
    text = f"<h1>春耕开始了吗</h1><p>2019-03-05</p><p>县里开会。</p><p>{SENTENCE[:20]}。</p>"
    assert read(f"<title>春耕开始了吗</title><body>{steps}{text}").breadcrumb == told


@pytest.mark.parametrize(
    ("first", "second", "name", "told"),
    [
        ("春耕了", "云岭县召开春耕备耕工作推进会", "春耕了 云岭县召开春耕备耕工作推进会_沧河网", "春耕了 云岭县召开春耕备耕工作推进会"),
        ("农业", "云岭县召开春耕备耕工作推进会", "云岭县召开春耕备耕工作推进会_农业_沧河网", "云岭县召开春耕备耕工作推进会"),
    ],
)
def test_a_short_first_line_of_a_headline_is_of_it(first: str, second: str, name: str, told: str) -> None:
    assert read(f"<title>{name}</title><body><h1>{first}<br>{second}</h1><div>2019-03-05</div>{TEXT}").title == told


def test_a_source_may_be_what_a_text_was_posted_from() -> None:
    page = f"<title>春耕开始了吗</title><body><h1>春耕开始了吗</h1><div>作者：张大年 | {{}}：沧河日报 | 更新时间：2019-9-1</div>{TEXT}"
    assert read_fields(page.format("转贴自")).source == "沧河日报"
    assert read_fields(page.format("阅读自")).source is None


def test_a_source_may_stand_beside_a_date_without_its_year() -> None:
    page = f"<title>春耕开始了吗</title><body><h1>春耕开始了吗</h1><ul><li>沧河县融媒体中心<li>{{}}</ul>{TEXT}"
    for date, source in (("09-01 18:20", "沧河县融媒体中心"), ("点赞 18:20", None)):
        assert read_fields(page.format(date)).source == source


@pytest.mark.parametrize("count", [1, 2])
def test_a_sites_own_notice_is_not_the_text_though_it_is_longer(count: int) -> None:
    notice = "本网由县融媒体中心主办，任何单位和个人{}，不得以任何形式转载、摘编本网内容，违者将依法追究责任。" + SENTENCE[:20]
    page = "<title>春耕开始了吗</title><body><h1>春耕开始了吗</h1><div>2019-03-05</div><div class=c><p>{}</p></div><div>{}</div><div class=b>{}</div>"
    for leave, rows in (("未经许可", [SENTENCE[:26]]), ("不看天气", None)):
        notes = f"<p>{notice.format(leave)}</p>" + "<p>地址：沧河县人民路1号　电话：0700-6600110</p>" * (count - 1)
        links = "".join(f"<a href=/{i}>另一篇文章的标题{i}</a><br>" for i in range(9))
        read_rows = read(page.format(SENTENCE[:26], links, notes)).rows
        assert read_rows == rows if rows else read_rows != [SENTENCE[:26]]


HEAD = "<h1>春耕开始了吗</h1><div>2019-03-05 08:10</div>"
BRIEF = "少儿图书馆七月二日开放，设座位一百二十个，周一闭馆。"
LINKS = "".join(f"<a href=/{i}>另一篇文章的标题{i}</a><br>" for i in range(9))


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<div>{HEAD}<p>{BRIEF}</p></div>{LINKS}<div>{SENTENCE}</div>", 1),
        ("<div>{HEAD}<p>{BRIEF}</p></div><a href=/>另一篇文章的标题</a><div>{SENTENCE}</div>", 2),  # a lead
        ("<div>{SENTENCE}{SENTENCE}</div><div><div>春耕开始了吗</div><div>2019-03-05</div><div>{BRIEF}</div></div>", 1),
        ("<div>{HEAD}<p>{BRIEF}</p></div><div>请遵守国家法律法规，文明发表言论。{SENTENCE}</div>", 1),
        ("<div>{HEAD}<p>{BRIEF}</p></div><form>尊重网上道德，遵守各项有关法律法规。{SENTENCE}</form>", 1),
        ("<div>{HEAD}<p>{BRIEF}</p></div><div>承担一切因您的行为而导致的法律责任。{SENTENCE}</div>", 1),
        ("<div>{HEAD}<p>{BRIEF}</p></div><div>本站所有评论仅供参考，由此产生的后果与本站无关。{SENTENCE}</div>", 1),
        ("<div>{HEAD}<p>{BRIEF}</p></div><div>如果侵犯了您的权益，请及时与我们取得联系，以便处理。{SENTENCE}</div>", 1),
        ("<div>{HEAD}<p>{BRIEF}</p></div><div>如果商家侵犯了您的权益，请拨打投诉电话。{SENTENCE}</div>", 2),
        ("<div>{HEAD}<p>{BRIEF}</p></div><div>请遵守交通法规，文明行车。{SENTENCE}</div>", 2),
    ],
)
def test_a_brief_text_is_read_where_its_headline_and_date_are(page: str, rows: int) -> None:
    html = page.format(HEAD=HEAD, BRIEF=BRIEF, SENTENCE=SENTENCE, LINKS=LINKS)
    read_rows = read(f"<title>春耕开始了吗_沧河网</title><body>{html}").rows
    assert (read_rows[0], len(read_rows)) == (BRIEF, rows)


def test_a_page_of_many_boxes_is_read_in_time() -> None:
    """What stands above the largest box is told once, not once for every box."""
    boxes = "".join(f"<div class=a{i}><b>甲</b><p>{SENTENCE}</p></div>" for i in range(3000))
    quick(1.5, read, f"<title>春耕开始了吗</title><body>{HEAD}{boxes}<div>{SENTENCE * 9}</div>")


QUESTION = "我们村口的路灯坏了半个月，夜里出门很不方便，请问什么时候能够修好？"


@pytest.mark.parametrize(
    ("label", "rows"),
    [
        ("<p>回复时间</p><p>2019-03-09 16:20</p>", True),
        ("<b>沧河县城管局</b> 2019-03-09 16:20 回复：", True),
        ("2019-03-09 16:20 转来", False),
    ],
)
@pytest.mark.parametrize("longer", ["question", "reply"])
def test_a_question_and_its_reply_are_one_text(label: str, rows: bool, longer: str) -> None:
    asked = f"<p>{QUESTION}</p>" * (3 if longer == "question" else 1)
    reply = f"<p>{SENTENCE}</p>" * (3 if longer == "reply" else 1)
    html = f"{HEAD}<div class=ask>{asked}</div><div class=box><div class=h>{label}</div><div class=b>{reply}</div></div>{LINKS}"
    text = read(f"<title>春耕开始了吗_沧河网</title><body>{html}").rows
    assert (QUESTION in text and SENTENCE in text) == rows
    assert not rows or set(text) == {QUESTION, SENTENCE}


def test_a_picture_below_a_text_keeps_a_caption_that_says_so() -> None:
    page = f"<title>春耕开始了吗</title><body>{HEAD}<div class=c><p>{SENTENCE}</p><p>{SENTENCE}</p><div class=x><img src=/a.jpg><div class=y>{{}}</div></div></div>"
    for line, kept in (("图为推进会的会场。", True), ("会议现场 张大年 摄", True), ("扫码看更多", False), ("沧河发布客户端", False)):
        assert (read(page.format(line)).rows[-1] == line) == kept


@pytest.mark.parametrize(("name", "rows"), [("guanggao", 1), ("ad_bottom", 1), ("addition", 2), ("road", 2)])
def test_an_advertisement_by_name_is_none_of_a_brief_text(name: str, rows: int) -> None:
    html = f"<div>{HEAD}<div class=c><p>{BRIEF}</p></div><div class={name}><p>{SENTENCE}</p></div></div>"
    assert len(read(f"<title>春耕开始了吗</title><body>{html}").rows) == rows
    alone = f"<div>{HEAD}<div class={name}><p>{BRIEF}</p></div></div>"
    assert read(f"<title>春耕开始了吗</title><body>{alone}").rows == [BRIEF]


@pytest.mark.parametrize(
    ("first", "last", "author"),
    [("王建国", "", "王建国"), ("王 磊", "", "王磊"), ("文旅", "", None), ("县里的事", "", None), ("王建国", "高山峡", None)],
)
def test_a_name_alone_over_a_text_signs_it(first: str, last: str, author: str | None) -> None:
    body = "".join(f"<p>{row}</p>" for row in (first, SENTENCE, SENTENCE[:30], last) if row)
    article = read_fields(f"<title>春耕开始了吗</title><body>{HEAD}<div>{body}</div>")
    assert (article.author, article.text.split("\n")[0]) == (author, first)


@pytest.mark.parametrize(("line", "rows"), [("总监制：张大年", 2), ("总策划｜张大年", 2), ("总产值：三百万元", 3)])
def test_who_is_in_charge_stands_below_the_text(line: str, rows: int) -> None:
    body = f"<p>{SENTENCE}</p><p>{SENTENCE}</p><p>{line}</p>"
    assert len(read(f"<title>春耕开始了吗</title><body>{HEAD}<div>{body}</div>").rows) == rows


@pytest.mark.parametrize(
    ("last", "behind"),
    [
        ("<span>字号：<i>大</i> <i>中</i></span> <span>打印</span>", ()),
        ("<span>分享到：</span>", ()),
        ("<a>2018年第2号</a>", ("2018年第2号",)),
        ("<a>发布会</a>", ("发布会",)),
        ("<a>【专题】春耕</a>", ("【专题】春耕",)),
    ],
)
def test_tools_in_a_trails_box_are_no_step(last: str, behind: tuple[str, ...]) -> None:
    page = '<div class="bread"><a>首页</a> &gt; <a>要闻</a> {}</div><h1>云岭县修路</h1><div>2018-06-18</div>{}'
    last = f"<div>{last}</div>" if not behind else f"&gt; {last}"
    assert read_fields(page.format(last, TEXT)).breadcrumb == ["首页", "要闻", *behind]


@pytest.mark.parametrize(
    ("info", "source", "author"),
    [
        ('<span class="a_source">山城客</span> <b class="author">山里人</b>', "山城客", "山里人"),
        ('<span class="articleSource">山城客</span><i class="author-name">张大年</i>', "山城客", "张大年"),
        ('来源：<a class="author">山城客</a>', "山城客", None),
        ('编辑：<b class="author">张大年</b>', None, None),
        ('<b>原创：</b><b id="js_author_name">张大年</b>', None, "张大年"),
        ('<a class="resource">下载</a> <a class="author">关注</a>', None, None),
        ('<b class="author-card">山城客</b> <b class="sources">目录</b>', None, None),
    ],
)
def test_elements_named_after_source_and_author_hold_them(info: str, source: str | None, author: str | None) -> None:
    page = f"<h1>云岭县修路</h1><div>2018-06-18 12:02 {info}</div>{TEXT}"
    article = read_fields(page)
    assert (article.source, article.author) == (source, author)


@pytest.mark.parametrize(
    ("line", "author"),
    [("张大年　李四光", "张大年 李四光"), ("张 三　李四光", "张三 李四光"), ("文旅 张大年", None), ("张大年 工作总结", None)],
)
@pytest.mark.parametrize("page", ["{1}{0}", "{0}{1}"])
def test_several_names_on_a_line_beside_the_date_sign(line: str, author: str | None, page: str) -> None:
    day = "<p>2018-06-18 12:02 来源：云岭日报</p>"
    article = read_fields(f"<h1>云岭县修路</h1>{page.format(f'<p>{line}</p>', day)}{TEXT}")
    assert (article.source, article.author) == ("云岭日报", author)
