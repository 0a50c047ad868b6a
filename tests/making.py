"""Pages for tests, made without a crawl."""

from __future__ import annotations

from typing import Any

from pipelines.items import Article, Capture, Page, Reading, Step

TEXT = "元谋县把脱贫攻坚作为最大的政治任务和最重要的民生工程，强化责任、整合资源、精准施策，加快脱贫步伐。\n" * 3


def page(
    url: str = "http://www.gscn.com.cn/system/2020/01/02/012345678.shtml", text: str = TEXT, *, body: bytes = b"",
    portal: str | None = "gscn", when: str = "2020-01-02T00:00:00+00:00", steps: int = 0, **fields: Any,
) -> Page:
    """A page that came off the road; `fields` are the article's, or `failed` and `refused`."""
    ends = {key: fields.pop(key) for key in ("failed", "refused") if key in fields}
    capture = Capture(url, body or f"{url}\n{text}".encode(), fetched_at=when, portal=portal, requested=url)
    article = Article(url=url, portal=portal, title="元谋县齐心协力摘穷帽", text=text, layout="generic")
    for name, value in fields.items():
        setattr(article, name, value)
    made = Page(capture, article=article, reading=Reading("generic"), **ends)
    made.steps = [Step("decode:gb18030", n + 1, "脱贫") for n in range(steps)]
    return made
