"""大众网, of Shandong: TRS WCM."""

from crawler.cms.trs import Trs
from pipelines.items import Layout


class Dzwww(Trs):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "dzwww"
    title = "大众网"
    province = "山东"
    homepage = "http://www.dzwww.com/"
    domains = ("dzwww.com",)
    channels = {"要闻": "http://www.dzwww.com/"}
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("dzwww-na3", title="//div[@class='top']/h1", dateline="//div[@class='top']/p",
               body="//div[@class='con']", years=(2019, 2019), confidence="spider 2019"),
        Layout("dzwww-na4", title="//h2", dateline="//div[@class='txt' or @class='pic-head']/p/span[1]",
               source=("//div[@class='txt' or @class='pic-head']/p/span[2]",
                   "//div[@id='news-side']/div[@class='text']/p"),
               body="//div[@id='news-body' or @class='TRS_Editor']", years=(2019, 2019), confidence="spider 2019"),
        Layout("dzwww-na2", title="//h1", dateline=("//div[@class='left']/span[1]", "//div[@id='headline']/i"),
               source="//div[@class='left']/span[2]", body="//div[@class='TRS_Editor']", years=(2019, 2019),
               confidence="spider 2019"),
    )
