"""Settings of a crawl that are wrong: named in one line, before anything is asked for or made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.errors import GOOD, FangzhiError
from crawler.cli import settings
from crawler.options import SETTINGS, check
from crawler.run import portal_classes
from tests.running import FAST, crawl, run
from tests.town import Town

DICT = "collections.OrderedDict"  # a class, but of no use there
PATHS = ('{"x": 1}', '{"pipelines.store.NoSuch": 1}', '{"os.path": 1}')
WRONG = {
    "DOWNLOAD_DELAY": ("abc", "-1", "nan", "inf"), "DOWNLOAD_TIMEOUT": ("abc", ""), "DOWNLOAD_MAXSIZE": ("x", "8M"),
    "CONCURRENT_REQUESTS": ("0",), "CONCURRENT_REQUESTS_PER_DOMAIN": ("x",), "AUTOTHROTTLE_ENABLED": ("maybe",),
    "RETRY_ENABLED": ("x",), "RETRY_TIMES": ("x", "1.5"), "RETRY_WAIT": ("x",), "HOST_FAILURES": ("x", "-1", "0"),
    "RECHECK_DAYS": ("x", "9999999"), "SOFT_404_PROBE": ("maybe",), "CLOSESPIDER_TIMEOUT": ("x",),
    "CLOSESPIDER_TIMEOUT_NO_ITEM": ("x",), "CLOSESPIDER_ITEMCOUNT": ("x", "-1"), "CLOSESPIDER_PAGECOUNT": ("1.5",),
    "CLOSESPIDER_PAGECOUNT_NO_ITEM": ("x",), "CLOSESPIDER_ERRORCOUNT": ("x", "nan"),
    "ALLOWED_NETWORKS": ("foo", "10.0.0.1/8", "192.0.2.0/24,x"), "LOG_LEVEL": ("FOO", "info"),
    "LOG_ENCODING": ("x",), "LOG_FORMAT": ("x", "%(message"), "LOG_FORMATTER": ("x", "no.such.Class", DICT), "STATS_CLASS": ("x", "os.path.join", DICT),
    "SCHEDULER": ("x", DICT), "DOWNLOADER": ("x", DICT), "DUPEFILTER_CLASS": ("x", DICT), "SPIDER_LOADER_CLASS": ("x", "", "no.such.Class", "os.path.join"),
    "ITEM_PIPELINES": PATHS, "DOWNLOADER_MIDDLEWARES": PATHS, "SPIDER_MIDDLEWARES": PATHS, "EXTENSIONS": PATHS,
    "DOWNLOAD_HANDLERS": ('{"http": "x"}', '{"http": "crawler.guard.NoSuch"}', '{"http": "os.path"}'),
    "REDIRECT_MAX_TIMES": ("x", "-1"), "RETRY_HTTP_CODES": ("x", "500,x", "99", "200,503"),
    "RETRY_EXCEPTIONS": ("x", "no.module.Error", "scrapy.exceptions.NoError", "os.path", "os.path.join", "OSError,x"),
    "TWISTED_REACTOR": ("nonsense", "", "twisted.internet.selectreactor.SelectReactor"),
    "TWISTED_REACTOR_ENABLED": ("0", "x"), "TWISTED_DNS_RESOLVER": ("x", "no.such.Class", "os.path.join", DICT),
    "ASYNCIO_EVENT_LOOP": ("x", "uv.loop", DICT), "REACTOR_THREADPOOL_MAXSIZE": ("x", "0"), "AUTOTHROTTLE_START_DELAY": ("x", "-1"),
    "AUTOTHROTTLE_MAX_DELAY": ("x",), "AUTOTHROTTLE_TARGET_CONCURRENCY": ("0", "x", "nan"), "MEMUSAGE_WARNING_MB": ("x",),
    "DNS_TIMEOUT": ("x",),
    "DOWNLOAD_TLS_MIN_VERSION": ("x", "1.2"), "MEMUSAGE_LIMIT_MB": ("x",), "LOGSTATS_INTERVAL": ("x",),
    "USER_AGENT": ("", "方志/1", "Fangzhi/1\r\nX: y", "(nobody)"),
}


def test_the_table_is_that_of_this_test() -> None:
    assert [name for name, _, _ in SETTINGS] == list(WRONG)
    check(settings())


@pytest.mark.parametrize(("name", "good"), [(name, good) for name, _, good in SETTINGS])
def test_O12_a_wrong_setting_is_named_with_one_that_is_good(name: str, good: str) -> None:
    found = settings()
    found.set(name, good)
    check(found)
    for value in WRONG[name]:
        found.set(name, value)
        with pytest.raises(FangzhiError) as told:
            check(found)
        assert str(told.value) == f"{name}={value}: not a value of this setting; write {name}={good}"


@pytest.mark.parametrize(("wrong", "says"), [
    ("RECHECK_DAYS=x", "RECHECK_DAYS=x: not a value of this setting; write RECHECK_DAYS=3"),
    ("REPORT={0}/no/r.json", "{0}/no/r.json: the report cannot be written ({0}/no is not there, or not ours); name another file"),
    ("REPORT={0}", "{0}: the report cannot be written (a folder); name a file"),
    ("LOG_FILE={0}/no/x.log", "{0}/no/x.log: the log cannot be written ({0}/no is not there, or not ours); name another file"),
    ("LOG_FILE={0}", "{0}: the log cannot be written (a folder); name a file"),
    ("REPORT=/etc/passwd/r.json", "/etc/passwd/r.json: the report cannot be written (Not a directory); name another file"),
    ("REPORT={0}/" + "r" * 300, "{0}/" + "r" * 300 + ": the report cannot be written (File name too long); name another file"),
    ("REPORT=/proc/r.json", "/proc/r.json: the report cannot be written (No such file or directory); name another file"),
    ("REPORT={0}/a.db", "{0}/a.db: the report would overwrite an archive; name another file"),
    ("LOG_FILE={0}/a.db-wal", "{0}/a.db-wal: the log would overwrite an archive; name another file"),
    ("STATS_CLASS=collections.OrderedDict", "STATS_CLASS=collections.OrderedDict: not a value of this setting; write"
                                            " STATS_CLASS=crawler.logs.Stats"),
    ("SPIDER_LOADER_CLASS=x", "SPIDER_LOADER_CLASS=x: not a value of this setting; write"
                              " SPIDER_LOADER_CLASS=scrapy.spiderloader.SpiderLoader"),
])
def test_O12_nothing_is_asked_for_with_a_wrong_setting(tmp_path: Path, wrong: str, says: str) -> None:
    with Town(portals=["lzbs"], articles=10) as town:
        done = crawl("lzbs", tmp_path / "a.db", town, "-s", wrong.format(tmp_path))
        assert (done.returncode, done.stderr) == (2, f"fangzhi: {says.format(tmp_path)}\n")
        assert not town.log
    assert not (tmp_path / "a.db").exists()


def test_O12_trying_whether_a_report_can_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "new.json")
    (tmp_path / "old.json").write_text("of yesterday")
    for name in ("link.json", "old.json", "other.json"):
        found = settings()
        found.set("REPORT", str(tmp_path / name))
        check(found)
    assert (tmp_path / "old.json").read_text() == "of yesterday"
    assert {path.name for path in tmp_path.iterdir()} == {"link.json", "old.json"}


@pytest.mark.parametrize("module", ["nonsense", "crawler.nonsense", "no.such.module", ".portals"])
def test_O12_a_module_of_portals_that_is_not_there_is_named(module: str) -> None:
    found = settings()
    found.set("SPIDER_MODULES", f"crawler.portals,{module}")
    with pytest.raises(FangzhiError, match=rf"^SPIDER_MODULES: no module {re.escape(module)}; write SPIDER_MODULES="):
        portal_classes(found)


def test_O12_a_module_of_portals_that_breaks_is_a_fault_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_portals.py").write_text("import nonsense\n")
    monkeypatch.syspath_prepend(tmp_path)
    found = settings()
    found.set("SPIDER_MODULES", "broken_portals")
    with pytest.raises(ModuleNotFoundError, match="nonsense"):
        portal_classes(found)


def test_a_portal_named_twice_is_crawled_once(tmp_path: Path) -> None:
    options = [word for setting in FAST for word in ("-s", setting)]
    with Town(portals=["lzbs"], articles=10) as town:
        done = run("fangzhi", "crawl", "lzbs", "lzbs", "-s", f"ARCHIVE={tmp_path / 'a.db'}", *options, town=town)
    assert done.returncode == GOOD, done.stderr
    assert "is being crawled" not in done.stderr


@pytest.mark.parametrize("value", ["x", "[1]"])
def test_O12_a_table_that_is_none_is_named(tmp_path: Path, value: str) -> None:
    done = run("fangzhi", "crawl", "lzbs", "-s", f"ARCHIVE={tmp_path / 'a.db'}", "-s", f"ITEM_PIPELINES={value}")
    told = f"fangzhi: ITEM_PIPELINES={value}: not a value of this setting; write a JSON object\n"
    assert (done.returncode, done.stderr) == (2, told)
    assert not (tmp_path / "a.db").exists()
