"""Pages of kinds that differ from a news page: letters with their replies, printed pages, interviews, lists of summaries."""

from __future__ import annotations

import pytest

from pipelines.items import Capture, Page
from pipelines.road import Road

LETTER = "我家住在城西柳巷，门口的污水井堵了两个多月，一下雨脏水就漫到路上，希望有关部门尽快疏通。"
ANSWER = (
    "接到来信后，我局立即安排市政养护所到现场查看，该处污水井堵塞系建筑垃圾落入所致。",
    "目前养护所已清掏井室三座、疏通管道八十六米，路面积水已经消除，感谢您对城市管理工作的关心。",
)
BODY = (
    "连日来，水库除险加固工程进入大坝灌浆阶段，四台钻机沿坝顶一字排开，日夜轮换作业。",
    "按照计划，主体工程六月底前完工，赶在主汛期到来之前投入运行。",
)
FOOT = "<div class=foot>柳石网 版权所有</div>"


def read(html: str) -> Page:
    page = Road(()).read(Capture(None, html.encode()))
    assert not page.failed
    return page


def paragraphs(rows: tuple[str, ...]) -> str:
    return "".join(f"<p>{row}</p>" for row in rows)


BETWEEN = [
    "<div class=info><span>回复单位：县城管局</span><span>回复时间：2021-07-08 16:02</span></div>",
    "<div>受理状态：已回复</div><div>答复部门：县城管局<br>答复时间：2021-07-08</div>",
    "<div><b>县城管局</b> 官方回复 <em>2021-07-08 16:02</em></div>",
    "<div>官方回复</div><div>办理单位：县城管局</div><div>办结时间</div><div>2021-07-08 16:02</div>",
]


@pytest.mark.parametrize("between", BETWEEN)
def test_a_letter_above_its_reply_is_of_the_text(between: str) -> None:
    head = "<h1>城西柳巷污水井堵塞无人管</h1><div class=info><span>来信人：卢先生</span><span>来信时间：2021-07-04 10:20</span><br>处理情况：已办结</div>"
    page = read(
        f"<title>城西柳巷污水井堵塞无人管_柳石网</title><body>{head}<div class=article><p>{LETTER}</p></div>{between}"
        f"<div class=article>{paragraphs(ANSWER)}</div>{FOOT}"
    )
    rows = (page.article.text or "").split("\n")
    assert rows[0] == LETTER
    assert tuple(rows[-2:]) == ANSWER
    assert (page.article.published_at or "")[:10] == "2021-07-04"


@pytest.mark.parametrize("line", ["受理部门：县人社局", "办理时间：工作日上午", "处理结果"])
def test_a_notice_keeps_who_handles_what_and_when(line: str) -> None:
    html = f"<title>关于社保卡补办的通知_柳石网</title><body><h1>关于社保卡补办的通知</h1><div>2021-07-08</div><div class=article><p>{BODY[0]}</p><p>{line}</p><p>{BODY[1]}</p></div>{FOOT}"
    assert (read(html).article.text or "").split("\n") == [BODY[0], line, BODY[1]]


def test_what_stands_above_another_info_line_is_not() -> None:
    page = read(
        f"<title>城西柳巷的污水井疏通了_柳石网</title><body><h1>城西柳巷的污水井疏通了</h1><div class=ad><p>{LETTER}</p></div>"
        f"<div class=info>2021-07-08 16:02 来源：柳石日报</div><div class=article>{paragraphs(ANSWER)}</div>{FOOT}"
    )
    assert tuple((page.article.text or "").split("\n")) == ANSWER


def test_an_offices_answer_below_a_longer_letter_is_none_of_readers_replies() -> None:
    html = (
        f"<title>城西柳巷污水井堵塞无人管_柳石网</title><body><h2>城西柳巷污水井堵塞无人管</h2><div>写信时间：2022-07-04</div>"
        f"<div class=question><p>{LETTER}</p><p>{LETTER}</p></div><div class=reply><p>{{}}：县城管局　回复时间：2022-07-08</p>"
        f"<div>{ANSWER[0]}</div></div>{FOOT}"
    )
    assert ANSWER[0] in (read(html.format("答复单位")).article.text or "")
    assert ANSWER[0] not in (read(html.format("回复人")).article.text or "")


