from datetime import timedelta

from permits.casefile.clocks.ladders import Days, ladder_of
from permits.verifier import moment as written
from tests.permits.lives import Life, day, moment


def test_a_timer_stands_on_its_next_rung_and_knows_those_ahead(life: Life) -> None:
    calendar = life.office.calendar_of("320699")
    days = Days(day("2026-03-02"), day("2026-03-11"), day("2026-03-10"))

    ladder = ladder_of("application", "committed", days, calendar, at=moment("2026-03-02 10:00"))

    assert ladder is not None
    assert (ladder["scope"], ladder["clock"], ladder["state"]) == ("application", "committed", "armed")
    rungs = [ladder["rung"], *(rung for rung, _at in ladder["ahead"])]
    assert rungs[-1] == "red"
    assert "yellow" in rungs
    moments = [written(ladder["fire_at"]), *(at for _rung, at in ladder["ahead"])]
    assert moments == sorted(moments)
    assert moments[-1] == written(moment("2026-03-11 00:00") + timedelta(days=1))


def test_rungs_left_behind_are_not_climbed_again(life: Life) -> None:
    calendar = life.office.calendar_of("320699")
    days = Days(day("2026-03-02"), day("2026-03-11"), day("2026-03-10"))

    ladder = ladder_of("application", "committed", days, calendar, at=moment("2026-03-11 10:00"))

    assert ladder is not None
    assert (ladder["rung"], [rung for rung, _at in ladder["ahead"]]) == ("due", ["red"])
