"""宝鸡新闻网, of Baoji in Shaanxi: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Baojinews(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "baojinews"
    title = "宝鸡新闻网"
    province = "陕西"
    prefecture = "宝鸡"
    homepage = "http://www.baojinews.com/"
    domains = ("baojinews.com",)
    channels = {"首页": "http://www.baojinews.com/"}
    article = r"/p/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("baojinews-wl1", title="//*[@class='g-detailtit']/h2", dateline="(//*[contains(text(),'时间：')])[1]",
               source="(//*[contains(text(),'来源：')])[1]", breadcrumb="//*[contains(@class,'lanmu-subnav')]",
               body="//*[@class='g-con']", years=(2018, 2019), confidence="spider 2018-19"),
    )
