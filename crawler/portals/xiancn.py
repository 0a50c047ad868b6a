"""西安新闻网, of Xi'an in Shaanxi: Founder (方正翔宇)."""

from crawler.channels import channels_of
from crawler.cms.founder import Founder
from pipelines.items import Layout


class Xiancn(Founder):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "xiancn"
    title = "西安新闻网"
    province = "陕西"
    prefecture = "西安"
    homepage = "http://www.xiancn.com/"
    domains = ("xiancn.com",)
    channels = channels_of("xiancn")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("xiancn-na3", title="//div[@class='biaoti']", dateline="//div[@class='mess']", years=(2019, 2019),
               body="//div[@id='content']", confidence="spider 2019", clutter="//div[@class='text']"),
    )
