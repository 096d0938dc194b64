"""A State Council notice: read, checked, doubted; and which clocks a changed calendar moves."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows import Calendar, Clock, Day, NoticeMalformed, Text, doubts, read, read_notice
from workflows.time.holiday_notice import notice_of

NOTICE = (Path(__file__).parents[1] / "notices" / "2027.toml").read_text("utf-8")
FIRST = date(2026, 1, 5)
LENGTH = 200
KNOWN = Calendar([Day(date(2027, 1, 1), working=True)])


def test_a_notice_gives_its_whole_year() -> None:
    days = read_notice(NOTICE).days(KNOWN)

    assert (len(days), days[0].on, days[-1].on) == (365, date(2027, 1, 1), date(2027, 12, 31))
    assert sum(day.working for day in days) == 248
    assert {day.source for day in days} == {"国办发明电〔2026〕99号"}


@pytest.mark.parametrize(
    ("was", "now", "field"),
    [
        ("year = 2027", 'year = "2027"', "year"),
        ("2027-05-08", "2027-05-10", "holidays.3.make_up"),
        ("to = 2027-06-09", "to = 2027-06-08", "holidays.4.to"),
        ("from = 2027-04-03", "from = 2027-02-13", "holidays.2.to"),
        ("2027-10-09", "2028-01-08", "holidays.6"),
        ("2027-10-09", "2027-05-08", "holidays.6"),
        ("issued_on", "issued", "file.issued"),
    ],
)
def test_every_contradiction_is_named(was: str, now: str, field: str) -> None:
    with pytest.raises(NoticeMalformed) as refused:
        notice_of(tomllib.loads(NOTICE.replace(was, now, 1)))

    assert field in {problem.field for problem in refused.value.problems}


def test_a_statutory_day_that_is_not_off_is_doubted() -> None:
    notice = read_notice(NOTICE)

    found = doubts(notice, notice.days(KNOWN), {date(2027, 3, 1): (Text("植树节", "Tree Day"),)})

    assert [problem.field for problem in found] == ["2027-03-01", "holidays"]


@given(
    before=st.lists(st.booleans(), min_size=LENGTH, max_size=LENGTH),
    flipped=st.sets(st.integers(0, LENGTH - 1), max_size=6),
    start=st.integers(0, 60),
    limit=st.integers(1, 25),
)
def test_exactly_those_clocks_move_whose_days_count_differently(
    before: list[bool], flipped: set[int], start: int, limit: int
) -> None:
    known = [Day(FIRST + timedelta(days=n), works or n > 110) for n, works in enumerate(before)]
    calendar = Calendar(known)
    changed = calendar.changed([Day(d.on, not d.working) for n, d in enumerate(known) if n in flipped], 1)
    clock = Clock("application", "committed", limit, FIRST + timedelta(days=start))

    old, new = (read(clock, one, clock.started_on).due_on for one in (calendar, changed))

    counts_alike = changed.is_working(old) and changed.between(clock.started_on, old) == limit
    assert (old == new) is counts_alike
