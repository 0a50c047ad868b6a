"""浙江在线, of Zhejiang: TRS WCM."""

from crawler.channels import channels_of
from crawler.cms.trs import Trs
from pipelines.items import Layout


class Zjol(Trs):
    """The layout was seen on zjtyol.zjol.com.cn only. Addresses, layouts and channels from public spiders (2019)."""

    name = "zjol"
    title = "浙江在线"
    province = "浙江"
    homepage = "http://www.zjol.com.cn/"
    domains = ("zjol.com.cn",)
    channels = channels_of("zjol")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("zjol-na1", title="//div[@class='contTit']", dateline="//div[@class='time']",
               body="//div[@class='contTxt']", years=(2019, 2019), confidence="spider 2019"),
    )
