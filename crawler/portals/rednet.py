"""红网, of Hunan: a system of its own."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout


class Rednet(PortalSpider):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "rednet"
    title = "红网"
    province = "湖南"
    homepage = "https://www.rednet.cn/"
    domains = ("rednet.cn",)
    cms = "own"
    channels = channels_of("rednet")
    article = r"/(?:content|news)/(?P<y>\d{4})/?(?P<m>\d{2})(?:/(?P<d>\d{2}))?/\d+\.html$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("rednet-na5", title="//h1[@class='detail_title']", dateline="//span[@class='p_l_25']",
               source="//span[@class='p_l_10'][1]", body="//section[@class='f_right detail_article_content p_t_20']",
               years=(2019, 2019), confidence="spider 2019"),
        Layout("rednet-na1", title="//h1[@class='detail_title']", dateline="//span[@class='p_l_25']",
               source="//span[@class='p_l_10'][1]",
               body=("//section[@class='f_right detail_article_content']",
                   "//article[@class='f18 detail-article m_b_30']"), years=(2019, 2019), confidence="spider 2019"),
        Layout("rednet-na2", title="//div[@id='row_Left']/h1", dateline="//div[@class='sourceTime']/span",
               source="//div[@class='sourceTime']", body="//div[@class='display_content']", years=(2019, 2019),
               confidence="spider 2019"),
        Layout("rednet-na3", title="//div[@class='title']", dateline="//div[@class='time']", confidence="spider 2019",
               source="//section[@class='content']/p[1]", body="//div[@class='description']", years=(2019, 2019)),
    )
