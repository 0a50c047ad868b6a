"""西部网, of Shaanxi: a system of its own."""

from crawler.channels import channels_of
from crawler.cms.numbered import Numbered
from pipelines.items import Layout


class Cnwest(Numbered):
    """Hotline posts (rexian) stand among the lists and are no news. Addresses, layouts and channels from public
    spiders (2019)."""

    name = "cnwest"
    title = "西部网"
    province = "陕西"
    homepage = "http://www.cnwest.com/"
    domains = ("cnwest.com",)
    cms = "own"
    channels = channels_of("cnwest")
    article = r"/[a-z]+/a/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/\d+\.html$"
    list_number = r"^(?P<stem>.{1,200}/index)(?:_(?P<n>\d{1,5}))?(?P<end>\.html)$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("cnwest-2019b", title="//div[@class='layout']/h1", editor="//p[@class='bianji']", years=(2019, 2019),
               dateline="//div[@class='layout-left']/p", body="//div[@id='conCon']", confidence="Scrapy spider ~2019"),
        Layout("cnwest-na1", title="//div[@class='layout'][2]/h1", dateline="//div[@class='layout-left']/p",
               body=("//div[@id='conCon']", "//div[@class='picBox']"), years=(2019, 2019), confidence="spider 2019"),
    )
