"""千龙网, of Beijing: CmsTop-like (a guess)."""

from crawler.channels import channels_of
from crawler.cms.cmstop import CmsTop
from pipelines.items import Layout


class Qianlong(CmsTop):
    """Addresses and layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "qianlong"
    title = "千龙网"
    province = "北京"
    homepage = "http://www.qianlong.com/"
    domains = ("qianlong.com",)
    channels = channels_of("qianlong")
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("qianlong-wl2", title="//*[contains(@class,'media-heading')]",
               dateline="(//*[contains(text(),'创建时间：')])[1]", body="//*[contains(@class,'article-content')]",
               years=(2018, 2019), confidence="spider 2018-19"),
        Layout("qianlong-na1", title="//div[@class='span12']/h1", dateline="//span[@class='pubDate']",
               source="//span[@class='source']/a", body="//div[@class='article-content']", years=(2019, 2019),
               confidence="spider 2019"),
        Layout("qianlong-wl3", title="//*[@class='row title']//h1", dateline="//*[@class='pubDate']",
               source="//*[@class='source']", editor="//*[@class='editor']", body="//*[@class='article-content']",
               years=(2018, 2019), confidence="spider 2018-19"),
    )
