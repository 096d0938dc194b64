"""Last days of the remedies: sixty days and six months from service, a day off moves to the next working day."""

import pytest

from permits.services.case.remedies import months_after, printed, remedies_from
from tests.permits.lives import Life, day


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-03-02", 6, "2026-09-02"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2028-02-29", 12, "2029-02-28"),
    ],
)
def test_a_shorter_month_ends_the_term_on_its_last_day(start: str, months: int, end: str) -> None:
    assert months_after(day(start), months) == day(end)


def test_a_last_day_off_moves_to_the_next_working_day(life: Life) -> None:
    # sixty days after Monday 2 March end on Labour Day, which is off through 5 May
    filed = life.submitted(papers=False)

    found = life.look("contractor", filed, lambda case: printed(remedies_from(case)))

    assert (found["served_on"], found["reconsideration_last_on"], found["court_last_on"]) == (
        "2026-03-02",
        "2026-05-06",
        "2026-09-02",
    )
    assert found["court"]["en"] == "the competent people's court"
