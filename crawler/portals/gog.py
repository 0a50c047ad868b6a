"""多彩贵州网, of Guizhou: Enorth WebPublisher."""

from crawler.channels import channels_of
from crawler.cms.enorth import Enorth
from pipelines.items import Layout


class Gog(Enorth):
    """Addresses, layouts and channels from public spiders (2019)."""

    name = "gog"
    title = "多彩贵州网"
    province = "贵州"
    homepage = "http://www.gog.cn/"
    domains = ("gog.cn",)
    channels = channels_of("gog")
    confidence = "layouts 2019; addresses 2019; channels 2019"
    layouts = (
        Layout("gog-na2", title="//div[@class='title']/h1", dateline="//h4/span[1]", source="//h4/span[2]",
               body="//div[@class='text mt20']", years=(2019, 2019), confidence="spider 2019"),
        Layout("gog-na1", title="//div[@class='heading']/h1", dateline="//div[@class='info']",
               body="//div[@class='content']", years=(2019, 2019), confidence="spider 2019"),
        Layout("gog-na3", title="//span[@class='articletitle_p22']", dateline="//span[@class='p12 LightGray2']",
               body="//td[@class='p16']", years=(2019, 2019), confidence="spider 2019"),
    )
