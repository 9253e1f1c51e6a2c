import csv
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from articles import wall_times
from articles.wall_times import EARLIER, LATER, Fold, Gap, instant


def _rows(shared_dir, kind):
    with open(shared_dir / "corpora" / "urls-dates" / "dst_cases.tsv", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["kind"] == kind]


def _wall(row):
    return datetime.strptime(row["local_wall_time"], "%Y-%m-%d %H:%M")


def _utc(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@pytest.mark.shared
def test_every_plain_time_is_its_one_instant(shared_dir):
    rows = _rows(shared_dir, "plain")
    assert len(rows) == 5
    assert [instant(_wall(row), row["zone"]) for row in rows] == [_utc(row["utc_fold0"]) for row in rows]


@pytest.mark.shared
def test_every_gap_is_refused_and_explained(shared_dir):
    rows = _rows(shared_dir, "gap")
    assert len(rows) == 8
    for row in rows:
        for which in ("", EARLIER, LATER):
            with pytest.raises(Gap) as caught:
                instant(_wall(row), row["zone"], which)
            (words,) = caught.value.message_dict["time"]
            assert f"there is no {_wall(row):%H:%M} in {row['zone']}" in words


@pytest.mark.shared
def test_every_fold_asks_and_takes_the_answer(shared_dir):
    rows = _rows(shared_dir, "fold")
    assert len(rows) == 6
    for row in rows:
        with pytest.raises(Fold) as caught:
            instant(_wall(row), row["zone"])
        both = [_utc(row["utc_fold0"]), _utc(row["utc_fold1"])]
        assert [caught.value.earlier, caught.value.later] == both
        assert [instant(_wall(row), row["zone"], which) for which in (EARLIER, LATER)] == both


@pytest.mark.shared
def test_every_row_of_the_table_is_tried(shared_dir):
    kinds = ("plain", "gap", "fold", "invalid")
    assert [len(_rows(shared_dir, kind)) for kind in kinds] == [5, 8, 6, 1]
    for row in _rows(shared_dir, "invalid"):
        with pytest.raises(ValueError, match="day is out of range"):
            _wall(row)


def test_a_gap_offers_the_times_beside_it():
    with pytest.raises(Gap) as caught:
        instant(datetime(2026, 3, 29, 1, 30), "Europe/London")
    assert caught.value.message_dict["time"] == [
        "On 29 March 2026 there is no 01:30 in Europe/London: the clocks are put forward over it. "
        "Choose 00:30 or 02:30, or another time."
    ]


def test_a_day_that_was_left_out_is_a_gap_too():
    with pytest.raises(Gap, match=r"12:00 on 29 December 2011 or 12:00 on 31 December 2011"):
        instant(datetime(2011, 12, 30, 12), "Pacific/Apia")


def test_a_fold_says_both_offsets():
    with pytest.raises(Fold, match=r"first at UTC\+01:00, then at UTC\+00:00"):
        instant(datetime(2026, 10, 25, 1, 30), "Europe/London")


@pytest.mark.parametrize(
    "zone", ["", "Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "UTC\0", "localtime", "x" * 9999]
)
def test_a_zone_that_does_not_exist_is_refused(zone):
    with pytest.raises(ValidationError) as caught:
        instant(datetime(2026, 1, 1), zone)
    assert list(caught.value.message_dict) == ["zone"]


@pytest.mark.parametrize(("wall", "zone"), [(datetime.min, "Asia/Tokyo"), (datetime.max, "America/Los_Angeles")])
def test_the_ends_of_the_calendar_are_refused(wall, zone):
    with pytest.raises(ValidationError) as caught:
        instant(wall, zone)
    assert list(caught.value.message_dict) == ["date"]


def test_an_instant_is_spoken_in_the_zone_in_which_it_was_chosen():
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert wall_times.spoken(moment, "Europe/London") == "25 October 2026, 01:30 (Europe/London, UTC+01:00)"
    assert wall_times.spoken(moment, "Asia/Kathmandu") == "25 October 2026, 06:15 (Asia/Kathmandu, UTC+05:45)"
