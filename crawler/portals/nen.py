"""东北新闻网, of Liaoning: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Nen(Enorth):
    """Pictures load late, from `data-original`; auto.nen.com.cn is a theme of franchised car pages. Addresses from
    public spiders (2018-2019); layouts from public spiders (2018-2021); channels from public spiders (2019)."""

    name = "nen"
    title = "东北新闻网"
    province = "辽宁"
    homepage = "http://www.nen.com.cn/"
    domains = ("nen.com.cn",)
    channels = channels_of("nen")
    article = r"/system/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/\d{9}\.s?html?$|/news/storys_\d+\.html?$"
    list_item = "//div[@class='containernews overh']//ul/li"
    confidence = "layouts 2018-2021; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("nen-2020", title=("//div[@class='clearfix w1000_320 text_title fl']/h1", "//div[@class='contentt']"),
               dateline="//div[@class='box01']/div[@class='fl']",
               body=("//div[@class='box_con']/span[@class='cms_block_span']", "//div[@id='rwb_zw']/span",
                   "//div[@class='box_con']/ul"), years=(2019, 2021), confidence="spider 2019-11 and config 2021-01"),
        Layout("nen-na3", title="//div[@class='ina_news_text']/h1", dateline="//span[@class='ina_data']",
               source="//span[@class='ina_source']/a", body="//div[contains(@class,'ina_content')]",
               years=(2019, 2019), confidence="spider 2019"),
        Layout("nen-wl1", title="//*[@class='contentt']", dateline="//*[@class='contenttime']", years=(2018, 2019),
               breadcrumb="//*[@class='inversepath']", body="//*[@class='contentcon']", confidence="spider 2018-19"),
        Layout("nen-wl3", title="//*[@class='page-inner']/h2", dateline="//*[@class='thedate']",
               body="//*[@class='page-inner']", years=(2018, 2019), confidence="spider 2018-19"),
        Layout("nen-na1", title="//div[contains(@class,'text_title')]/h1", source="//div[@class='fl']",
               body=("//div[@id='rwb_zw']/span", "//div[@id='rwb_zw']/ul", "//div[@class='contentcon']",
                   "//div[@class='clearb con_nr']", "//article[@id='mp-editor']", "//div[@id='rwb_zw']"),
               years=(2019, 2019), confidence="spider 2019"),
        Layout("nen-wl4", title="//*[@class='navbiao']", dateline="(//*[contains(text(),'来源：')])[1]",
               body="//td[@align='left']", years=(2018, 2019), confidence="spider 2018-19"),
    )
