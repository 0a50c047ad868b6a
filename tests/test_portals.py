"""Policy, swept over every portal: whole declarations, one name everywhere, manners of the house."""

from __future__ import annotations

import ast
import inspect
import re
import types
from pathlib import Path

import pytest
from scrapy.utils.project import get_project_settings

from crawler.run import portal_classes
from crawler.spider import PortalSpider
from pipelines.page.layout import compiled
from tests.conftest import ROOT

PORTALS = portal_classes(get_project_settings())
DIVISIONS = set(
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏"
    " 陕西 甘肃 青海 宁夏 新疆".split()
)
MANNERS = ("download_delay", "custom_settings", "user_agent", "robotstxt_obey", "handle_httpstatus_list")
each_portal = pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)


@each_portal
def test_file_name_and_class_agree(portal: type[PortalSpider]) -> None:
    assert Path(inspect.getfile(portal)).stem == portal.name
    assert portal.__name__.lower() == portal.name


@each_portal
def test_a_portal_is_a_short_declaration(portal: type[PortalSpider]) -> None:
    source = Path(inspect.getfile(portal)).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 40
    loops = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.For | ast.While | ast.FunctionDef)]
    assert not loops, "a loop or a method: is it the publishing system's?"


@each_portal
def test_its_facts_are_whole(portal: type[PortalSpider]) -> None:
    assert portal.province in DIVISIONS
    assert (inspect.getmodule(portal).__doc__ or "").strip(), "says where its facts come from"  # type: ignore[union-attr]
    for url in (portal.homepage, *portal.channels.values()):
        assert portal.at_home(url), url
    for layout in portal.layouts:
        re.compile(layout.urls)
        assert layout.confidence, f"{layout.id}: known from where, and what year?"
        assert layout.id.startswith(portal.name)
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
        ("chuxiong", "http://epaper.chuxiong.cn/202403/01/content_123.html", True, "2024-03-01"),
    ],
)
def test_addresses(portal: str, url: str, is_article: bool, dated: str | None) -> None:
    spider = PORTALS[portal]()
    assert spider.is_article(url) is is_article
    assert spider.dated(url) == dated


def test_portals_do_not_share_domains() -> None:
    owners: dict[str, str] = {}
    for name, portal in PORTALS.items():
        for domain in portal.domains:
            assert owners.setdefault(domain, name) == name
    assert ROOT.joinpath("crawler/portals").is_dir()
