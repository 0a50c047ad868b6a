"""No pattern of the reading jobs may be driven to quadratic time by a hostile page."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import pipelines
from tests.timing import quick

MODULES = [module.name for module in pkgutil.walk_packages(pipelines.__path__, "pipelines.")]
HOSTILE = {
    "digits": "1" * 200_000,
    "years": "2018-" * 40_000,
    "blanks": "来源:" + " " * 200_000,
    "brackets": "([（【" * 50_000,
    "one bracket": "（" + "张" * 200_000,
    "labels": "责任编辑：" * 40_000,
    "reporters": "本报记者" * 50_000,
    "colons": ":" * 200_000,
    "not": "未经" * 100_000,
    "tags": "<meta http-equiv=" * 12_000,
    "slashes": "文/图" * 66_000,
}
# Only ever matched where a row or page begins, or the whole of one.
ANCHORED = (
    *("BUTTON_FIRST", "HEADING", "NOTICE", "_REPORTED", "_BRACKET_HEAD", "END", "_XML_DECLARATION", "OPENS"),
    *("_OFFICE", "_DOTTED", "_HAN_RUN"),
)
BOUND = 0.5  # seconds of CPU; quadratic time is minutes


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    seen: set[int] = set()
    for module in MODULES:
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, re.Pattern) and id(value) not in seen:
                seen.add(id(value))
                yield f"{module}.{name}", value
            elif isinstance(value, tuple):
                for item in value:
                    if isinstance(item, tuple) and isinstance(item[-1], re.Pattern):
                        yield f"{module}.{name}.{item[0]}", item[-1]
                    elif isinstance(item, re.Pattern):
                        yield f"{module}.{name}", item


@pytest.mark.parametrize(
    ("name", "pattern"), list(patterns()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    for hostile in HOSTILE.values():
        text: str | bytes = hostile.encode("gb18030") if isinstance(pattern.pattern, bytes) else hostile
        look = pattern.match if name.endswith(ANCHORED) else pattern.search
        quick(BOUND, look, text)
