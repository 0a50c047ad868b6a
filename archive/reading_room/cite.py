"""How to cite an article: GB/T 7714-2015 (电子资源) and BibTeX."""

from __future__ import annotations

import re
from typing import Any

TEX = {char: f"\\{char}" for char in "{}%&#_$"}
TEX |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
HAN_NAMES = re.compile(r"^[\u3400-\u9fff\u00b7]+(?: [\u3400-\u9fff\u00b7]+)*$")
BLANKS = re.compile(r"\s+")
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2500\uff0d "  # a subtitle is printed behind a dash: ——来自…
MOST_NAMES = 3  # of more authors GB/T 7714 gives the first three, and 等


def gbt7714(article: dict[str, Any], site: str | None, accessed: str | None) -> str:
    """作者. 题名: 副题[EB/OL]. 网站(发布日期)[引用日期]. 地址.

    `accessed` is the day the page was captured: the state of the page that the archive can prove.
    """
    names = _names(article)
    named = ", ".join([*names[:MOST_NAMES], *["等"] * (len(names) > MOST_NAMES)]) or article["source"] or site
    title = _title(article)
    published, seen = _day(article["published_at"]), _day(accessed)
    where = (site or "") + (f"({published})" if published else "") + (f"[{seen}]" if seen else "")
    return ". ".join(part for part in (named, f"{title}[EB/OL]", where, article["url"]) if part) + "."


def bibtex(article: dict[str, Any], site: str | None, accessed: str | None) -> str:
    """A biblatex `@online` entry."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _names(article)),
        "title": f"{{{_tex(_title(article))}}}",
        "date": _day(article["published_at"]),
        "organization": _tex(site or ""),
        "note": _tex(f"来源: {article['source']}") if article["source"] else "",
        "url": article["url"].replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "urldate": _day(accessed),
        "langid": "chinese",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{fangzhi{article['id']},", *lines, "}"])


def _title(article: dict[str, Any]) -> str:
    """The headline and its subtitle, joined by a colon; the dash that a page prints before a subtitle says the same."""
    parts = (_line(article["title"] or ""), _line(article["subtitle"] or "").lstrip(DASHES))
    return ": ".join(part for part in parts if part)


def _names(article: dict[str, Any]) -> list[str]:
    """The authors. Only names of Han characters are told apart by blanks; 'John Smith' is one person."""
    author = _line(article["author"] or "")
    return author.split(" ") if HAN_NAMES.match(author) else [author] * bool(author)


def _day(moment: str | None) -> str:
    return (moment or "")[:10]


def _line(text: str) -> str:
    return BLANKS.sub(" ", text).strip()


def _tex(text: str) -> str:
    return "".join(TEX.get(char, char) for char in text)
