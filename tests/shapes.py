"""Articles in every shape: what a body is made of, how a page frames it; every piece of text bears a mark of its own.

`pages(seed, count)` gives each page's source, the marks that its article holds and those that are none of it.
`python -m tests.shapes` tells how many of them the generic reader loses or takes in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

from pipelines.items import Capture
from pipelines.road import Road

WORDS = (
    "春耕 会议 县里 召开 乡镇 农户 增收 合作社 道路 硬化 百合 种植 产业 发展 群众 干部 走访 学校 医院 项目 建设 培训 就业 搬迁 水利"
    " 灌溉 果园 养殖 技术 市场 销售 旅游 文化 演出 比赛 消防 安全 检查 绿化 造林"
).split()
BOXES = ("<div>{}</div>", "<section>{}</section>", "<div class=part>{}</div>")
INFO = ("<div class=info>2021-03-04 10:20 来源：某某网</div>", "<p>2021年03月04日 来源：某某网 作者：张三</p>")
SHARE = ("", "<div class=share>分享到：<a href=#>微信</a><a href=#>微博</a></div>", "<div>【打印】【关闭】</div>",
         "<div class=tool><span>字号</span><span>大</span><span>小</span></div>")
EDITOR = ("", "<p>责任编辑：李明</p>", "<div class=ed>（编辑：李明）</div>", "<div>来源：某某日报 编辑：李明</div>")
FURNITURE = (
    "<div><p>上一篇：没有了</p><p>下一篇：<a href=/9.html>{none}{line}</a></p></div>", "<div>标签：{word}{none}</div>",
    "<div>版权声明：凡本网注明来源的作品，均为本网合法拥有版权的作品{none}，未经书面授权不得转载。</div>",
    "<div class=ewm><img src=/e.png><p>扫一扫在手机打开当前页{none}</p></div>", "<p>【打印】【关闭】【收藏】</p>",
    "<div><h4>相关阅读</h4><ul><li>{none}{line}</li><li>{none}{line}</li><li>{none}{line}</li></ul></div>",
    "<div class=pl><form><p>用户名：<input></p><p>密码：<input></p><p>验证码：<input></p><p>匿名发表{none}</p></form></div>",
    "<div id=comment><h3>网友评论</h3><b>网友甲</b><p>{none}说得好，支持家乡发展。</p><b>网友乙</b><p>{none}加油干，越来越好。</p></div>",
)
AROUND = (  # other prose on a page
    "<div class=pinglun><h3>网友评论</h3><b>网友甲</b><p>{none}{text}{text}</p><b>网友乙</b><p>{none}{text}{text}{text}</p></div>",
    "<div><h3>相关新闻</h3><a href=/1.html>{none}{line}</a><p>{none}{text}{text}</p><a href=/2.html>{none}{line}</a><p>{none}{text}</p></div>",
    "<div class=foot><p>{none}{text}{text}{text}</p><p>版权所有 某某网 {none}</p></div>",
    "<div class=sm><p>免责声明：{none}{text}{text}{text}</p></div>",
    "<div class=hot><h3>热门文章</h3><ul><li><a href=/3.html>{none}{line}</a></li><li><a href=/4.html>{none}{line}</a></li></ul></div>",
)
AFORE = (  # what browsers, servers and archives set above a page
    "<div class=tip><p>您的浏览器太旧了，为了更好地浏览本页，请您换一个新的，或者升级它，谢谢您的理解。</p></div>",
    "<div><p>本页保存于2012年3月4日10:20，原来的页面以后可能已经更改，也可能已经不在，请以原站为准。</p><a href=#>关于保存的页面</a></div>",
    "<b>Warning</b>: connect() [function.connect]: Access denied, using password, in <b>/www/conn.php</b> on line <b>3</b><br>",
)
PARAGRAPHS = 9
LEADS = ("<p class=summary>摘要：{none}</p>", "<div class=lead>{none}</div>")
BARS = (*SHARE[1:], "<div><a href=#>评论(0)</a></div>", "<div>评论 12</div>", "<div>编辑：李明</div>")
HEADS = ("<h1>{}</h1>", "<h2>{}</h2>", "<div class=title>{}</div>", "<p align=center><b>{}</b></p>")
TITLES = ("{}_某某网", "{}-新闻-某某网", "某某网--{}", "{}")
FRAMES = {  # head: the headline's words; above, beside: menus and lists; body; end: what stands below it; rel: a list
    "boxes": "{above}<div><div><h1>{head}</h1>{info}<div class=con>{body}</div>{end}{rel}</div>{beside}</div>",
    "inside": "{above}<div><div><h1>{head}</h1>{info}<div id=Zoom>{body}{end}</div>{rel}</div>{beside}</div>",
    "tables": "<table><tr><td>{above}</td></tr></table><table><tr><td><table><tr><td><b>{head}</b></td></tr><tr><td>2021-03-04"
              " 来源：某某网</td></tr><tr><td class=content>{body}{end}</td></tr></table></td><td>{beside}</td></tr></table>{rel}",
    "font": "{above}<div><center><font size=5>{head}</font></center>{info}<div id=zoom><font>{body}</font>{end}</div>{rel}</div>",
    "bare": "{above}<h1>{head}</h1>{info}{body}{end}{rel}{beside}",
    "named": "{above}<div class=wrap><div class=article_title>{head}</div>{info}<div class=text>{body}</div>{end}{rel}</div>",
}


class Made(NamedTuple):
    """A page, and the marks of its article's pieces and of all others."""

    html: str
    inside: list[str]
    outside: list[str]


