"""东方网, of Shanghai: a system of its own."""

from crawler.channels import channels_of
from crawler.cms.numbered import Numbered
from pipelines.items import Layout


class Eastday(Numbered):
    """Its archive lists are index1.html … index6.html; the link after the column name is the article. Addresses and
    layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "eastday"
    title = "东方网"
    province = "上海"
    homepage = "http://www.eastday.com/"
    domains = ("eastday.com",)
    cms = "own"
    channels = channels_of("eastday")
    article = r"(?:/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2}))?/u1ai?\d+\.html$|/a/\d{21}\.html$"
    list_item = "//div[@class='leftsection']/ul/li"
    list_number = r"^(?P<stem>.{1,200}/index)(?P<n>\d{1,5})?(?P<end>\.html)$"
    second = "1"
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("eastday-wl2", title="//h1[@class='blue22 textcenter']", dateline="//*[contains(@class,'timer')]",
               breadcrumb="//*[contains(@class,'pos')]", body="//*[starts-with(@id,'zw')]", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("eastday-na3", title="//h1[@class='tit']", dateline="//div[@class='time']/p[@class='fl']",
               body="//div[@class='txt mt15']", years=(2019, 2019), confidence="spider 2019"),
        Layout("eastday-wl3", title="//*[@class='dabiao7 ma']", body="//*[@class='para ma']", years=(2018, 2019),
               dateline="(//*[contains(text(),'时间：')]/parent::p)[1]", breadcrumb="//*[@class='breadnav']",
               source="(//*[contains(text(),'来源：')]/parent::p)[1]", confidence="spider 2018-19"),
        Layout("eastday-wl4", title="//*[@class='title']", dateline="//*[@class='info']/span[1]",
               source="(//*[contains(text(),'来源：')])[1]", breadcrumb="//*[@class='bread']",
               body="//*[@class='nr']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("eastday-na2", title="//div[@class='title tc']", dateline="//div[@class='grey18 lh28 tc']",
               body="//div[@id='zw']", years=(2019, 2019), confidence="spider 2019"),
        Layout("eastday-wl1", title="//*[@id='biaoti']", dateline="//*[@id='pubtime_baidu']", body="//*[@id='zw']",
               breadcrumb="//*[contains(@class,'weizhi')]", years=(2018, 2019), confidence="spider 2018-19"),
    )
