"""山西新闻网, of Shanxi: system unknown."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout


class Sxrb(PortalSpider):
    """Addresses and layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "sxrb"
    title = "山西新闻网"
    province = "山西"
    homepage = "http://www.sxrb.com/"
    domains = ("sxrb.com",)
    channels = channels_of("sxrb")
    article = r"/xwpd/[a-z]+/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("sxrb-wl3", title="//*[@class='detConTit']", dateline="//*[contains(@class,'today')]",
               breadcrumb="//*[@class='search']", body="//*[@class='detail-text']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("sxrb-na1", title="//div[@class='catalog_main']/p[@class='art_tit']",
               dateline=("//h3[@class='art_info']", "//h3[@class='art_info']/span[1]"),
               body="//div[@class='art_txt']", years=(2019, 2019), confidence="spider 2019"),
        Layout("sxrb-wl1", title="//*[@class='art_tit']", dateline="//*[@class='art_info']",
               editor="//*[contains(@class,'editer')]", breadcrumb="//*[@id='rwb_navpath']",
               body="//*[@class='art_txt']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("sxrb-wl2", title="//*[@class='content_title']/b", breadcrumb="//*[@class='logo_zi']",
               dateline="//*[@id='time']", body="//*[@class='text']", years=(2018, 2019), confidence="spider 2018-19"),
    )
