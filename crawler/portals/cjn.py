"""长江网, of Wuhan in Hubei: TRS WCM."""

from crawler.channels import channels_of
from crawler.cms.trs import Trs
from pipelines.items import Layout


class Cjn(Trs):
    """Names without a day; links carry `?spm=`. Addresses, layouts and channels from public spiders (2019)."""

    name = "cjn"
    title = "长江网"
    province = "湖北"
    prefecture = "武汉"
    homepage = "http://www.cjn.cn/"
    domains = ("cjn.cn",)
    channels = channels_of("cjn")
    article = r"/(?P<y>\d{4})(?P<m>\d{2})/t\d+\.html?(?:\?spm=[\w.-]+)?$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("cjn-na1", title="//h1[@class='art-title']", dateline="//span[@class='pub-time']",
               body=("//div[@class='TRS_Editor']", "//article/div[@class='art-main']"),
               source="//span[@class='sour']", years=(2019, 2019), confidence="spider 2019"),
    )
