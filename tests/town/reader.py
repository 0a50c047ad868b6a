"""The town as a stranger reads it: by the selectors and paging rules of the facts, and nothing of the generator's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

from lxml import html

from tests.town.server import Town

# Title, dateline and body, as the facts have them, so that a template cannot drift from them unnoticed.
SELECTORS = {
    "gscn-2020s": (
        "//div[@class='a-header']/h1", "//div[@class='info']/span[@class='m-frt']", "//div[@class='a-container']",
    ),
    "gscn-na2": ("//h1", "//span[@id='pubtime_baidu']", "//div[@id='content']"),
    "gscn-seed-2018": ("//h1", "//div[@class='line']", "//div[@id='content']"),
    "cnjiwang-2021": ("//h1/span", "//div[@class='zxdata mt20']", "//div[@class='content']"),
    "cnjiwang-wl2": ("//h1", "//*[contains(text(),'来源')]", "//*[@class='content']"),
    "cnjiwang-wl1": ("//*[@class='sp_zwtt']", "//*[@class='sp_zwdate']", "//*[@class='sp_zwleft left']"),
    "tianshui-2020": ("//h1", "//div[@class='newsinfo']", "//div[@id='zoom']"),
    "lzbs-wl1": ("//*[@class='title']", "//*[@class='message']", "//*[@class='articalCont']"),
    "yunnan-2018": ("//span[@id='layer213']", "//span[@class='xt2 yh fl']/span[1]", "//div[@id='layer216']"),
    "yunnan-2021": ("//*[@class='xt yh']", "//*[@class='xt2 yh fl']/span[1]", "//*[@class='xcont ohd clear']"),
    "chuxiong-2016": ("//h1", "//div[@class='d']", "//div[@class='t']"),
    "chuxiong-epaper": ("//h2", "//div[@class='header-date']", "//div[@id='ozoom']/founder-content"),
}
# Where the links to articles stand on a list page.
ENTRIES = {
    "gscn": "//*[@id='content']/ul/li/a/@href",
    "yunnan": "//div[contains(@class,'xlayer02')]//span[@class='fs1']/a/@href",
    "cnjiwang": "//ul[@class='lmlist']/li/a/@href",
    "lzbs": "//ul[@class='newslist']/li/a/@href",
    "tianshui": "//table[@class='newslist']//a/@href",
    "chuxiong": "//ul[@class='newslist']/li/a/@href | //li[@class='resultList']/a/@href",
}
UTF8 = {"cnjiwang", "chuxiong"}  # all others send GBK and call it gb2312


def text_of(town: Town, url: str) -> str:
    """A page that must be there, strictly decoded."""
    page, site = town.page(url), town.site(urlsplit(url).netloc)
    assert page.status == 200, url
    assert site is not None
    return page.body.decode("utf-8" if site.portal.name in UTF8 else "gb18030")


def tree(town: Town, url: str) -> html.HtmlElement:
    """A page that must be there, parsed."""
    return html.fromstring(text_of(town, url))


def links(town: Town, url: str) -> list[str]:
    """Addresses of all links and scripts of a page."""
    return [urljoin(url, at) for at in tree(town, url).xpath("//a/@href | //script/@src") if "(" not in at]


def enorth_pages(town: Town, front: str) -> Iterator[str]:
    """The front page names a script, the script a number N: pages N, N-1 ... 1."""
    script = next(src for src in links(town, front) if "count_page_list_" in src)
    found = re.search(r"(.*/system/count/)(\d{7})/(\d{12})/", script)
    newest = re.search(r"var maxpage = (\d+);", town.page(script).body.decode())
    assert found and newest
    base, a, b = found.groups()
    for p in range(int(newest[1]), 0, -1):
        yield f"{base}/{a}/{b}/{p // 1000000:03d}/{p // 1000 % 1000:03d}/c{a}{b}_{p:09d}.shtml"


def trs_pages(town: Town, front: str) -> Iterator[str]:
    """An inline call tells how many pages there are: index.html, index_1.html ..."""
    total = re.search(r'createPageHTML\((\d+), 0, "index", "html"\)', text_of(town, front))
    assert total
    yield from (front if p == 0 else f"{front}index_{p}.html" for p in range(int(total[1])))


def next_pages(town: Town, front: str, label: str = "下一页") -> Iterator[str]:
    """Pages that link to the next."""
    url: str | None = front
    while url:
        yield url
        url = next((urljoin(url, a.get("href")) for a in tree(town, url).xpath(f"//a[text()='{label}']")), None)


def epaper_pages(town: Town, front: str) -> Iterator[str]:
    """Every printed page of the newest issue, then of the one before ..."""
    for issue in next_pages(town, front, "上一期"):
        yield from (urljoin(issue, at) for at in tree(town, issue).xpath("//div[@class='nav-list']/ul/li/a[1]/@href"))


WALKS: dict[str, Callable[[Town, str], Iterator[str]]] = {
    "enorth": enorth_pages, "trs": trs_pages, "founder": next_pages, "tianshui": next_pages, "epaper": epaper_pages,
}


def walk(town: Town, portal: str) -> Counter[str]:
    """Every article found on a portal's list pages, as often as it is found."""
    site, found = town.sites[portal], Counter[str]()
    for channel in site.portal.channels:
        for url in WALKS[(channel.cms or site.portal.cms).name](town, channel.front):
            found.update(urljoin(url, at) for at in tree(town, url).xpath(ENTRIES[portal]))
    return found