REMARKS = (
    "这条路我走了二十年，终于等到修好的这一天，感谢大家为我们办了一件好事！",
    "希望以后多一些这样的活动，山里的老人看病实在太不容易了，子女又都在外面打工。",
    "能不能也到我们上湾村来一趟？我们村离镇上还有二十多里山路，老人出来要半天。",
)


@pytest.mark.parametrize(("buttons", "are_comments"), [("<a>回复</a> <a>赞(3)</a>", True), ("刘家湾", False)])
def test_readers_comments_without_a_heading_are_not_the_text(buttons: str, *, are_comments: bool) -> None:
    brief = "昨日上午，市第二医院组织八名医生到柳河镇义诊，为两百多名老人量血压、测血糖。"
    remarks = "".join(
        f"<li><img src=h.jpg><div><p>山里人</p><p>{said}</p><p>2019-05-2{n} 10:01 {buttons}</p></div></li>"
        for n, said in enumerate(REMARKS, 2)
    )
    page = read(
        f"<title>八名医生到柳河义诊_柳石网</title><body><div><h1>八名医生到柳河义诊</h1><div>2019-05-21 09:30 柳石晚报</div>"
        f"<div class=c><p>{brief}</p></div></div><ul>{remarks}</ul>{FOOT}"
    )
    assert ((page.article.text or "") == brief) == are_comments


def printed(above: str) -> Page:
    """A page of a digital newspaper whose <title> names the paper alone."""
    return read(
        f"<title>江岸日报</title><body><table><tr><td>2009年3月12日 星期四</td></tr></table>{above}"
        f"<table><tr><td><div id=ozoom>{paragraphs(BODY)}</div></td></tr></table>{FOOT}"
    )


def test_a_kicker_that_ends_in_a_quotation_is_no_text_and_a_byline_no_headline() -> None:
    page = printed(
        "<table><tr><td class=font02>沿线千人吃下“定心丸”</td></tr><tr><td class=font01>大坝灌浆昼夜推进</td></tr>"
        "<tr><td class=font02>预计六月底前完工</td></tr><tr><td class=font6>本报记者 丁小满 通讯员 路遥远</td></tr></table>"
    )
    assert (page.article.title, page.article.author) == ("大坝灌浆昼夜推进", "丁小满 路遥远")
    assert tuple((page.article.text or "").split("\n")) == BODY
    plain = printed("<table><tr><td>大坝灌浆昼夜推进</td></tr><tr><td>本报记者 丁小满 通讯员 路遥远</td></tr></table>")
    assert plain.article.title == "大坝灌浆昼夜推进"


def test_a_quotation_that_is_a_sentence_is_text() -> None:
    said = "“以前一下雨，谁都不敢睡踏实。”"
    page = printed(f"<table><tr><td class=font01>大坝灌浆昼夜推进</td></tr></table><div><p>{said}</p></div>")
    assert tuple((page.article.text or "").split("\n")) == (said, *BODY)


def test_who_asks_may_stand_on_a_line_of_his_own() -> None:
    talk = ("“船洗干净，留在岸上。”", "记者：", "桥修好以后，您打算做什么？", "祁万福：", "给来的人讲讲以前的事。")
    html = (
        "<title>对话摆渡人_柳石网</title><body><h1>对话摆渡人</h1><div>2020-10-12 08:00 来源：柳石网</div>"
        f"<div>{paragraphs((*BODY, *talk))}{{}}</div>{FOOT}"
    )
    assert tuple((read(html.format("")).article.text or "").split("\n")) == (*BODY, *talk)
    signed = read(html.format("<p>记者：丁小满</p>")).article
    assert (signed.author, (signed.text or "").endswith(talk[-1])) == ("丁小满", True)


@pytest.mark.parametrize(
    ("line", "author", "source"),
    [
        ("（2009年3月12日 江岸日报）", None, "江岸日报"),
        ("2009年3月12日 江岸报（海外版）", None, "江岸报（海外版）"),
        ("原创 丁小满 江岸融媒 2009-03-12 07:30 发表于甘肃", "丁小满", "江岸融媒"),
        ("原创 发表于甘肃 2009-03-12 07:30", None, None),
        ("江岸晚报 2009年03月12日 【大 中 小】【打印】【关闭】", None, "江岸晚报"),
    ],
)
def test_names_beside_the_date(line: str, author: str | None, source: str | None) -> None:
    html = f"<title>大坝灌浆昼夜推进</title><body><h1>大坝灌浆昼夜推进</h1><div>{line}</div><div>{paragraphs(BODY)}</div>{FOOT}"
    article = read(html).article
    assert (article.author, article.source, article.published_at and article.published_at[:10]) == (author, source, "2009-03-12")


