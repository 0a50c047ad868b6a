"""Works that never were, and how papers change them when they reprint them: each change by its name."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from pipelines.text.script import fold
from tests.town.facts import PORTALS
from tests.town.news import article

NAMES = sorted(PORTALS)
# Characters that slips bring in: all in daily use.
COMMON = "的一是在了不和有大这主中人上为们地个用工时要动国产以我到他会作来分生对于学下级就年阶义发成部民可出能方进同行面说种过命度革而多子后自社加小机也"
FURNITURE = ("首页 > 新闻中心 > 县区动态 > 正文", "字号：大 中 小 打印本页 关闭窗口", "扫描二维码关注官方微信公众号",
             "版权声明：凡注明来源的作品均为转载，不代表本网观点。如有异议请在三十日内与我们联系。",
             "上一篇：全市春耕备耕工作会议召开", "下一篇：市民广场夜间照明全部更新", "（责任编辑：常远 实习编辑：庄宁）",
             "记者从相关部门了解到，本文系综合报道。", "新媒体编辑部 出品 监制 方舟 统筹 林原")
TRADITIONAL = str.maketrans("来为这个时国说对会动发与实际经济产业开门农县镇乡扶贫关万书东车马鸟鱼",
                            "來為這個時國說對會動發與實際經濟產業開門農縣鎮鄉扶貧關萬書東車馬鳥魚")
WIDE = {ord("，"): ", ", ord("。"): ".", ord("："): ":", ord("；"): ";", ord("“"): '"', ord("”"): '"', ord("\n"): "\n\n\u3000\u3000",
        **{ord("0") + n: chr(0xFF10 + n) for n in range(10)}}


@cache
def work(n: int, seed: int = 11) -> str:
    """The text of work n; different ones are different articles."""
    return article(NAMES[n % len(NAMES)], n // len(NAMES), seed=seed, of=100_000).text


def slips(text: str, dice: random.Random, rate: float = 0.05) -> str:
    """Characters lost, exchanged or doubled."""
    made = []
    for char in text:
        kind = dice.randrange(3) if dice.random() < rate else 3
        made.append(("", dice.choice(COMMON), char + dice.choice(COMMON), char)[kind])
    return "".join(made)


def _framed(text: str, dice: random.Random) -> str:
    return "\n".join([dice.choice(FURNITURE), text, *dice.sample(FURNITURE, 2)])


def _byline(text: str, dice: random.Random) -> str:
    return f"本报讯（记者 {''.join(dice.sample('王李张刘陈', 2))} 通讯员 {''.join(dice.sample('明华国强', 2))}）" + text


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "same": lambda text, dice: text,
    "header": lambda text, dice: dice.choice(FURNITURE) + "\n" + text,
    "footer": lambda text, dice: text + "\n" + "\n".join(dice.sample(FURNITURE, 2)),
    "byline": _byline,
    "traditional": lambda text, dice: text.translate(TRADITIONAL),
    "cut to 60 %": lambda text, dice: text[: int(len(text) * 0.6)],
    "cut at both ends": lambda text, dice: text[int(len(text) * 0.2) : int(len(text) * 0.8)],
    "5 % slips": slips,
    "punctuation and width": lambda text, dice: text.translate(WIDE),
    "without punctuation": lambda text, dice: re.sub(r"[^\w\n]", "", text),
    "cut, slips, framed": lambda text, dice: _framed(slips(text[: int(len(text) * 0.6)], dice), dice),
}


def different(n: int, dice: random.Random) -> tuple[str, str]:
    """Two articles of which 30 % are the same words."""
    boilerplate = fold(work(n, seed=99))
    pair = work(2 * n, seed=12), work(2 * n + 1, seed=12)
    first, second = (text + "\n" + (boilerplate * 4)[: int(len(text) * 0.3 / 0.7)] for text in pair)
    return first, second
