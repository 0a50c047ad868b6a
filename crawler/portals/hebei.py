"""长城网, of Hebei: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout

CLUTTER = "//div[@id='moreContent'] | //div[@class='editor'] | //*[starts-with(text(), '长城网教育频道新闻投稿')]"


class Hebei(Enorth):
    """Older lists were numbered under /system/more/; only the script with maxpage is followed. Addresses and layouts
    from public spiders (2018-2019); channels from public spiders (2019)."""

    name = "hebei"
    title = "长城网"
    province = "河北"
    homepage = "http://www.hebei.com.cn/"
    domains = ("hebei.com.cn",)
    channels = channels_of("hebei")
    list_item = "//li[a and span]"
    confidence = "layouts 2018-2019; addresses 2018-2019; channels 2019"
    layouts = (
        Layout("hebei-wl2", title="//*[@class='zwbg']/h2", dateline="//td[@class='zwbg' and @height='35']",
               source="(//*[contains(text(),'稿源：')]/parent::td)[1]", body="//*[@class='r_content']",
               clutter=CLUTTER, years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hebei-wl3", title="//*[@class='title']", dateline="//*[@class='xx']/span[3]",
               source="(//*[contains(text(),'来源：')])[1]", breadcrumb="//*[@class='daohang']",
               body="//*[@class='gjy-nr']", clutter=CLUTTER, years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hebei-wl1", title="//*[@id='gjTitle']", dateline="//*[@class='docRelTime']",
               source="//*[@class='docSourceName'][2]", editor="//*[@id='docEditor'][2]", body="//*[@id='fontzoom']",
               clutter=CLUTTER, years=(2018, 2019), confidence="spider 2018-19"),
        Layout("hebei-wl4", title="//*[@id='docTitle']", dateline="//*[@id='pubtime_baidu']",
               breadcrumb="//*[@id='docLocation1']", body="//*[@id='fontzoom']", clutter=CLUTTER, years=(2018, 2019),
               confidence="spider 2018-19"),
        Layout("hebei-wl5", title="//h1", dateline="//*[@class='post_source']", editor="//*[@class='editor']",
               breadcrumb="//*[@class='cms_block_span']", body="//*[@class='text']", clutter=CLUTTER,
               years=(2018, 2019), confidence="spider 2018-19"),
    )
