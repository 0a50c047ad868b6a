"""The landmarks above a body: headline, info line, breadcrumb."""

from __future__ import annotations

import re
from typing import Any

from pipelines.facts.people import INSTITUTION
from pipelines.facts.signatures import byline
from pipelines.facts.words import words
from pipelines.page.marks import CRUMB_LABEL, DATE, END, INFO, named
from pipelines.page.rows import Box, Row

HEADINGS = frozenset(words("h1 h2 h3 h4 h5 h6"))
TITLE_NAME = named(r"(?:bt|tit|h1)\d?", "title|headline|biaoti|font01")  # Founder's printed pages: font01
TITLE_MAX, SUBTITLE_MAX = 160, 80
STAMP = re.compile(r"\d\s\d{1,2}:\d\d")  # a date with its hour: an info line within the headline's element
SUBTITLE_NAME = re.compile(r"sub-?_?tit|futi|fubiaoti|yinti|kicker|vice-?title|intro-?_?tit|pre-?_?tit")
NAME_MAX = 12  # characters of a site's or a column's name
KIND_MAX = 8  # characters of words such as 浏览信息, which a template may give every page's <title>
LABEL_MAX = 6  # characters of a label within the headline's element
INFO_MAX = 160  # characters of an info line
DASHES = ("——", "--", "－－")
TRAIL = re.compile(rf"{CRUMB_LABEL.pattern}|(?:网站)?首[页頁]\s?[-=>＞»/|·]")
SITE_SPLIT = re.compile(r" ?(?:[_|｜]|--|—{1,2}| [-–] |-(?=[^-]{2,12}$)) ?")
_STROKE = re.compile("[-_]")
_COLUMN = re.compile("(?:新闻|要闻|动态|资讯|公告|通知|频道|公开|信息|简报|快讯)$")  # 乡镇新闻
_CHANNEL = re.compile(r"-[\u3400-\u9fff]{2,6}$")
_OURS = re.compile(r"\s?原[创創]$")  # a label that some sites set behind the headline
OURS = re.compile("原[创創]|[独獨]家")  # such labels in an element of their own
_STROKES = frozenset("-_|｜—–>»")  # what parts headline, channel and site in <title>
_KIND = re.compile("(?:新闻|资讯|信息|文章|内容|详细|详情|查看|浏览|阅读|显示|正文|页面?)+")  # of what kind a page is
_PLAIN = re.compile(r"[\W_][\W_]*")  # a class first: the engine skips to it


def plain(text: str) -> str:
    """Only the letters and characters, to compare lines by."""
    return _PLAIN.sub("", text)


def title_rows(rows: list[Row], meta: dict[str, str]) -> list[tuple[int, bool]]:
    """The rows that show what <title> or og:title say, most fitting first, and whether <title> begins so."""
    names = [plain(meta[key]) for key in ("og:title", "title", "ld:headline", "enp:title") if key in meta]
    cuts = [plain(cut) for key in ("og:title", "title") if (cut := cut_short(meta.get(key, "")))]
    letters = set("".join(names))
    firsts = (SITE_SPLIT.split(meta.get(key, ""), maxsplit=1)[0].strip() for key in ("og:title", "title"))
    short = {first for first in firsts if 2 <= len(first) < 4}  # an essay's: 老井
    found = []
    for i, row in enumerate(rows):
        text, size = row.text, len(row.text)
        if not (4 <= size <= TITLE_MAX or text in short) or row.links * 2 > size:
            continue
        if (text[0] not in letters and text[0].isalnum()) or any(map(str.isalnum, {*text[:8]} - letters)):
            continue  # spares the comparison; quotes and blanks may differ from <title>
        key = plain(text)
        if size <= KIND_MAX and _KIND.fullmatch(key):
            continue
        within = [len(name) for name in names if key in name] if key else []
        if cuts and row.weight == 0 and size <= SUBTITLE_MAX:  # a text may begin as its headline does
            within += [len(key) for cut in cuts if key.startswith(cut)]
        if not within:
            continue
        share = len(key) / min(within)
        heading = row.box.el.tag in HEADINGS
        if share >= 0.3 or heading or text in short:
            score = len(key) + 8 * heading + 3 * bool(TITLE_NAME.search(row.box.name))
            sure = heading and len(key) > 7 and any(n.startswith(key) for n in names)
            found.append((-score, -i, sure))
    return [(-i, sure) for _, i, sure in sorted(found)]


