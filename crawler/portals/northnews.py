"""正北方网, of Inner Mongolia: CmsTop-like (a guess)."""

from crawler.cms.cmstop import CmsTop
from pipelines.items import Layout


class Northnews(CmsTop):
    """Addresses and layouts from public spiders (2018-2019)."""

    name = "northnews"
    title = "正北方网"
    province = "内蒙古"
    homepage = "http://www.northnews.cn/"
    domains = ("northnews.cn",)
    channels = {"首页": "http://www.northnews.cn/"}
    confidence = "layouts 2018-2019; addresses 2018; front page only"
    layouts = (
        Layout("northnews-wl2", title="//*[@class='l-tit']/h1", dateline="//*[@class='l-tit']/p/span[1]",
               source="//*[@class='l-tit']/p/span[2]", editor="//*[@class='l-tit']/p/span[3]",
               breadcrumb="//*[@class='crumb']", body="//*[@class='picture-main']//*[@class='summary']",
               years=(2018, 2019), confidence="spider 2018-19"),
        Layout("northnews-wl4", title="//*[@class='title']/h3", dateline="//*[@class='author']/p",
               breadcrumb="//*[@class='position']", body="//*[contains(@class,'txt-content')]", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("northnews-wl3", title="//*[@class='wz-tit']/h1", dateline="//*[@class='auth']/span[1]",
               source="(//*[contains(text(),'来源：')])[1]", breadcrumb="//*[@class='l-pos']",
               body="//*[@class='zhengwen content']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("northnews-wl1", title="//*[@class='l-cont']/h1", dateline="//*[@class='name']/span[3]",
               source="(//*[contains(text(),'来源') and @class='at01'])[1]", breadcrumb="//*[@class='senav']",
               body="//*[@class='zhengwen']", years=(2018, 2019), confidence="spider 2018-19"),
    )
