"""新疆新闻在线, of Xinjiang: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Xjbs(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "xjbs"
    title = "新疆新闻在线"
    province = "新疆"
    homepage = "http://www.xjbs.com.cn/"
    domains = ("xjbs.com.cn",)
    channels = {"首页": "http://www.xjbs.com.cn/"}
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/\w+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("xjbs-wl1", title="//*[@class='main-header']/h2", dateline="//*[@class='content-time']",
               source="(//*[contains(text(),'来源')])[1]", editor="//*[@class='zebian']",
               breadcrumb="//*[@class='header-pos']", body="//*[@id='cms_content_div']", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
