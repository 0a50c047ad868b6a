"""阿勒泰新闻网, of Altay in Xinjiang: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Altxw(PortalSpider):
    """The layout is 天山网's. Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "altxw"
    title = "阿勒泰新闻网"
    province = "新疆"
    prefecture = "阿勒泰"
    homepage = "http://www.altxw.com/"
    domains = ("altxw.com",)
    channels = {"首页": "http://www.altxw.com/"}
    article = r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/\d+\.shtml$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("altxw-wl1", title="//*[@class='active-title']", dateline="(//*[contains(text(),'来源：')])[1]",
               editor="//*[@class='zebian']", breadcrumb="//*[@class='breadcrumb']", body="//*[@class='hy-active']",
               years=(2018, 2019), confidence="spider 2018-19"),
    )
