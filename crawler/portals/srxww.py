"""上饶新闻网, of Shangrao in Jiangxi: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Srxww(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "srxww"
    title = "上饶新闻网"
    province = "江西"
    prefecture = "上饶"
    homepage = "http://www.srxww.com/"
    domains = ("srxww.com",)
    channels = {"首页": "http://www.srxww.com/"}
    article = r"/\d+_\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("srxww-wl1", title="//*[@class='hd']/h1", dateline="//*[@class='info']", source="//*[@class='where']",
               breadcrumb="//*[contains(@class,'Crumbs')]", body="//*[@class='content']", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
