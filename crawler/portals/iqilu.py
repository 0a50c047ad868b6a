"""齐鲁网, of Shandong: system unknown."""

from crawler.channels import channels_of
from crawler.cms.numbered import Numbered
from pipelines.items import Layout


class Iqilu(Numbered):
    """Photo sets end in #1; links carry a tracking `?spm=`. Addresses, layouts and channels from public spiders
    (2019)."""

    name = "iqilu"
    title = "齐鲁网"
    province = "山东"
    homepage = "http://www.iqilu.com/"
    domains = ("iqilu.com",)
    channels = channels_of("iqilu")
    article = r"/(?P<y>\d{4})/?(?P<m>\d{2})(?P<d>\d{2})/\d+\.s?html?$|/share/article/\d+\.html?$"
    list_number = r"^(?P<stem>.{1,200}/list_\d{1,9}_)(?P<n>\d{1,5})(?P<end>\.shtml)$"
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("iqilu-na4", title="//div[@class='title-main']/h2", dateline="//span[@class='time']",
               body="//div[@class='slide-nav clearfix']", clutter="//p[@class='contact']", years=(2019, 2019),
               confidence="spider 2019"),
        Layout("iqilu-na1", title="//h1", dateline="//div[@class='info']/p[@class='time']",
               source="//p[@class='resource']/span", body="//div[@class='article-main']",
               clutter="//p[@class='contact']", years=(2019, 2019), confidence="spider 2019"),
        Layout("iqilu-na3", title="//h1", dateline="//span[@class='time']", source="//span[@class='source']",
               body="//div[@class='article_body']", clutter="//p[@class='contact']", years=(2019, 2019),
               confidence="spider 2019"),
    )
