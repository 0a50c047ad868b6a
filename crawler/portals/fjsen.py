"""东南网, of Fujian: Founder (方正翔宇)."""

from crawler.channels import channels_of
from crawler.cms.founder import Founder
from pipelines.items import Layout


class Fjsen(Founder):
    """Addresses and channels from public spiders (2019); layouts from public spiders (2019-2020)."""

    name = "fjsen"
    title = "东南网"
    province = "福建"
    homepage = "http://www.fjsen.com/"
    domains = ("fjsen.com",)
    channels = channels_of("fjsen")
    confidence = "layouts 2019-2020; addresses 2019; channels 2019"
    layouts = (
        Layout("fjsen-2020", title="//h1", body="//td[@id='new_message_id']", years=(2020, 2020),
               confidence="cleaner table 2020, title a guess"),
        Layout("fjsen-na1", title="//h1", dateline="//span[@id='pubtime_baidu']",
               body=("//div[@class='cont-news']", "//div[@class='content']/div[@id='zoom']",
                   "//div[@class='left']/div[@class='zw']",
                   "//div[@class='content']/div[@class='big']/div[@id='zoom']"), years=(2019, 2019),
               confidence="spider 2019, title a guess"),
    )
