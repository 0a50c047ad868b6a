"""尚一网, of Changde in Hunan: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Cdyee(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "cdyee"
    title = "尚一网"
    province = "湖南"
    prefecture = "常德"
    homepage = "http://www.cdyee.com/"
    domains = ("cdyee.com",)
    channels = {"首页": "http://www.cdyee.com/"}
    article = (
        r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{1,2})/\w{1,20}_\d+\.s?html?$"
        r"|/index\.php\?[^#]{0,80}catid=\d+&id=\d+"
    )
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("cdyee-wl3", title="//*[contains(@class,'artical_title')]", dateline="//*[@class='artical_pubtime']",
               source="//*[@class='artical_source']", author="//*[@class='artical_author']",
               editor="//*[@class='artical_editor']", body="//*[contains(@class,'artical_content')]",
               years=(2018, 2019), confidence="spider 2018-19"),
        Layout("cdyee-wl2", title="//td[@class='f_lan']", dateline="(//*[contains(text(),'时间：')])[1]",
               source="(//*[contains(text(),'来源：')])[1]", body="//*[@class='f14 l28']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("cdyee-wl1", title="//*[@class='spnews_wzbt']", dateline="(//*[contains(text(),'时间')])[1]",
               source="(//*[contains(text(),'来源')])[1]", body="//*[@class='spwzxx']", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