def test_when_a_picture_was_taken_is_not_when_it_was_published() -> None:
    html = f"<title>大坝灌浆昼夜推进</title><body><h1>大坝灌浆昼夜推进</h1><div>{paragraphs(BODY)}</div><p>拍摄时间：2015-09-01　{{}}作者：丁小满</p>{FOOT}"
    assert read(html.format("上传时间：2015-09-02 08:10　")).article.published_at == "2015-09-02T08:10:00+08:00"
    assert read(html.format("")).article.published_at == "2015-09-01"


ITEM = "<div class=item><h3><a href=/n/{0}>{0}号村的路灯换新了</a></h3><p>{0}号村的路灯昨天换新，村民说，孩子晚上回家不用再打手电。</p></div>"


LED = ITEM.replace("<a href=/n/{0}>", "").replace("</a>", "").replace("</div>", "<a href=/n/{0}>阅读全文</a><i>2021-08-01</i></div>")


@pytest.mark.parametrize("item", [ITEM, ITEM.replace("div", "dl").replace("h3", "dt").replace("p>", "dd>"), LED])
@pytest.mark.parametrize("head", ["", "<h1>社会新闻</h1>", "<div>首页 &gt; 社会新闻</div>"])
def test_a_page_of_summaries_is_a_list(head: str, item: str) -> None:
    page = read(f"<title>社会新闻-柳石网</title><body>{head}<div>{''.join(item.format(n) for n in range(10, 18))}</div>{FOOT}")
    assert page.refused == "list page: beginnings of other texts"


@pytest.mark.parametrize("title", ["早报：昨天的八件事-柳石网", "柳石网"], ids=["named", "unnamed"])
@pytest.mark.parametrize("info", ["2021-07-08 06:30 来源：柳石网", "来源：柳石网", "柳石网 昨天 06:30"])
def test_a_digest_with_links_over_its_paragraphs_is_an_article(info: str, title: str) -> None:
    html = f"<title>{title}</title><body><h1>早报：昨天的八件事</h1><div>{info}</div><div>{''.join(ITEM.format(n) for n in range(10, 18))}</div>{FOOT}"
    page = read(html)
    assert page.refused is None
    assert (page.article.text or "").count("村民说") == 8


FEW = "三年前，石门小学撤并；今年秋天，它又开课了。"
LINKS = "<ul>" + "<li><a href=/x>一条别处的新闻标题</a></li>" * 12 + "</ul>"


@pytest.mark.parametrize(
    ("above", "below", "is_article"),
    [
        ("", "", False),
        ("<h1>村小回来了</h1>", "", True),
        ("<div>2023-09-03 06:40</div>", "", True),
        ("", "<p>石门小学</p><p>2023年9月3日</p>", True),
    ],
    ids=["neither", "headline", "date", "signature"],
)
def test_a_few_words_want_a_headline_or_a_date(above: str, below: str, *, is_article: bool) -> None:
    html = f"<title>村小回来了_专题</title><body>{above}<div><p>{FEW}</p>{below}</div>{LINKS}{LINKS}{FOOT}"
    page = read(html)
    assert (page.refused is None) == is_article, page.refused


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        ("时间：6月3日（周六）14:30", True),
        ("时　间：本月9月16日至20日", True),
        ("时间：2021年6月3日", False),
        ("时间：6月3日 来源：柳石网", False),
        ("时间：06-03 14:30", False),
    ],
)
def test_when_something_is_held_is_told_without_a_year(line: str, *, is_text: bool) -> None:
    page = read(
        f"<title>讲座预告_柳石网</title><body><h1>讲座预告：一口井的故事</h1><div>2021-06-01</div><div><p>{line}</p>{paragraphs(BODY)}</div>{FOOT}"
    )
    assert ("".join(line.split()) in "".join((page.article.text or "").split())) is is_text
