"""大河网, of Henan: system unknown."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout


class Dahe(PortalSpider):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "dahe"
    title = "大河网"
    province = "河南"
    homepage = "https://www.dahe.cn/"
    domains = ("dahe.cn",)
    channels = channels_of("dahe")
    article = r"/(?P<y>\d{4})/(?P<m>\d{2})-(?P<d>\d{2})/\d+\.html$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("dahe-na1", title="//*[@id='4g_title']", dateline="//div[@class='time_source mt20']",
               body="//div[@id='mainCon']", years=(2019, 2019), confidence="spider 2019"),
        Layout("dahe-na2", title="//div[@class='xinwen-ttl']/p", dateline="//i[@id='pubtime_baidu']",
               body="//div[@id='mainCon']", years=(2019, 2019), confidence="spider 2019"),
    )
