"""A small archive for the reading room's tests and screenshots: made up, always the same, through `Archive.add`."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.ledger import Link
from pipelines.items import Failure, Image, Step
from tests.making import page

PORTALS = {
    "gscn": ("中国甘肃网", "甘肃", None, "http://www.gscn.com.cn/", "Enorth"),
    "lzbs": ("兰州新闻网", "甘肃", "兰州", "http://www.lzbs.com.cn/", "Founder"),
    "tianshui": ("天水在线", "甘肃", "天水", "http://www.tianshui.com.cn/", None),
    "cnjiwang": ("中国吉林网", "吉林", None, "http://www.cnjiwang.com/", "TRS"),
    "chuxiong": ("楚雄网", "云南", "楚雄", "http://www.chuxiong.cn/", None),
}
PLACES = ("皋兰县", "甘谷县", "榆中县", "元谋县", "大姚县", "临夏市", "通渭县", "秦安县", "双柏县", "靖远县")
SUBJECTS = (
    ("{place}：小小花椒铺就增收路", "花椒进入采摘期，收购点从清晨忙到日落。合作社统一烘干、销售，每斤多卖两元。"),
    ("{place}驻村工作队把会开在地头", "帮扶干部把脱贫攻坚的台账带到地头，逐户核对收入和饮水，当场能办的事不过夜。"),
    ("{place}易地扶贫搬迁群众喜领新钥匙", "三百多户群众抽到了新房。扶贫车间同日开工，搬得出还要稳得住、能致富。"),
    ("{place}公路通到最后一个自然村", "水泥路修到家门口，校车第一次开进山里。从前进城要走半天，如今一个小时就到。"),
    ("{place}举办春季农民技能培训", "课程按季节安排，果树修剪、养蜂、刺绣各开一班，结业的学员可以直接到合作社上工。"),
    ("{place}中医馆开到了乡镇卫生院", "针灸、推拿、煎药一处办妥，乡亲们看病少跑几十里路，药价也在墙上写得明明白白。"),
)
MORE = (
    "“账要算细，事要办实。”{name}一边翻着记录本，一边对记者说。",
    "据介绍，今年以来当地已安排资金{n}万元，惠及{m}户群众。",
    "下一步，当地将继续完善利益联结机制，让更多群众在家门口有活干、有钱赚。",
    "在{place}，像这样的变化还有很多。沿着河谷往里走，新修的梯田一层叠着一层。",
)
NAMES = ("王学文", "马桂兰", "李生辉", "张亚琴", "何永平")
FIRST, SPAN = dt.date(2018, 1, 8), 640


def build(path: Path, articles: int = 240) -> Path:
    """Make the archive; the same bytes of text each time. Articles 1 to 5 are the cases told below."""
    dice = random.Random(20181)
    with Archive(path) as archive:
        for name, (title, province, prefecture, homepage, cms) in PORTALS.items():
            archive.know_portal(
                name, title=title, province=province, prefecture=prefecture, homepage=homepage, cms=cms,
                confidence="声明于 2019 年，2023 年复核",
            )
        cases(archive)
        for n in range(articles):
            archive.add(page(**ordinary(n, dice)))
        history(archive)
    return path


def cases(archive: Archive) -> None:
    """One article of each kind that a reader meets."""
    text = (
        "阳春三月，元谋县的番茄装满了发往外省的冷链车。\n"
        "五年来，全县把扶贫资金用在产业上：修渠引水，改良土壤，建起育苗中心。\n"
        "“从前守着好太阳过穷日子，如今一亩大棚顶过去十亩坡地。”种植户李生辉说。\n"
        "县里的目标很实在：摘帽之后不摘责任，脱贫之后不断帮扶。"
    )
    title, subtitle = "元谋县齐心协力摘穷帽", "——来自干热河谷的扶贫故事"
    here = {"title": title, "subtitle": subtitle, "channel": "州县新闻", "text": text}
    archive.add(page(
        "http://www.chuxiong.cn/xw/2018/0301/1001.html", portal="chuxiong", when="2018-03-02T01:10:00+00:00",
        published_at="2018-03-01T09:30+08:00", source="楚雄日报", author="张亚琴 何永平", editor="王学文",
        script="hans",
        breadcrumb=["楚雄网", "新闻", "州县"], charset="gb18030",
        images=[
            Image("http://www.chuxiong.cn/img/1.jpg", "番茄分拣车间。何永平 摄"),
            Image("javascript:alert(1)", "坏地址"),
        ],
        origins={"title": "layout", "published_at": "dateline", "source": "dateline"},
        notes=["date: page 2018-03-01, URL 2018-03-02"], **here,
    ))
    for url, portal, published, title in (
        ("http://www.gscn.com.cn/system/2018/03/02/01001.shtml", "gscn", "2018-03-02T08:00+08:00", "云南元谋：摘穷帽"),
        ("http://www.cnjiwang.com/xw/201803/t20180304_1.html", "cnjiwang", "2018-03-04", here["title"]),
    ):
        archive.add(page(url, portal=portal, when=f"{published[:10]}T03:00:00+00:00", published_at=published,
                         source="楚雄网", **{**here, "title": title}))
    archive.add(page("http://mirror.example.org/a?id=7", portal="mirror.example.org", mirror=True,
                     when="2018-05-01T00:00:00+00:00", **here))
    first = "皋蘭縣推進扶貧攻堅，乾旱山區引來黃河水。\n百合種植戶說，頭髮都愁白了的日子過去了。"
    repaired = page(
        "http://www.lzbs.com.cn/2018/02/22/a.html", first, portal="lzbs", when="2018-02-22T10:00:00+00:00",
        title="皋蘭：黃河水上山", published_at="2018-02-22T15:41+08:00", source="兰州日报", script="hant",
    )
    repaired.steps = [
        Step("decode:gb18030", 0, "gb2312"),
        Step("mojibake:utf8-as-gbk", 12, "\u9428\u5b2a\u53de"),
        Step("clutter:share-bar", 2, "分享到："),
    ]
    archive.add(repaired)
    changed = {"title": "天水机场迁建进展通报", "published_at": "2018-06-01T10:00+08:00", "source": "天水日报"}
    address = "http://www.tianshui.com.cn/news/2018060110.htm"
    opening = "天水机场迁建工程前期工作有序推进。"
    closing = "有关部门将适时公布进展，请以官方消息为准。感谢各界长期以来的关心与支持。"
    for day, figure in (("01", "总投资约二十亿元，计划三年建成"), ("03", "总投资约二十四亿元，计划四年建成")):
        archive.add(page(address, f"{opening}\n{figure}。\n{closing}", portal="tianshui",
                         when=f"2018-06-{day}T04:00:00+00:00", **changed))
    archive.add(page("http://www.gscn.com.cn/hostile.shtml", HOSTILE, portal="gscn", title=HOSTILE, source=HOSTILE,
                     author=HOSTILE, channel=HOSTILE, published_at="2018-07-01"))


HOSTILE = "<script>alert('扶贫')</script><img src=x onerror=alert(1)>\"'{{7*7}}</title>"


def ordinary(n: int, dice: random.Random) -> dict[str, Any]:
    """An article like most."""
    name, portal = dice.choice(NAMES), dice.choice(("gscn", "gscn", "gscn", "lzbs", "tianshui", "cnjiwang", "chuxiong"))
    day = FIRST + dt.timedelta(days=int(SPAN * dice.random() ** 0.7))
    headline, opening = dice.choice(SUBJECTS)
    words = {"place": dice.choice(PLACES), "name": name, "n": dice.randrange(50, 900), "m": dice.randrange(20, 700)}
    rest = dice.sample(MORE, 3)
    return {
        "url": f"{PORTALS[portal][3]}system/{day:%Y/%m/%d}/{n:09}.shtml", "portal": portal,
        "text": "\n".join(line.format(**words) for line in (opening, *rest)), "title": headline.format(**words),
        "published_at": f"{day}T{dice.randrange(7, 22):02}:{dice.randrange(60):02}+08:00",
        "source": PORTALS[portal][0], "author": name, "editor": dice.choice(NAMES), "script": "hans",
        "channel": dice.choice(("县区", "民生", "经济")), "when": f"{day}T12:00:00+00:00", "layout": "v2018",
    }


def history(archive: Archive) -> None:
    """What crawls leave behind besides articles: links not got, failures, a crawl with its health."""
    days = [f"2019-08-{day:02}" for day in range(3, 9)]
    links = [Link(f"http://www.gscn.com.cn/system/{day.replace('-', '/')}/011000123.shtml", day) for day in days]
    archive.discover("gscn", links)
    archive.fail(Failure(links[0].url, "gscn", "404", permanent=True))
    archive.add(page(links[1].url, portal="gscn", failed="decode_page: no text"))
    with archive.writing() as conn:
        conn.execute(
            "INSERT INTO crawls (portal, arguments, started_at, finished_at, reason, exit_code, stored, quarantined)"
            " VALUES ('gscn', ?, '2019-10-10T02:00:00+00:00', '2019-10-10T02:41:00+00:00', 'finished', 0, 96, 1)",
            (json.dumps({"since": "2018-01-01"}),),
        )
        conn.executemany(
            "INSERT INTO portal_health (crawl_id, layout, field, hits, misses) VALUES (1, ?, ?, ?, ?)",
            [("v2018", "page", 95, 3), ("v2018", "source", 90, 5), ("generic", "page", 3, 0)],
        )
