"""映象网, of Henan: system unknown."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout


class Hnr(PortalSpider):
    """Addresses and layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "hnr"
    title = "映象网"
    province = "河南"
    homepage = "http://www.hnr.cn/"
    domains = ("hnr.cn",)
    channels = channels_of("hnr")
    article = r"/(?P<y>\d{4})(?P<m>\d{2})/(?P<d>\d{1,2})/\d+\.html$"
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("hnr-wl2", title="//*[@id='txt_left']/h2", dateline="//*[contains(@class,'time')]",
               source="//*[contains(@class,'source')]", breadcrumb="//*[@class='left logo_fr_font lh32']",
               body="//*[@class='ZKHN_Editor']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hnr-wl1", title="//*[@class='f32 lh48 mrg_t_30']", source="(//*[contains(text(),'来源')])[1]",
               dateline="(//*[contains(text(),'来源')]/parent::p/span[1])[1]", body="//*[@id='text_content']",
               breadcrumb="//*[@class='left mrg_l_40 pad_t_10']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hnr-na1", title="//h2", dateline="//div[@id='share_right']/p[@class='left']",
               body="//div[@id='text_content']/div[@id='text_fix']", years=(2019, 2019), confidence="spider 2019"),
    )