def cut_short(name: str) -> str:
    """The beginning of a headline that <title> cuts short: `云岭县召开春耕备耕…_沧河网`."""
    cut, dots, _ = name.replace("...", "…").partition("…")
    return cut if dots and len(cut) > KIND_MAX - 2 else ""


def below_name(rows: list[Row], head: int, first: int, said: str) -> int:
    """The headline below a name that <title> shows too, the site's or the column's: a heading with the date below."""
    name = rows[head].text
    sited = INSTITUTION.search(name) and (name == said or not said.startswith(name))
    if len(name) > NAME_MAX or not (sited or _COLUMN.search(name)):
        return head
    below = (i for i in range(head + 1, first) if is_heading(rows[i]) and 4 <= len(rows[i].text) <= TITLE_MAX)
    return next((i for i in below if has_date(rows, i) and not is_label(rows[i]) and not is_beside(rows[i])), head)


def is_heading(row: Row) -> bool:
    """Whether its tag or its name calls a row a headline."""
    return row.box.el.tag in HEADINGS or TITLE_NAME.search(row.box.name) is not None


def has_date(rows: list[Row], i: int) -> bool:
    """Whether a date stands in the two rows below this one."""
    return any(DATE.search(row.text) for row in rows[i + 1 : i + 3] if len(row.text) <= INFO_MAX)


def heading_above(rows: list[Row], first: int) -> int | None:
    """The nearest row above the body that its tag or name calls a headline, the <h1> of two where it is longer than a
    site's name; else the longest bold or plain line.
    """
    near = [
        i
        for i in range(first - 1, max(-1, first - 25), -1)
        if 5 <= len(rows[i].text) <= TITLE_MAX and not is_beside(rows[i])
        if not is_label(rows[i]) or leads_to_itself(rows, i)
    ]
    named = (i for i in near if is_heading(rows[i]))
    if (head := next(named, None)) is not None:
        if head - 1 in near and rows[head - 1].box.el.tag == "h1" and len(rows[head - 1].text) > NAME_MAX:
            return head - 1
        within = (i for i in near if rows[head].box.first <= i < head and rows[i].box.el.tag in HEADINGS)
        return head if rows[head].box.el.tag in HEADINGS else next(within, head)
    plain_lines = [i for i in near if i >= first - 8 and not rows[i].links and len(rows[i].text) < 60]
    plain_lines = [i for i in plain_lines if not byline(rows[i].text)]
    return max(plain_lines, key=lambda i: (is_bold(rows[i]), len(rows[i].text)), default=None)


def is_beside(row: Row) -> bool:
    """Whether a row above the body is a breadcrumb, or by its dash or its name a subtitle or kicker."""
    text = row.text
    return bool(TRAIL.match(text) or text.startswith(DASHES) or SUBTITLE_NAME.search(row.box.name))


def is_bold(row: Row) -> bool:
    """Whether a whole line is set bold: of a headline and its subtitle in cells the headline is."""
    return any("".join(el.itertext()).strip() == row.text for el in row.box.el.iter("b", "strong"))


def leads_to_itself(rows: list[Row], i: int) -> bool:
    """Whether a heading that is a link may be the page's own headline: its date stands right below it."""
    row, below = rows[i], rows[i + 1]
    if row.box.el.tag not in ("h1", "h2") or END.match(row.text):
        return False
    return DATE.search(below.text) is not None and below.links * 2 <= len(below.text)


def is_label(row: Row) -> bool:
    """Whether a row above the body is an info line, a button, a link or an address rather than a headline."""
    text = row.text
    if row.links * 2 > len(text) or text.startswith("http"):
        return True
    return bool(DATE.search(text) or INFO.search(text) or END.match(text))


