"""每日甘肃网, of Gansu: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Gansudaily(Enorth):
    """A stub that refreshes elsewhere, and 页面没有找到 with status 200, are no articles. Addresses and layouts from
    public spiders (2018-2019); channels from public spiders (2019)."""

    name = "gansudaily"
    title = "每日甘肃网"
    province = "甘肃"
    homepage = "http://www.gansudaily.com.cn/"
    domains = ("gansudaily.com.cn",)
    channels = channels_of("gansudaily")
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("gansudaily-na1", title="//h1", dateline="//div[@id='nleft']",
               body="//div[@class='artical']/div[@id='conter2018']",
               clutter="//div[@class='a-footer']/span[@class='frt']", years=(2019, 2019), confidence="spider 2019"),
        Layout("gansudaily-wl1", title="//h1", dateline="//*[@id='nleft']/span[1]",
               source="(//*[@id='nleft']//*[contains(text(),'来源')])[1]", author="//*[@id='nleft']/span[3]",
               breadcrumb="//*[contains(@class,'positon')]", body="//*[@class='artical']",
               clutter="//div[@class='a-footer']/span[@class='frt']", years=(2018, 2019), confidence="spider 2018-19"),
    )
