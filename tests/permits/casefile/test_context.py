from dataclasses import replace

import pytest

from permits.casefile import ActContext
from permits.db import reading
from permits.office import Calendars, Office
from tests.permits.lives import Life, day, moment


def with_cut_off(office: Office, hour: int) -> Office:
    current = replace(office.calendars.current, cut_off_hours={"320699": hour})
    return replace(office, calendars=Calendars(current))


@pytest.mark.parametrize(
    ("at", "received_on"),
    [
        ("2026-03-06 16:59", "2026-03-06"),
        ("2026-03-06 17:00", "2026-03-06"),
        ("2026-03-06 17:01", "2026-03-09"),
        ("2026-03-07 10:00", "2026-03-09"),
    ],
)
def test_after_the_cut_off_hour_the_next_working_day_counts(life: Life, at: str, received_on: str) -> None:
    with reading(life.engine) as conn:
        late = ActContext(conn, life.actor("window"), moment(at), with_cut_off(life.office, 17))

        assert late.received_on == day(received_on)


def test_without_a_cut_off_hour_the_day_itself_counts(life: Life) -> None:
    with reading(life.engine) as conn:
        late = ActContext(conn, life.actor("window"), moment("2026-03-07 23:59"), life.office)

        assert (late.today, late.received_on) == (day("2026-03-07"), day("2026-03-07"))


def test_an_area_without_a_calendar_of_its_own_keeps_the_national_one(life: Life) -> None:
    assert life.office.calendar_of("999999") is life.office.calendars.current.national


def test_a_department_an_area_does_not_have_is_no_body_of_it(life: Life) -> None:
    assert life.office.body("320699", "roads").key == "roads"
    with pytest.raises(KeyError):
        life.office.body("320699", "nobody")
