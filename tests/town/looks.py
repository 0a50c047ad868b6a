"""Layouts drawn from the fact sheet: where it says that headline, date and body stand, there they are put.

`data/looks.json` holds, for each layout, a path of elements for every field it is known to show, and the label before
the field. `div class='info' / span [2]` is the second span of a div; an empty path is an element of no name. Nothing
here is taken from the crawler's selectors.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from tests.town.news import Story

DRAWN: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "data/looks.json").read_text("utf-8"))
STEP = re.compile(r"(?P<tag>[\w-]+)(?P<attributes>(?: \w+='[^']*')*)(?: \[(?P<place>\d+)\])?")
META = "meta"  # told in the page's head, not in its text
ORDER = "date source author editor"


class Step(NamedTuple):
    """One element of a path; `place` is its number among its like, 0 where none is known."""

    tag: str
    attributes: str
    place: int


@dataclass
class Node:
    """An element, and what is in it."""

    step: Step
    inside: list[Node | Markup] = field(default_factory=list)

    def html(self) -> Markup:
        """The element as it is written."""
        inside = Markup("").join(part.html() if isinstance(part, Node) else part for part in self.inside)
        if not self.step.tag:
            return inside
        return Markup(f"<{self.step.tag}{self.step.attributes}>") + inside + Markup(f"</{self.step.tag}>\n")

    def child(self, step: Step, fresh: bool) -> Node:
        """The element a path goes on to: the last one, where it is the very same, else a new one in its place."""
        last = self.inside[-1] if self.inside else None
        like = 2 if step.attributes else 1  # `div [7]` counts every div, `div class='a' [2]` those of the class
        alike = [n for n in self.inside if isinstance(n, Node) and n.step[:like] == step[:like]]
        if isinstance(last, Node) and last.step[:2] == step[:2] and not fresh and step.place in (0, len(alike)):
            return last
        for _ in range(len(alike) + 1, step.place):
            self.inside.append(Node(step))
        self.inside.append(Node(step))
        return self.inside[-1]  # type: ignore[return-value]


def steps(path: str) -> list[Step]:
    """A path's elements."""
    found = [STEP.fullmatch(part) for part in (path or "span").split(" / ")]
    assert all(found), path
    return [Step(f["tag"], f["attributes"], int(f["place"] or 0)) for f in found if f]


def put(root: Node, path: str, content: Markup, last: str | None) -> str:
    """Write a field at its path; into the same element as the field before, where both paths are one."""
    node, way = root, steps(path)
    for i, step in enumerate(way):
        node = node.child(step, fresh=i == len(way) - 1 and path != last)
    if path == last:
        node.inside.append(Markup("&nbsp;&nbsp;"))
    node.inside.append(content)
    return path


def draw(look: str, story: Story, home: str, body: Markup) -> Markup:
    """The article's part of a page."""
    row, root, last = DRAWN[look], Node(Step("", "", 0)), None
    shown = {
        "date": story.published.strftime(row.get("form", "%Y-%m-%d %H:%M")) if story.published else None,
        "source": story.source, "author": story.author, "editor": story.editor,
    }
    if story.breadcrumb:
        links = Markup(" &gt; ").join(Markup('<a href="{}">{}</a>').format(home, crumb) for crumb in story.breadcrumb)
        put(root, row["crumbs"], escape(row["crumbs_label"]) + links, None)
    if row["title"] != "title":  # the page's own <title> is all the headline there is
        put(root, row["title"], escape(story.shown_title), None)
    for name in row.get("order", ORDER).split():
        if row.get(name, META) != META and shown[name] and (name != "editor" or _in_head(row)):
            last = put(root, row[name], escape(row.get(f"{name}_label", "") + shown[name]), last if row[name] else None)
    put(root, row["body"], Markup("\n") + body, None)
    if "editor" in row and shown["editor"] and not _in_head(row):
        put(root, row["editor"], escape(row["editor_label"] + shown["editor"]), None)
    return root.html()


def entries(box: str, items: list[Markup]) -> Markup:
    """The lines of a list page, each in an element of its own within the box."""
    *outer, entry = steps(box)
    root = node = Node(Step("", "", 0))
    for step in outer:
        node = node.child(step, fresh=True)
    node.inside += [Node(entry, [item]) for item in items]
    return root.html()


def _in_head(row: dict[str, str]) -> bool:
    """Whether the editor is told with the date: in the same element, or beside it."""
    editor = row["editor"].split(" / ")[0].split(" [")[0]
    return bool(editor) and any(editor == row.get(name, "").split(" / ")[0].split(" [")[0] for name in ("date", "source", "author"))
