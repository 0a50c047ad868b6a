"""石家庄新闻网, of Shijiazhuang in Hebei: Founder (方正翔宇)."""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class Sjzdaily(Founder):
    """Addresses and layouts from public spiders (2018-2019)."""

    name = "sjzdaily"
    title = "石家庄新闻网"
    province = "河北"
    prefecture = "石家庄"
    homepage = "http://www.sjzdaily.com.cn/"
    domains = ("sjzdaily.com.cn",)
    channels = {"首页": "http://www.sjzdaily.com.cn/"}
    confidence = "layouts 2018-2019; addresses 2018; front page only"
    layouts = (
        Layout("sjzdaily-wl1", title="//*[@class='art_title']", dateline="//*[@class='info']",
               editor="//*[@class='dutyofficer']", breadcrumb="//*[@class='breadcrumbnav']",
               body="//*[@class='content']", years=(2018, 2019), confidence="spider 2018-19"),
    )
