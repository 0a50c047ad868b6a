"""四川在线, of Sichuan: system unknown."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout


class Scol(PortalSpider):
    """Addresses and layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "scol"
    title = "四川在线"
    province = "四川"
    homepage = "https://www.scol.com.cn/"
    domains = ("scol.com.cn",)
    channels = channels_of("scol")
    article = r"/(?P<y>\d{4})(?P<m>\d{2})/\d{8}\.s?html?$"
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("scol-wl3", title="//*[@id='frameContent']/h3", dateline="//*[@class='tit3']/i", years=(2018, 2019),
               source="//*[@class='tit3']/b", body="//*[@id='frameContent']", confidence="spider 2018-19"),
        Layout("scol-wl1", title="//*[@id='webreal_scol_title']", dateline="//*[@id='pubtime_baidu']",
               breadcrumb="//*[@id='col3nav']/descendant::a", body="//*[@id='cbw_zw_text']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("scol-na1", title="//div[@id='webreal_scol_title']", body="//div[@id='scol_txt']", years=(2019, 2019),
               dateline="//div[@id='scol_time']/span[@id='pubtime_baidu']", confidence="spider 2019"),
        Layout("scol-wl2", title="//*[@class='news']//h1", dateline="(//*[contains(text(),'showdate')]/parent::p)[1]",
               breadcrumb="//*[@class='flex-between']/li[2]", body="//*[@class='news']", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
