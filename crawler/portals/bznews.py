"""巴中传媒网, of Bazhong in Sichuan: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Bznews(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "bznews"
    title = "巴中传媒网"
    province = "四川"
    prefecture = "巴中"
    homepage = "http://www.bznews.org/"
    domains = ("bznews.org",)
    channels = {"首页": "http://www.bznews.org/"}
    article = r"/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})?/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("bznews-wl1", title="//*[@id='titleContent']", dateline="(//*[contains(text(),'来源：')])[1]",
               body="//*[@class='cotentBox']", years=(2018, 2019), confidence="spider 2018-19"),
    )
