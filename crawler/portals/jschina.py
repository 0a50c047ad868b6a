"""中国江苏网, of Jiangsu: TRS WCM."""

from crawler.cms.trs import Trs
from pipelines.items import Layout


class Jschina(Trs):
    """Before 2014 it ran Enorth: those addresses are still articles. Addresses from public spiders and archived pages
    (2012-2021); layouts from public spiders (2018-2021); channels from public spiders (2018)."""

    name = "jschina"
    title = "中国江苏网"
    province = "江苏"
    homepage = "http://www.jschina.com.cn/"
    domains = ("jschina.com.cn",)
    channels = {"江苏要闻": "http://jsnews.jschina.com.cn/jsyw/index.shtml"}
    article = r"/(?P<y>\d{4})(?P<m>\d{2})/t\d{6}(?P<d>\d{2})_\d+\.s?html?$|/system/\d{4}/\d\d/\d\d/\d{9}\.shtml$"
    list_item = "//div[@class='biaot']"
    confidence = "layouts 2018-2021; addresses 2012-2021; channels 2018"
    layouts = (
        Layout("jschina-2021", title=("//div[@id='title']", "//div[@class='text']/h2"),
               dateline="//span[@id='pubtime_baidu']", body=("//div[@class='TRS_Editor']", "//div[@class='article']"),
               years=(2018, 2021), confidence="config 2021-01; spider ~2018"),
    )
