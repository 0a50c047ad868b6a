"""中国兰州网, of Lanzhou in Gansu: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Lanzhou(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "lanzhou"
    title = "中国兰州网"
    province = "甘肃"
    prefecture = "兰州"
    homepage = "http://www.lanzhou.cn/"
    domains = ("lanzhou.cn",)
    channels = {"首页": "http://www.lanzhou.cn/"}
    article = r"/(?P<y>\d{4})/?(?P<m>\d{2})/?(?P<d>\d{2})/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("lanzhou-wl2", title="//*[@id='biaotiy']/h1", dateline="//*[@id='biaotiyx']", years=(2018, 2019),
               breadcrumb="//*[@class='duiqi']", body="//*[@class='neirongkuang']", confidence="spider 2018-19"),
        Layout("lanzhou-wl1", title="//*[@id='main']/h1", dateline="//*[@class='con_top']",
               source="(//*[contains(text(),'稿源：')])[1]", breadcrumb="//*[@class='postion']/span",
               body="//*[@class='main_con']", years=(2018, 2019), confidence="spider 2018-19"),
    )
