"""深圳新闻网, of Shenzhen in Guangdong: Founder (方正翔宇)."""

from crawler.channels import channels_of
from crawler.cms.founder import Founder
from pipelines.items import Layout


class Sznews(Founder):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "sznews"
    title = "深圳新闻网"
    province = "广东"
    prefecture = "深圳"
    homepage = "http://www.sznews.com/"
    domains = ("sznews.com",)
    channels = channels_of("sznews")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("sznews-na1", title="//h1[@class='h1-news']", dateline="//div[@class='fs18 share-date l']",
               body="//div[@class='article-content cf new_txt']", years=(2019, 2019), confidence="spider 2019"),
    )
