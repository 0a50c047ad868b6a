"""团结报, of Xiangxi in Hunan: Founder (方正翔宇)."""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class Tuanjiebao(Founder):
    """Addresses and layouts from public spiders (2018-2019)."""

    name = "tuanjiebao"
    title = "团结报"
    province = "湖南"
    prefecture = "湘西"
    homepage = "http://www.tuanjiebao.com/"
    domains = ("tuanjiebao.com",)
    channels = {"首页": "http://www.tuanjiebao.com/"}
    confidence = "layouts 2018-2019; addresses 2018; front page only"
    layouts = (
        Layout("tuanjiebao-wl1", title="//*[@class='t-l']", dateline="//*[@class='t-s']", years=(2018, 2019),
               breadcrumb="//*[@class='clumb']", body="//*[@class='fujian2']", confidence="spider 2018-19"),
    )
