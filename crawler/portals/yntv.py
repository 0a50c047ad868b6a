"""云视网, of Yunnan: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Yntv(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "yntv"
    title = "云视网"
    province = "云南"
    homepage = "http://www.yntv.cn/"
    domains = ("yntv.cn",)
    channels = {"首页": "http://www.yntv.cn/"}
    article = r"/(?P<y>\d{4})/(?P<m>\d{2})/\d+_\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("yntv-wl1", title="//*[@class='text_title']", dateline="//*[@class='text_time']",
               source="//*[@class='text_from']", body="//*[contains(@class,'content_left')]", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
