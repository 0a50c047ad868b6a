"""Garbled text restored: mojibake, small print, mirror text, in this order, on a page before it is parsed.

Mojibake comes first because the control characters it leaves are bytes of characters; mirror text comes last because
its damage shows only in text that is otherwise sound. Cheap gates keep a clean page at a fraction of a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.items import Page, Step
from pipelines.page.window import part_of
from pipelines.stage import Stage
from pipelines.text import mirror, mojibake, smallprint
from pipelines.text.script import HANT_ONLY, ORDINARY

_RAW = re.compile("<(script|style)(?=[\\s>/])", re.IGNORECASE)
_RAW_END = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
_ROUNDS = 6  # two do for all that is not made up to need more
_REPORTS = frozenset({"mojibake:lost", "small-print:private-use"})  # of what stays, told of the final text
_PLAIN = "".join(sorted(ORDINARY - HANT_ONLY - mojibake.SIGNS))  # no gate asks for these: nearly all of a clean page
_TELLING = re.compile(f"[^#{re.escape(_PLAIN)}]")
_HOLE = "\udfff"  # stands for what is set aside: no decoder gives a lone surrogate


@dataclass(frozen=True)
class Restored:
    """The restored text, what was done to it, and whether it was mirror text."""

    text: str
    steps: list[Step] = field(default_factory=list)
    mirror: bool = False


def _set_aside(page: str) -> tuple[str, list[str]]:
    """The page with holes where scripts and styles were, and what was in them."""
    page = page.replace(_HOLE, "\ufffd")
    outside, aside, end = [], [], 0
    while opening := _RAW.search(page, end):
        closing = _RAW_END[opening[1].lower()].search(page, opening.end())
        outside.append(page[end : opening.end()])
        end = closing.start() if closing else len(page)
        aside.append(page[opening.end() : end])
    return _HOLE.join([*outside, page[end:]]), aside


def _put_back(page: str, aside: list[str]) -> str:
    parts = page.split(_HOLE)
    return parts[0] + "".join(inside + part for inside, part in zip(aside, parts[1:], strict=True))


def restore(text: str, *, html: bool = False) -> Restored:
    """Restore plain text, or a whole page (`html`), in which scripts and styles keep their form.

    What one round brings to light the next may see for what it is, so rounds follow until nothing changes.
    """
    steps: list[Step] = []
    mirrored = False
    for _ in range(_ROUNDS):
        once = _once(text, html)
        stable = once.text == text
        text, mirrored = once.text, mirrored or once.mirror
        steps += [step for step in once.steps if stable or step.step not in _REPORTS]
        if stable:
            break
    return Restored(text, steps, mirrored)


def _once(text: str, html: bool) -> Restored:
    """One round: each job looks closer only where its gate says so."""
    dense = smallprint.uncommon(smallprint.encoded(text))
    telling = _TELLING.findall(dense)
    seen = frozenset(telling)
    steps: list[Step] = []
    if mojibake.suspects(text, dense, seen, html=html):
        outside, aside = _set_aside(text) if html else (text, [])
        outside, steps = mojibake.repair(outside, dense, html=html)
        text = _put_back(outside, aside) if html else outside
        telling = _TELLING.findall(smallprint.uncommon(smallprint.encoded(text)))
    text, cleaned = smallprint.clean(text, "".join(telling))
    steps += cleaned
    if len(seen & HANT_ONLY) < 2:
        return Restored(text, steps)
    if not mirror.is_mirror(text):
        return Restored(text, steps) if html else _by_line(text, steps)
    outside, aside = _set_aside(text) if html else (text, [])
    outside, repaired = mirror.repair(outside, html=html)
    return Restored(_put_back(outside, aside) if html else outside, steps + repaired, mirror=True)


def _by_line(text: str, steps: list[Step]) -> Restored:
    """Restore the mirror lines of a text that is mostly none: a corpus of articles from everywhere."""
    found, lines = False, text.split("\n")
    for number, line in enumerate(lines):
        if mirror.is_mirror(line):
            lines[number], repaired = mirror.repair(line)
            steps, found = steps + repaired, True
    return Restored("\n".join(lines), steps, mirror=found)


def explain(steps: Iterable[Step]) -> str:
    """What was done, one line a step: its name, how many places or characters, and a sample."""
    return "\n".join(f"{step.step}\t{step.count}\t{' '.join(step.sample.split())}" for step in steps)


def restore_page(page: Page) -> None:
    """Restore the page before it is read, if what will be read of it is not sound."""
    text = take_part(page)
    dense = smallprint.uncommon(page.part)
    telling = _TELLING.findall(dense)
    if not _is_garbled(text, dense, frozenset(telling)):
        text, found = smallprint.clean(text, "".join(telling))
        if found:  # fields are looked for outside of the part too
            page.part = smallprint.encoded(text)
            page.html, steps = smallprint.clean(page.html)
            page.steps += steps
        return
    before = page.html
    restore_whole(page)
    if page.html != before:
        take_part(page)


def take_part(page: Page) -> str:
    """Set what must be parsed of a page to read its article; return it."""
    text, page.cut = part_of(page.html)
    page.part = smallprint.encoded(text)
    return text


def _is_garbled(text: str, dense: str, seen: frozenset[str]) -> bool:
    """Whether a gate of restoration would look closer at a page, or a part of one, than at its small print."""
    return mojibake.suspects(text, dense, seen, html=True) or (len(seen & HANT_ONLY) >= 2 and mirror.is_mirror(text))


def restore_whole(page: Page) -> None:
    """Restore the page's whole source, once."""
    if page.restored:
        return
    restored = restore(page.html, html=True)
    page.html, page.article.mirror, page.restored = restored.text, restored.mirror, True
    page.steps = [*(step for step in page.steps if step.step not in _REPORTS), *restored.steps]


class RestorePipeline(Stage):
    """Garbled text restored."""

    job = restore_page
