"""胶东在线, of Yantai in Shandong: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Jiaodong(Enorth):
    """Addresses and layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "jiaodong"
    title = "胶东在线"
    province = "山东"
    prefecture = "烟台"
    homepage = "http://www.jiaodong.net/"
    domains = ("jiaodong.net",)
    channels = channels_of("jiaodong")
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("jiaodong-na4", title="//div[@id='content']/h1",
               dateline=("//div[@class='fl pl50 pt5 pr20']", "//div[@class='source f12 tc lh20']"),
               body="//div[@class='content f14 lh28 pt30']", years=(2019, 2019), confidence="spider 2019"),
        Layout("jiaodong-wl2", title="//*[@class='heiti20']", dateline="(//*[contains(text(),'来源：')])[1]",
               body="//*[@class='newscontent']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("jiaodong-na1", title="//div[@id='content']/h1", dateline="//div[@class='source']",
               body="//div[@class='f14 lh26']", years=(2019, 2019), confidence="spider 2019"),
        Layout("jiaodong-na3", title="//h1[@class='title tc']", dateline="//p[@class='sourc tc']",
               body="//div[@id='newcontent']", years=(2019, 2019), confidence="spider 2019"),
        Layout("jiaodong-na2", title="//div[@class='millia']/h1", dateline="//div[@class='source f14']",
               body="//div[@id='content']", years=(2019, 2019), confidence="spider 2019"),
        Layout("jiaodong-na5", title="//div[@class='clearfix sysmt20']/h1", body="//div[@id='content']",
               dateline="//div[@class='source f14 mb30']", years=(2019, 2019), confidence="spider 2019"),
        Layout("jiaodong-wl1", title="//h1", dateline="//*[contains(@class,'source f14')]", body="//*[@id='content']",
               breadcrumb="//*[@class='syshide']", years=(2018, 2019), confidence="spider 2018-19"),
    )
