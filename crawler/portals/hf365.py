"""合肥在线, of Hefei in Anhui: CmsTop-like (a guess)."""

from crawler.cms.cmstop import CmsTop
from pipelines.items import Layout


class Hf365(CmsTop):
    """Addresses and layouts from public spiders (2018-2019)."""

    name = "hf365"
    title = "合肥在线"
    province = "安徽"
    prefecture = "合肥"
    homepage = "http://www.hf365.com/"
    domains = ("hf365.com",)
    channels = {"首页": "http://www.hf365.com/"}
    confidence = "layouts 2018-2019; addresses 2018; front page only"
    layouts = (
        Layout("hf365-wl1", title="//*[contains(@class,'article-main')]/h1", dateline="//*[@class='date']",
               source="//*[@class='source']", editor="//*[contains(@class,'author')]",
               breadcrumb="//*[contains(@class,'crumb')]", body="//*[contains(@class,'article-content')]",
               years=(2018, 2019), confidence="spider 2018-19"),
    )
