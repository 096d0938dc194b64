import pytest

from permits.services.notifying.quiet_hours import QuietHours
from tests.permits.lives import moment

NIGHT = QuietHours.read("22:00-08:00")
NOON = QuietHours.read("12:00-14:00")


@pytest.mark.parametrize(
    ("hours", "at", "ends"),
    [
        (NIGHT, "2026-03-02 21:59", None),
        (NIGHT, "2026-03-02 22:00", "2026-03-03 08:00"),
        (NIGHT, "2026-03-03 00:00", "2026-03-03 08:00"),
        (NIGHT, "2026-03-03 07:59", "2026-03-03 08:00"),
        (NIGHT, "2026-03-03 08:00", None),
        (NIGHT, "2026-12-31 23:30", "2027-01-01 08:00"),
        (NOON, "2026-03-02 11:59", None),
        (NOON, "2026-03-02 12:00", "2026-03-02 14:00"),
        (NOON, "2026-03-02 13:59", "2026-03-02 14:00"),
        (NOON, "2026-03-02 14:00", None),
    ],
)
def test_quiet_hours_end_in_the_morning_of_the_office(hours: QuietHours, at: str, ends: str | None) -> None:
    assert hours.end_around(moment(at)) == (moment(ends) if ends else None)


@pytest.mark.parametrize("at", ["2026-03-02 00:00", "2026-03-02 12:00", "2026-03-02 23:59"])
def test_two_equal_hours_are_no_quiet_hours(at: str) -> None:
    assert QuietHours.read("08:00-08:00").end_around(moment(at)) is None


@pytest.mark.parametrize("text", ["25:00-08:00", "22:00", "night", ""])
def test_a_span_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|hour must be"):
        QuietHours.read(text)
