"""中安在线, of Anhui: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Anhuinews(Enorth):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "anhuinews"
    title = "中安在线"
    province = "安徽"
    homepage = "http://www.anhuinews.com/"
    domains = ("anhuinews.com",)
    channels = channels_of("anhuinews")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("anhuinews-na1", title="//h1", source="//div[@class='source']", body="//div[@class='info']",
               years=(2019, 2019), confidence="spider 2019, title a guess"),
    )
