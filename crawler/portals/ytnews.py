"""鹰潭新闻网, of Yingtan in Jiangxi: CmsTop-like (a guess)."""

from crawler.cms.cmstop import CmsTop
from pipelines.items import Layout


class Ytnews(CmsTop):
    """Addresses and layouts from public spiders (2018-2019)."""

    name = "ytnews"
    title = "鹰潭新闻网"
    province = "江西"
    prefecture = "鹰潭"
    homepage = "http://www.ytnews.cn/"
    domains = ("ytnews.cn",)
    channels = {"首页": "http://www.ytnews.cn/"}
    confidence = "layouts 2018-2019; addresses 2018; front page only"
    layouts = (
        Layout("ytnews-wl1", title="//*[@class='ytnews_main_title']", dateline="//*[@class='ytnews_main_note']",
               breadcrumb="//*[@class='ytnews_main_dh']", body="//*[@id='ytnews_main_cont']", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
