"""Policy, swept over every portal: whole declarations, one name everywhere, manners of the house."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import re
import types
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from archive.gazetteer import named
from crawler import epapers
from crawler.lists import dated as dated_by
from crawler.run import portal_classes
from crawler.spider import PortalSpider
from pipelines.page.layout import compiled
from pipelines.road import Road
from tests.conftest import ROOT
from tests.timing import quick

SPIDERS = portal_classes(get_project_settings())
PORTALS = {name: spider for name, spider in SPIDERS.items() if spider.__module__ != epapers.__name__}
DIVISIONS = set(
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏"
    " 陕西 甘肃 青海 宁夏 新疆".split()
)
MANNERS = ("download_delay", "custom_settings", "user_agent", "robotstxt_obey", "handle_httpstatus_list")
each_portal = pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)


@each_portal
def test_file_name_and_class_agree(portal: type[PortalSpider]) -> None:
    module = "p" + portal.name if portal.name[0].isdigit() else portal.name  # 10yan is p10yan.py: no class begins with a digit
    assert Path(inspect.getfile(portal)).stem == module
    assert portal.__name__.lower() == module


@each_portal
def test_a_portal_is_a_short_declaration(portal: type[PortalSpider]) -> None:
    source = Path(inspect.getfile(portal)).read_text(encoding="utf-8")
    assert "DRAFT" not in source, "tell where its facts come from, and what is odd about it"
    assert len(source.splitlines()) <= 40
    loops = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.For | ast.While | ast.FunctionDef)]
    assert not loops, "a loop or a method: is it the publishing system's?"


def test_half_of_the_declarations_are_shorter_than_a_screen() -> None:
    lengths = sorted(len(Path(inspect.getfile(p)).read_text(encoding="utf-8").splitlines()) for p in PORTALS.values())
    assert lengths[len(lengths) // 2] <= 25


@each_portal
def test_its_facts_are_whole(portal: type[PortalSpider]) -> None:
    assert portal.province in DIVISIONS
    assert (inspect.getmodule(portal).__doc__ or "").strip(), "says where its facts come from"  # type: ignore[union-attr]
    assert portal.prefecture is None or named(portal.prefecture, portal.province)
    assert not [name for name in portal.channels if not name.strip() or "," in name], "-a channel=A,B could not name it"
    for url in (portal.homepage, *portal.channels.values()):
        assert portal.at_home(url), url
    for layout in portal.layouts:
        re.compile(layout.urls)
        assert layout.confidence, f"{layout.id}: known from where, and what year?"
        assert layout.id.startswith(f"{portal.name}-")
        for field in ("title", "body", "dateline", "breadcrumb", "subtitle", "source", "author", "editor", "clutter"):
            value = getattr(layout, field)
            for selector in (value,) if isinstance(value, str) and value else value:
                compiled(selector)


@each_portal
def test_it_has_no_manners_of_its_own(portal: type[PortalSpider]) -> None:
    assert not [name for name in MANNERS if name in vars(portal)]


def test_the_house_is_polite() -> None:
    settings = get_project_settings()
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert "crawler.robots.RobotsMiddleware" in settings.getdict("DOWNLOADER_MIDDLEWARES")
    assert "+" in settings["USER_AGENT"], "says who we are and where to complain"
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")


def test_an_incomplete_declaration_fails_at_import() -> None:
    body = {"name": "nowhere", "title": "无", "__module__": "crawler.portals.nowhere"}
    with pytest.raises(TypeError, match=r"nowhere declares no province, .*gscn\.py"):
        types.new_class("Nowhere", (PortalSpider,), exec_body=lambda ns: ns.update(body))


@pytest.mark.parametrize(
    ("portal", "url", "is_article", "dated"),
    [
        ("gscn", "http://gansu.gscn.com.cn/system/2020/05/08/012380371.shtml", True, "2020-05-08"),
        ("gscn", "http://gansu.gscn.com.cn/cms_udf/2019/pufa/index.shtml", False, None),
        ("gscn", "http://gansu.gscn.com.cn.evil.example/system/2020/05/08/012380371.shtml", False, "2020-05-08"),
        ("cnjiwang", "http://haoren.cnjiwang.com/hrkx/201705/2398733.html", True, "2017-05"),
        ("cnjiwang", "http://haoren.cnjiwang.com/hrkx/index_1.html", False, None),
        ("tianshui", "http://www.tianshui.com.cn/news/zjc/2023012310492024824.htm", True, "2023-01-23"),
        ("lzbs", "http://www.lzbs.com.cn/gaolan/2021-02/26/content_4723927.htm", True, "2021-02-26"),
        ("lzbs", "http://nsmo.org/gaolan/2021-02/26/content_4723927.htm", False, "2021-02-26"),
        ("yunnan", "http://society.yunnan.cn/system/2019/06/09/030296548.shtml", True, "2019-06-09"),
        ("10yan", "http://www.10yan.com/2019/0621/640123.shtml", True, "2019-06-21"),
        ("bjd", "http://www.bjd.com.cn/a/201911/08/WS5dc4c152e4b0621d5c14cfb2.html", True, "2019-11-08"),
        ("cjn", "http://news.cjn.cn/gnxw/201906/t3418076.htm?spm=zm1066-001.0.0.1.BrE3ua", True, "2019-06"),
        ("cqnews", "http://www.cqnews.net/app/content_1520085908022390784.html", True, None),
        ("eastday", "http://history.eastday.com/h/20190610/u1a14892941.html", True, "2019-06-10"),
        ("eastday", "http://news.eastday.com/c/n1178706/u1a14917200.html", True, None),
        ("eastday", "http://news.eastday.com/gd2008/news/index1.html", False, None),
        ("gxnews", "http://news.gxnews.com.cn/staticpages/20190624/newgx5d1054a7-18444984.shtml", True, "2019-06-24"),
        ("gxnews", "http://finance.gxnews.com.cn/staticmores/168/33168-1.shtml", False, None),
        ("gywb", "http://www.gywb.cn/system/2019/06/24/030077990.shtml", True, "2019-06-24"),
        ("gywb", "http://www.gywb.cn/gynews/node_694.htm", False, None),
        ("hnr", "http://travel.hnr.cn/201906/21/1725.html", True, "2019-06-21"),
        ("iqilu", "http://ppsd.iqilu.com/ywdt/20190604/4284858.shtml", True, "2019-06-04"),
        ("iqilu", "http://news.iqilu.com/guoji/list_11_3.shtml", False, None),
        ("rednet", "https://hn.rednet.cn/content/2019/11/10/6194575.html", True, "2019-11-10"),
        ("rednet", "https://hn.rednet.cn/channel/7397.html", False, None),
        ("sxgov", "http://car.sxgov.cn/news/storys_134328.html", True, None),
        ("sxgov", "http://car.sxgov.cn/news/more_list_column_43_1.html", False, None),
        ("ts", "http://news.ts.cn/content/2013-09/06/content_8666195.htm", True, "2013-09-06"),
        ("voc", "http://news.voc.com.cn/article/201906/201906231502051514.html", True, "2019-06-23"),
        ("xzxw", "http://www.xzxw.com/xw/201904/t20190404_2576544.html", True, "2019-04-04"),
        ("gansuribao", "https://szb.gansudaily.com.cn/gsrb/pc/layout/202404/01/content_123.html", True, "2024-04-01"),
        ("gansuribao", "https://szb.gansudaily.com.cn/gsrb/pc/layout/202404/01/col02.html", False, None),
        ("chuxiong", "http://epaper.chuxiong.cn/202403/01/content_123.html", True, "2024-03-01"),
    ],
)
def test_which_addresses_are_articles_and_of_what_day(portal: str, url: str, is_article: bool, dated: str | None) -> None:
    spider = SPIDERS[portal]()
    assert spider.is_article(url) is is_article
    assert dated_by(spider, url) == dated


def test_every_division_has_a_portal() -> None:
    assert {portal.province for portal in PORTALS.values()} == DIVISIONS
    assert len(PORTALS) >= 97


@each_portal
def test_an_article_s_address_is_matched_in_linear_time(portal: type[PortalSpider]) -> None:
    for hostile in ("/1" * 10_000, "1" * 20_000, "/content_" * 2_000, "/2020-01/01/" * 2_000, "a_" * 10_000):
        quick(0.5, re.search, portal.article, f"http://x/{hostile}")


def test_digital_newspapers_are_declared_as_data() -> None:
    papers = {name: spider for name, spider in SPIDERS.items() if name not in PORTALS}
    assert papers == epapers.PAPERS
    assert len(papers) + len(epapers.UNREAD) >= 200
    for name, paper in papers.items():
        assert paper.province in DIVISIONS | {"全国"}, name
        assert paper.confidence, name
        day = paper.base.format(date=dt.date(2024, 3, 1))
        assert paper.at_home(day), name
        assert not paper.is_article(day + paper.first), name
        assert paper.is_article(day + "content_123.html"), name
        assert dated_by(paper, day + "content_123.html") == "2024-03-01", name
        for selector in filter(None, (paper.pages, paper.list_item, *(layout.body for layout in paper.layouts))):
            compiled(selector)


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://szb.gansudaily.com.cn/gsrb/pc/layout/202404/01/content_1.html", "gansuribao"),
        ("https://szb.gansudaily.com.cn/gsnmb/pc/layout/202404/01/content_1.html", "gansunongminbao"),
        ("http://gansu.gansudaily.com.cn/system/2020/05/18/017435097.shtml", "gansudaily"),
        ("http://www.nowhere.example/system/2020/05/18/017435097.shtml", None),
    ],
)
def test_papers_of_one_host_are_told_apart(url: str, owner: str | None) -> None:
    found = Road(spider.as_facts() for spider in SPIDERS.values()).recognise(url)
    assert (found.name if found else None) == owner


def test_portals_do_not_share_domains() -> None:
    owners: dict[str, str] = {}
    for name, portal in PORTALS.items():
        for domain in portal.domains:
            assert owners.setdefault(domain, name) == name
    assert ROOT.joinpath("crawler/portals").is_dir()
