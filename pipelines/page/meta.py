"""What a page says of itself outside the visible text, as raw strings under one name each."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

_BAIDU = etree.XPath("//*[contains(@id, '_baidu')]")
_PAIR = re.compile(r"<(\w{1,40})>([^<]{0,2000})</\1>")
_SETTING = re.compile(r'(\w{1,40})="([^"]{0,2000})"')
BASE = "base href"
_LD_FIELDS = ("headline", "datePublished", "pubDate", "dateModified", "articleSection")


def read_meta(root: Any, source: bytes) -> dict[str, str]:
    """Every statement of the page about itself; where a name comes twice the first counts."""
    found: dict[str, str] = {}

    def put(name: str, value: str | None) -> None:
        text = " ".join((value or "").split())
        if text:
            found.setdefault(name, text)

    comments = (etree.Comment,) if b"enpproperty" in source or b"enorth" in source else ()
    times: set[str] = set()
    for el in root.iter("title", "meta", "script", "base", "time", *comments):
        tag = el.tag
        if tag == "meta":
            if name := el.get("name") or el.get("property") or el.get("itemprop"):
                put(name.strip().lower(), el.get("content"))
        elif tag == "title":
            put("title", el.text)
        elif tag == "base":
            put(BASE, el.get("href"))
        elif tag == "time":
            times.add(el.get("datetime") or "")
        elif tag == "script":
            if "ld+json" in el.get("type", ""):
                for name, value in linked_data(el.text or "").items():
                    put(f"ld:{name}", value)
        else:
            for name, value in cms_comment(el.text):
                put(name, value)
    if len(times) == 1:  # several are those of a list
        put("time datetime", times.pop())
    if b"_baidu" in source:
        for el in _BAIDU(root):
            put(el.get("id").strip(), "".join(el.itertext()))
    return found


def cms_comment(text: str) -> list[tuple[str, str]]:
    """What a publishing system left in a comment: `enpproperty` (Founder), `enorth cms page` (Enorth)."""
    if text.lstrip().startswith("enpproperty"):
        return [(f"enp:{name}", value) for name, value in _PAIR.findall(text[:20000])]
    if "enorth" in text[:40] and "page" in text[:40]:
        return [(f"enorth:{name}", value) for name, value in _SETTING.findall(text[:4000])]
    return []


def linked_data(block: str) -> dict[str, str]:
    """The article's fields of one JSON-LD block; a broken block says nothing."""
    try:
        data = json.loads(block, strict=False)
    except (ValueError, RecursionError):
        return {}
    stack: list[Any] = [data]
    out: dict[str, str] = {}
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
