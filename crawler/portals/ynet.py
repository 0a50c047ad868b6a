"""北青网, of Beijing: system unknown."""

from crawler.channels import channels_of
from crawler.spider import PortalSpider
from pipelines.items import Layout

CLUTTER = "//ul[contains(@class, 'pageBox')] | //span[@class='authors'] | //li[@class='img_content']//h3"


class Ynet(PortalSpider):
    """Addresses and layouts from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "ynet"
    title = "北青网"
    province = "北京"
    homepage = "http://www.ynet.com/"
    domains = ("ynet.com",)
    channels = channels_of("ynet")
    article = r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/\d+t\d+\.html$"
    # The further pages of an article are linked by 下一页 or stand in a row of numbers.
    next_part = (
        "//li[@id='ff']/a[.//text()='下一页']/@href"
        " | //ul[contains(@class,'pageBox')]/li[@class='active']/following-sibling::li[1]/a/@href"
    )
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("ynet-na3", title="//div[@id='nr']/h1", dateline="//div[@id='nr']/h2",
               body="//ul[@class='article_content']", clutter=CLUTTER, years=(2019, 2019), confidence="spider 2019"),
        Layout("ynet-na1", title="//div[@class='articleTitle']/h1", years=(2019, 2019), confidence="spider 2019",
               dateline="//div[@id='msgBox']/p[@class='sourceBox']", body="//div[@id='articleAll']", clutter=CLUTTER),
        Layout("ynet-wl1", title="//*[@class='articleTitle']/h1", dateline="//*[@class='sourceBox']",
               source="//*[@class='sourceMsg']", author="//*[@class='authorMsg']", editor="//*[@class='authors']",
               breadcrumb="//*[contains(@class,'detailSubNav')]", body="//*[@id='articleBox']", clutter=CLUTTER,
               years=(2018, 2019), confidence="spider 2018-19"),
    )
