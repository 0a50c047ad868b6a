"""扬子晚报网, of Jiangsu: system unknown."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout


class Yangtse(PortalSpider):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "yangtse"
    title = "扬子晚报网"
    province = "江苏"
    homepage = "http://www.yangtse.com/"
    domains = ("yangtse.com",)
    channels = channels_of("yangtse")
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})/\d+\.html$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("yangtse-na1", title="//div[@class='text-title'] | //div[@class='nr_bt']/h5",
               dateline="//div[@class='text-time'] | //div[@class='nr_bt']/h6",
               body="//div[@id='content'] | //div[@class='nr_text']", years=(2019, 2019), confidence="spider 2019"),
    )
