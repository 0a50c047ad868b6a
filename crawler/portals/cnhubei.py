"""荆楚网, of Hubei: TRS WCM."""

from crawler.channels import channels_of
from crawler.cms.trs import Trs
from pipelines.items import Layout


class Cnhubei(Trs):
    """Names without a day. Addresses from public spiders and archived pages (2014-2026); layouts from public spiders
    (2019-2020); channels from public spiders (2019)."""

    name = "cnhubei"
    title = "荆楚网"
    province = "湖北"
    homepage = "http://www.cnhubei.com/"
    domains = ("cnhubei.com",)
    channels = channels_of("cnhubei")
    article = r"/(?P<y>\d{4})-?(?P<m>\d{2})/(?:t|\d\d/content_)\d+\.s?html?$"
    confidence = "layouts 2019-2020; addresses 2014-2026; channels 2019"
    layouts = (
        Layout("cnhubei-2020", title="//h1", body="//div[@class='article_w']", years=(2020, 2020),
               confidence="cleaner table 2020, title a guess"),
        Layout("cnhubei-na1", title="//h1[@class='title']", dateline="//div[@class='jcwsy_mini_content']/span[1]",
               source="//a[@id='source_url']", body="//div[@class='TRS_Editor']", years=(2019, 2019),
               confidence="spider 2019"),
    )
