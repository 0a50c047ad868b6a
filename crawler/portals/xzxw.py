"""中国西藏新闻网, of Tibet: TRS WCM."""

from crawler.cms.trs import Trs
from pipelines.items import Layout


class Xzxw(Trs):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "xzxw"
    title = "中国西藏新闻网"
    province = "西藏"
    homepage = "http://www.xzxw.com/"
    domains = ("xzxw.com",)
    channels = {"国内要闻": "http://www.xzxw.com/xw/gnyw/"}
    list_item = "//*[@class='visit_detail']//li"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("xzxw-2019", title="//*[@class='tbig_title']", body="//*[@class='xw_daodu_detail']",
               years=(2019, 2019), confidence="spider 2019"),
    )
