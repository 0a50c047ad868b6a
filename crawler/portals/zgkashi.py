"""中国喀什网, of Kashgar in Xinjiang: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Zgkashi(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "zgkashi"
    title = "中国喀什网"
    province = "新疆"
    prefecture = "喀什"
    homepage = "http://www.zgkashi.com/"
    domains = ("zgkashi.com",)
    channels = {"首页": "http://www.zgkashi.com/"}
    article = r"/(?P<y>\d{4})(?:(?P<m>\d{2})(?P<d>\d{2})?)?/\w{0,40}\d\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("zgkashi-wl1", title="//*[@id='xl-headline']/h2", dateline="//*[@id='xl-headline']/div[1]/span[1]",
               source="(//*[contains(text(),'来源：')])[1]", breadcrumb="//*[@class='add']",
               body="//*[@id='news-con']", years=(2018, 2019), confidence="spider 2018-19"),
    )
