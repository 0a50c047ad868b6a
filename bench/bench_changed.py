"""How the reader fares where real pages are changed: their paragraphs and surroundings in other forms, their bodies in
each other's frames.

    python -m bench.bench_changed PAGES [--tool TOOL] [--seed 1] [--frames 12]

PAGES as for bench_read; TOOL is one of its tools, if this interpreter has it. A change is one that a publishing system,
an editor's tool or an advertiser makes. Pages that are not read well as they were saved (F1 below .98) are left out, so
that what is told is the change's doing.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from lxml import etree, html

from bench.bench_read import TOOLS, Reader, f1

WELL, LOW, HELD = 0.98, 0.9, 0.97  # F1 of a page worth changing, of one that is lost; share of the gold in a body's box
BOXES = ("div", "td", "section", "article", "center", "span", "font")
LINE = "某县春耕现场会昨日召开，各乡镇负责人参加会议并到现场观摩，要求抓紧抓好春耕备耕"
LINKS = "".join(f"<li><a href='/a/{n}.html'>某县第{n}次春耕现场会昨日召开</a></li>" for n in range(5))
ADVERT = "<div><a href='http://advert.test/1'><img src='http://advert.test/1.gif'></a></div>"
SHARE = "<div class='bdsharebuttonbox'><a href='#'>微信</a><a href='#'>微博</a><a href='#'>QQ空间</a></div>"
APP = "<div><p>打开某某客户端，阅读体验更佳</p><a href='/app'>立即打开</a></div>"
NOTICE = "<p>免责声明：本文仅代表作者个人观点，请读者仅作参考。</p><p>凡本网注明来源的作品，未经授权不得转载。</p>"
COMMENTS = f"<div><h3>网友评论</h3>{''.join(f'<div><p>{LINE}，支持{n}楼。</p></div>' for n in range(6))}</div>"
TEASER = "<div><h4><a href='/a/{0}.html'>某县第{0}次现场会召开</a></h4><p>{1}……</p></div>"
TEASERS = "".join(TEASER.format(n, LINE) for n in range(5))
CALL = f"<section class='call'><h3>有奖互动</h3><p>{LINE}。</p></section>"
CARD = "".join(f"<tr><td>{label}：</td><td>某县〔2021〕12号</td></tr>" for label in ("索引号", "发文字号", "主题分类"))
Change = Callable[[Any, Any], None]  # of the whole tree and its body's box; raises ValueError where it does not apply


class Saved(NamedTuple):
    """A page as it was saved: its gold, its tree, and the path from the root to the box of its body."""

    name: str
    gold: dict[str, Any]
    root: Any
    path: tuple[int, ...]


def saved(folder: Path) -> Iterator[Saved]:
    """The pages whose body stands in one box."""
    for place in sorted(folder.glob("*.json")):
        gold = json.loads(place.read_text("utf-8"))
        text = place.with_suffix(".html").read_bytes().decode(gold["decodes_as"], "replace")
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
        lines = ["".join(line.split()) for line in gold["text"].split("\n")]
        boxes = [(box, "".join(box.text_content().split())) for box in root.iter(*BOXES)]
        enough = HELD * sum(map(len, lines))
        fit = [(len(said), box) for box, said in boxes if sum(len(line) for line in lines if line in said) >= enough]
        if fit:
            yield Saved(place.stem, gold, root, path_of(min(fit, key=lambda found: found[0])[1]))


def path_of(el: Any) -> tuple[int, ...]:
    """The places of an element and those it stands in, among their siblings."""
    up = el.getparent()
    return () if up is None else (*path_of(up), up.index(el))


def opened(page: Saved) -> tuple[Any, Any]:
    """A copy of its tree, and the box of its body there."""
    root = body = copy.deepcopy(page.root)
    for place in page.path:
        body = body[place]
    return root, body


def paragraphs(body: Any) -> list[Any]:
    """Its paragraphs that say something."""
    found = [p for p in body.iter("p") if "".join(p.itertext()).strip()]
    if len(found) < 2:
        raise ValueError("too few paragraphs")
    return found


def in_boxes(boxes: str) -> Change:
    """Each paragraph in boxes of its own: `div.row div`; a # in a name is the paragraph's number."""

    def change(_: Any, body: Any) -> None:
        for number, p in enumerate(paragraphs(body)):
            up, place, tail = p.getparent(), p.getparent().index(p), p.tail
            p.tail = None
            for box in reversed(boxes.replace("#", str(number)).split()):
                tag, _, name = box.partition(".")
                around = html.Element(tag, {"class": name} if name else {})
                around.append(p)
                p = around
            p.tail = tail
            up.insert(place, p)

    return change


