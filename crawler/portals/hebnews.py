"""河北新闻网, of Hebei: Founder (方正翔宇)."""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class Hebnews(Founder):
    """Addresses and layouts from public spiders (2018-2019)."""

    name = "hebnews"
    title = "河北新闻网"
    province = "河北"
    homepage = "http://www.hebnews.cn/"
    domains = ("hebnews.cn",)
    channels = {"首页": "http://www.hebnews.cn/"}
    confidence = "layouts 2018-2019; addresses 2018; front page only"
    layouts = (
        Layout("hebnews-wl1", title="//*[@id='title']", dateline="//*[@id='relate']/div[3]",
               editor="//*[@class='editer']", breadcrumb="//*[@id='position']", body="//*[@class='content']",
               source="(//*[contains(text(),'来源')])[1]", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hebnews-wl3", title="//h1", dateline="//*[@class='post_source']", editor="//*[@class='editor']",
               breadcrumb="//*[@class='bc_main']", body="//*[@class='text']", years=(2018, 2019),
               confidence="spider 2018-19"),
    )
