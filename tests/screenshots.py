"""Pictures of the reading room for the docs: `python -m tests.screenshots [ARCHIVE] OUT_DIR`.

Without an archive, of the sample that the tests read.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.browsing import browser, chromium, served
from tests.reading_sample import build

WIDTHS = {"wide": 1440, "narrow": 375}
TALLEST = 1200  # a picture is to be looked at, not scrolled


def pages(database: str) -> dict[str, str]:
    """What is shown, by the name of its picture."""
    return {
        "front": "/", "front-en": "/?_lang=en", "search": f"/{database}/-/search?q=扶贫&_lang=zh",
        "article": f"/{database}/articles/1", "revision": f"/{database}/articles/3",
        "place": f"/{database}/-/place/620523", "attention": f"/{database}/-/attention?q=扶贫&by=province",
        "portal": f"/{database}/-/portal/gscn", "table": f"/{database}/articles?_search=扶贫",
    }


def shoot(archive: Path, folder: Path) -> list[Path]:
    """Take every picture in both widths; return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with served(archive) as address, browser() as opened:
        for name, width in WIDTHS.items():
            tab = opened.new_context(base_url=address, viewport={"width": width, "height": 900}).new_page()
            for page, path in pages(archive.stem).items():
                tab.goto(path)
                height = min(TALLEST, int(tab.evaluate("document.documentElement.scrollHeight")))
                taken.append(folder / f"{page}-{name}.png")
                tab.screenshot(path=taken[-1], full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    return taken


def main(arguments: list[str]) -> int:
    """The command. Exits 2 where it was called wrongly or has no browser."""
    if len(arguments) not in (1, 2) or chromium() is None:
        print("usage: python -m tests.screenshots [ARCHIVE] OUT_DIR    (needs an installed Chromium)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as made:
        archive = Path(arguments[0]) if len(arguments) == 2 else build(Path(made) / "archive.db", articles=600)
        for picture in shoot(archive, Path(arguments[-1])):
            print(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
