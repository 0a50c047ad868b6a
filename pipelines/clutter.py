"""Clutter: lines that stand around an article and are not of it, by named rules over place and shape.

No rule looks for a word inside a paragraph. An article *about* 推荐 or 分享 keeps every sentence: what goes is a whole
line made of buttons, a heading with a list under it, a notice at the very end, or a button glued to a paragraph's end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from pipelines.facts.furniture import (
    ANY_BUTTON,
    BUTTON_FIRST,
    BUTTONS,
    COUNTER,
    GLUED,
    GLUED_LAST,
    HEADING,
    LED_BY_HEADING,
    NOTICE,
    PAGES,
    SAID,
    SHARE,
    WEAK_BUTTON_FIRST,
    WEAK_BUTTONS,
)
from pipelines.items import Page, Step
from pipelines.stage import Stage


class Rule(NamedTuple):
    """One kind of clutter: its name in the steps, what finds it, and why that is never the article."""

    name: str
    find: Callable[[list[str], str], set[int]]  # rows and headline -> the indexes of rows that go
    reason: str


_BULLETS = "\N{BULLET}·- "
_TRAIL = re.compile(r"(?:您|你)?(?:现在|当前|目前)?(?:的|所在的?)?位置\s{0,3}[:：]?.{0,80}>")
_SUMMARY = re.compile(r"^[\W_]{0,3}(?:内容|文章)?(?:摘要|提要|提示|简介|导读|导语|核心提示)[】\]]?\s?[:：]?\s?")
_NO_LETTERS, _LETTER = re.compile(r"[\W_][\W_]*"), re.compile(r"[^\W_]")  # a class first: the engine skips to it
_GOES_ON = re.compile("[\u3400-\u9fff]{0,6}(?:强调|強調|指出|要求|提出|表示)$")  # what the lines below say
_BUTTON_ROW = 120  # characters of a row of buttons
_CLOCK, _SECOND = re.compile(r"\d{1,2}[:：]\d\d"), {"1": "2", "01": "02"}
_EDGE = 3  # rows at either end that count as edge
_FIGURES = 3  # rows of bare figures that make a table
_TWICE = 200  # characters of a headline said twice, bullets and all
_TEASER = 40  # characters of a lead that is worth comparing
_NOTICE = 100  # characters of a notice that does not end the body
_TAIL = 8  # rows from the end in which notices are looked for


def is_prose(row: str) -> bool:
    """Whether a row reads as running text."""
    return len(row) >= 25 and ("。" in row or row.count("，") + row.count(",") >= 2)


def _is_item(row: str) -> bool:
    """Whether a row may be an entry of a list of headlines. Titles of books are something an article recommends."""
    return not is_prose(row) and not row.startswith("《") and not re.search(r"[。；，：:]$", row)


def _only(words: re.Pattern[str], row: str) -> int:
    """How many of the words a row is made of, where it is made of nothing else; else 0."""
    rest, count = words.subn("", row)
    return count if count and not re.search(r"[^\W\d_]", rest) else 0


def _buttons(rows: list[str], title: str) -> set[int]:
    made = [i for i, row in enumerate(rows) if len(row) <= _BUTTON_ROW and "。" not in row and BUTTON_FIRST.match(row)]
    made = [i for i in made if _only(ANY_BUTTON, rows[i])]
    gone = {i for i in made if _only(BUTTONS, rows[i]) or (_only(ANY_BUTTON, rows[i]) > 1 and BUTTONS.search(rows[i]))}
    for i in made:  # a share bar set in rows: three different ones, one below the other
        three = {rows[j] for j in (i, i + 1, i + 2) if j in made}
        if len(three) == 3 and sum(bool(SHARE.search(row)) for row in three) > 1:
            gone |= {i, i + 1, i + 2}
    return gone | {i for i in range(max(0, len(rows) - _TAIL), len(rows)) if PAGES.match(rows[i])}


def _edge(rows: list[str], title: str) -> set[int]:
    """Bare counters and weak buttons outside all text; a single weak word over the text may be its first heading,
    figures below others that stand in the text are a table's.
    """
    head = next((i for i, row in enumerate(rows) if not _is_edge(row)), len(rows))
    tail = next((i for i in range(len(rows), head, -1) if not _is_edge(rows[i - 1])), head)
    figures = head + len(rows) > tail and sum(1 for row in rows[head:tail] if COUNTER.match(row)) >= _FIGURES
    gone = {i for i in range(head) if head > 1 or COUNTER.match(rows[i])}
    gone = {i for i in gone if not _begins_series(rows, i)}
    return gone | {i for i in range(tail, len(rows)) if not (figures and COUNTER.match(rows[i]))}


def _begins_series(rows: list[str], i: int) -> bool:
    """Whether a row over the text is the first of its hours, or its first number and a row of it the second."""
    if _CLOCK.fullmatch(rows[i]):
        return sum(1 for row in rows if _CLOCK.fullmatch(row)) >= _FIGURES
    return rows[i] in _SECOND and _SECOND[rows[i]] in rows[i:]


def _is_edge(row: str) -> bool:
    if COUNTER.match(row):
        return True
    return len(row) <= _BUTTON_ROW and WEAK_BUTTON_FIRST.match(row) is not None and _only(WEAK_BUTTONS, row) > 0


def _listed(rows: list[str], title: str) -> set[int]:
    gone: set[int] = set()
    i = next((i for i, row in enumerate(rows) if is_prose(row)), len(rows)) + 1  # a list of lists has no text to leave
    while i < len(rows):
        led = len(rows[i]) <= 60 and LED_BY_HEADING.match(rows[i]) and not is_prose(rows[i])
        if led or (len(rows[i]) <= 24 and HEADING.fullmatch(rows[i])):
            end = i + 1
            while end < len(rows) and _is_item(rows[end]):
                end += 1
            last = end == len(rows)
            if last or end - i > 2 or led:
                gone.update(range(i, end if last else _before_text(rows, i, end)))
            i = end
        else:
            i += 1
    return gone


def _before_text(rows: list[str], start: int, end: int) -> int:
    """Where prose follows, the line right above it may be its own heading: a list of headlines ends before that."""
    return end if end - start <= 2 or len(rows[end - 1]) > 12 else end - 1


def _numbered(rows: list[str], title: str) -> set[int]:
    """A ranking at the end: entries 1, 2, 3 ... that are cut headlines, not sentences."""
    start = len(rows)
    while start and re.match(r"\d{1,2}[\s.、]{0,4}\S", rows[start - 1]) and _is_item(rows[start - 1]):
        start -= 1
    numbers = [int(re.match(r"\d{1,2}", row)[0]) for row in rows[start:]]  # type: ignore[index]
    ranking = len(numbers) >= 5 and numbers == list(range(1, len(numbers) + 1)) and start > 0
    return set(range(start, len(rows))) if ranking and all(len(r) > 8 for r in rows[start:]) else set()


def _twice(rows: list[str], title: str) -> set[int]:
    """Picture lists say each headline twice, as the picture's name and below it."""
    gone: set[int] = set()
    for i, row in enumerate(rows):
        text = row.lstrip(_BULLETS) if len(row) <= _TWICE else ""
        half = len(text) // 2
        twice = 6 <= half <= 80 and text[0] == text[-half] and text[:half].strip() == text[half:].strip()
        if twice and not is_prose(text):
            gone.add(i)
    return gone