class Maker:
    """Makes one page after another."""

    def __init__(self, seed: int, furniture: bool) -> None:
        self.dice, self.furniture = random.Random(seed), furniture
        self.inside: list[str] = []
        self.outside: list[str] = []
        some = self._some
        self.pieces: dict[str, tuple[int, Callable[[], str]]] = {  # how often, and how
            "paragraph": (14, lambda: "<p>　　" + self.filled("{mark}{text}</p>")),
            "div": (1, lambda: self.filled("<div>{mark}{text}</div>")),
            "quote": (1, lambda: self.filled("<blockquote><p>{mark}{text}</p></blockquote>")),
            "heading": (2, lambda: self.filled("<h3>{mark}{line}</h3>")),
            "bold": (2, lambda: self.filled("<p><strong>{mark}{line}</strong></p>")),
            "list": (1, lambda: f"<ul>{some('<li>{mark}{line}</li>', 2, 9)}</ul>"),
            "numbered": (1, lambda: f"<ol>{some('<li>{mark}{text}</li>', 2, 6)}</ol>"),
            "table": (1, lambda: f"<table>{some('<tr><td>{mark}{word}</td><td>{mark}{word}</td></tr>', 3, 40)}</table>"),
            "picture": (2, lambda: self.filled("<p><img src=/p/1.jpg></p><p>{mark}{line}（王小明 摄）</p>")),
            "figure": (1, lambda: self.filled("<figure><img src=/2.jpg><figcaption>{mark}{line}</figcaption></figure>")),
            "breaks": (1, lambda: some("　　{mark}{text}<br>", 2, 6)),
            "lines": (1, lambda: some("<p>{mark}{line}</p>", 2, 90)),
            "linked": (2, lambda: self.filled("<p>{mark}{text}<a href=/k/1>{word}</a>{text}<a href=/k/2>{word}</a>{text}</p>")),
            "interview": (1, lambda: self.filled("<p>记者：{mark}{line}？</p><p>王小明：{mark}{text}</p>")),
            "script": (1, lambda: "<script>var x='<p>广告。</p>';</script>"),
            "box": (2, lambda: self.dice.choice(BOXES).format(self.body(2, 5))),
        }

    def filled(self, template: str) -> str:
        """A template with its marks, words, lines and sentences."""
        return re.sub(r"\{(\w+)\}", lambda match: getattr(self, f"_{match[1]}")(), template)

    def _some(self, template: str, least: int, most: int) -> str:
        return "".join(self.filled(template) for _ in range(self.dice.randrange(least, most)))

    def _mark(self) -> str:
        self.inside.append(f"K{len(self.inside) + len(self.outside):05}Z")
        return self.inside[-1]

    def _none(self) -> str:
        self.outside.append(f"K{len(self.inside) + len(self.outside):05}Z")
        return self.outside[-1]

    def _word(self) -> str:
        return self.dice.choice(WORDS)

    def _line(self) -> str:
        return "".join(self.dice.choices(WORDS, k=self.dice.randrange(3, 7)))

    def _text(self) -> str:
        return "".join(f"{self._line()}，{self._line()}{self._line()}。" for _ in range(self.dice.randrange(1, 4)))

    def body(self, least: int, most: int) -> str:
        """Pieces as they come."""
        often, pieces = zip(*self.pieces.values(), strict=True)
        return "".join(piece() for piece in self.dice.choices(pieces, often, k=self.dice.randrange(least, most)))

    def page(self, opening: str = "") -> Made:
        """A page of its own; its body begins with a piece of that name, else with a paragraph."""
        self.inside, self.outside = [], []
        head, dice = f"全县{self._line()}工作纪实", self.dice
        body = self.pieces[opening][1]() if opening else ""
        body += self.pieces["paragraph"][1]() + self.body(3, 14)
        furniture = "".join(map(self.filled, dice.sample(FURNITURE, dice.randrange(4)))) if self.furniture else ""
        links = "<li><a href=/a/1.html>{none}{line}</a></li>"
        shown = dice.choice(list(FRAMES.values())).format(
            head=head, info=dice.choice(INFO), body=body, end=dice.choice(SHARE) + dice.choice(EDITOR) + furniture,
            above=f"<div class=nav><ul>{self._some(links, 5, 40)}</ul></div>",
            beside=f"<div class=right><ul>{self._some(links, 3, 20)}</ul></div>",
            rel=f"<div><h3>相关新闻</h3><ul>{self._some(links, 5, 25)}</ul></div>")
        foot = self.filled("<div><p>{none}关于我们 | 联系我们</p><p>版权所有 某某网 {none}</p></div>")
        return Made(f"<html><head><title>{head}_某某网</title></head><body>{shown}{foot}</body></html>", self.inside, self.outside)

    def brief(self) -> Made:
        """A page with a few sentences, and with more of other prose around them."""
        self.inside, self.outside = [], []
        head, dice = self._line() + self._line(), self.dice
        picture = self.pieces["picture"][1]() if dice.random() < 0.4 else ""
        body = picture + "".join(self.pieces["paragraph"][1]() for _ in range(dice.randrange(1, 4)))
        around = "".join(map(self.filled, dice.sample(AROUND, dice.randrange(1, 4))))
        shown = (f"<div class=main>{dice.choice(HEADS).format(head)}{dice.choice(INFO)}<div class=content>{body}</div>"
                 f"{dice.choice(SHARE)}{dice.choice(EDITOR)}</div>{around}")
        menu = self._some("<li><a href=/c/1>{none}{word}</a></li>", 5, 30)
        title = dice.choice(TITLES).format(head)
        return Made(f"<html><head><title>{title}</title></head><body><ul>{menu}</ul>{shown}</body></html>",
                    self.inside, self.outside)


