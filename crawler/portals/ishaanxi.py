"""陕西网, of Shaanxi: CmsTop-like (a guess)."""

from crawler.cms.cmstop import CmsTop
from pipelines.items import Layout


class Ishaanxi(CmsTop):
    """Addresses and layouts from public spiders (2018-2019)."""

    name = "ishaanxi"
    title = "陕西网"
    province = "陕西"
    homepage = "http://www.ishaanxi.com/"
    domains = ("ishaanxi.com",)
    channels = {"首页": "http://www.ishaanxi.com/"}
    confidence = "layouts 2018-2019; addresses 2018; front page only"
    layouts = (
        Layout("ishaanxi-wl1", title="//*[@class='article-title']", dateline="//*[@class='date']",
               source="//*[@class='source']", editor="//*[@class='editor']", breadcrumb="//*[@class='crumb']",
               body="//*[contains(@class,'article-content')]", years=(2018, 2019), confidence="spider 2018-19"),
    )
