"""天水在线, of Tianshui in Gansu: a system of its own, addresses of 19 digits that tell the second of publication.

Addresses from archived URLs (2010-2023); the look from one article's text (2020) and archived page text (2023). No
selector and no rule of its lists is known: the generic reader reads, and lists are followed by 下一页.
"""

from crawler.spider import PortalSpider


class Tianshui(PortalSpider):
    """The editor signs the last line: `(天水在线编辑:某某)`, from 2023 `转载:某某`."""

    name = "tianshui"
    title = "天水在线"
    province = "甘肃"
    prefecture = "天水"
    homepage = "http://www.tianshui.com.cn/"
    domains = ("tianshui.com.cn",)
    cms = "own"
    channels = {
        "天水新闻": "http://www.tianshui.com.cn/news/tianshui/",
        "甘谷": "http://www.tianshui.com.cn/news/gg/",
        "武山": "http://www.tianshui.com.cn/news/ws/",
        "秦安": "http://www.tianshui.com.cn/news/qa/",
        "清水": "http://www.tianshui.com.cn/news/qs/",
        "张川": "http://www.tianshui.com.cn/news/zjc/",
        "麦积": "http://www.tianshui.com.cn/news/mj/",
        "秦州": "http://www.tianshui.com.cn/news/qz/",
        "走进天水": "http://www.tianshui.com.cn/news/zjts/",
    }
    article = r"/news/[a-z]+/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})\d{11}\.html?$"
    expect = (10, 200_000)
    confidence = "addresses archived 2010-2023, seed 2020; county channels ws, qa, qs, gg are guesses"
