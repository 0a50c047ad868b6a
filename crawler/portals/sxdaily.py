"""陕西传媒网, of Shaanxi: a theme like 人民网's."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Sxdaily(PortalSpider):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "sxdaily"
    title = "陕西传媒网"
    province = "陕西"
    homepage = "http://www.sxdaily.com.cn/"
    domains = ("sxdaily.com.cn",)
    cms = "like 人民网"
    channels = {
        "资讯聚焦": "http://www.sxdaily.com.cn/GB/26/508/index.html",
        "资讯": "http://www.sxdaily.com.cn/GB/216/83/526/index.html",
    }
    article = r"/n/(?P<y>\d{4})/(?P<m>\d{2})(?P<d>\d{2})/c\d+-\d+\.html$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("sxdaily-na2", title="//div[@class='text width1000 clearfix']/h1",
               dateline="//div[@class='text width1000 clearfix']/h3", body="//div[@class='text width1000 clearfix']",
               years=(2019, 2019), confidence="spider 2019"),
        Layout("sxdaily-na1", title="//div[@class='container title']/h1",
               dateline="//div[@class='container title']/div/p[1]", source="//div[@class='container title']/div/p[2]",
               body="//div[@class='content']", years=(2019, 2019), confidence="spider 2019"),
    )
