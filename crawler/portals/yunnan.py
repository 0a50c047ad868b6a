"""云南网, the portal of Yunnan: Enorth since about 2019, Founder before.

Lists and layouts from public spiders (2018, 2019, about 2021-23). The encoding is unknown.
"""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Yunnan(Enorth):
    """The info line and the editor stand in elements of their own."""

    name = "yunnan"
    title = "云南网"
    province = "云南"
    homepage = "http://www.yunnan.cn/"
    domains = ("yunnan.cn",)
    channels = {
        "云南看点": "http://society.yunnan.cn/ynkd/",
        "滇企": "http://finance.yunnan.cn/dq/",
        "新闻聚焦": "http://minzu.yunnan.cn/xwjj/index.shtml",
        "公益要闻": "http://gongyi.yunnan.cn/gyyw/",
        "暖新闻": "http://society.yunnan.cn/nxw/",
        "社会热点": "http://society.yunnan.cn/shrd/",
    } | channels_of("yunnan")
    list_item = "//div[contains(@class,'xlayer02')]"
    expect = (10, 200_000)
    confidence = "spiders 2018, 2019 and 2021-23"
    layouts = (
        Layout("yunnan-2021", title="//*[@class='xt yh']", dateline="//*[@class='xt2 yh fl']",
               body="//*[@class='xcont ohd clear']", years=(2020, 2023), confidence="spider 2021-23"),
        Layout("yunnan-2018", title="//span[@id='layer213']", dateline="//span[@class='xt2 yh fl']",
               editor="//div[@class='fr']", body="//div[@id='layer216']", years=(2018, 2019),
               confidence="spiders 2018-19"),
    )
