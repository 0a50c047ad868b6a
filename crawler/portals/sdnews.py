"""鲁网, of Shandong: TRS WCM."""

from crawler.channels import channels_of
from crawler.cms.trs import Trs
from pipelines.items import Layout


class Sdnews(Trs):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "sdnews"
    title = "鲁网"
    province = "山东"
    homepage = "http://www.sdnews.com.cn/"
    domains = ("sdnews.com.cn",)
    channels = channels_of("sdnews")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("sdnews-na1", title="//h1",
               dateline=("//div[@class='bb info']/span", "//div[@class='page']/span", "//div[@class='info']"),
               body="//div[@class='TRS_Editor']", years=(2019, 2019), confidence="spider 2019"),
    )
