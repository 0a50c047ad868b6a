"""萧山网, of Hangzhou in Zhejiang: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Xsnet(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "xsnet"
    title = "萧山网"
    province = "浙江"
    prefecture = "杭州"
    homepage = "http://www.xsnet.cn/"
    domains = ("xsnet.cn",)
    channels = {"首页": "http://www.xsnet.cn/"}
    article = r"/(?P<y>\d{4})[_/](?P<m>\d{2})(?P<d>\d{2})/\d+\.s?html?$|/forum/index/detail/id/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("xsnet-wl2", title="//*[@class='article']/h2", dateline="//*[@class='publish-time']",
               source="//*[@class='border']", body="//*[@class='thread-model-txt']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("xsnet-wl1", title="//*[@class='con_title']", dateline="//*[@class='time']",
               source="//*[@class='confrom']", author="//*[contains(@class,'con_edit')]",
               editor="//*[contains(@class,'con_edit')]", breadcrumb="//*[@class='navigate']/*[@class='rute']",
               body="//*[@class='xs_content']", years=(2018, 2019), confidence="spider 2018-19"),
    )
