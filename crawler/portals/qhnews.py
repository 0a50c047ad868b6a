"""青海新闻网, of Qinghai: Enorth WebPublisher."""

from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Qhnews(Enorth):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "qhnews"
    title = "青海新闻网"
    province = "青海"
    homepage = "http://www.qhnews.com/"
    domains = ("qhnews.com",)
    channels = {
        "本网原创 newscenter/yc": "http://www.qhnews.com/newscenter/yc/",
        "本网原创 qhly/tpbd": "http://www.qhnews.com/qhly/tpbd/",
    }
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("qhnews-na2", title="//h1[@id='ArticleTitle']", dateline="//span[@id='ArticleCreatedAt']",
               source="//span[@id='ArticleSource']/a", body="//div[@id='ArticleContent']", years=(2019, 2019),
               confidence="spider 2019"),
        Layout("qhnews-na1", title="//span[@class='zi14hei']", body="//div[@id='zoom']", years=(2019, 2019),
               dateline="//td[@class='hui12'][2]/div", source="//td[@class='hui12'][1]/div", confidence="spider 2019"),
        Layout("qhnews-na3", title="//h1[@id='title1']", dateline="//div[@class='abstract ta_c']",
               body="//div[@id='zoom']", years=(2019, 2019), confidence="spider 2019"),
    )
