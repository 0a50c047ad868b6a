"""周口网, of Zhoukou in Henan: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Zkxww(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "zkxww"
    title = "周口网"
    province = "河南"
    prefecture = "周口"
    homepage = "http://www.zkxww.com/"
    domains = ("zkxww.com",)
    channels = {"首页": "http://www.zkxww.com/"}
    article = r"/(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("zkxww-wl2", title="//*[@class='details-title']", dateline="(//*[contains(text(),'发布时间：')])[1]",
               source="(//*[contains(text(),'来源：')])[1]", breadcrumb="//*[@class='news-crumbs']",
               body="//*[@class='details-main']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("zkxww-wl1", title="//*[@id='h1title']", dateline="(//*[contains(text(),'来源:')])[1]",
               breadcrumb="//*[starts-with(@class,'connav')]", body="//*[@class='text']", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
