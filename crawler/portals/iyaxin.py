"""亚心网, of Xinjiang: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Iyaxin(PortalSpider):
    """Its forum threads are read too. Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "iyaxin"
    title = "亚心网"
    province = "新疆"
    homepage = "http://www.iyaxin.com/"
    domains = ("iyaxin.com",)
    channels = {"首页": "http://www.iyaxin.com/"}
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/content_\d+\.html?$|/thread-\d+-\d+-\d+\.html$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("iyaxin-wl2", title="//*[@id='thread_subject']", dateline="//*[starts-with(@id,'authorposton')]",
               author="//*[@class='authi']", breadcrumb="//*[@class='nvhm']/parent::div",
               body="//*[starts-with(@id,'postmessage')]", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("iyaxin-wl1", title="//*[@class='htitle']", dateline="//*[@id='pubtime_baidu']", years=(2018, 2019),
               breadcrumb="//*[@class='nav']", body="//*[@class='article-detail']", confidence="spider 2018-19"),
    )
