"""Days saved against the serial process: from what the departments took, never clamped."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from workflows import SHANGHAI, Calendar, Held, days_saved

P1, P3 = "road-occupation", "green-space"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


def held(branch: str, since: str, until: str, claimed: str = "", permit: str = P1) -> Held:
    return Held((permit, branch), at(since), at(claimed or since), at(until))


ACCEPTED, DECIDED = at("03-02 10:00"), at("03-06 10:00")
POLICE, ROADS = held("police", "03-02 10:00", "03-04 10:00"), held("roads", "03-02 10:00", "03-06 10:00", "03-05 10:00")
BRANCHES = [POLICE, ROADS, held("greening", "03-03 09:00", "03-04 17:30", permit=P3)]


def test_one_department_saves_nothing(calendar: Calendar) -> None:
    saved = days_saved(ACCEPTED, DECIDED, [ROADS], calendar, stops={})

    assert (saved.overlap, saved.calendar, saved.serial_ends_on) == (0, 0, DECIDED.date())


def test_what_ran_at_the_same_time_is_saved_and_waiting_in_the_queue_left_out_below(calendar: Calendar) -> None:
    saved = days_saved(ACCEPTED, DECIDED, [POLICE, ROADS], calendar, stops={})

    # two and four working days: six in series end on the Tuesday after
    assert (saved.overlap, saved.calendar) == (2, 2)
    assert saved.serial_ends_on.isoformat() == "2026-03-10"
    # of the roads' four days one was work
    assert saved.lower_bound == -1


@pytest.mark.parametrize("order", list(permutations(BRANCHES)))
def test_the_order_of_the_branches_does_not_matter(calendar: Calendar, order: tuple[Held, ...]) -> None:
    saved = days_saved(ACCEPTED, DECIDED, order, calendar, stops={})
    assert (saved.overlap, saved.calendar, saved.lower_bound) == (3.35, 3, 0)


def test_time_nobody_worked_counts_against_the_parallel_process(calendar: Calendar) -> None:
    quick = held("police", "03-02 10:00", "03-02 16:00")

    saved = days_saved(ACCEPTED, DECIDED, [quick, held("roads", "03-06 09:00", "03-06 10:00")], calendar, stops={})

    assert saved.calendar == -4


def test_a_stop_is_no_work_and_is_waited_for_once(calendar: Calendar) -> None:
    stops = {P1: [(at("03-03 00:00").date(), at("03-05 00:00").date())]}

    saved = days_saved(ACCEPTED, DECIDED, [POLICE, ROADS], calendar, stops=stops)

    # police 14 hours, roads 48 hours, two days of stop: the fifth day ends
    assert saved.overlap == round(14 / 24, 2)
    assert saved.serial_ends_on.isoformat() == "2026-03-06"


def test_duties_one_after_the_other_are_one_path(calendar: Calendar) -> None:
    after = held("government", "03-04 10:00", "03-06 10:00")

    assert days_saved(ACCEPTED, DECIDED, [POLICE, after], calendar, stops={}).overlap == 0
    earlier = held("government", "03-04 09:00", "03-06 10:00")
    assert days_saved(ACCEPTED, DECIDED, [POLICE, earlier], calendar, stops={}).overlap == 2


def test_days_off_are_no_working_time(calendar: Calendar) -> None:
    friday, monday = at("03-06 12:00"), at("03-09 12:00")
    pair = [held("police", "03-06 12:00", "03-09 12:00"), held("roads", "03-06 12:00", "03-09 12:00")]

    saved = days_saved(friday, monday, pair, calendar, stops={})

    assert (saved.overlap, saved.calendar) == (1, 1)
    assert saved.serial_ends_on == (monday + timedelta(days=1)).date()
