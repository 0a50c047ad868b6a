"""楚雄网, of the Chuxiong Daily in Yunnan: Founder (方正翔宇); 元谋 is one of its counties.

The e-paper's layout is known from a public spider (2024). No page of the site was found: its address, its articles' and
its front page as the only channel are general knowledge of the system.
"""

from crawler.cms.founder import Founder
from pipelines.items import Layout


class Chuxiong(Founder):
    """Several reports may stand under one headline, each signed in brackets by its contributor."""

    name = "chuxiong"
    title = "楚雄网"
    province = "云南"
    prefecture = "楚雄彝族自治州"
    homepage = "http://www.chuxiong.cn/"
    domains = ("chuxiong.cn",)
    channels = {"楚雄新闻": "http://www.chuxiong.cn/"}
    article = r"/(?P<y>\d{4})-?(?P<m>\d{2})/(?P<d>\d{2})/con(?:tent)?_\d+\.html?$"
    expect = (10, 100_000)
    confidence = "e-paper: spider 2024; site: general knowledge"
    layouts = (
        Layout("chuxiong-epaper", title="//h1", body="//div[@id='ozoom']/founder-content",
               urls=r"epaper\.chuxiong\.cn", years=(2019, 2024), confidence="spider 2024, title a guess"),
    )
