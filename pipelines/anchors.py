"""The landmarks above a body: headline, info line, breadcrumb."""

from __future__ import annotations

import re
from itertools import takewhile

from pipelines.marks import CRUMB_LABEL, CRUMB_MARK, CRUMB_NAME, CRUMB_SPLIT, DATE, END, INFO
from pipelines.rows import Box, Row

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
TITLE_NAME = re.compile(r"title|headline|biaoti|(?:^|[-_])(?:bt|tit|h1)(?:$|[-_\d])", re.I)
TITLE_MAX = 160
INFO_MAX, CRUMB_MAX, STEPS_MAX = 160, 160, 8
TRAIL_ENDS = re.compile("^(?:网站)?首[页頁]|正文$")
DASHED, SLASHED = re.compile(r" [-/] "), re.compile(r" / ")
HOME_PAGE = re.compile(r"(?:网站|本站)?(?:首页|首頁|主页|Home)\s*[-/]")
SITE_SPLIT = re.compile(r"\s*(?:[_|｜]|--+|—{1,2}|\s[-–]\s|-(?=[^-]{2,12}$))\s*")
_PLAIN = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Only the letters and characters, to compare lines by."""
    return _PLAIN.sub("", text)


def name_of(row: Row) -> str:
    """The class and id of the row's box, and of the box around it."""
    el = row.box.el
    return f"{el.get('class') or ''} {el.get('id') or ''}"


def title_rows(rows: list[Row], meta: dict[str, str]) -> list[tuple[int, bool]]:
    """The rows that show what <title> or og:title say, most fitting first, and whether <title> begins so."""
    names = [plain(meta[key]) for key in ("og:title", "title", "ld:headline", "enp:title") if key in meta]
    letters = set("".join(names))
    found = []
    for i, row in enumerate(rows):
        text = row.text
        if not 4 <= len(text) <= TITLE_MAX or row.links * 2 > len(text):
            continue
        if text[1] not in letters and text[2] not in letters:
            continue  # spares the comparison; quotes and blanks may differ from <title>
        key = plain(text)
        share = max((len(key) / len(n) for n in names if key and key in n), default=0.0)
        heading = row.box.el.tag in HEADINGS
        if share >= 0.3 or (share and heading):
            score = len(key) + 8 * heading + 3 * bool(TITLE_NAME.search(name_of(row)))
            sure = heading and len(key) > 7 and any(n.startswith(key) for n in names)
            found.append((-score, -i, sure))
    return [(-i, sure) for _, i, sure in sorted(found)]


def heading_above(rows: list[Row], first: int) -> int | None:
    """The nearest row above the body that its tag or name calls a headline; else the nearest plain line."""
    near = [
        i
        for i in range(first - 1, max(-1, first - 25), -1)
        if 5 <= len(rows[i].text) <= TITLE_MAX and not is_label(rows[i])
    ]
    named = (i for i in near if rows[i].box.el.tag in HEADINGS or TITLE_NAME.search(name_of(rows[i])))
    plain_lines = (i for i in near if i >= first - 8 and not rows[i].links and len(rows[i].text) < 60)
    return next(named, max(plain_lines, key=lambda i: len(rows[i].text), default=None))


def is_label(row: Row) -> bool:
    """Whether a row above the body is an info line, a button or a link rather than a headline."""
    text = row.text
    return row.links * 2 > len(text) or bool(DATE.search(text) or INFO.search(text) or END.match(text))


def shown_title(rows: list[Row], head: int | None, meta: dict[str, str]) -> str | None:
    """The headline's words, all its lines, without the site's name."""
    names = [meta[key] for key in ("og:title", "title") if key in meta]
    if head is None:
        return SITE_SPLIT.split(names[0], maxsplit=1)[0] or names[0] if names else None
    box = rows[head].box
    title = rows[head].text
    for row in rows[head + 1 : head + 4]:
        told = any(plain(title + row.text) in plain(name) for name in names)
        if not plain(row.text) or not (told or (row.box is box and box.el.tag in HEADINGS and len(row.text) > 5)):
            break
        title = f"{title} {row.text}"
    return title


