"""南方网, of Guangdong: Founder (方正翔宇)."""

from crawler.channels import channels_of
from crawler.cms.founder import Founder
from pipelines.items import Layout


class Southcn(Founder):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "southcn"
    title = "南方网"
    province = "广东"
    homepage = "http://www.southcn.com/"
    domains = ("southcn.com",)
    channels = channels_of("southcn")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("southcn-na1", title="//h2[@id='article_title']", body="//div[@id='content']",
               dateline="//div[@class='fl']/span[@id='pubtime_baidu']", years=(2019, 2019), confidence="spider 2019"),
    )