def amid(source: str) -> Change:
    """Something else in the middle of the text."""
    return lambda _, body: paragraphs(body)[len(paragraphs(body)) // 2].addprevious(html.fragment_fromstring(source))


def beneath(source: str) -> Change:
    """Something else right below the body's box."""
    return lambda _, body: body.addnext(html.fragment_fromstring(f"<div>{source}</div>"))


def overhead(source: str) -> Change:
    """Something else as the first thing in the body's box."""

    def change(_: Any, body: Any) -> None:
        first = html.fragment_fromstring(source)
        first.tail, body.text = body.text, None
        body.insert(0, first)

    return change


def by_breaks(_: Any, body: Any) -> None:
    """The text in lines, without paragraphs."""
    for p in paragraphs(body):
        p.addnext(html.Element("br"))
        p.drop_tag()


def in_pieces(_: Any, body: Any) -> None:
    """Each paragraph in pieces of seven characters, as text processors leave it."""
    for p in paragraphs(body):
        if p.text and not len(p):
            pieces, p.text = re.findall(".{1,7}", p.text, re.S), None
            for piece in pieces:
                etree.SubElement(p, "span", lang="EN-US").text = piece


def nameless(root: Any, _: Any) -> None:
    """No class and no id; what hides an element stays."""
    for el in root.iter(etree.Element):
        for name in ("class", "id"):
            if "_baidu" not in el.get(name, ""):
                el.attrib.pop(name, None)


def titled(words: str) -> Change:
    """A page whose <title> says this."""

    def change(root: Any, _: Any) -> None:
        for title in root.iter("title"):
            title.text = words

    return change


def in_two(_: Any, body: Any) -> None:
    """The text in two boxes, an advertisement between them."""
    children = list(body)
    if len(children) < 4 or any((el.tail or "").strip() for el in children):
        raise ValueError("not made of elements")
    for half in (children[: len(children) // 2], children[len(children) // 2 :]):
        box = html.Element("div")
        box.extend(half)
        body.append(box)
    body.insert(1, html.fragment_fromstring(ADVERT))


CHANGES: dict[str, Change] = {
    "each paragraph in a `<div>`": in_boxes("div"), "in two of one name": in_boxes("div.row div.col"),
    "in a numbered box": in_boxes("div.p#"), "in a named section": in_boxes("section.para"),
    "in a table": in_boxes("table tr td"), "in a list": in_boxes("ul li"), "lines, no paragraphs": by_breaks,
    "paragraphs in pieces": in_pieces, "no classes, no ids": nameless, "`<title>` of the site alone": titled("某某网"),
    "text in two boxes": in_two, "advertisement amid": amid(ADVERT), "share bar amid": amid(SHARE),
    "other articles amid": amid(f"<div><b>相关新闻</b><ul>{LINKS}</ul></div>"), "call for an app amid": amid(APP),
    "notices below": beneath(NOTICE), "comments below": beneath(COMMENTS),
    "beginnings of others below": beneath(TEASERS), "a call to readers below": beneath(CALL),
    "index card on top": overhead(f"<table>{CARD}</table>"),
}  # fmt: skip


def moved(frame: Saved, page: Saved) -> str:
    """The source of a frame with another page's body and headline. Raises ValueError where it does not show its own."""
    root, body = opened(frame)
    _, other = opened(page)
    own, headline, shown = frame.gold["title"] or "", page.gold["title"] or "", 0
    body.clear(keep_tail=True)
    body.text = other.text
    body.extend(list(other))
    for el in root.iter(etree.Element):
        if own and "".join(own.split()) in "".join((el.text or "").split()):
            el.text, shown = f"{headline}_某某网" if el.tag == "title" else headline, shown + 1
    if shown < 2 or not headline:
        raise ValueError("no headline")
    return source(root)


def source(root: Any) -> str:
    """A tree as a page."""
    return "<!DOCTYPE html>" + etree.tostring(root, method="html", encoding="unicode")


def read_f1(read: Reader, page: str, gold: dict[str, Any]) -> float:
    """How well a page is read whose charset is plain."""
    body = page.replace("<head>", "<head><meta charset=utf-8>", 1).encode("utf-8", "replace")
    return f1(read(body, "utf-8"), gold["text"], gold["optional"])


def scores(read: Reader, pages: list[Saved], frames: int, dice: random.Random) -> Iterator[tuple[str, list[float]]]:
    """Each change's name, and the F1 of all pages that it applies to."""
    for name, change in CHANGES.items():
        found = []
        for page in pages:
            root, body = opened(page)
            try:
                change(root, body)
            except ValueError:
                continue
            found.append(read_f1(read, source(root), page.gold))
        yield name, found
    found = []
    for frame in pages:
        for page in dice.sample(pages, min(frames, len(pages))):
            try:
                found.append(read_f1(read, moved(frame, page), page.gold))
            except ValueError:
                continue
    yield "in another page's frame", found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--tool", choices=TOOLS, default="fangzhi")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--frames", type=int, default=12, help="bodies that each frame is given")
    asked = parser.parse_args()
    read = TOOLS[asked.tool]()
    pages = [page for page in saved(asked.pages) if read_f1(read, source(page.root), page.gold) >= WELL]
    sys.stdout.write("| change | pages | F1 | below .9 |\n|---|---|---|---|\n")
    for name, found in scores(read, pages, asked.frames, random.Random(asked.seed)):
        low = sum(score < LOW for score in found)
        sys.stdout.write(f"| {name} | {len(found)} | {mean(found) if found else 0:.4f} | {low} |\n")


if __name__ == "__main__":
    main()
