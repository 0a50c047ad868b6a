"""菏泽网, of Heze in Shandong: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Heze(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "heze"
    title = "菏泽网"
    province = "山东"
    prefecture = "菏泽"
    homepage = "http://www.heze.cn/"
    domains = ("heze.cn",)
    channels = {"首页": "http://www.heze.cn/"}
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{1,2})/\w{1,20}_\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("heze-wl1", title="//*[@class='titleArea']/h1", breadcrumb="//*[@class='navlist']", years=(2018, 2019),
               dateline="//*[@class='laiYuanArea']", body="//*[@class='neiRongArea']", confidence="spider 2018-19"),
        Layout("heze-wl2", title="//*[@class='cont-h']", dateline="(//*[contains(text(),'来源：')]/parent::div)[1]",
               breadcrumb="//*[contains(@class,'location')]", body="//*[@class='content']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("heze-wl3", title="//td[@class='bigText']", dateline="(//*[contains(text(),'来源:')])[1]",
               body="//*[@id='zoom']", years=(2018, 2019), confidence="spider 2018-19"),
    )