def is_notice(row: str) -> bool:
    """Whether a row is a notice of the site's, or a sentence that a player, a form or the site says to any reader."""
    return NOTICE.match(row) is not None or (len(row) <= _NOTICE and SAID.match(row) is not None)


def _notices(rows: list[str], title: str) -> set[int]:
    """Notices that end the body, short ones near its end, and a short one over it."""
    gone: set[int] = set()
    last = len(rows)
    while last > 1 and ((told := is_notice(rows[last - 1])) or len(rows[last - 1]) < 4):
        last -= 1
        if told:
            gone.add(last)
    near = range(max(1, len(rows) - _TAIL), last - 1)  # the row right above is none, as was told
    gone.update(i for i in near if len(rows[i]) <= _NOTICE and is_notice(rows[i]))
    over = [i for i, row in enumerate(rows[:2]) if len(row) <= _NOTICE and is_notice(row)]
    if over and sum(map(len, rows)) > _NOTICE:
        gone.update(over)
    return gone


def _headline_again(rows: list[str], title: str) -> set[int]:
    """The headline once more, alone, twice, or with column and number behind it as in the page's <title>."""
    plain = _plain(title)
    gone = set()
    for i, row in enumerate(rows[:_EDGE] if len(rows) > 1 and plain else ()):
        first = _LETTER.search(row)
        if first is None or first[0] != plain[0] or not (said := _plain(row)).startswith(plain):
            continue
        rest = said[len(plain) :]
        if rest in ("", plain) or (len(plain) >= 8 and len(rest) <= 30 and _is_stamp(_behind(row, len(plain)))):
            gone.add(i)
    return gone


