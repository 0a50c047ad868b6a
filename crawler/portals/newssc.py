"""四川新闻网, of Sichuan: system unknown."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout


class Newssc(PortalSpider):
    """Ids of its info line end in a blank (`pubtime_baidu `). Addresses, layouts and channels from public spiders
    (2019)."""

    name = "newssc"
    title = "四川新闻网"
    province = "四川"
    homepage = "http://www.newssc.org/"
    domains = ("newssc.org",)
    channels = channels_of("newssc")
    article = r"/system/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/\d{9}\.s?html?$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("newssc-na1", title="//div[@class='col-xs-12 left']/h1", dateline="//span[@id='pubtime_baidu ']",
               body="//div[@class='content']", years=(2019, 2019), confidence="spider 2019",
               clutter="//*[starts-with(text(), '本网（平台）所刊载内容之知识产权为四川新闻网传媒')]"),
        Layout("newssc-na2", title="//div[@class='col-xs-12 col-md-8 left']/h1", body="//div[@class='content']",
               dateline="//span[@id='pubtime_baidu ']", years=(2019, 2019), confidence="spider 2019",
               clutter="//*[starts-with(text(), '本网（平台）所刊载内容之知识产权为四川新闻网传媒')]"),
        Layout("newssc-na3", title="//div[@class='content_main_cs_tit']/h3", body="//div[@class='content']",
               dateline="//span[@class='fl content_main_cs_text1']", years=(2019, 2019), confidence="spider 2019",
               clutter="//*[starts-with(text(), '本网（平台）所刊载内容之知识产权为四川新闻网传媒')]"),
    )
