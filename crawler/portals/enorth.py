"""北方网, of Tianjin: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms import enorth
from pipelines.items import Layout


class Enorth(enorth.Enorth):
    """Of the system's vendor. Addresses and layouts from public spiders (2018-2019); channels from public spiders
    (2019)."""

    name = "enorth"
    title = "北方网"
    province = "天津"
    homepage = "http://www.enorth.com.cn/"
    domains = ("enorth.com.cn",)
    channels = channels_of("enorth")
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("enorth-wl1", title="//*[@id='title']/div[@class='row']", source="(//*[contains(text(),'来源：')])[1]",
               dateline="//p[contains(@class,'info')]/span[last()]", breadcrumb="//*[@class='brumb']",
               body="//*[@class='content']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("enorth-wl2", title="//*[@class='nph_set_title']/h1", dateline="//*[@class='time_source']",
               breadcrumb="//*[contains(@class,'nph_chn')]", body="//*[@class='nph_cnt']", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
