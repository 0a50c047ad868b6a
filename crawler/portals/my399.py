"""哈尔滨新闻网, of Harbin in Heilongjiang: Founder (方正翔宇)."""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class My399(Founder):
    """Addresses and layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "my399"
    title = "哈尔滨新闻网"
    province = "黑龙江"
    prefecture = "哈尔滨"
    homepage = "http://www.my399.com/"
    domains = ("my399.com",)
    channels = {"体育": "http://news.my399.com/sports/"}
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("my399-wl1", title="//*[@class='n8']", dateline="//*[@class='n10']",
               source="(//*[contains(text(),'稿源')]/following-sibling::span[1])[1]", body="//*[@id='newscontent']",
               years=(2018, 2019), confidence="spider 2018-19"),
    )
