"""安徽网, of Anhui: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Ahwang(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "ahwang"
    title = "安徽网"
    province = "安徽"
    homepage = "http://www.ahwang.cn/"
    domains = ("ahwang.cn",)
    channels = {"首页": "http://www.ahwang.cn/"}
    article = r"/\d{6,8}/\d+\.s?html?$|/storys_\d+\.html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("ahwang-wl4", title="//*[@class='article-main']/h1 | //*[contains(@class,'article-main')]/h1",
               dateline="//*[@class='release-date'] | //*[@class='date']",
               breadcrumb="//*[contains(@class,'news_path')] | //*[@class='navlist']", years=(2018, 2019),
               body="//*[contains(@class,'news_txt')] | //*[@class='article-content']", confidence="spider 2018-19",
               source="//*[@class='source'] | //*[@class='where']", clutter="//p[contains(@class,'mcecopyright')]"),
        Layout("ahwang-wl2", title="//*[@id='article']/h1 | //*[starts-with(@class,'article-title')]",
               dateline="//*[@class='date']", source="//*[@class='source']",
               body="//*[starts-with(@class,'article-content')]", clutter="//p[contains(@class,'mcecopyright')]",
               years=(2018, 2019), confidence="spider 2018-19"),
        Layout("ahwang-wl1", title="//*[@class='ina_news_text']/h1", body="//*[starts-with(@class,'ina_content')]",
               dateline="//*[@class='ina_data']", source="//*[@class='ina_source']", confidence="spider 2018-19",
               author="//*[@class='ina_author']", years=(2018, 2019), clutter="//p[contains(@class,'mcecopyright')]"),
        Layout("ahwang-wl3", title="//*[@class='video-content-title']", dateline="//*[contains(@class,'date')]",
               editor="//*[@class='editor']", breadcrumb="//*[contains(@class,'cd-breadcrumb')]",
               body="//*[@class='video-describe']", clutter="//p[contains(@class,'mcecopyright')]",
               years=(2018, 2019), confidence="spider 2018-19"),
    )
