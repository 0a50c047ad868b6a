"""丹东新闻网, of Dandong in Liaoning: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Ddnews(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "ddnews"
    title = "丹东新闻网"
    province = "辽宁"
    prefecture = "丹东"
    homepage = "http://www.ddnews.com.cn/"
    domains = ("ddnews.com.cn",)
    channels = {"首页": "http://www.ddnews.com.cn/"}
    article = r"(?:/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2}))?/content_\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("ddnews-wl1", title="//*[@class='infotitle']", source="//*[@class='source']/a", years=(2018, 2019),
               dateline="//*[@class='source']/a/parent::span/following-sibling::span", confidence="spider 2018-19",
               breadcrumb="//*[@class='weizhi']/parent::div", body="//*[@class='huan contfont huan1']"),
    )
