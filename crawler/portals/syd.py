"""沈阳网, of Shenyang in Liaoning: Enorth WebPublisher."""

from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Syd(Enorth):
    """Addresses and layouts from public spiders (2021)."""

    name = "syd"
    title = "沈阳网"
    province = "辽宁"
    prefecture = "沈阳"
    homepage = "http://www.syd.com.cn/"
    domains = ("syd.com.cn",)
    channels = {"首页": "http://www.syd.com.cn/"}
    confidence = "layouts 2021; addresses 2021; front page only"
    layouts = (
        Layout("syd-2021", title="//div[@class='contentBody']/h1", years=(2021, 2021), confidence="config 2021-01",
               dateline="//div[@class='extInfo']", body="//div[@class='contentBody']/div[@class='article']"),
    )
