"""天天天水网, of Tianshui in Gansu: Founder (方正翔宇)."""

from crawler.cms.founder import Founder


class Tsrb(Founder):
    """The clock in its head is the reader's day; only the address tells the article's. Addresses from public spiders
    and archived pages (2014). No layout is known: the generic reader reads."""

    name = "tsrb"
    title = "天天天水网"
    province = "甘肃"
    prefecture = "天水"
    homepage = "http://www.tsrb.com.cn/"
    domains = ("tsrb.com.cn",)
    channels = {"首页": "http://www.tsrb.com.cn/"}
    confidence = "addresses 2014; front page only"
