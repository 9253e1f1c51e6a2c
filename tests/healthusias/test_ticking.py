from datetime import timedelta

import pytest
from django.utils import timezone

from healthusias import ticking
from tools import supervise


def _act(name, answer=0, failure=None):
    def act(now):
        if failure:
            raise failure
        return answer

    act.__name__ = name
    return act


def test_one_act_that_fails_does_not_stop_the_others(monkeypatch, caplog):
    acts = (_act("first", failure=ZeroDivisionError()), _act("second", 3))
    monkeypatch.setattr(ticking, "ACTS", acts)
    assert list(ticking.tick(timezone.now()).values()) == [3]
    assert "first failed; it is tried again" in caplog.text


@pytest.mark.django_db
def test_a_tick_with_nothing_to_do_is_cheap(django_assert_max_num_queries):
    # Before the hour of the nightly watch.
    with django_assert_max_num_queries(15):
        done = ticking.tick(timezone.localtime().replace(hour=1))
    assert set(done.values()) == {0}
    assert "scheduling.run_due" in done


def test_it_ticks_often_enough_for_a_promise_of_a_minute():
    assert timedelta(seconds=ticking.EVERY) <= timedelta(seconds=30)


def test_the_supervisor_runs_the_worker():
    assert supervise._worker()[1:] == ["manage.py", "work"]
