"""The part of a page's source that holds its article, so that the rest need not be parsed.

On most pages two thirds of the source are menus above the headline and lists below the last sentence. Where the
headline and a run of sentences below it cannot be told from the source, the whole page is read.
"""

from __future__ import annotations

import re

ABOVE = 5_000  # characters kept above the headline: breadcrumb, info line
BELOW = 4_000  # and below the last sentence: signature, editor, end marks
GAP = 12_000  # sentences farther apart belong to different texts
STOPS_MIN, STOPS_SURE = 3, 12  # a run of so many sentences may be the article; is the article
ELSEWHERE = 0.5  # else no more sentences than this share of the run may stand below it
_TITLE = re.compile(r"<(?:title|TITLE|Title)[^>]{0,200}>([^<]{4,400})")
_SITE = re.compile(r"\s*(?:[_|｜]|-{1,2}|[—–]{1,2})\s*")
_OPAQUE = (("<script", "</script"), ("<style", "</style"), ("<!--", "-->"), ("<textarea", "</textarea"))


def cut(html: str) -> str:
    """The page's head and the stretch around its article; the whole page where that is not plain to see."""
    title = _TITLE.search(html) if len(html) > ABOVE + BELOW else None
    body = max(html.find("<body", title.end()), html.find("<BODY", title.end())) if title else -1
    if title is None or body < 0:
        return html
    words = _SITE.split(title[1].strip(), maxsplit=1)[0][:12]
    found = html.find(words, body) if len(words) > 3 else -1
    while found >= 0:
        stops, last = sentences(html, found)
        if stops >= STOPS_MIN:
            if stops < STOPS_SURE and html.count("。", last + 1) > ELSEWHERE * stops:
                return html
            first = found - ABOVE
            first = outside_of_script(html, body, first) if first > body else body
            return without_scripts(html[:body]) + html[first : last + BELOW]
        found = html.find(words, found + len(words))
    return html


def sentences(html: str, start: int) -> tuple[int, int]:
    """How many full stops follow `start` without a gap, and where the last of them stands."""
    stops, last = 0, start
    while (stop := html.find("。", last + 1, last + GAP)) >= 0:
        stops, last = stops + 1, stop
    return stops, last


def outside_of_script(html: str, body: int, at: int) -> int:
    """The first tag from `at` on that stands in no script, style or comment begun since `body`."""
    for opening, closing in _OPAQUE:
        if html.rfind(opening, body, at) > html.rfind(closing, body, at):
            at = max(at, html.find(closing, at))
    return max(at, html.find("<", at + 1))


def without_scripts(head: str) -> str:
    """A page's head without its scripts, often the larger part of a page; JSON-LD is kept."""
    kept, at = [], 0
    while (start := head.find("<script", at)) >= 0 and (end := head.find("</script", start)) >= 0:
        kept.append(head[at : end if "ld+json" in head[start : start + 200] else start])
        at = end
    return "".join(kept) + head[at:]
