"""The Scrapyd recipe of docs/operations.md, with Scrapyd 1.6 in an environment of the test's own."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.reading import shown, sound
from tests.running import FAST, environment
from tests.town import Town

pytestmark = pytest.mark.long
RECIPE = re.search(r"```\n(\[scrapyd\].*?)```", (ROOT / "docs/operations.md").read_text("utf-8"), re.S)
BESIDE = [path for path in sys.path if path.endswith("site-packages")]


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its console command, in an environment that sees this one's packages."""
    place = tmp_path_factory.mktemp("scrapyd") / "venv"
    venv.create(place, with_pip=True)
    (packages,) = (place / "lib").glob("python*/site-packages")
    lines = [f"import site; site.addsitedir({path!r})\n" for path in BESIDE]
    (packages / "beside.pth").write_text("".join(lines))
    done = subprocess.run([place / "bin/pip", "install", "-q", "scrapyd==1.6.0"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("Scrapyd 1.6.0 cannot be installed here")
    return place / "bin/scrapyd"


@pytest.fixture
def town() -> Iterator[Town]:
    with Town(portals=["lzbs"], articles=12) as running:
        yield running


def asked(port: int, call: str, **data: Any) -> dict[str, Any]:
    body = urllib.parse.urlencode(data, doseq=True).encode() if data.pop("post", False) else None
    url = f"http://127.0.0.1:{port}/{call}.json" + ("" if body else "?" + urllib.parse.urlencode(data))
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return json.loads(opener.open(url, body, timeout=30).read())


def test_scrapyd_lists_schedules_and_remembers(scrapyd: Path, town: Town, tmp_path: Path) -> None:
    assert RECIPE, "the recipe stands in docs/operations.md"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "scrapy.cfg").write_text(RECIPE[1].replace("[scrapyd]", f"[scrapyd]\nhttp_port = {port}"), "utf-8")
    process = subprocess.Popen([str(scrapyd)], cwd=tmp_path, env={**os.environ, **environment(town)},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        assert "lzbs" in asked(port, "listspiders", project="fangzhi")["spiders"]
        settings = [*FAST, f"ARCHIVE={tmp_path / 'a.db'}", f"REPORT={tmp_path / 'r.json'}"]
        job = asked(port, "schedule", post=True, project="fangzhi", spider="lzbs", setting=settings, limit="5")["jobid"]
        for _ in range(300):
            if asked(port, "listjobs", project="fangzhi")["finished"]:
                break
            time.sleep(0.2)
        assert [done["id"] for done in asked(port, "listjobs", project="fangzhi")["finished"]] == [job]
    finally:
        process.terminate()
        process.wait(timeout=30)
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["exit"] == 0
    assert len(shown(tmp_path / "a.db")) == 5
    assert sound(tmp_path / "a.db")
    assert list((tmp_path / "dbs").glob("*.db")), "SqliteJobStorage"
