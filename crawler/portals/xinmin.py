"""新民网, of Shanghai: system unknown."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout

CLUTTER = "//*[contains(text(), '扫一扫关注微信公众号')] | //div[@class='copyright']"


class Xinmin(PortalSpider):
    """Addresses and layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "xinmin"
    title = "新民网"
    province = "上海"
    homepage = "http://www.xinmin.cn/"
    domains = ("xinmin.cn",)
    channels = channels_of("xinmin")
    article = r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/\d+\.html?$"
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("xinmin-wl4", title="//*[@class='content_title']", dateline="//*[@class='page_time']",
               source="//*[@class='page_from']", body="//*[@class='content_article']", clutter=CLUTTER,
               years=(2018, 2019), confidence="spider 2018-19"),
        Layout("xinmin-wl3", title="//*[@class='MP_title']", dateline="//*[@class='MP_datetime']",
               source="//*[@class='MP_info']", editor="//*[@class='MP_editor']", body="//*[@class='MP_article']",
               clutter=CLUTTER, years=(2018, 2019), confidence="spider 2018-19"),
        Layout("xinmin-wl1", title="//*[@class='a_title']", source="(//*[contains(text(),'来源：')])[1]",
               dateline="(//*[contains(text(),'编辑')]/following-sibling::span[1])[1]",
               editor="(//*[contains(text(),'编辑：')])[1]", breadcrumb="//*[@class='Mbx']",
               body="//*[@class='a_content']", clutter=CLUTTER, years=(2018, 2019), confidence="spider 2018-19"),
        Layout("xinmin-na2", title="//h3[@class='content_title']", dateline="//div[@class='content_info']",
               body="//div[@id='MP_article']", clutter=CLUTTER, years=(2019, 2019), confidence="spider 2019"),
        Layout("xinmin-wl2", title="//*[@class='article_title']", dateline="//*[@class='info']/span[4]",
               source="(//*[contains(text(),'来源：')])[1]", body="//*[@class='a_p']", clutter=CLUTTER,
               years=(2018, 2019), confidence="spider 2018-19"),
        Layout("xinmin-na1", title="//h1", dateline="//div[@class='info']", body="//div[@class='a_content']",
               clutter=CLUTTER, years=(2019, 2019), confidence="spider 2019"),
    )
