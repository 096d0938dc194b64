import pytest

from permits.errors import Conflict, Invalid, NotFound
from permits.models import Notice, Survey, Timer, WorkItem
from permits.services.closing import withdrawals
from permits.services.procedures import surveys
from permits.services.procedures.surveys import Findings
from tests.permits.lives import GREENING, POLICE, ROADS, Life, day, moment
from workflows import ActionNotOpen, GuardsUnmet, RoleNotHeld

LAW_34 = "Administrative Licensing Law art. 34(3)"
FOUND = Findings(("32069900301", "32069900302"), "现场与图纸一致。")


def booked(life: Life, at: str = "2026-03-05 09:00", **more: object) -> int:
    case = life.accepted("dig", green={"area_m2": 50, "months": 3, "stays_after": False})
    life.act("lead", surveys.book_survey, case, at=moment(at), place="紫琅路道口", **more)
    return case


def duties(life: Life, case: int) -> dict[str, str]:
    return {row.department: row.state for row in life.rows(WorkItem, case, kind="survey")}


def test_one_booking_gives_every_department_its_duty_and_one_record_ends_them(life: Life) -> None:
    case = booked(life)
    assert duties(life, case) == dict.fromkeys(("greening", "planning", "police", "roads"), "open")
    assert {row.due_on for row in life.rows(WorkItem, case, kind="survey")} == {day("2026-03-05")}
    before = life.permit(case).statutory_due_on
    life.at("2026-03-05 11:00")
    life.act("lead", surveys.record_survey, case, FOUND)

    assert set(duties(life, case).values()) == {"done"}
    assert life.permit(case).statutory_due_on == before, "a site visit stops no clock"
    row = life.rows(Survey, case)[0]
    assert (row.state, row.officers) == ("recorded", ["刘路（32069900301）", "赵道（32069900302）"])
    facts = next(one.facts for one in life.rows(Notice, case) if one.kind == "survey_record")
    assert (facts["surveyed_on"], facts["officers"]) == ("2026-03-05", ["刘路（32069900301）", "赵道（32069900302）"])
    scopes = {one.scope for one in life.rows(Timer, case) if "survey" in one.scope}
    assert scopes == {f"item::{one}:survey" for one in duties(life, case)}
    assert {one.state for one in life.rows(Timer, case) if "survey" in one.scope} <= {"cancelled", "fired"}


@pytest.mark.parametrize("officers", [(), ("32069900301",), ("32069900301", " 32069900301 ", "")])
def test_a_site_check_takes_two_officers(life: Life, officers: tuple[str, ...]) -> None:
    case = booked(life)
    life.at("2026-03-05 11:00")

    with pytest.raises(Invalid) as refusal:
        life.act("lead", surveys.record_survey, case, Findings(officers, "现场与图纸一致。"))
    assert (refusal.value.law, refusal.value.problems[0][0]) == (LAW_34, "officers")
    assert set(duties(life, case).values()) == {"open"}


def test_a_visit_is_neither_booked_into_the_past_nor_recorded_before_it_was_made(life: Life) -> None:
    case = life.accepted()
    with pytest.raises(Invalid):
        life.act("lead", surveys.book_survey, case, at=moment("2026-03-02 09:00"), place="紫琅路")
    with pytest.raises(Invalid):
        life.act("lead", surveys.book_survey, case, at=moment("2026-03-05 09:00"), place=" ")
    life.act("lead", surveys.book_survey, case, at=moment("2026-03-05 09:00"), place="紫琅路")
    life.now = moment("2026-03-05 08:59")
    with pytest.raises(GuardsUnmet) as refusal:
        life.act("lead", surveys.record_survey, case, FOUND)
    assert (refusal.value.law, refusal.value.unmet) == (LAW_34, ("The visit is still to come",))
    life.now = moment("2026-03-05 09:00")
    life.act("lead", surveys.record_survey, case, FOUND)


def test_only_the_lead_books_and_one_visit_at_a_time(life: Life) -> None:
    case = life.accepted()
    with pytest.raises(GuardsUnmet):
        life.act("lead", surveys.record_survey, case, FOUND)
    for who, refusal in (("roads", RoleNotHeld), ("contractor", RoleNotHeld), ("contractor2", NotFound)):
        with pytest.raises(refusal):
            life.act(who, surveys.book_survey, case, at=moment("2026-03-05 09:00"), place="紫琅路")
    life.act("lead", surveys.book_survey, case, at=moment("2026-03-05 09:00"), place="紫琅路")
    with pytest.raises(GuardsUnmet):
        life.act("lead", surveys.book_survey, case, at=moment("2026-03-06 09:00"), place="紫琅路")
    life.at("2026-03-05 10:00")
    with pytest.raises(Conflict):
        life.act("lead", surveys.record_survey, case, FOUND, expected_version=99)


def test_a_second_visit_is_a_round_of_its_own(life: Life) -> None:
    case = booked(life)
    life.at("2026-03-05 11:00")
    life.act("lead", surveys.record_survey, case, FOUND)
    life.act("lead", surveys.book_survey, case, at=moment("2026-03-09 09:00"), place="紫琅路道口")

    assert {row.round for row in life.rows(WorkItem, case, kind="survey")} == {1, 2}


def test_a_decided_or_withdrawn_case_calls_its_visit_off(life: Life) -> None:
    decided = life.accepted("occupy", green={"area_m2": 50, "months": 3, "stays_after": False})
    life.act("lead", surveys.book_survey, decided, at=moment("2026-03-20 09:00"), place="紫琅路")
    for item in (POLICE, ROADS, GREENING):
        life.answer(decided, item)
    withdrawn = booked(life)
    life.act("contractor", withdrawals.withdraw, withdrawn, reason="项目取消。")

    for case in (decided, withdrawn):
        assert set(duties(life, case).values()) == {"cancelled"}
        assert life.rows(Survey, case)[0].state == "cancelled"
    with pytest.raises(ActionNotOpen):
        life.act("lead", surveys.record_survey, decided, FOUND)
