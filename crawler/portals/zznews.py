"""漳州新闻网, of Zhangzhou in Fujian: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Zznews(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "zznews"
    title = "漳州新闻网"
    province = "福建"
    prefecture = "漳州"
    homepage = "http://www.zznews.cn/"
    domains = ("zznews.cn",)
    channels = {"首页": "http://www.zznews.cn/"}
    article = r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/\d+\.shtml$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("zznews-wl4", title="//*[@class='newsp-l-biaoti']/h2", dateline="//*[@class='newsp-l-biaoti']/p",
               breadcrumb="//*[@class='newsp-l-daohang']", body="//*[@class='newsp-l-top']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("zznews-wl1", title="//*[@class='n-cont-top']/h1",
               dateline="(//*[contains(text(),'您当前的位置')])[1]", breadcrumb="//*[@class='dqwz']",
               body="//*[@id='news-content']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("zznews-wl2", title="//*[@class='nph_set_title']/h1", dateline="//*[@class='nph_set_title']/span[3]",
               breadcrumb="//*[contains(@class,'nph_chn')]", body="//*[@id='photoDesc']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("zznews-wl3", title="//*[@id='content_title']", breadcrumb="//*[@id='h_right1']", years=(2018, 2019),
               dateline="//*[@id='content_source']", body="//*[@id='fontzoom']", confidence="spider 2018-19"),
    )
