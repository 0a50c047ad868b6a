"""海口网, of Haikou in Hainan: Founder (方正翔宇)."""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class Hkwb(Founder):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "hkwb"
    title = "海口网"
    province = "海南"
    prefecture = "海口"
    homepage = "http://www.hkwb.net/"
    domains = ("hkwb.net",)
    channels = {"原创": "http://www.hkwb.net/news/haikou_zj.html"}
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("hkwb-na1", title="//div[@class='newsContent_title']/h1", body="//div[@class='newsContent_Detailed']",
               dateline="//div[@class='newsContent_Source']", years=(2019, 2019), confidence="spider 2019"),
    )
