"""宁夏新闻网, of Ningxia: TRS WCM."""

from crawler.channels import channels_of
from crawler.cms.trs import Trs
from pipelines.items import Layout


class Nxnews(Trs):
    """Some pages send on by an inline script and hold no article. Addresses, layouts and channels from public spiders
    (2019)."""

    name = "nxnews"
    title = "宁夏新闻网"
    province = "宁夏"
    homepage = "http://www.nxnews.net/"
    domains = ("nxnews.net",)
    channels = channels_of("nxnews")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("nxnews-na1", title="//div[2]/div/div[@class='zwbt']", body="//div/div[@class='article']/div[3]",
               dateline="//div/div[6]/div[@class='listblackf14h25']", years=(2019, 2019), confidence="spider 2019"),
        Layout("nxnews-na3", title="//div[@class='title']", dateline="//div[@class='listblackf14h25']",
               body="//div[@class='TRS_Editor']", years=(2019, 2019), confidence="spider 2019"),
        Layout("nxnews-na2", title="//div[@class='piccontext']/h2", years=(2019, 2019), confidence="spider 2019",
               dateline="//div[@class='source']/div[@class='source_left']", body="//div[@class='picmidmid']"),
    )
