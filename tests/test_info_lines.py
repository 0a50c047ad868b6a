"""Whole small pages: the ways in which portals set headline, info line, signature and what stands around a body."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.items import Article, Capture
from pipelines.road import Road

TITLE = "云岭县召开春耕备耕工作推进会"
DAY = "<div>2019-06-18 12:02</div>"
WHOLE = "<div>2019-06-18 12:02 来源：沧河日报</div>"
ENP = "<!--enpproperty <author>张大年</author><nodename>{}</nodename> /enpproperty-->"
BODY = (
    "据了解，今年以来，全县把春耕备耕作为头等大事来抓，组织农技人员下到田间地头。",
    "各乡镇调运种子和化肥，检修农机具，疏通灌溉渠道，确保不误农时。",
    "下一步，县里还将派出工作组，帮助农户解决缺劳力、缺资金的困难。",
)


def read(info: str = WHOLE, *, first: str = "", last: str = "", tail: str = "", head: str = "", title: str = TITLE) -> Article:
    body = "".join(f"<p>{row}</p>" for row in (first, *BODY, last) if row)
    html = (
        f"<html><head><title>{title.partition('<')[0]}_沧河新闻网</title></head><body><ul class=nav><li><a href=/a>首页</a></li></ul>{head}"
        f"<h1>{title}</h1>{info}<div id=content>{body}</div>{tail}<div class=foot>沧河新闻网 版权所有</div></body></html>"
    )
    page = Road(()).read(Capture(None, html.encode()))
    assert not page.failed and not page.refused
    return page.article


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # Labels and values in rows of their own.
        ({"info": f"<dl>{DAY}<dt>来源：</dt><dd>沧河日报</dd><dt>作者：</dt><dd>张大年</dd></dl>"}, {"source": "沧河日报", "author": "张大年"}),
        ({"info": "<ul><li>2019-06-18</li><li>来 源：沧河日报</li><li>作 者：张大年</li></ul>"}, {"source": "沧河日报", "author": "张大年"}),
        ({"info": f"{DAY}<div>转自：新华社</div><div>文：张大年</div><div>责任编辑 李四光</div>"}, {"source": "新华社", "author": "张大年", "editor": "李四光"}),
        ({"info": f"{DAY}<div>來源｜大公報 責任編輯｜李四光</div>"}, {"source": "大公報", "editor": "李四光"}),
        ({"info": f"<div>{DAY}<p>沧河日报</p><p>张大年</p></div>"}, {"source": "沧河日报", "author": "张大年"}),
        ({"info": f"<p>何 远</p>{WHOLE}"}, {"source": "沧河日报", "author": "何远"}),
        ({"info": f"<p>文旅</p>{WHOLE}"}, {"author": None}),
        # Without a label: between strokes, before buttons, a commentator.
        ({"info": "<div>2019-06-18 | 来源：沧河日报 | 记者 张大年 通讯员 李文</div>"}, {"source": "沧河日报", "author": "张大年 李文"}),
        ({"info": "<div>2019-06-18 | 来源：沧河日报 | 记者观察</div>"}, {"source": "沧河日报", "author": None}),
        ({"info": f"<p>沧河新闻特约评论员 张大年</p>{WHOLE}"}, {"source": "沧河日报", "author": "张大年"}),
        ({"info": f"<p>沧河新闻特约评论员</p>{WHOLE}"}, {"source": "沧河日报", "author": None}),
        ({"info": "<div>2019-06-18 来源：沧河日报　张大年　[推荐朋友] [打印本稿]</div>"}, {"source": "沧河日报", "author": "张大年"}),
        ({"info": "<div>2019-06-18 来源：沧河日报　[推荐朋友] [打印本稿]</div>"}, {"source": "沧河日报", "author": None}),
        ({"info": "<div><b>沧河日报</b> · <i>2019.06.18 12:02</i> · <b>张大年</b></div>"}, {"source": "沧河日报", "author": "张大年"}),
        ({"info": "<div>[沧河日报] 2019-06-18 [微博] 浏览：12次</div>"}, {"source": "沧河日报", "author": None}),
        # Elements with nothing between them.
        ({"info": "<div><span>2019-06-18 12:02</span><span>来源：沧河日报</span><span>阅读 123</span></div>"}, {"source": "沧河日报"}),
        ({"info": "<div><span>2019-06-18</span><span>编辑：张大年</span><span>浏览（431）</span></div>"}, {"editor": "张大年"}),
        ({"info": "<div><span>2019-06-18 12:02</span><span>沧河日报</span><span>张大年</span></div>"}, {"source": "沧河日报", "author": "张大年"}),
        ({"tail": "<div><span>责任编辑：李四光</span><span>阅读 123</span></div>"}, {"editor": "李四光"}),
        ({"info": "<div>2019-06-18 来源：<a>沧河日报</a>(兰州)</div>"}, {"source": "沧河日报(兰州)"}),
        ({"info": "<div>2019-06-18 | 来源：云岭发布 | 摄影：张大年</div>"}, {"source": "云岭发布"}),
        ({"info": "<div>2019-06-18 | 来源：沧河日报 发布｜云岭台</div>"}, {"source": "沧河日报"}),
        ({"info": "<div>2019-06-18 作者：张大年 点击投稿</div>"}, {"author": "张大年"}),
        # Nobody by name.
        ({"tail": "<p>文章录入：admin 责任编辑：admin</p>"}, {"editor": None}),
        ({"tail": "<p>责任编辑：管理员</p>"}, {"editor": None}),
        ({"tail": "<p>责任编辑：adminis李</p>"}, {"editor": "adminis李"}),
        ({"info": "<div>2019-06-18 来源：本站原创</div>"}, {"source": None}),
        ({"info": "<div>2019-06-18 来源：原创大视野</div>"}, {"source": "原创大视野"}),
        # Who signs a printed page; on the site's own pages that is who put it there.
        ({"info": f"<p>□ 冷秋</p>{DAY}"}, {"author": "冷秋"}),
        ({"info": f"<p>□ 副刊</p>{DAY}"}, {"author": None}),
        ({"head": ENP.format("第A03版：民生")}, {"author": "张大年"}),
        ({"head": ENP.format("新闻中心")}, {"author": None}),
        # Labels that are ours, and longer ones that end in ours.
        ({"info": DAY + "<div>沧河日报</div><div>图片来源：视觉云</div>"}, {"source": "沧河日报"}),
        ({"last": "编辑 张大年 校对 李四光"}, {"editor": "张大年"}),
        ({"tail": "<p>责编：张大年 编审：李四光 签发：王五林</p>"}, {"editor": "张大年"}),
        ({"tail": "<p>编辑：张大年 新媒体编辑：李四光</p>"}, {"editor": "张大年"}),
        ({"tail": "<p>一审一校：张大年 二审二校：李四光</p>"}, {"editor": "张大年 李四光"}),
        ({"tail": "<p>图片编辑：李四光</p>"}, {"editor": None}),
        ({"tail": "<p>【责任编辑】：张大年</p>"}, {"editor": "张大年"}),
        ({"last": "文/张大年 编辑/李四光"}, {"author": "张大年", "editor": "李四光"}),
        ({"last": "（记者 张大年 编辑 李四光）"}, {"author": "张大年", "editor": "李四光"}),
        ({"info": "<div>2019-06-18 记者：张大年 通讯员：李四光</div>"}, {"author": "张大年 李四光"}),
        ({"info": "<div>2019-06-18 作者：张大年（云岭大学教授）</div>"}, {"author": "张大年"}),
        ({"info": "<div>2019-06-18 作者：县委宣传部</div>"}, {"author": None}),
        ({"info": "<div>2019-06-18 来源：北京青年报（记者 张大年）</div>"}, {"source": "北京青年报", "author": "张大年"}),
        ({"info": "<div>2019-06-18 来源：人民日报评论</div>"}, {"source": "人民日报评论"}),
        ({"tail": "<p>［来源：海口日报］［编辑：李四光］</p>", "info": DAY}, {"source": "海口日报", "editor": "李四光"}),
        # Roles in brackets of their own, one a line; a question to a reporter is none.
        ({"last": "【记者】张大年</p><p>【通讯员】李四光"}, {"author": "张大年 李四光"}),
        ({"last": "【撰文】张大年 李四光"}, {"author": "张大年 李四光"}),
        ({"last": "【记者】今年的收成怎么样？"}, {"author": None}),
        ({"last": "【校对】张大年"}, {"author": None}),
        # Counters and a camera are nobody's name.
        ({"info": DAY + "<p><em>记者：张大年 李四光</em><em>1.2万次播放</em></p>"}, {"author": "张大年 李四光"}),
        ({"info": "<div>2019-06-18 作者：张大年 摄</div>"}, {"author": "张大年"}),
        ({"info": "<div>2019-06-18 作者：文/张大年 图/李四光 摄</div>"}, {"author": "张大年"}),
        ({"info": "<div>发表时间：2019-06-18 12:02</div><div>最后更新：2019-06-19 08:00</div><div>文/张大年 图/网络</div>"}, {"author": "张大年"}),
        # A line above the headline does not go on where the one below it ends.
        ({"info": f"{WHOLE}<div>编辑：李四光</div>", "head": "<div>今天是2024年11月23日</div>"}, {"editor": "李四光", "published_at": "2019-06-18T12:02:00+08:00"}),
        ({"info": "<div>记者 张大年 通讯员 李四光</div>", "head": "<div><span>乡镇</span><span>2019-06-18 12:02</span></div>"}, {"author": "张大年 李四光"}),
        ({"info": "<div>记者：张大年</div>", "head": "<div>来源：沧河日报 2019-06-18</div>"}, {"author": "张大年", "source": "沧河日报"}),
        # A printed page's paper, day and page number; a programme's name is no paper's.
        ({"info": "<p>张大年 <span>《沧河日报》（<span>2019年06月18日</span> 第 03 版）</span></p>"}, {"author": "张大年", "source": "沧河日报", "published_at": "2019-06-18"}),
        ({"info": "<p>2019-06-18 《安全》</p>"}, {"author": None, "source": None}),
        ({"info": "<div><span>沧河融媒</span><span>2019-06-18 12:02</span></div>"}, {"source": "沧河融媒"}),
        # Wire heads and signatures.
        ({"first": "本报讯 记者张大年报道：雨后的田野里，蔬菜长势喜人。"}, {"author": "张大年"}),
        ({"first": "【沧河网报道 记者 张大年】雨后的田野里，蔬菜长势喜人。"}, {"author": "张大年"}),
        ({"first": "〔記者張大年／台北報導〕雨後的田野裡，蔬菜長勢喜人。"}, {"author": "張大年"}),
        ({"first": "【沧河网】（记者 次仁央宗）雨后的田野里，蔬菜长势喜人。"}, {"author": "次仁央宗"}),
        ({"last": "蔬菜长势喜人。（云岭县融媒体中心 张大年）"}, {"author": "张大年"}),
        ({"last": "蔬菜长势喜人。（作者单位：云岭县委党校）"}, {"author": None}),
        ({"last": "蔬菜长势喜人。（文中张大年、李四光均为化名）"}, {"author": None}),
        # Dates.
        ({"info": "<div>时间：19-06-18 12:02 来源：沧河日报</div>"}, {"published_at": "2019-06-18T12:02:00+08:00"}),
        ({"info": "<div>公开日期：2019-06-18</div>"}, {"published_at": "2019-06-18", "author": None}),
        ({"info": "<div>发布时间：2019-06-18 12:02 记者 张大年</div>"}, {"author": "张大年"}),
        ({"info": "<div>2019/6/18 上午 12:02</div>"}, {"published_at": "2019-06-18T00:02:00+08:00"}),
        ({"info": "", "tail": "<p>2019-06-18 12:02　来源：沧河日报　编辑：李四光</p>"}, {"published_at": "2019-06-18T12:02:00+08:00"}),
        ({"head": "<div>2025-03-18 晴 3~15℃</div>"}, {"published_at": "2019-06-18T12:02:00+08:00"}),
        ({"info": "<time datetime='2019-06-18T12:02:00+08:00'>3天前</time>"}, {"published_at": "2019-06-18T12:02:00+08:00"}),
        ({"info": "", "tail": "<ul><li><time datetime=2019-01-01>1月1日</time></li><li><time datetime=2019-01-02>1月2日</time></li></ul>"}, {"published_at": None}),
        # Headlines and breadcrumbs.
        ({"title": f"{TITLE}<br><span>2019-06-18 12:02:03 来源：沧河日报</span>", "info": ""}, {"title": TITLE}),
        ({"title": f"{TITLE}<span>原创</span>"}, {"title": TITLE}),
        ({"title": "来源：云岭县的一眼泉水"}, {"title": "来源：云岭县的一眼泉水"}),
        ({"info": "<div>2019-06-18 <span style='display:none'>作者：李四光</span></div>"}, {"author": None}),
        ({"head": "<div>您的位置：<a>沧河网</a> - <a>县域</a> - 正文</div>"}, {"breadcrumb": ["沧河网", "县域", "正文"]}),
        ({"head": "<div>您的位置：<a>沧河网</a> &gt; <a>县域 - 云岭</a></div>"}, {"breadcrumb": ["沧河网", "县域 - 云岭"]}),
        ({"head": "<div>当前位置：首页 - 新闻中心 - 正文</div>"}, {"breadcrumb": ["首页", "新闻中心", "正文"]}),
        ({"head": "<div class=crumb><a>首页</a><i></i><a>新闻中心</a><i></i><a>正文</a></div>"}, {"breadcrumb": ["首页", "新闻中心", "正文"]}),
        ({"head": "<div>首页 &gt;&gt; 新闻中心 &gt;&gt; 正文</div>"}, {"breadcrumb": ["首页", "新闻中心", "正文"]}),
    ],
    ids=str,
)
def test_the_fields_an_info_line_gives(parts: dict[str, Any], expected: dict[str, Any]) -> None:
    article = read(**parts)
    assert {name: getattr(article, name) for name in expected} == expected


KEPT = [
    {"first": "本报讯（记者张大年）6月18日，云岭县召开春耕工作会议。"},
    {"first": "沧河社6月18日讯（编辑 李四光）云岭股份公告，拟中标高速公路项目。"},
    {"last": "会后，大家合影留念。"},
    {"first": "推荐阅读的人说，好书要反复读。"},
    {"last": "他说，这并不代表双方的立场。"},
    {"last": "关注“三夏”生产，就是关注全年的收成"},
    {"last": "点击文末“阅读原文”即可报名。", "first": "办公时间：周一至周五 9:00—17:00"},
    {"last": "3.报名截止时间：2019年6月30日"},
    {"last": "【记者】今年的收成怎么样？"},
]
GONE = [
    ("last", "关注“云岭发布”公众号，获取更多资讯"),
    *(("last", f"点击{said}") for said in ("“阅读原文”查看更多", "[春耕]或文末的“阅读原文”按钮，看《春耕》。")),
    ("last", "—END—"),
    ("last", "本文转载自“云岭发布”微信公众号"),
    ("last", "供稿：县水务局"),
    ("last", "发布时间：2019年6月30日"),
    ("last", "【记者】张大年"),
    ("first", "点击蓝字 关注我们"),
    ("first", "点击上方蓝色字体，关注我们！"),
    ("last", "本文为云岭号作者发布，不代表云岭号立场"),
    ("tail", "<div><h3>全部回复 9</h3><p>楼主说得很好，我们村也是这样做的，今年种子和化肥都按时送到了地头。</p></div>"),
    ("tail", "<h2>另一篇报道</h2><p>2019-06-17 08:00</p><div><p>云岭县城南大桥昨日正式通车，全长三公里，双向六车道，总投资四亿元。</p></div>"),
]


@pytest.mark.parametrize("parts", KEPT, ids=str)
def test_what_is_of_the_body_stays(parts: dict[str, str]) -> None:
    assert all(row in read(**parts).text.split("\n") for row in (*BODY, *parts.values()))


@pytest.mark.parametrize(("place", "line"), GONE)
def test_what_is_not_goes(place: str, line: str) -> None:
    assert read(**{place: line}).text.split("\n") == list(BODY)


def test_a_note_leaves_its_paragraph_alone() -> None:
    article = read(last="会后，大家合影留念。（编辑：李四光）")
    assert (article.text.split("\n")[-1], article.editor) == ("会后，大家合影留念。", "李四光")


def test_a_notice_keeps_its_signature_below_its_attachment() -> None:
    rows = ["附件：<a href=/a.doc>1.岗位表.doc</a>", "云岭县人社局", "2024年2月8日"]
    text = read(last="</p><p>".join(rows)).text
    assert text.split("\n")[len(BODY) :] == ["附件：1.岗位表.doc", "云岭县人社局", "2024年2月8日"]


FRAMES = (
    "<table><tr><td><img src=/1.jpg></td></tr><tr><td>{}</td></tr></table>",
    "<div class=pic><img src=/1.jpg><span>{}</span></div>",
    "<div><img src=/1.jpg></div><div>{}</div>",
)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_framed_picture_keeps_its_caption_above_the_text(frame: str) -> None:
    said = "农技人员在地头查看苗情长势"
    assert read(first=f"</p>{frame.format(said)}<p>").text.split("\n") == [said, *BODY]
    for other in ("扫一扫在手机打开当前页", "2019-06-18 12:02", "<a href=/v>更多图片请看这里</a>"):
        assert read(first=f"</p>{frame.format(other)}<p>").text.split("\n") == list(BODY)
    coded = frame.replace("<img", "<p>云岭县</p><img").replace("class=pic", "class=share")
    assert read(first=f"</p><div class=share>{coded.format(said)}</div><p>").text.split("\n") == list(BODY)


def test_a_line_set_like_others_of_the_body_is_of_it() -> None:
    def heads(name: str, words: str) -> str:
        parts = zip(words.split(), BODY, strict=True)
        return "".join(f"<div class=part><div class={name}{i or ''}>{head}</div><div class=b>{row}</div></div>" for i, (head, row) in enumerate(parts))

    framed = "<div class=pic><img src=/{}.jpg><div class=zy>{}</div></div>"
    cases = {
        heads("sh", "一、备种 二、备肥 三、备工").replace("sh1", "sh").replace("sh2", "sh"): ("一、备种", True),
        heads("sh", "一、备种 二、备肥 三、备工"): ("一、备种", False),
        framed.format(1, "农机手检修农机具") + f"<p>{BODY[0]}</p><p>{BODY[1]}</p>" + framed.format(2, "农户搬运新到的种子"): ("农户搬运新到的种子", True),
        f"<p>{BODY[0]}</p><p>{BODY[1]}</p>" + framed.format(2, "农户搬运新到的种子"): ("农户搬运新到的种子", False),
    }
    for body, (line, kept) in cases.items():
        html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{WHOLE}<div id=c>{body}</div></body></html>"
        text = Road(()).read(Capture(None, html.encode())).article.text
        assert (line in text.split("\n")) == kept, body


def test_a_date_below_prose_is_of_the_text() -> None:
    html = "<html><head><title>通告_云岭县公安局</title></head><body><h1>通告</h1><div>2024-02-09 来源：县公安局</div><div id=c>"
    html += f"<p>{BODY[0]}</p><p>云岭县公安局</p><p>2024年2月8日</p></div></body></html>"
    assert Road(()).read(Capture(None, html.encode())).article.text.endswith("云岭县公安局\n2024年2月8日")


def test_a_named_section_is_a_part_of_the_page_and_an_editors_is_a_line() -> None:
    talk = "<section class=talk><h3>网友评论</h3><p>请勿发布广告，请勿人身攻击，违者本站有权删除，并追究其责任。</p></section>"
    rows = "".join(f"<p>{row}</p>" for row in BODY)
    named = f"<main><section class=body>{rows}</section>{talk}</main>"
    styled = "".join(f"<section style='margin:0'><section><p>{row}</p></section></section>" for row in BODY)
    for body in (named, f"<div id=js_content>{styled}</div>"):
        html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{WHOLE}{body}</body></html>"
        assert Road(()).read(Capture(None, html.encode())).article.text.split("\n") == list(BODY)


def test_a_line_that_leads_on_is_a_link_and_an_advertisement_none_of_the_text() -> None:
    link, told = "<a href=/1>白鹭回到湿地 蹲守三天</a>", "湿地保护条例第三条规定，<a href=/1>湿地</a>受保护。"
    for line, kept in ((f"<b>【相关阅读】</b>{link}", 0), (f"<b>【相关阅读】</b>{told}", 1), ("广告", 0), ("公益广告", 1)):
        assert len(read(last=f"{line}</p><p>{BODY[0]}").text.split("\n")) == 4 + kept, line


def test_what_is_hidden_is_not_read() -> None:
    assert read(last=f"<span hidden>{TITLE}：{BODY[1]}</span>{BODY[0]}").text.split("\n") == [*BODY, BODY[0]]
    assert read(last=f"<span class='x hidden'>{BODY[1]}</span>").text.split("\n") == [*BODY, BODY[1]]


def test_a_summary_with_its_label_is_not_the_text_twice() -> None:
    assert read(first=f"内容摘要：{BODY[0]}{BODY[1][:20]}").text.split("\n") == list(BODY)


def test_a_long_info_line_is_none_of_the_text() -> None:
    """Several labels without a sentence are an info line, however long; one label is not."""
    line = "索引号：52230011/2016-173111 文章来源：沧河日报 发布时间：2019/6/18 9:37:15 作者：张大年 点击：119 【字体： 】大中小【打印内容】【内容纠错】"
    article = read(f"<div>{line}</div>")
    assert (article.published_at, article.source, article.author) == ("2019-06-18T09:37:15+08:00", "沧河日报", "张大年")
    assert article.text.split("\n") == list(BODY)
    assert read(first=(names := "评选公布时间：2019年6月20日 " + "、".join(["张大年 李文 王小满 赵谷雨"] * 6))).text.startswith(names)


def test_a_source_below_the_text_may_be_a_link_and_the_date_beside_it() -> None:
    below = "<div><p>来源：<a href=/s>沧河日报</a></p><p>2019年06月18日12:02</p></div>"
    article = read("", tail=below)
    assert (article.source, article.published_at) == ("沧河日报", "2019-06-18T12:02:00+08:00")
    for other in (below.replace("来源：", "延伸："), below.replace("</a></p>", "</a></p><p>沧河两岸</p>")):
        assert read("", tail=other).published_at is None


def test_what_a_page_calls_its_own_place_is_a_breadcrumb() -> None:
    for label, step in (("本页位置：", "首页"), ("位置导航：", "首页"), ("所在栏目：", "首页"), ("本页首页：", "本页")):
        assert read(head=f"<div>{label}<a href=/>首页</a>→<a href=/s>社会新闻</a></div>").breadcrumb[0].startswith(step)
    for mark in "\\•":
        assert read(head=f"<div><a href=/>首页</a> {mark} <a href=/s>社会新闻</a></div>").breadcrumb == ["首页", "社会新闻"]
    assert read("<div>2019-06-18 栏目：社会新闻</div>").breadcrumb is None
    for label, trail in (("breadcrumb", ["首页", "时政"]), ("pages", None)):
        assert read(head=f"<nav aria-label={label}><li><a href=/>首页</a></li><li>时政</li></nav>").breadcrumb == trail


def test_a_button_behind_a_short_last_sentence_leaves_it() -> None:
    link = "<a href=/><span>返回沧河，查看更多</span></a>"
    assert read(last=f"大家快来看吧！{link}").text.split("\n") == [*BODY, "大家快来看吧！"]
    assert read(last=f"作者：张大年{link}").author == "张大年"
    assert read(last="精彩专题 <a href=/z>点击查看更多专题报道>></a>").text.split("\n") == list(BODY)


def test_readers_opinions_begin_at_their_heading() -> None:
    said = "<h3>网友评论 {}</h3><b>河边人</b><p>盼了好多年，希望农技员能常来，种子也能便宜一些。</p>"
    for remark in ("仅供其表达个人看法，并不表明本站立场", "（只代表网友观点）"):
        assert read(tail=f"<div>{said.format(remark)}</div>").text.split("\n") == list(BODY)
    assert "网友评论区里的留言很多。" in read(last="网友评论区里的留言很多。").text


def test_going_on_reading_is_a_button() -> None:
    for line, kept in (("請繼續往下閱讀...", 0), ("请继续往下阅读", 0), ("请继续往下阅读这本书的第三章", 1)):
        assert len(read(last=f"{line}</p><p>{BODY[0]}").text.split("\n")) == 4 + kept
