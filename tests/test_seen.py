"""What a run has met: by canonical address, each once, and outside of memory."""

from __future__ import annotations

import os

from bench.soak import memory
from crawler.seen import Seen

SITE = "http://www.lzbs.com.cn/content_"


def test_one_address_in_two_spellings_is_met_once() -> None:
    seen = Seen()
    assert seen.add([f"{SITE}1.htm", f"{SITE}2.htm", f"{SITE}1.htm?utm_source=x"]) == 2
    assert f"{SITE}1.htm#top" in seen
    assert f"{SITE}3.htm" not in seen
    assert seen.add([f"{SITE}2.htm", f"{SITE}3.htm"]) == 1
    assert len(seen) == 3


def test_no_two_runs_share_what_they_have_met() -> None:
    one, other = Seen(), Seen()
    one.add([SITE])
    assert not other
    assert SITE not in other


def test_O6_fifty_thousand_addresses_take_no_memory() -> None:
    seen = Seen()
    seen.add(f"{SITE}{n}" for n in range(10_000))
    before = memory(os.getpid())
    assert seen.add(f"{SITE}{n}" for n in range(60_000)) == 50_000
    assert memory(os.getpid()) - before < 2000, "KB; a set of them would take 4000"
