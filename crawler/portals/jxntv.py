"""今视网, of Jiangxi: CmsTop-like (a guess)."""

from crawler.channels import channels_of
from crawler.cms.cmstop import CmsTop
from pipelines.items import Layout

CLUTTER = "//div[contains(@class,'control')] | //div[contains(@class,'playback')] | //div[contains(@class,'error')]"


class Jxntv(CmsTop):
    """Lists may need a browser (2019). Addresses, layouts and channels from public spiders (2019)."""

    name = "jxntv"
    title = "今视网"
    province = "江西"
    homepage = "http://www.jxntv.cn/"
    domains = ("jxntv.cn",)
    channels = channels_of("jxntv")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("jxntv-na3", title="//h1", dateline="//div[@class='info']", source="//span[@class='source']",
               body="//div[@class='thumbbox']", clutter=CLUTTER, years=(2019, 2019), confidence="spider 2019"),
        Layout("jxntv-na1", title="//h1", dateline="//div[@class='info']", source="//span[@class='source']",
               body="//div[@class='content']", clutter=CLUTTER, years=(2019, 2019), confidence="spider 2019"),
    )
