"""What a page says of itself outside the visible text, as raw strings under one name each."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

# <meta> and *_baidu elements in one walk; an id may carry a stray blank ("pubtime_baidu ").
_META = etree.XPath("//meta[@content and (@name or @property or @itemprop)]")
_BAIDU = etree.XPath("//*[contains(@id, '_baidu')]")
_TITLE = etree.XPath("string(//title)", smart_strings=False)
_FOUNDER = re.compile(r"<!--\s*enpproperty(.{0,20000}?)/enpproperty", re.S)
_ENORTH = re.compile(r"<!--\s*<?(?:enorth cms )?page\b([^>]{0,4000})")
_PAIR = re.compile(r"<(\w{1,40})>([^<]{0,2000})</\1>")
_SETTING = re.compile(r'(\w{1,40})="([^"]{0,2000})"')
_LD_JSON = re.compile(r"<script[^>]{0,200}ld\+json[^>]{0,200}>(.{0,200000}?)</script", re.S | re.I)
_LD_FIELDS = ("headline", "datePublished", "dateModified", "articleSection")


def read_meta(root: Any, html: str) -> dict[str, str]:
    """Every statement of the page about itself; where a name comes twice the first counts."""
    found: dict[str, str] = {}

    def put(name: str, value: str | None) -> None:
        text = " ".join((value or "").split())
        if text:
            found.setdefault(name, text)

    put("title", _TITLE(root))
    for el in _META(root):
        put((el.get("name") or el.get("property") or el.get("itemprop")).strip().lower(), el.get("content"))
    if "_baidu" in html:
        for el in _BAIDU(root):
            put(el.get("id").strip(), "".join(el.itertext()))
    if "enpproperty" in html:
        for block in _FOUNDER.findall(html):
            for name, value in _PAIR.findall(block):
                put(f"enp:{name}", value)
    if "enorth" in html:
        for block in _ENORTH.findall(html):
            for name, value in _SETTING.findall(block):
                put(f"enorth:{name}", value)
    if "ld+json" in html:
        for block in _LD_JSON.findall(html):
            for name, value in linked_data(block).items():
                put(f"ld:{name}", value)
    return found


def linked_data(block: str) -> dict[str, str]:
    """The article's fields of one JSON-LD block; a broken block says nothing."""
    try:
        data = json.loads(block, strict=False)
    except (ValueError, RecursionError):
        return {}
    stack, out = [data], {}
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += reversed(node[:50])
        elif isinstance(node, dict):
            stack += [node[k] for k in ("@graph", "mainEntity") if k in node]
            for name in _LD_FIELDS:
                if isinstance(node.get(name), str):
                    out.setdefault(name, node[name])
            for name in ("author", "publisher"):
                if names := _names(node.get(name)):
                    out.setdefault(name, names)
    return out


def _names(value: Any) -> str:
    """A JSON-LD person or organisation, or several, as one string."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return " ".join(filter(None, (_names(v) for v in value[:20])))
    return ""
