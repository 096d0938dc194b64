from datetime import timedelta
from typing import Any

import pytest

from permits.errors import Conflict, Invalid
from permits.models import ClockEntry, Event, Notice, SpecialProcedure, Timer
from permits.services.closing import withdrawals
from permits.services.deciding import work_items
from permits.services.procedures import stops
from permits.services.procedures.stops import Stop
from tests.bundles import LOCAL
from tests.permits.lives import GREENING, POLICE, ROADS, Life, day
from workflows import ActionNotOpen, GuardsUnmet, RoleNotHeld

P1, P3 = "road-occupation", "green-space"
BOTH = {"green": {"area_m2": 80, "months": 3, "stays_after": False}}
TESTING = Stop("testing", "依《某市道路条例》第九条，路基承载力须经检测。", 5)


@pytest.fixture(autouse=True)
def local_law(life: Life) -> None:
    """A local law requires testing of every permit."""
    life.require("testing")


def both(life: Life) -> int:
    return life.accepted("occupy", **BOTH)


def stop(life: Life, case: int, permit: str = P1, why: Stop = TESTING, *, by: str = "roads", **more: Any) -> None:
    life.act(by, stops.stop_clock, case, permit, why, **more)


def resume(life: Life, case: int, permit: str = P1, *, by: str = "roads") -> None:
    life.act(by, stops.resume_clock, case, permit)


def armed(life: Life, case: int, **wanted: str) -> list[Any]:
    return life.rows(Timer, case, state="armed", **wanted)


def days(life: Life, case: int, key: str = P1) -> tuple[str, str]:
    row = life.permit(case, key)
    return row.committed_due_on.isoformat(), row.statutory_due_on.isoformat()


def test_work_rests_and_comes_back_where_it_was_with_its_days_moved(life: Life) -> None:
    case = both(life)
    life.act("police", work_items.claim, life.item(case, POLICE).id)
    life.at("2026-03-04 10:00")
    stop(life, case)
    assert {life.item(case, POLICE).state, life.item(case, ROADS).state} == {"suspended"}
    assert life.item(case, GREENING).state == "open", "the sibling works on"

    life.at("2026-03-11 09:00")
    resume(life, case)

    police, roads = life.item(case, POLICE), life.item(case, ROADS)
    assert (police.state, police.assignee_id) == ("claimed", life.actor("police").id)
    assert (roads.state, roads.assignee_id) == ("open", None)
    assert (police.due_on, roads.due_on) == (day("2026-03-12"), day("2026-03-16")), "three and five working days"
    assert days(life, case) == ("2026-03-18", "2026-04-07")
    assert days(life, case, P3) == ("2026-03-11", "2026-03-30")


def test_the_stop_counts_from_the_day_of_service_and_the_day_of_resumption_counts(life: Life) -> None:
    case = both(life)
    stop(life, case)
    resume(life, case)
    assert days(life, case) == ("2026-03-11", "2026-03-30"), "an empty span leaves nothing out"

    life.at("2026-03-03 10:00")
    stop(life, case)
    life.at("2026-03-04 10:00")
    resume(life, case)
    assert days(life, case) == ("2026-03-12", "2026-03-31"), "one day: the third of March"


def test_stops_of_two_permits_leave_each_day_out_of_the_cap_once(life: Life) -> None:
    case = both(life)
    assert life.application(case).joint_cap_on == day("2026-05-08")
    life.at("2026-03-03 10:00")
    stop(life, case)
    life.at("2026-03-05 10:00")
    stop(life, case, P3, by="greening")
    life.at("2026-03-06 10:00")
    resume(life, case)
    assert life.application(case).status_code == 9
    life.at("2026-03-09 10:00")
    resume(life, case, P3, by="greening")

    app = life.application(case)
    assert app.status_code == 10
    assert app.joint_cap_on == day("2026-05-13"), "the third to the sixth: four days, not five"
    assert app.committed_due_on == max(row.committed_due_on for row in (life.permit(case), life.permit(case, P3)))


