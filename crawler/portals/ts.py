"""天山网, of Xinjiang: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Ts(Enorth):
    """Addresses of 2013-14 are Founder's (/content/); Enorth's since 2018. Addresses from public spiders and archived
    pages (2013-2019); layouts from public spiders (2019); channels from public spiders (2018-2019)."""

    name = "ts"
    title = "天山网"
    province = "新疆"
    homepage = "http://www.ts.cn/"
    domains = ("ts.cn",)
    channels = channels_of("ts")
    article = r"/(?:system|content)/(?P<y>\d{4})[-/](?P<m>\d{2})/(?P<d>\d{2})/(?:content_)?\d+\.s?html?$"
    list_item = "//ul[@class='tabslist1']/li"
    confidence = "layouts 2019; addresses 2013-2019; channels 2018-2019"
    layouts = (
        Layout("ts-na1", title="//h1[@class='active-title']", dateline="//p[@class='active-info2']",
               body="//div[@class='hy-active']", years=(2019, 2019), confidence="spider 2019"),
    )
