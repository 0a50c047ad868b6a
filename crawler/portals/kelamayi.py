"""克拉玛依网, of Karamay in Xinjiang: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Kelamayi(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "kelamayi"
    title = "克拉玛依网"
    province = "新疆"
    prefecture = "克拉玛依"
    homepage = "http://www.kelamayi.com.cn/"
    domains = ("kelamayi.com.cn",)
    channels = {"首页": "http://www.kelamayi.com.cn/"}
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/\w{1,20}_\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("kelamayi-wl1", title="//*[@class='biaoti']", dateline="//*[@class='zz']", body="//*[@class='nr']",
               breadcrumb="//*[@class='list_weizhi']", years=(2018, 2019), confidence="spider 2018-19"),
    )
