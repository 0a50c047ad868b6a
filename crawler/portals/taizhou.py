"""中国台州网, of Taizhou in Zhejiang: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Taizhou(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "taizhou"
    title = "中国台州网"
    province = "浙江"
    prefecture = "台州"
    homepage = "http://www.taizhou.com.cn/"
    domains = ("taizhou.com.cn",)
    channels = {"首页": "http://www.taizhou.com.cn/"}
    article = r"/content_\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("taizhou-wl1", title="//article/table[1]/descendant::tr[1] | //*[contains(@class,'title')]",
               dateline="//*[@id='pubtime_baidu']", breadcrumb="//*[@class='head-track']",
               body="//*[contains(@class,'article-content')]", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("taizhou-wl2", title="//*[@id='article']/h1", dateline="(//*[contains(text(),'发布时间：')])[1]",
               source="(//*[contains(text(),'来源：')])[1]", breadcrumb="//*[@id='position']",
               body="//*[@id='content']", years=(2018, 2019), confidence="spider 2018-19"),
    )