def test_a_stopped_permit_follows_the_calendar_day_by_day(life: Life) -> None:
    case = both(life)
    life.at("2026-03-04 10:00")
    stop(life, case)
    shown = [days(life, case)[0]]
    for morning in ("2026-03-05 00:00", "2026-03-06 00:00", "2026-03-07 00:00", "2026-03-09 00:00"):
        life.at(morning)
        shown.append(days(life, case)[0])
    assert shown == ["2026-03-12", "2026-03-13", "2026-03-16", "2026-03-16", "2026-03-17"]
    assert life.application(case).due_on == day("2026-03-17")
    assert len(armed(life, case, clock="stopped")) == 1

    life.at("2026-04-30 10:00")
    assert "clock.red" not in {
        row.type for row in life_events(life, case) if row.payload["scope"] in {P1, "application"}
    }
    assert armed(life, case, scope=P1, clock="statutory") == []
    resume(life, case)
    assert armed(life, case, clock="stopped") == []
    assert len(armed(life, case, scope=P1, clock="statutory")) == 1, "the rungs stand again, on the new days"


def life_events(life: Life, case: int) -> list[Any]:
    return [row for row in life.rows(Event, case) if row.type.startswith("clock.") and "scope" in row.payload]


def test_a_procedure_longer_than_told_is_told_once(life: Life) -> None:
    case = both(life)
    stop(life, case)
    life.at("2026-03-09 23:59")
    assert "clock.expected_end" not in life.events(case)
    life.at("2026-03-10 00:00")
    life.at("2026-03-20 00:00")

    assert life.events(case).count("clock.expected_end") == 1


def test_a_procedure_over_in_time_is_not_told(life: Life) -> None:
    case = both(life)
    stop(life, case)
    life.at("2026-03-09 10:00")
    resume(life, case)
    life.at("2026-03-12 10:00")

    assert "clock.expected_end" not in life.events(case)
    row = life.rows(SpecialProcedure, case)[0]
    assert (row.started_on, row.ended_on, row.law) == (day("2026-03-02"), day("2026-03-09"), LOCAL.zh)


def test_no_verdict_is_taken_on_a_permit_that_rests(life: Life) -> None:
    case = both(life)
    stop(life, case)

    for item in (POLICE, ROADS):
        with pytest.raises(ActionNotOpen):
            life.answer(case, item)
    assert life.permit(case).state == "suspended"


def test_a_sibling_can_be_withdrawn_while_a_permit_rests(life: Life) -> None:
    case = both(life)
    stop(life, case)

    life.act("contractor", withdrawals.withdraw, case, reason="不再占用绿地。", permits=[P3])

    assert [life.permit(case, key).state for key in (P1, P3)] == ["suspended", "withdrawn"]
    paper = life.rows(Notice, case, kind="withdrawal")[-1]
    assert [one["state"]["en"] for one in paper.facts["permits"]] == ["continues; its clock rests", "withdrawn"]


def test_withdrawing_the_whole_case_ends_its_stops(life: Life) -> None:
    case = both(life)
    stop(life, case)
    stop(life, case, P3, by="greening")
    life.at("2026-03-05 10:00")
    life.act("contractor", withdrawals.withdraw, case, reason="项目取消。")

    assert life.application(case).status_code == 14
    assert {row.to_on for row in life.rows(ClockEntry, case)} == {day("2026-03-05")}
    assert {row.ended_on for row in life.rows(SpecialProcedure, case)} == {day("2026-03-05")}
    assert {row.clock for row in armed(life, case)} == set()


@pytest.mark.parametrize("notice", ["", " \n"])
def test_a_stop_needs_its_written_notice(life: Life, notice: str) -> None:
    case = both(life)

    with pytest.raises(Invalid) as refusal:
        stop(life, case, why=Stop("testing", notice, 5))
    assert [one[0] for one in refusal.value.problems] == ["notice"]
    assert refusal.value.law == "Administrative Licensing Law art. 45"
    assert life.permit(case).state == "under_review"


