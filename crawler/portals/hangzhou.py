"""杭州网, of Hangzhou in Zhejiang: Founder (方正翔宇)."""

from crawler.channels import channels_of
from crawler.cms.founder import Founder
from pipelines.items import Layout


class Hangzhou(Founder):
    """Ten layouts were known in 2019; the two that stand in nested tables are left to the generic reader. Addresses
    and layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "hangzhou"
    title = "杭州网"
    province = "浙江"
    prefecture = "杭州"
    homepage = "http://www.hangzhou.com.cn/"
    domains = ("hangzhou.com.cn",)
    channels = channels_of("hangzhou")
    article = r"/(?:(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})|content)/content_\d+\.html?$"
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("hangzhou-wl4", title="//*[contains(@class,'wname01')]", source="(//*[contains(text(),'来源：')])[1]",
               body="//*[contains(@class,'wname02')]", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hangzhou-wl5", title="//*[contains(@class,'lname05')]", source="(//*[contains(text(),'来源：')])[1]",
               body="//*[contains(@class,'lname06')]", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hangzhou-wl1", title="//*[@class='tit']", dateline="(//*[contains(text(),'发布时间')])[1]",
               source="(//*[contains(text(),'来源')])[1]", breadcrumb="//*[@class='weizhi']",
               body="//*[@class='zhengwen']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hangzhou-wl3", title="//*[@class='bcolor02']", breadcrumb="//*[@class='white']", years=(2018, 2019),
               source="(//*[contains(text(),'来源：')])[1]", body="//*[@class='wz14']", confidence="spider 2018-19"),
        Layout("hangzhou-wl6", title="//*[@class='mdg_title']",
               dateline="(//*[contains(text(),'来源')]/parent::tr/td[2])[1]", body="//*[@id='zoom']",
               source="(//*[contains(text(),'来源')])[1]", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hangzhou-wl2", title="//*[@class='tittle_18px']",
               dateline="(//*[contains(text(),'年') and contains(text(),'月') and contains(text(),'日')])[1]",
               body="//article", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hangzhou-wl8", title="//h1", source="(//*[contains(text(),'来源：')])[1]", years=(2018, 2019),
               body="//*[@class='titbox_cont']//*[@class='fontsz14']", confidence="spider 2018-19, title a guess"),
    )
