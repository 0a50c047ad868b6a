"""The places of articles follow what is filed, and the counts by month add up, whatever comes in which order."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.doctor import examine
from tests.making import TEXT, page
from tests.reading import unsound
from tests.reprints import work
from tests.running import run


def places_of(archive: Archive, article: int) -> list[tuple[str, str | None, str]]:
    return archive.conn.execute(
        "SELECT prefecture, county, said FROM places WHERE article_id = ? ORDER BY code", (article,)).fetchall()


def test_an_article_has_the_places_of_its_headline_and_of_every_breadcrumb(archive: Archive) -> None:
    archive.know_portal("tianshui", province="甘肃")
    archive.add(page(portal="tianshui", breadcrumb=["首页", "天水新闻", "甘谷"]))
    assert places_of(archive, 1) == [("楚雄彝族自治州", "元谋县", "title"), ("天水市", "甘谷县", "breadcrumb")]
    archive.add(page("http://lzbs.example/1.htm", portal="lzbs", breadcrumb=["首页", "临夏回族自治州"]))
    assert ("临夏回族自治州", None, "breadcrumb") in places_of(archive, 1)


def test_a_new_headline_has_its_own_places(archive: Archive) -> None:
    text = TEXT.replace("元谋县", "全县")
    archive.add(page(text=text, title="甘谷县种辣椒", when="2020-01-02T00:00:00+00:00"))
    archive.add(page(text=text, title="皋兰县种百合", when="2020-01-03T00:00:00+00:00"))
    assert places_of(archive, 1) == [("兰州市", "皋兰县", "title")]


def test_words_that_look_like_places_are_none(archive: Archive) -> None:
    archive.add(page(title="和平年代的守望", text="扶贫路上。\n" + TEXT.replace("元谋县", "全县")))
    assert places_of(archive, 1) == []


@pytest.mark.parametrize(("place", "exit_code", "told"), [
    ("甘谷", 0, "元谋县齐心协力摘穷帽"), ("620523", 0, "元谋县齐心协力摘穷帽"), ("天水市", 0, "元谋县齐心协力摘穷帽"),
    ("皋兰县", 1, "nothing found"), ("临夏", 2, "several places"), ("无此县", 2, "no such place"), ("<x>", 2, "no such place"),
])
def test_search_is_narrowed_to_a_place(archive: Archive, place: str, exit_code: int, told: str) -> None:
    archive.know_portal("tianshui", province="甘肃")
    archive.add(page(portal="tianshui", breadcrumb=["首页", "天水新闻", "甘谷"]))
    done = run("fangzhi", "search", archive.path, "脱贫", "--place", place)
    assert done.returncode == exit_code
    assert told in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


DAYS = st.sampled_from([None, "2018", "2018-02", "2018-02-22", "2018-03-01T10:00+08:00", "2019-01-01"])


@given(st.lists(st.tuples(st.integers(0, 4), DAYS, st.sampled_from(["gscn", "lzbs"])), max_size=12))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_months_add_up(tmp_path_factory: pytest.TempPathFactory, filed: list[tuple[int, str | None, str]]) -> None:
    """Reprints that come earlier, other dates at an address: the counts are those of the articles."""
    path: Path = tmp_path_factory.mktemp("months") / "a.db"
    with Archive(path) as archive:
        for n, (number, day, portal) in enumerate(filed):
            archive.add(page(f"http://{portal}.example/{n % 7}.htm", work(number), portal=portal, published_at=day,
                             when=f"2020-01-{n + 1:02}T00:00:00+00:00"))
    assert unsound(path) == []


def test_a_miscount_is_unsound(archive: Archive) -> None:
    archive.add(page(published_at="2018-02-22"))
    archive.conn.execute("UPDATE months SET articles = 7")
    assert any("months that miscount" in found.text for found in examine(archive.path) if found.level == "unsound")


def test_an_article_that_another_takes_over_leaves_no_place(archive: Archive) -> None:
    whole = work(3)
    halves = whole[: int(len(whole) * 0.55)], whole[int(len(whole) * 0.45) :]
    for n, text in enumerate([*halves, whole]):
        archive.add(page(f"http://gscn.example/{n}.htm", text, title="甘谷县种辣椒"))
    assert archive.conn.execute("SELECT id, article_id FROM redirects").fetchall() == [(2, 1)]
    assert {row[0] for row in archive.conn.execute("SELECT article_id FROM places")} == {1}
