"""合肥热线, of Hefei in Anhui: CmsTop-like (a guess)."""

from crawler.cms.cmstop import CmsTop
from pipelines.items import Layout


class Hefei(CmsTop):
    """Addresses and layouts from public spiders (2018-2019)."""

    name = "hefei"
    title = "合肥热线"
    province = "安徽"
    prefecture = "合肥"
    homepage = "http://www.hefei.cc/"
    domains = ("hefei.cc",)
    channels = {"首页": "http://www.hefei.cc/"}
    confidence = "layouts 2018-2019; addresses 2018; front page only"
    layouts = (
        Layout("hefei-wl2", title="//*[@class='web_xx_l']/h1", dateline="(//*[contains(text(),'来源：')])[1]",
               breadcrumb="//*[@class='p_l']", body="//*[@class='web_xx_box']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("hefei-wl4", title="//*[@id='content']/h2", dateline="(//*[contains(text(),'来源：')])[1]",
               breadcrumb="//*[@class='page_nav']", body="//*[@id='news_subject']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("hefei-wl1", title="//*[@class='list_main_content']/h1", dateline="//*[@class='content_line']/span[1]",
               source="(//*[@class='content_line']//*[contains(text(),'来源：')])[1]", breadcrumb="//*[@class='p_l']",
               body="//*[@id='weiboshare']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hefei-wl3", title="//*[@class='titel']", breadcrumb="//*[@class='this_p']",
               body="//*[@class='intro']", years=(2018, 2019), confidence="spider 2018-19"),
    )