def shown_title(rows: list[Row], head: int | None, meta: dict[str, str]) -> str | None:
    """The headline's words, all its lines, without the site's name."""
    names = [meta[key] for key in ("og:title", "title") if key in meta]
    if head is None:
        return said_title(names[0]) if names else None
    box = rows[head].box
    if box.el.tag in HEADINGS:
        own = [row.text for row in rows[box.first : box.last]]
        lines = [text for text in own if text == rows[head].text or is_further(text) or is_half(text, own, names)]
        if any(is_part(name, text) for name in names for text in lines[1:]):  # what stands above it is a kicker
            lines = lines[next(i for i, text in enumerate(lines) if any(is_part(name, text) for name in names)) :]
        return unlabelled(_OURS.sub("", " ".join(lines)), box.el, names)
    title = rows[head].text
    for row in reversed(rows[max(0, head - 2) : head]):
        if not is_like(row.box, box) or not any(plain(row.text + title) in plain(name) for name in names):
            break
        title = f"{row.text} {title}"
    for row in rows[head + 1 : head + 4]:
        if not plain(row.text) or not any(plain(title + row.text) in plain(name) for name in names):
            break
        title = f"{title} {row.text}"
    return title


def said_title(name: str) -> str:
    """The headline that <title> says, without channel and site: they stand behind it, or the site's name before it."""
    site, *rest = (part.strip() for part in _STROKE.split(name))
    if rest and len(site) <= NAME_MAX < len(rest[-1]) and INSTITUTION.search(site) and not INSTITUTION.search(rest[-1]):
        return rest[-1]
    title = SITE_SPLIT.split(name, maxsplit=1)[0]
    while (channel := _CHANNEL.search(title)) and channel.start() > KIND_MAX:
        title = title[: channel.start()]
    return title or name


def is_like(one: Box, other: Box) -> bool:
    """Whether two boxes are lines set alike, one below the other."""
    return one.up is other.up and one.el.tag == other.el.tag and one.name == other.name


def unlabelled(title: str, el: Any, names: list[str]) -> str:
    """The headline without labels set into its element, `<h1><span>要闻</span>…`, that <title> does not begin with."""
    rest = title
    for child in el.iterchildren("*"):
        label = "".join(child.itertext()).strip()
        if 0 < len(label) <= LABEL_MAX and (rest.startswith(label) or rest.endswith(label)):
            rest = rest.removeprefix(label).strip() if rest.startswith(label) else rest.removesuffix(label).strip()
            if len(rest) > LABEL_MAX // 2 and (OURS.fullmatch(label) or any(is_part(name, rest) for name in names)):
                return rest
    return title


def is_part(name: str, text: str) -> bool:
    """Whether <title> sets these words between strokes, or at an end and a stroke: `云岭网-要闻-…`, `…_要闻`."""
    before, found, after = name.partition(text)
    before, after = before.rstrip(), after.lstrip()
    return bool(found) and (not before or before[-1] in _STROKES) and (not after or after[0] in _STROKES)


def is_further(text: str) -> bool:
    """Whether a further line of a headline's element is the headline's too, and no button or info line."""
    return len(text) > 5 and not (INFO.search(text) or STAMP.search(text))


def is_half(text: str, lines: list[str], names: list[str]) -> bool:
    """Whether a short line of a headline of two is the first or last words of what <title> says: `一河清水<br>…`."""
    whole = plain("".join(lines))
    return len(lines) == 2 and any(plain(SITE_SPLIT.split(name, maxsplit=1)[0]).startswith(whole) for name in names)


def is_second(rows: list[Row], head: int, row: Row) -> bool:
    """Whether a row is a second heading right below the headline, in an element of its own and with the date below."""
    if row is not rows[head + 1] or row.box.el.tag not in HEADINGS or row.box is rows[head].box:
        return False
    return rows[head].box.el.tag in HEADINGS and has_date(rows, head + 1) and not is_label(row)


def subtitle(rows: list[Row], head: int | None, first: int) -> str | None:
    """A line of its own beside the headline that its name or a dash calls a subtitle or kicker, or a heading between
    it and the date.
    """
    if head is None:
        return None
    near = [rows[i] for i in (head - 1, head + 1, head + 2) if 0 <= i < first and not rows[i].links]
    near = [row for row in near if 4 < len(row.text) < SUBTITLE_MAX]
    named = (row.text for row in near if SUBTITLE_NAME.search(row.box.name) or is_second(rows, head, row))
    return next((row.text for row in near if row.text.startswith(DASHES)), next(named, None))  # a dash is surer
