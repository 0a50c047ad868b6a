"""延边新闻网, of Yanbian in Jilin: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Ybrbnews(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "ybrbnews"
    title = "延边新闻网"
    province = "吉林"
    prefecture = "延边"
    homepage = "http://www.ybrbnews.cn/"
    domains = ("ybrbnews.cn",)
    channels = {"首页": "http://www.ybrbnews.cn/"}
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{1,2})/\d+_\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("ybrbnews-wl1", title="//*[@class='bt']", dateline="//*[@class='ao1']", source="//*[@class='ao2']",
               editor="//*[@class='zrbj']", body="//*[@class='maincontent']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("ybrbnews-wl2", title="//*[@class='showtitle']", dateline="//*[@class='info']",
               body="//*[@id='endText']", years=(2018, 2019), confidence="spider 2018-19"),
    )
