"""兰州新闻网, of the Lanzhou Daily: Founder (方正翔宇), with a vendor's theme that 龙虎网 uses too.

Layout from public spiders (2018-20); the county channel from the path of one article (2021), a guess. A spam mirror
copies its pages in traditional script: another host, never this portal.
"""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class Lzbs(Founder):
    """The last line of an article is its byline; 版权声明 and what follows it is not text."""

    name = "lzbs"
    title = "兰州新闻网"
    province = "甘肃"
    prefecture = "兰州"
    homepage = "http://www.lzbs.com.cn/"
    domains = ("lzbs.com.cn",)
    channels = {"皋兰": "http://www.lzbs.com.cn/gaolan/"}
    expect = (10, 100_000)
    confidence = "spiders 2018-2020, channel a guess"
    layouts = (
        Layout("lzbs-wl1", title="//*[@class='title']", body="//*[@class='articalCont']",
               dateline="//*[@class='message'] | //*[@class='articalWrite']",
               breadcrumb="//*[contains(@class,'positionColum')]", years=(2018, 2020), confidence="spiders 2018-2020"),
    )
