"""大洋网, of Guangzhou in Guangdong: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Dayoo(PortalSpider):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "dayoo"
    title = "大洋网"
    province = "广东"
    prefecture = "广州"
    homepage = "http://www.dayoo.com/"
    domains = ("dayoo.com",)
    channels = {"life/health": "http://life.dayoo.com/health/"}
    article = r"/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{2})/\d+_\d+\.html?$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("dayoo-na1", title="//div[@class='article-hd']/h1", body="//div[@id='text_content']",
               dateline="//div[@class='article-time-source']/span[@class='time']", years=(2019, 2019),
               source="//div[@class='article-time-source']/span[@class='source']", confidence="spider 2019"),
    )
