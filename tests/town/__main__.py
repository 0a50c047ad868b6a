"""`python -m tests.town`: serve the town for a while, or write it to a WARC file."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from tests.town import PORTALS, Town
from tests.town.warc import write_warc


def main() -> None:
    """Read the arguments and do as they say."""
    parser = argparse.ArgumentParser(prog="python -m tests.town", description=__doc__)
    parser.add_argument("--portals", default=",".join(PORTALS), help="names, separated by commas")
    parser.add_argument("--articles", type=int, default=40, help="of each portal")
    parser.add_argument("--per-page", type=int, default=20, help="articles on a list page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--multipage", action="store_true", help="some articles run over several pages")
    parser.add_argument("--reprints", action="store_true", help="portals print some of each other's articles again")
    parser.add_argument("--seeds", type=Path, help="folder with the seed texts and gold.json")
    parser.add_argument("--cache", type=int, default=0, help="pages that stay rendered")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--seconds", type=float, default=600, help="how long to serve")
    parser.add_argument("--warc", type=Path, help="write this file instead of serving")
    asked = parser.parse_args()
    town = Town(
        asked.portals.split(","), asked.articles, asked.per_page, asked.seed, asked.multipage, asked.seeds,
        port=asked.port, cache=asked.cache, reprints=asked.reprints,
    )
    if asked.warc:
        print(f"{asked.warc}: {write_warc(town, asked.warc)} records, {asked.warc.stat().st_size:,} bytes")
        return
    asyncio.run(_serve(town, asked.seconds))


async def _serve(town: Town, seconds: float) -> None:
    serving = asyncio.create_task(town.serve(seconds))
    while not town.port:
        await asyncio.sleep(0.01)
    print(f"http_proxy={town.proxy_url}", flush=True)
    await serving


if __name__ == "__main__":
    main()