def _behind(row: str, letters: int) -> str:
    """What stands behind so many letters of a row."""
    return row[next(islice(_LETTER.finditer(row), letters - 1, None)).end() :]


def _is_stamp(rest: str) -> bool:
    """Whether what stands behind a headline is column or number: no sentence, nor one that goes on in the next line:
    `市长调研水利工作时强调`.
    """
    return not (_GOES_ON.match(rest) or re.search(r"[，。：！？]", rest))


def _teaser(rows: list[str], title: str) -> set[int]:
    """A first row that the following rows say again from their first word on is the lead of the list page."""
    lead = _plain(_SUMMARY.sub("", rows[0], count=1)) if rows and len(rows[0]) >= _TEASER else ""
    for again in (1, 2) if lead else ():
        if not _plain("".join(rows[again:])[:60]).startswith(lead[:20]):
            continue
        text = _plain("".join(rows[again:])[: 2 * len(rows[0]) + 200])
        if text.startswith(lead) and len(text) > len(lead):
            return set(range(again))
    return set()


def _slogan(rows: list[str], title: str) -> set[int]:
    """`有思想 / 有温度 / 有品质`: phrases of one length that begin alike."""
    gone = set()
    for i, row in enumerate(rows[:_EDGE]):
        phrases = [p.strip() for p in re.split(r"[/|｜·]", row)] if len(row) <= 60 else []
        if len(phrases) >= 3 and len({p[:1] for p in phrases}) == len({len(p) for p in phrases}) == 1:
            gone.add(i)
    return gone


def _trail(rows: list[str], title: str) -> set[int]:
    return {i for i, row in enumerate(rows[:_EDGE]) if _TRAIL.match(row)}


def _plain(text: str) -> str:
    return _NO_LETTERS.sub("", text)


RULES: tuple[Rule, ...] = (
    Rule("headline-again", _headline_again, "the headline is a field; templates print it again over the body"),
    Rule("teaser", _teaser, "a lead that the text repeats word for word was made for list pages"),
    Rule("breadcrumb", _trail, "where the page stands on the site is a field of its own"),
    Rule("slogan", _slogan, "the site's motto under its logo"),
    Rule("buttons", _buttons, "a line of nothing but print, share, font size, page numbers is worked, not read"),
    Rule("doubled-headline", _twice, "a headline said twice in one line is a picture list's entry"),
    Rule("ranking", _numbered, "numbered cut headlines at the end are the site's ranking of the day"),
    Rule("headline-list", _listed, "a heading such as 相关新闻 with headlines under it leads elsewhere"),
    Rule("notice", _notices, "copyright and disclaimers at the end speak of the site, not of the subject"),
    Rule("edge-buttons", _edge, "single words and counters that stand outside all text"),
)


def clutter_page(page: Page) -> None:
    """Trim page.reading.rows: of the lines an archive has learned of this portal, then by rule."""
    reading = page.reading
    if reading is None:
        return
    rows = [row.strip() for row in reading.rows]
    learned = page.facts.learned if page.facts else frozenset()
    for line in learned.intersection(rows):
        rows = _drop(page, rows, "learned", {i for i, row in enumerate(rows) if row == line})
    rows = _drop(page, rows, "blank", {i for i, row in enumerate(rows) if not row})
    for rule in RULES:
        rows = _drop(page, rows, rule.name, rule.find(rows, page.article.title or reading.title or ""))
    reading.rows = _unglued(page, rows)


def _drop(page: Page, rows: list[str], name: str, gone: set[int]) -> list[str]:
    """The rows without those that go; the step says how many they were."""
    if not gone:
        return rows
    if name != "blank":
        page.steps.append(Step(f"clutter:{name}", len(gone), rows[min(gone)][:80]))
    return [row for i, row in enumerate(rows) if i not in gone]


def _unglued(page: Page, rows: list[str]) -> list[str]:
    out = []
    for row in rows:
        glued = GLUED.search(row[-60:]) if row[-1:] in GLUED_LAST else None
        if glued and len(glued[0]) < len(row):
            page.steps.append(Step("clutter:glued-button", 1, glued[0].strip()[:80]))
            row = row[: -len(glued[0])].rstrip()
        out.append(row)
    return out


class ClutterPipeline(Stage):
    """Taking clutter out as a Scrapy item pipeline."""

    job = clutter_page
