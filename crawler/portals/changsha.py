"""星辰在线, of Changsha in Hunan: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Changsha(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "changsha"
    title = "星辰在线"
    province = "湖南"
    prefecture = "长沙"
    homepage = "http://www.changsha.cn/"
    domains = ("changsha.cn",)
    channels = {"首页": "http://www.changsha.cn/"}
    article = r"/(?P<y>\d{4})/?(?P<m>\d{2})/?(?P<d>\d{2})/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("changsha-wl1", title="//*[@class='maintitle']", dateline="//*[@class='detail_source']",
               breadcrumb="//*[@class='position']", body="//*[@class='article_content']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("changsha-wl2", title="//*[@class='text']/h1", source="(//*[contains(text(),'来源：')])[1]",
               dateline="//*[@class='time']", editor="//*[@class='source']", breadcrumb="//*[@class='location']",
               body="//*[@id='tempNewsContentDiv']", years=(2018, 2019), confidence="spider 2018-19"),
    )
