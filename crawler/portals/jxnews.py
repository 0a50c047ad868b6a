"""中国江西网, of Jiangxi: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Jxnews(Enorth):
    """gaxww.com is a county client on the same system; half of a long text may wait behind 加载更多. Addresses and
    layouts from public spiders (2019); channels from public spiders (2019-2024). Pages say gb2312."""

    name = "jxnews"
    title = "中国江西网"
    province = "江西"
    homepage = "http://www.jxnews.com.cn/"
    domains = ("jxnews.com.cn", "gaxww.com")
    channels = channels_of("jxnews")
    list_item = "//dl[dt/a]"
    confidence = "layouts 2019; addresses 2019; channels 2019-2024"
    layouts = (
        Layout("jxnews-na1", title="//div[@class='BiaoTi']", body="//div[@class='Content']", confidence="spider 2019",
               dateline="//span[@id='pubtime_baidu']", source="//div[7]/a[@class='deepred']", years=(2019, 2019)),
    )
