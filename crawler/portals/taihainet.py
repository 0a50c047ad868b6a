"""台海网, of Fujian: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Taihainet(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "taihainet"
    title = "台海网"
    province = "福建"
    homepage = "http://www.taihainet.com/"
    domains = ("taihainet.com",)
    channels = {"首页": "http://www.taihainet.com/"}
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("taihainet-wl2", title="//*[@class='h1']", dateline="//*[@class='post-time']",
               source="//*[@class='source']", editor="//*[@class='editor']", breadcrumb="//*[@class='crumb']",
               body="//*[@class='gallery-photo-description']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("taihainet-wl1", title="//*[@class='wrapper']/h1", dateline="//time",
               source="//*[@class='source_baidu']", author="//*[@class='editors']",
               editor="//*[@class='article-footer']", breadcrumb="//*[contains(@class,'list-path')]",
               body="//*[@class='article-content']", years=(2018, 2019), confidence="spider 2018-19"),
    )
