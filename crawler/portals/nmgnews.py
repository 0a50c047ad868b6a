"""内蒙古新闻网, of Inner Mongolia: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Nmgnews(Enorth):
    """Its info line shows years of two digits (19-07-05 09:44). Addresses and layouts from public spiders (2018-2019);
    channels from public spiders (2019)."""

    name = "nmgnews"
    title = "内蒙古新闻网"
    province = "内蒙古"
    homepage = "http://www.nmgnews.com.cn/"
    domains = ("nmgnews.com.cn",)
    channels = channels_of("nmgnews")
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("nmgnews-wl1", title="//*[@class='black24']", dateline="//*[@id='div3']/span[1]",
               source="(//*[@id='div3']//*[contains(text(),'来源：')])[1]", breadcrumb="//ul[@class='black12']",
               body="//*[@id='div_content']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("nmgnews-wl2", title="//*[@class='STYLE5']", dateline="//*[@align='center']/font[1]",
               source="//*[@class='STYLE11']", breadcrumb="//*[@class='STYLE11 STYLE14']", body="//*[@id='pzoom']",
               years=(2018, 2019), confidence="spider 2018-19"),
        Layout("nmgnews-wl3", title="//*[@class='black24_b']", body="//*[@id='pzoom']", years=(2018, 2019),
               dateline="(//*[contains(text(),'来源:')]/parent::td)[1]", confidence="spider 2018-19"),
    )
