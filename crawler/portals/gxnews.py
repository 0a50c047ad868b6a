"""广西新闻网, of Guangxi: a system of its own."""

from crawler.channels import channels_of
from crawler.cms.numbered import Numbered
from pipelines.items import Layout


class Gxnews(Numbered):
    """The info line stands in pairs of 【】; the oldest pages are tables. Addresses, layouts and channels from public
    spiders (2019)."""

    name = "gxnews"
    title = "广西新闻网"
    province = "广西"
    homepage = "http://www.gxnews.com.cn/"
    domains = ("gxnews.com.cn",)
    cms = "own"
    channels = channels_of("gxnews")
    article = r"/staticpages/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/newgx[0-9a-f]{8}-\d+\.s?html$"
    list_number = r"^(?P<stem>.{1,200}/staticmores/\d{3}/\d{5}-)(?P<n>\d{1,5})(?P<end>\.shtml)$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("gxnews-na1", title="//div[@class='article']/h1", dateline="//div[@class='article-info']/span[1]",
               body="//div[@class='article-content']", years=(2019, 2019), confidence="spider 2019"),
        Layout("gxnews-na2", title="//h2[@class='fs22 MSYH text-center lh40 ptopc']", confidence="spider 2019",
               dateline="//p[@class='text-center clist']", body="//div[@class='content aborder']", years=(2019, 2019)),
        Layout("gxnews-na4", title="//h2[@class='m-btt lh50 fs22 ff-msyh']", dateline="//div[@class='m-doc lh36']",
               body="//div[@class='m-bct fs14 lh30']", years=(2019, 2019), confidence="spider 2019"),
        Layout("gxnews-na3", title="//td[@class='title']", dateline="//td[@class='fs12']",
               body="//td[@id='artContent']", years=(2019, 2019), confidence="spider 2019"),
    )
