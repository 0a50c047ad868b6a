"""The part of a page's source that holds its article, so that the rest need not be parsed.

On most pages two thirds of the source are menus above the headline and lists below the last sentence. Where the
headline and a run of sentences below it cannot be told from the source, the whole page is read.
"""

from __future__ import annotations

import re

ABOVE = 2_500  # characters kept above the headline: breadcrumb, info line
BELOW, LINKS = 1_500, 5  # and below the last sentence, where so many links are among them: signature, editor, end marks
LEAD, GAP = 30_000, 12_000  # sentences farther from the headline, or from each other, belong to another text
PLACES = 40  # so many places are tried as the headline's
STOPS_MIN, STOPS_SURE = 3, 12  # a run of so many sentences may be the article; is it, if no more stand below it
ELSEWHERE = 0.6  # of a shorter run's sentences no more than this share may stand below it
EDITOR, LABELS = "责任编辑", frozenset(":：/")  # as a label it signs an article: readers' comments may follow
SIGNATURES = {"编": ("编辑", "编：", "编:"), "編": ("編輯",), "源": ("来源", "稿源"), "作": ("作者：", "作者:")}
FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|zip|rar)[\"' >?]", re.I)  # a link to one belongs to a notice
FARTHEST, SIGNATURE = 16_000, 400
CRUMBS = ("crumb", "&gt;", "位置", "正文")  # a breadcrumb may stand far above the headline
FAR_ABOVE, BEFORE_CRUMB, AFTER_CRUMB = 40_000, 800, 1_500
STATED, FOOT = "<!--en", 4_000  # how the comments enpproperty and enorth cms begin; characters of a page's end
_MORE = re.compile(r"(?:&gt;\s*){1,4}</[aA]")
_TITLE = re.compile(r"<(?:title|TITLE|Title)[^>]{0,200}>([^<]{4,400})")
_SITE = re.compile(r"\s?[-_|｜—–]")
_CLOSING = {"<script": "</script", "<style": "</style"}
_SCRIPT = re.compile("<s(?:cript|tyle)")
_OPAQUE = (*_CLOSING.items(), ("<!--", "-->"), ("<textarea", "</textarea"))


class Beyond(LookupError):
    """What a reader looks for may lie outside of the part of the page that was parsed."""


def part_of(html: str) -> tuple[str, bool]:
    """What of a page must be parsed to read its article, never a script; and whether it is but a stretch of it."""
    part = cut(html)
    if part is not html:
        return without_scripts(part), True
    bare = without_scripts(html)
    part = cut(bare)
    return part, part is not bare


def cut(html: str) -> str:
    """The page's head and the stretch around its article; the whole page where that is not plain to see."""
    title = _TITLE.search(html) if len(html) > ABOVE + BELOW else None
    if title is None:
        return html
    body = html.find("<body")
    body = body if body >= 0 else html.find("<BODY")
    if body < 0:
        return html
    head = html[:body] if title.start() < body else f"{html[:body]}{title[0]}</title>"
    words = next((words for part in _SITE.split(title[1]) if len(words := part.strip()) > 3), "")[:12]
    found = html.find(words, body) if words else -1
    for _ in range(PLACES):
        if found < 0:
            break
        stops, last = sentences(html, found)
        if stops >= STOPS_MIN and html.rfind("<", body, found) < html.rfind(">", body, found):
            if has_stops(html, stops + 1, body, found):  # a site's name in the middle of the text is no headline
                return html
            signed = html.find(EDITOR, found, last)
            labels = signed >= 0 and LABELS.intersection(html[signed : signed + 3 * len(EDITOR)])
            if labels and html.count("。", found, signed) >= STOPS_MIN:
                last = signed
            elif has_stops(html, int((ELSEWHERE if stops < STOPS_SURE else 1) * stops) + 1, last + 1):
                return html
            return "".join((head, stated(html, body, found), above(html, body, found), html[found : end(html, last)]))
        found = html.find(words, found + len(words))
    return html


