"""华龙网, of Chongqing: Founder (方正翔宇)."""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class Cqnews(Founder):
    """Since about 2021 addresses are /app/content_ and 19 digits, which tell no day. Addresses from public spiders and
    archived pages (2017-2026); layouts from public spiders (2020-2021)."""

    name = "cqnews"
    title = "华龙网"
    province = "重庆"
    homepage = "http://www.cqnews.net/"
    domains = ("cqnews.net",)
    channels = {"首页": "http://www.cqnews.net/"}
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/content_\d+\.html?$|/app/content_\d{19}\.html$"
    confidence = "layouts 2020-2021; addresses 2017-2026; front page only"
    layouts = (
        Layout("cqnews-2021", title=("//h1", "//div[@class='sp_box']/h2"), dateline="//div[@class='pl']/span[1]",
               source=("//div[@class='pl']/span[2]", "//div[@class='sousuo2_lwz']/a"),
               body=("//*[@id='main_text']", "//*[@id='_cont']"), years=(2020, 2021),
               confidence="config 2021-01; body also in a cleaner table 2020"),
    )