def test_other_departments_and_stale_eyes_stop_nothing(life: Life) -> None:
    case = both(life)

    with pytest.raises(RoleNotHeld):
        stop(life, case, by="greening")
    with pytest.raises(Conflict, match="meantime"):
        stop(life, case, expected_version=99)


@pytest.mark.parametrize("ground", ["site_visit", "public_notice", "", "none"])
def test_a_ground_outside_the_list_stops_nothing_however_well_written(life: Life, ground: str) -> None:
    case = both(life)

    with pytest.raises(GuardsUnmet) as refusal:
        stop(life, case, why=Stop(ground, "须踏勘。", 5))
    assert refusal.value.law == "Administrative Licensing Law art. 45"
    assert life.permit(case).state == "under_review"


@pytest.mark.parametrize("days", [None, 0])
def test_a_stop_names_the_working_days_it_needs(life: Life, days: int | None) -> None:
    case = both(life)

    with pytest.raises(Invalid) as refusal:
        stop(life, case, why=Stop("testing", "路基承载力须经检测。", days))

    assert [one[0] for one in refusal.value.problems] == ["expected_days"]
    assert life.permit(case).state == "under_review"


@pytest.mark.parametrize(
    ("wish", "permit", "ground", "is_lawful"),
    [
        (
            {"trees": [{"species": "香樟", "dbh_cm": 18, "count": 5, "action": "transplant"}]},
            "trees",
            "expert_review",
            False,
        ),
        ({"trees": [{"species": "香樟", "dbh_cm": 30, "count": 10, "action": "fell"}]}, "trees", "expert_review", True),
        ({"trees": [{"species": "香樟", "dbh_cm": 30, "count": 10, "action": "fell"}]}, "trees", "tender", False),
        ({"utilities": {"works": ["cable"], "on_bridge": True}}, "road-utilities", "expert_review", True),
        ({"utilities": {"works": ["cable"], "on_bridge": False}}, "road-utilities", "expert_review", False),
    ],
)
def test_the_clock_stops_only_for_what_a_law_asks_of_this_permit(
    life: Life, wish: dict[str, Any], permit: str, ground: str, is_lawful: bool
) -> None:
    case = life.accepted("occupy", **wish)
    by = "greening" if permit == "trees" else "roads"

    def take() -> None:
        stop(life, case, permit, Stop(ground, "依法组织。", 5), by=by)

    if is_lawful:
        take()
        paper = life.rows(Notice, case, kind="special_procedure")[0]
        assert paper.facts["expected_working_days"] == 5
    else:
        with pytest.raises(GuardsUnmet) as refusal:
            take()
        assert refusal.value.law == "Administrative Licensing Law art. 45"
    assert life.permit(case, permit).state == ("suspended" if is_lawful else "under_review")


def test_resumed_on_a_day_off_the_rungs_stand_again(life: Life) -> None:
    case = both(life)
    life.at("2026-03-06 10:00")
    stop(life, case)
    life.at("2026-03-07 10:00")
    resume(life, case)

    assert days(life, case) == ("2026-03-12", "2026-03-31")
    assert len(armed(life, case, scope=P1, clock="statutory")) == 1
    assert len(armed(life, case, scope="application", clock="joint")) == 1


def test_a_limit_that_has_passed_stops_no_more(life: Life) -> None:
    filed = life.accepted()
    last = life.permit(filed).statutory_due_on
    life.at(f"{last + timedelta(days=1)} 09:00")
    cap = life.application(filed).joint_cap_on

    with pytest.raises(GuardsUnmet) as refused:
        life.act("roads", stops.stop_clock, filed, P1, TESTING)

    assert refused.value.law == "Administrative Licensing Law art. 45"
    assert life.application(filed).joint_cap_on == cap
    again = life.accepted()
    life.at(f"{life.permit(again).statutory_due_on} 23:00")
    life.act("roads", stops.stop_clock, again, P1, TESTING)