def stated(html: str, body: int, found: int) -> str:
    """The comment in which a publishing system tells date and source: above the headline or at the page's end."""
    at = html.find(STATED, body, found)
    if at < 0:
        at = html.find(STATED, max(found, len(html) - FOOT))
    return html[at : html.find("-->", at) + 3] if at >= 0 else ""


def sentences(html: str, start: int) -> tuple[int, int]:
    """How many full stops follow `start` without a gap, and where the last of them stands."""
    stops, last, gap = 0, start, LEAD
    while (stop := html.find("。", last + 1, last + gap)) >= 0:
        stops, last, gap = stops + 1, stop, GAP
    return stops, last


def has_stops(html: str, many: int, start: int, end: int | None = None) -> bool:
    """Whether there are so many full stops; where there are few, that is seen faster than they are counted."""
    return all((start := html.find("。", start, end) + 1) > 0 for _ in range(many))


def end(html: str, last: int) -> int:
    """Where to stop below the last sentence: where links begin, for a list of names or a poem has no full stops; and
    after the editor's line, which a widget may have pushed far down.
    """
    at = last
    while at < len(html) and links(html, at) < LINKS:
        script = html.find("<script", at, at + BELOW)
        at = html.find("</script", script) if script >= 0 else at + BELOW
        if at < 0:
            return len(html)
    stop, far = at + BELOW, last + FARTHEST
    for char, words in SIGNATURES.items():
        if (first := html.find(char, last, far)) >= 0:  # found ten times as fast as a word
            for word in words:
                if (signed := html.find(word, first - 1, far)) >= 0:
                    return max(stop, signed + SIGNATURE)
    return stop


def links(html: str, at: int) -> int:
    """How many links stand below a place, a notice's files not among them."""
    found = html.count("href", at, at + BELOW) + html.count("HREF", at, at + BELOW)
    return found if found < LINKS else found - len(FILE.findall(html, at, at + BELOW))


def above(html: str, body: int, head: int) -> str:
    """What stands right above the headline, and the breadcrumb farther up."""
    first = head - ABOVE
    if first <= body:
        return html[body:head]
    first = outside_of_script(html, first, head)
    since = max(body, head - FAR_ABOVE)
    crumb = next((at for word in CRUMBS if (at := above_of(word, html, since, head)) > 0), -1)
    if not 0 < crumb < first + BEFORE_CRUMB:
        return html[first:head]
    at = outside_of_script(html, max(body, crumb - BEFORE_CRUMB), head)
    if crumb + AFTER_CRUMB >= first:
        return html[at:head]
    trail = html[at : crumb + AFTER_CRUMB]
    for opening, closing in _OPAQUE:  # one that is not closed would hide what follows
        opened = trail.rfind(opening)
        if opened >= 0 and trail.find(closing, opened) < 0:
            trail = trail[: opened + 1]
    return f"{trail[: trail.rfind('<')]}<hr>{html[first:head]}"


def above_of(word: str, html: str, since: int, at: int) -> int:
    """Where a breadcrumb's sign stands last above a place; arrows that end a link are a button: `更多&gt;&gt;`."""
    while (at := html.rfind(word, since, at)) > 0 and _MORE.match(html, at):
        pass
    return at


def outside_of_script(html: str, at: int, head: int) -> int:
    """The first tag from `at` on, above the headline, that stands in no script, style or comment begun before."""
    for opening, closing in _OPAQUE:
        if (closed := html.find(closing, at, head)) >= 0 and html.find(opening, at, closed) < 0:
            at = closed
    return max(at, html.find("<", at + 1))


def without_scripts(html: str) -> str:
    """The source without scripts and styles, often the larger part of it; JSON-LD is kept."""
    kept, at = [], 0
    while found := _SCRIPT.search(html, at):
        start = found.start()
        if (stop := html.find(_CLOSING[found[0]], start)) < 0:
            break
        if (end := html.find("-->", start, stop)) >= 0 and html.find("<!--", start, end) < 0:
            start = stop = end  # of the comment that it stands in
        else:
            stop = html.find(">", stop) + 1 or len(html)
        kept.append(html[at : start if html.find("ld+json", start, start + 200) < 0 else stop])
        at = stop
    kept.append(html[at:])
    return "".join(kept)
