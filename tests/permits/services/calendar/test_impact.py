"""What a change of the calendar would do, summed up: which way, in how many cases, and who is told."""

from dataclasses import replace

from permits.services.calendar.impact import Impact, Move
from tests.permits.lives import day
from workflows import Day

MOVE = Move(
    application_id=1,
    number="DK1",
    title="道口",
    applicant="甲公司",
    area="320699",
    scope="application",
    key="joint",
    bundle="road-access",
    bundle_version="1",
    permit=None,
    department=None,
    generation=1,
    old_due_on=day("2026-12-18"),
    new_due_on=day("2026-12-21"),
    reason="国办发明电〔2026〕99号",
    because=(day("2026-12-16"),),
    is_told=True,
)
EARLIER = replace(MOVE, key="work_item", new_due_on=day("2026-12-17"), is_told=False, applicant="乙公司")


def impact(*moves: Move) -> Impact:
    worked, off = (Day(day("2026-12-16"), one, True, "停工", "Closed", "x") for one in (True, False))
    return Impact(days=((worked, off),), moves=moves, kept=1, confirmed=2)


def test_a_day_goes_later_or_earlier() -> None:
    assert (MOVE.direction, EARLIER.direction) == ("later", "earlier")


def test_two_limits_of_a_case_are_one_case() -> None:
    assert impact(MOVE, EARLIER).applications == 1
    assert impact(MOVE, replace(MOVE, application_id=2)).applications == 2


def test_only_those_whose_day_was_told_are_told_each_once() -> None:
    assert impact(MOVE, replace(MOVE, application_id=2), EARLIER).people == ["甲公司"]


def test_the_impact_is_written_for_programs_whole() -> None:
    data = impact(MOVE).to_data()

    assert data["days"] == [{"on": day("2026-12-16"), "was_working": True, "working": False, "name": "停工"}]
    assert (data["applications"], data["people"], data["kept"], data["confirmed"]) == (1, ["甲公司"], 1, 2)
    assert data["moves"][0].keys() == {*Move.__slots__, "direction"}
