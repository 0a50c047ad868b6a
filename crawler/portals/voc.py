"""华声在线, of Hunan: a system of its own."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Voc(PortalSpider):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "voc"
    title = "华声在线"
    province = "湖南"
    homepage = "http://www.voc.com.cn/"
    domains = ("voc.com.cn",)
    cms = "own"
    channels = {
        "有料": "http://news.voc.com.cn/class/1915.html",
        "社区": "http://hssq.voc.com.cn/list.php?cid=2",
    }
    article = r"/article/\d{6}/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})\d{10}\.html$|/content-\d+-\d+\.html$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("voc-na2", title="//h1", dateline="//div[@class='info']", body="//div[@class='news-editor']",
               years=(2019, 2019), confidence="spider 2019, title a guess"),
        Layout("voc-na1", title="//h1", body="//div[@id='content']", years=(2019, 2019),
               confidence="spider 2019, title a guess"),
    )
