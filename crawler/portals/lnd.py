"""北国网, of Liaoning: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Lnd(Enorth):
    """A stub that refreshes elsewhere is no article. Addresses from public spiders (2018-2019); layouts from public
    spiders (2018-2021); channels from public spiders (2019)."""

    name = "lnd"
    title = "北国网"
    province = "辽宁"
    homepage = "http://www.lnd.com.cn/"
    domains = ("lnd.com.cn",)
    channels = channels_of("lnd")
    confidence = "layouts 2018-2021; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("lnd-2021", title=("//div[@class='float_left main_l']/p", "//div[@class='text_c']/h1"),
               dateline=("//div[@class='newsly']/div[@class='float_left']/span[2]", "//p[@class='sou']"),
               body=("//div[@class='float_left main_l']/div[@class='news']", "//div[@class='show_text']",
                   "//div[@class='newsdatetext']"), source="//a[@class='grey']", years=(2021, 2021),
               confidence="config 2021-01; cleaner table 2020"),
        Layout("lnd-na2", title="//div[@class='w1000 imfor']/div/p",
               dateline="//div[@class='w1000 imfor']/div/span[2]", source="//div[@class='w1000 imfor']/div/span[3]/a",
               body="//div[@class='yahei ']", years=(2019, 2019), confidence="spider 2019"),
        Layout("lnd-na1", title="//p[@class='yahei newstittle']",
               dateline="//div[@class='float_left']/span[@id='pubtime_baidu']", body="//div[@class='news']",
               source="//div[@class='float_left']/span[3]/a", years=(2019, 2019), confidence="spider 2019"),
        Layout("lnd-wl2", title="//h1[@class='p_center']", breadcrumb="//*[@class='nfd']", body="//*[@class='news']",
               dateline="//*[@id='pubtime_baidu']", years=(2018, 2019), confidence="spider 2018-19"),
    )
