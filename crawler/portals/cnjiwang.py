"""中国吉林网 (吉网), the portal of Jilin: TRS WCM with its own article names, templates that differ by channel.

Layouts from public spiders (2018-19, 2021) and archived page text (2017, 2025). Paging was not seen: TRS's is assumed.
"""

from crawler.channels import channels_of
from crawler.cms.trs import Trs
from pipelines.items import Layout


class Cnjiwang(Trs):
    """Page titles are glued with column, editor and document id; captions end with `某某 摄`."""

    name = "cnjiwang"
    title = "中国吉林网"
    province = "吉林"
    homepage = "http://www.cnjiwang.com/"
    domains = ("cnjiwang.com",)
    channels = {
        "好人快讯": "http://haoren.cnjiwang.com/",
        "吉网原创": "http://news.cnjiwang.com/jwyc/",
        "省内": "http://news.cnjiwang.com/jlxwdt/sn/",
        "视频": "http://v.cnjiwang.com/",
        "民生": "http://minsheng.cnjiwang.com/",
        "要闻": "http://changbaishan.cnjiwang.com/ywq/",
    } | channels_of("cnjiwang")
    article = r"/\w+/(?P<y>\d{4})(?P<m>\d{2})/\d{6,8}\.html$"
    expect = (10, 200_000)
    confidence = "spiders 2018-2021, seed 2017, paging a guess"
    layouts = (
        Layout("cnjiwang-2021", title="//h1/span", dateline="//div[@class='zxdata mt20']",
               body="//div[@class='content']", years=(2019, 2025), confidence="config 2021, page text 2025"),
        Layout("cnjiwang-wl1", title="//*[@class='sp_zwtt']", dateline="//*[@class='sp_zwdate']",
               body="//*[@class='sp_zwleft left']", years=(2018, 2018), confidence="spider 2018-19"),
        Layout("cnjiwang-wl3", title="//*[@class='gysjnews_tit']", dateline="(//*[contains(text(),'发布时间')])[1]",
               breadcrumb="//*[@class='dqwz']", body="//*[@class='gysjnews_sp']", confidence="spider 2018-19"),
        Layout("cnjiwang-wl2", title="//h1", dateline="(//*[contains(text(),'来源')])[1]",
               breadcrumb="//*[@class='path']", body="//*[@class='content']", years=(2017, 2018),
               confidence="spider 2018-19, seed 2017"),
    )
