"""东北网, of Heilongjiang: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Dbw(Enorth):
    """Pages declare gb2312 and hold GBK; the source may stand in <meta> only. Addresses from public spiders
    (2018-2019); layouts from public spiders (2018-2024); channels from public spiders (2019-2024). Pages say
    gb2312."""

    name = "dbw"
    title = "东北网"
    province = "黑龙江"
    homepage = "https://www.dbw.cn/"
    domains = ("dbw.cn",)
    channels = channels_of("dbw")
    confidence = "layouts 2018-2024; addresses 2018-2019; channels 2019-2024"
    layouts = (
        Layout("dbw-2024", title="//div[@class='end-k']/h1", dateline="//div[@class='time hui']",
               editor="//div[@class='qhui']", breadcrumb="//div[@class='weizhi']", body="//div[@class='neirong']",
               clutter="//*[contains(text(), '图片版权归原作者所有')] | //div[@class='gjc']", years=(2024, 2024),
               confidence="saved article page 2024-10"),
        Layout("dbw-2020", title="//h1", body="//div[@class='zhengw']",
               clutter="//*[contains(text(), '图片版权归原作者所有')] | //div[@class='gjc']", years=(2020, 2020),
               confidence="cleaner table 2020, title a guess"),
        Layout("dbw-na5", title="//h1[@class='t_newsinfo']", dateline="//p[@class='about_news'][2]",
               body="//div[@class='news_part news_part_limit']", years=(2019, 2019), confidence="spider 2019",
               clutter="//*[contains(text(), '图片版权归原作者所有')] | //div[@class='gjc']"),
        Layout("dbw-na4", title="//h2[@id='activity-name']", dateline="//em[@id='publish_time']",
               body="//div[@id='js_content']", years=(2019, 2019), confidence="spider 2019",
               clutter="//*[contains(text(), '图片版权归原作者所有')] | //div[@class='gjc']"),
        Layout("dbw-wl1", title="//*[@class='neirong']/h1", dateline="//*[@class='dizhi hui']",
               breadcrumb="//*[@class='dangq']", body="//*[@class='duanluo']", confidence="spider 2018-19",
               years=(2018, 2019), clutter="//*[contains(text(), '图片版权归原作者所有')] | //div[@class='gjc']"),
        Layout("dbw-wl2", title="//*[@class='tt_news']", dateline="//*[@class='info']",
               breadcrumb="//*[contains(@class,'postion')]", body="//*[@id='p-detail']", confidence="spider 2018-19",
               years=(2018, 2019), clutter="//*[contains(text(), '图片版权归原作者所有')] | //div[@class='gjc']"),
    )
