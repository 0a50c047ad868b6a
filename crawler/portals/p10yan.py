"""十堰网, of Shiyan in Hubei: CmsTop-like (a guess)."""

from crawler.cms.cmstop import CmsTop
from pipelines.items import Layout


class P10yan(CmsTop):
    """Addresses and layouts from public spiders (2018-2019)."""

    name = "10yan"
    title = "十堰网"
    province = "湖北"
    prefecture = "十堰"
    homepage = "http://www.10yan.com/"
    domains = ("10yan.com",)
    channels = {"首页": "http://www.10yan.com/"}
    confidence = "layouts 2018-2019; addresses 2018; front page only"
    layouts = (
        Layout("10yan-wl1", title="//*[@class='headTitle']//*[contains(@class,'noprint')]/preceding-sibling::*",
               dateline="//*[@class='date']", source="//*[@class='from']", editor="//*[@class='author']",
               breadcrumb="//*[contains(@class,'breadcrumb')]", body="//*[contains(@class,'article-content')]",
               years=(2018, 2019), confidence="spider 2018-19"),
    )
