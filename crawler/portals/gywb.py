"""贵阳网, of Guiyang in Guizhou: Founder (方正翔宇)."""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class Gywb(Founder):
    """Founder and Enorth addresses stood side by side in 2019. Addresses and layouts from public spiders (2018-2019);
    channels from public spiders (2019)."""

    name = "gywb"
    title = "贵阳网"
    province = "贵州"
    prefecture = "贵阳"
    homepage = "http://www.gywb.cn/"
    domains = ("gywb.cn",)
    channels = {
        "甲秀评论": "http://comment.gywb.cn/",
        "本地新闻": "http://www.gywb.cn/gynews/node_694.htm",
    }
    article = r"/(?P<y>\d{4})[-/](?P<m>\d{2})/(?P<d>\d{2})/(?:content_)?\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("gywb-na1", title="//h1[@class='g-content-t text-center']", dateline="//span[@id='pubtime_baidu']",
               body="//div[@class='g-content-c']", years=(2019, 2019), confidence="spider 2019"),
        Layout("gywb-wl1", title="//*[contains(@class,'g-content-t')]", dateline="//*[@id='pubtime_baidu']",
               breadcrumb="//*[@class='breadcrumb']", body="//*[@class='g-content-c']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("gywb-na2", title="//div[@class='textTitle']/h2", dateline="//div[@class='textTitle']/span[1]",
               source="//div[@class='textTitle']/span[2]", body="//div[@class='textCon']", years=(2019, 2019),
               confidence="spider 2019"),
    )
