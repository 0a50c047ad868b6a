"""南海网, of Hainan: Enorth WebPublisher."""

from crawler.cms.enorth import Enorth


class Hinews(Enorth):
    """Since 2026 the mobile pages are /page?m=…&n=…, which no list here links to. Addresses from public spiders and
    archived pages (2015-2026). No layout is known: the generic reader reads."""

    name = "hinews"
    title = "南海网"
    province = "海南"
    homepage = "http://www.hinews.cn/"
    domains = ("hinews.cn",)
    channels = {"首页": "http://www.hinews.cn/"}
    confidence = "addresses 2015-2026; front page only"
