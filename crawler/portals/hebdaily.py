"""河北热线, of Hebei: system unknown."""

from crawler.spider import PortalSpider
from pipelines.items import Layout


class Hebdaily(PortalSpider):
    """Addresses (made strict by guess) and layouts from public spiders (2018-2019)."""

    name = "hebdaily"
    title = "河北热线"
    province = "河北"
    homepage = "http://www.hebdaily.com/"
    domains = ("hebdaily.com",)
    channels = {"首页": "http://www.hebdaily.com/"}
    article = r"/(?P<y>\d{4})(?P<m>\d{2})/\d+\.s?html?$"
    confidence = "layouts 2018-2019; addresses a guess; front page only"
    layouts = (
        Layout("hebdaily-wl1", title="//*[@id='h1title']", dateline="//*[@class='contInfo']", years=(2018, 2019),
               breadcrumb="//*[@class='crumb']", body="//*[@id='endText']", confidence="spider 2018-19"),
    )
