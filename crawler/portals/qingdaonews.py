"""青岛新闻网, of Qingdao in Shandong: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Qingdaonews(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "qingdaonews"
    title = "青岛新闻网"
    province = "山东"
    prefecture = "青岛"
    homepage = "http://www.qingdaonews.com/"
    domains = ("qingdaonews.com",)
    channels = {"首页": "http://www.qingdaonews.com/"}
    article = r"/(?P<y>\d{4})-(?P<m>\d{2})/(?P<d>\d{2})/\w{1,20}_\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("qingdaonews-wl1", title="//h1", breadcrumb="//*[@class='qtree'] | //*[@class='m-crm']",
               dateline="(//*[@id='pubtime_baidu'] | //*[contains(text(),'来源')]/preceding::span[1])[1]",
               body="//*[@id='endText'] | //*[@class='m-ct mb80']", years=(2018, 2019), confidence="spider 2018-19"),
    )
