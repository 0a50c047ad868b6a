"""中国甘肃网, the portal of Gansu: Enorth WebPublisher, at least four templates since 2018.

Lists and the layouts of 2019-2023 are known from public spiders (2019, about 2021-23). The layout of 2018 is known
from one article's text alone, without selectors: the generic reader reads it. The encoding is unknown.
"""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Gscn(Enorth):
    """`来源` is compound here (中国甘肃网-民族日报); articles of 2018 show years of two digits."""

    name = "gscn"
    title = "中国甘肃网"
    province = "甘肃"
    homepage = "http://www.gscn.com.cn/"
    domains = ("gscn.com.cn",)
    channels = {
        "本网原创": "http://gansu.gscn.com.cn/gsyw/",
        "省内经济": "http://finance.gscn.com.cn/sljj/index.html",
        "省内要闻": "http://house.gscn.com.cn/fcyw/",
        "评论甘肃": "http://theory.gscn.com.cn/gspl/index.shtml",
        "惠民富民": "http://www.gscn.com.cn/province/jjsh/hmfm/",
        "甘肃探索": "http://www.gscn.com.cn/geography/gstx/",
    } | channels_of("gscn")
    list_item = "//*[@id='content']/ul/li"
    expect = (10, 200_000)
    confidence = "spiders 2019 and 2021-23, seed 2018"
    layouts = (
        Layout("gscn-2020s", title="//div[@class='a-header']/h1", dateline="//div[@class='info']",
               body="//div[@class='a-container']", years=(2019, 2023), confidence="spiders 2019-2023"),
        Layout("gscn-na2", title="//h1", dateline="//*[@id='pubtime_baidu']/..", body="//div[@id='content']",
               urls="/system/2019/", years=(2019, 2019), confidence="spider 2019, title a guess"),
    )
