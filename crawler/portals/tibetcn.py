"""中国西藏网, of Tibet: TRS WCM."""

from crawler.channels import channels_of
from crawler.cms.trs import Trs
from pipelines.items import Layout


class Tibetcn(Trs):
    """A central portal about Tibet, not the region's own. Addresses, layouts and channels from public spiders (2019).
    """

    name = "tibetcn"
    title = "中国西藏网"
    province = "西藏"
    homepage = "http://www.tibet.cn/"
    domains = ("tibet.cn",)
    channels = channels_of("tibetcn")
    article = (
        r"/(?P<y>\d{4})(?P<m>\d{2})/t\d{6}(?P<d>\d{2})_\d+\.s?html?$|/(?:photo/\w+/content_"
        r"|video/\w+/\d{8}/)\d+\.shtml$"
    )
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("tibetcn-na1", title="//h2", dateline="//div[@class='title_box']/div[@class='info']//span[2]",
               body="//div[@class='content']/div[@class='left']/div[@id='text']", clutter="//div[@id='share']",
               years=(2019, 2019), confidence="spider 2019"),
        Layout("tibetcn-na2", title="//h1", body="//div[@class='video_summ']", clutter="//div[@id='share']",
               years=(2019, 2019), confidence="spider 2019, title a guess"),
    )
