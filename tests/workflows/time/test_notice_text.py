"""The notices as the State Council published them, 2015 to 2026, against the days that were off."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from workflows import Calendar, Day, NoticeMalformed, left_out, read_notice
from workflows.time.holiday_notice import HolidayNotice

NOTICES = Path(__file__).parents[1] / "notices"
YEARS = range(2015, 2027)
# the notices of single breaks, and the days on which they changed what the notice of the year had said
AMENDED = {
    "2015-victory-day": (2015, {"2015-09-03", "2015-09-04", "2015-09-06"}),
    "2019-labour-day": (2019, {"2019-04-28", "2019-05-02", "2019-05-03", "2019-05-05"}),
    "2020-spring-festival": (2020, {"2020-01-31", "2020-02-01"}),
}
PLAIN = Calendar(
    Day(on, on.weekday() < 5) for on in (date(2014, 12, 1) + timedelta(days=number) for number in range(4500))
)


def text_of(name: str) -> str:
    return (NOTICES / f"{name}.txt").read_text(encoding="utf-8")


def year_by(name: str) -> tuple[HolidayNotice, Calendar]:
    notice = read_notice(text_of(name), known=PLAIN)
    return notice, PLAIN.changed(notice.days(PLAIN), 1)


def differing(calendar: Calendar, year: int) -> set[str]:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    return {on.isoformat() for on in days if calendar.is_working(on) is not chinese_calendar.is_workday(on)}


@pytest.mark.parametrize("year", YEARS)
def test_the_published_text_gives_the_days_of_its_year(year: int) -> None:
    notice, calendar = year_by(str(year))
    later = {on for of, days in AMENDED.values() if of == year for on in days}
    before = {"2018-12-29", "2018-12-31"} if year == 2018 else set()  # by the notice of 2019

    assert differing(calendar, year) == later | before
    assert (notice.year, notice.amends, notice.issued_on.year) == (year, "", year - 1)
    assert notice.number.startswith(f"国办发明电〔{year - 1}〕")


@pytest.mark.parametrize("name", AMENDED)
def test_a_notice_of_one_break_changes_its_days_only(name: str) -> None:
    year, days = AMENDED[name]
    _, calendar = year_by(str(year))

    notice = read_notice(text_of(name), known=calendar)

    changed = {day.on.isoformat() for day in notice.days(calendar) if day.working is not calendar.is_working(day.on)}
    assert changed == days
    assert notice.amends
    assert left_out(notice, {date(year, 10, 1): ()}) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("1月4日（周日）上班", "1月4日（周六）上班", "2026-01-04 is a 周日, not a 周六"),
        ("至3日（周六）放假调休，共3天", "至3日（周六）放假调休，共4天", "it says 4 days and names 3"),
        ("1月4日（周日）上班", "1月4日（周日）另行通知", "does not understand «另行通知»"),
        ("1月4日（周日）上班", "2月30日上班", "there is no 2月30日"),
        ("1月4日（周日）上班", "1月4日（周日）", "does not say whether 2026-01-04 is off or worked"),
        ("1月4日（周日）上班", "1月9日（周五）上班", "2026-01-09 is no weekend day"),
    ],
)
def test_what_does_not_add_up_is_named_with_its_line(was: str, now: str, said: str) -> None:
    text = text_of("2026")
    assert was in text

    with pytest.raises(NoticeMalformed) as refused:
        read_notice(text.replace(was, now, 1))

    (problem,) = refused.value.problems
    assert problem.field == "line 7"
    assert said in problem.message % problem.params


def test_a_text_pasted_on_one_line_reads_alike() -> None:
    text = text_of("2026")

    assert read_notice("".join(text.split("\n"))) == read_notice(text.replace("\n", "\r\n")) == read_notice(text)


def test_an_extended_break_has_to_be_known() -> None:
    with pytest.raises(NoticeMalformed, match="no such break to extend"):
        read_notice(text_of("2020-spring-festival"), known=PLAIN)
