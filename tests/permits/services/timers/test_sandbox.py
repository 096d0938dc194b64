from permits.services.timers.sandbox import move_clock
from tests.permits.lives import Life, moment


def test_moving_the_sandbox_clock_fires_what_lies_between(life: Life) -> None:
    filed = life.submitted()

    assert move_clock(life.engine, life.office, moment("2099-01-01 00:00")) > 0

    assert life.application(filed).state == "in_review"
