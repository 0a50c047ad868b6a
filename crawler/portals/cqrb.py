"""重庆日报网, of Chongqing: Founder (方正翔宇)."""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class Cqrb(Founder):
    """Pages of its city paper show month and day only; the year is in the address. Addresses and layouts from public
    spiders (2018-2019); channels from public spiders (2019)."""

    name = "cqrb"
    title = "重庆日报网"
    province = "重庆"
    homepage = "https://www.cqrb.cn/"
    domains = ("cqrb.cn",)
    channels = {"重庆": "http://www.cqrb.cn/node/node_123.htm"}
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("cqrb-na2", title="//div[@class='ftop_biaoti']/h1", dateline="//div[@class='ftop_biaoti']/h2/span[1]",
               source="//div[@class='ftop_biaoti']/h2/span[3]", body="//div[@class='farticle_text']",
               years=(2019, 2019), confidence="spider 2019"),
        Layout("cqrb-wl1", title="//*[@class='dbt']", dateline="//*[@class='edit']", source="//*[@class='from']",
               breadcrumb="//*[@class='warps100 sz']", body="//*[@class='contents']", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
