"""云南法制网, of Yunnan: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Ynfzb(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "ynfzb"
    title = "云南法制网"
    province = "云南"
    homepage = "http://www.ynfzb.cn/"
    domains = ("ynfzb.cn",)
    channels = {"首页": "http://www.ynfzb.cn/"}
    article = r"/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("ynfzb-wl1", title="//title", dateline="(//*[contains(text(),'来源：')])[1]", body="//*[@id='DetCon']",
               breadcrumb="(//*[contains(text(),'当前位置')])[1]", years=(2018, 2019), confidence="spider 2018-19"),
    )
