"""半岛网, of Qingdao in Shandong: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Bandao(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "bandao"
    title = "半岛网"
    province = "山东"
    prefecture = "青岛"
    homepage = "http://www.bandao.cn/"
    domains = ("bandao.cn",)
    channels = {"首页": "http://www.bandao.cn/"}
    article = r"/(?:news[\d_]{4,30}|\d{4,12})\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("bandao-wl2", title="//*[contains(@class,'content-main')]/h1", dateline="//*[@class='time']",
               breadcrumb="//*[@class='nav']", body="//*[@class='content-text']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("bandao-wl1", title="//*[@class='neiHeader']/h1", body="//*[@id='textContent']", years=(2018, 2019),
               dateline="//*[@id='pubtime_baidu']", breadcrumb="//*[@class='linkDaoHt']", confidence="spider 2018-19"),
    )
