"""金羊网, of Guangdong: Founder (方正翔宇)."""

from crawler.channels import channels_of
from crawler.cms.founder import Founder
from pipelines.items import Layout


class Ycwb(Founder):
    """Front pages of channels bear names of their own (n_gn.htm). Addresses, layouts and channels from public spiders
    (2019)."""

    name = "ycwb"
    title = "金羊网"
    province = "广东"
    homepage = "http://www.ycwb.com/"
    domains = ("ycwb.com",)
    channels = channels_of("ycwb")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("ycwb-na1", title="//h1", dateline="//div[@class='source']", body="//div[@class='main_article']",
               years=(2019, 2019), confidence="spider 2019"),
    )