def judged(road: Road, made: Made) -> tuple[list[str], list[str]]:
    """The marks of the article that its text lacks when it is read, and those of others that it has."""
    text = road.read(Capture(None, made.html.encode())).article.text or ""
    return [mark for mark in made.inside if mark not in text], [mark for mark in made.outside if mark in text]


def leads() -> Iterator[str]:
    """Pages with a lead above a text of PARAGRAPHS, in every order with info line and buttons."""
    text = "昨天上午，县里召开了春耕工作会议，各乡镇负责人参加会议并作了发言。"
    body = f"<div class=content>{f'<p>{text}</p>' * 2}{''.join(f'<p>第{n}段：{text}</p>' for n in range(PARAGRAPHS))}</div>"
    for lead, info, one, other, order, apart in product(LEADS, INFO, BARS, BARS, range(4), (False, True)):
        said = lead.format(none=text)
        above = ((info, one, said, other), (said, info, one, other), (info, said, one, other), (one, said, other, info))[order]
        head = f"<h1>县里召开春耕工作会议</h1>{''.join(above)}"
        framed = f"<div class=head>{head}</div>{body}" if apart else head + body
        rel = "<div><h3>相关新闻</h3><ul><li><a href=/2>其他</a></li></ul></div>"
        yield f"<title>县里召开春耕工作会议_某某网</title><body><a href=/1>首页</a><div class=main>{framed}{rel}</div>"


def beneath(made: Made, notice: str) -> Made:
    """The page with a notice above everything, and a headline of which <title> says nothing."""
    named = re.sub("<title>.*?</title>", "<title>某某网</title>", made.html)
    return made._replace(html=named.replace("<body>", f"<body>{notice}"))


def briefs(seed: int, count: int) -> Iterator[Made]:
    """So many pages of short articles."""
    maker = Maker(seed, furniture=False)
    return (maker.brief() for _ in range(count))


def pages(seed: int, count: int, *, furniture: bool = False) -> Iterator[Made]:
    """So many pages; with `furniture` also buttons, notices, forms and comments below the text."""
    maker = Maker(seed, furniture)
    return (maker.page() for _ in range(count))


def openings(seed: int, count: int) -> Iterator[Made]:
    """So many pages for each kind of piece that a body may begin with."""
    maker = Maker(seed, furniture=False)
    return (maker.page(piece) for piece in maker.pieces if piece not in ("box", "script") for _ in range(count))


def told(made: Iterator[Made]) -> str:
    """How many pieces are lost, how many of other texts taken in, and on how many pages."""
    road, pieces, lost, others, wrong, count = Road(()), 0, 0, 0, 0, 0
    for page in made:
        missing, foreign = judged(road, page)
        pieces, lost, others = pieces + len(page.inside), lost + len(missing), others + len(foreign)
        wrong, count = wrong + bool(missing or foreign), count + 1
    return f"{pieces:,} pieces, {lost} lost, {others} of other texts taken in, {wrong} of {count:,} pages read wrongly"


if __name__ == "__main__":
    seeds = range(10, 22)  # others than those of the tests
    print("bodies:", told(page for seed in seeds for much in (False, True) for page in pages(seed, 100, furniture=much)))
    print("openings:", told(page for seed in seeds for page in openings(seed, 10)))
    print("briefs:", told(page for seed in seeds for page in briefs(seed, 100)))