def dateline(rows: list[Row], head: int | None, first: int) -> str | None:
    """The info line: rows between headline and body, or just above the headline, with a date or a label."""
    found: list[str] = []
    for i in range(max(0, (head if head is not None else first) - 5), first):
        text = rows[i].text
        if i == head or not 4 <= len(text) <= INFO_MAX:
            continue
        valued = bool(found) and found[-1].endswith((":", "："))  # a label whose value is the next row
        if valued or DATE.search(text) or INFO.search(text):
            found.append(text)
    return " ".join(found) or None


def breadcrumb(rows: list[Row], first: int) -> list[str] | None:
    """The trail of channels above the body: labelled, in a box of that name, or told by its separators."""
    return labelled_crumbs(rows, first) or named_crumbs(rows, first) or bare_crumbs(rows, first)


def labelled_crumbs(rows: list[Row], first: int) -> list[str] | None:
    """The steps behind 当前位置, in that row or in the linked ones after it."""
    for i in range(first - 1, -1, -1):
        text = rows[i].text
        if (label := CRUMB_LABEL.match(text)) and len(text) < CRUMB_MAX:
            steps = crumbs(text[label.end() :])
            if len(steps) < 2:
                after = takewhile(lambda r: not r.text or (r.links and len(r.text) < 30), rows[i + 1 : first])
                steps += crumbs(">".join(r.text for r in after if r.text))
            return steps[:STEPS_MAX] or None
    return None


def named_crumbs(rows: list[Row], first: int) -> list[str] | None:
    """The steps in a box whose class or id says that it is a breadcrumb; its links may stand without separators."""
    seen: set[Box] = set()
    for i in range(first - 1, -1, -1):
        box: Box | None = rows[i].box
        for _ in range(3):
            if box is None or box in seen or box.last - box.first > 12 or box.el.tag == "form":
                break
            seen.add(box)
            if CRUMB_NAME.search(f"{box.el.get('class') or ''} {box.el.get('id') or ''}"):
                steps = crumbs(">".join(r.text for r in rows[box.first : box.last] if r.text))
                if len(steps) == 1:
                    steps = steps[0].split()
                if len(steps) == 1 and (beside := item_steps(rows, box)):
                    return beside
                if steps and all(1 < len(step) < 40 for step in steps[:-1]) and len(steps) <= STEPS_MAX:
                    return steps
            box = box.up
    return None


def item_steps(rows: list[Row], box: Box) -> list[str] | None:
    """The steps beside this one, where each step is a box of its own."""
    around = rows[box.up.first : box.up.last] if box.up is not None else []
    if len(around) <= STEPS_MAX and all(len(row.text) < 40 and row.image is None for row in around):
        text = ">".join(row.text for row in around)
        return crumbs(text) if ">>" in text or TRAIL_ENDS.search(text) else None
    return None


def bare_crumbs(rows: list[Row], first: int) -> list[str] | None:
    """The nearest row above the body whose separators make it a trail of links, or one that begins with 首页."""
    for i in range(first - 1, -1, -1):
        row = rows[i]
        text = row.text
        if not 4 < len(text) < CRUMB_MAX or not CRUMB_MARK.search(text) or "://" in text or DATE.search(text):
            continue
        steps = crumbs(text)
        if 1 < len(steps) <= STEPS_MAX and row.links >= 2 and "更多" not in text:
            return steps
        parts = [part for part in DASHED.split(text) if part]
        if 1 < len(parts) <= STEPS_MAX and (
            HOME_PAGE.match(text) or (row.links and first - i < 25 and max(map(len, parts)) < 12)
        ):
            return parts
    return None


def crumbs(text: str) -> list[str]:
    """The steps of a breadcrumb line, without its label."""
    text = CRUMB_LABEL.sub("", text, count=1)
    parts = CRUMB_SPLIT.split(text)
    if len(parts) == 1:
        parts = SLASHED.split(text)
    return [step for part in parts if (step := part.strip(" :：/"))]
