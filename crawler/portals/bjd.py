"""京报网, of Beijing: system unknown."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout


class Bjd(PortalSpider):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "bjd"
    title = "京报网"
    province = "北京"
    homepage = "http://www.bjd.com.cn/"
    domains = ("bjd.com.cn",)
    channels = channels_of("bjd")
    article = r"/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/(?:WS[0-9a-f]{24}|t\d{8}_\d+)\.html$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("bjd-na1", title="//span[@class='span1']", dateline="//span[@class='span31']", years=(2019, 2019),
               source="//span[@class='span32']", body="//div[@class='contentnews21']", confidence="spider 2019"),
    )
