"""龙虎网, of Nanjing in Jiangsu: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Longhoo(PortalSpider):
    """The theme is 兰州新闻网's. Addresses and layouts from public spiders (2021)."""

    name = "longhoo"
    title = "龙虎网"
    province = "江苏"
    prefecture = "南京"
    homepage = "http://www.longhoo.net/"
    domains = ("longhoo.net",)
    channels = {"首页": "http://www.longhoo.net/"}
    article = r"/(?P<y>\d{4})/[a-z]+_(?P<m>\d{2})(?P<d>\d{2})/\d+\.html$"
    confidence = "layouts 2021; addresses 2021; front page only"
    layouts = (
        Layout("longhoo-2021", title="//h1[@class='title']", dateline="//div[@class='message']",
               source="//p[@class='articalWrite']", editor="//p[@class='articalWrite']",
               body="//div[@class='articalCont']", years=(2021, 2021), confidence="config 2021-01"),
    )
