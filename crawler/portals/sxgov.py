"""黄河新闻网, of Shanxi: Founder (方正翔宇)."""

from crawler.channels import channels_of
from crawler.cms.founder import Founder
from pipelines.items import Layout


class Sxgov(Founder):
    """car.sxgov.cn is the theme of franchised car pages (`ina_`) that 东北新闻网 and 安徽网 have too. Addresses and
    layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "sxgov"
    title = "黄河新闻网"
    province = "山西"
    homepage = "http://www.sxgov.cn/"
    domains = ("sxgov.cn",)
    channels = channels_of("sxgov")
    article = r"/news/storys_\d+\.html?$|/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/content_\d+\.html?$"
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("sxgov-na1", title="//div[@class='ina_news_text']/h1", dateline="//span[@class='ina_data']",
               source="//span[@class='ina_source']/a", body="//div[starts-with(@class,'ina_content')]",
               years=(2019, 2019), confidence="spider 2019"),
        Layout("sxgov-wl5", title="//*[@class='title']", dateline="(//*[contains(text(),'发布时间：')])[1]",
               source="(//*[contains(text(),'来源：')])[1]", body="//*[contains(@class,'Newsfont')]",
               years=(2018, 2019), confidence="spider 2018-19"),
        Layout("sxgov-wl4", title="//*[@class='woietitle']/h2", dateline="//*[@id='pubtime_baidu']",
               body="//*[@class='woieconent']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("sxgov-wl1", title="//*[@class='dahei']", dateline="//*[@id='pubtime_baidu']", years=(2018, 2019),
               breadcrumb="//*[@id='bannermenuleft']", body="//*[@class='Newsfont']", confidence="spider 2018-19"),
        Layout("sxgov-wl6", title="//*[@id='conleft']", dateline="//*[@id='con']//*[@class='blue']",
               breadcrumb="//*[@id='bannermenucenter']", body="//*[@class='Newsfont']", years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("sxgov-wl7", title="//*[@class='nr_title']", dateline="//*[@id='pubtime_baidu']",
               body="//*[@class='nr_line']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("sxgov-wl2", title="//*[@style='font-size:21px; line-height:29px;']", body="//*[@class='gray14']",
               dateline="//*[@id='pubtime_baidu']", years=(2018, 2019), confidence="spider 2018-19"),
    )
