"""Changing a submitted application on both databases: versions, fingerprints, who is asked again."""

from typing import Any

import pytest

from permits.errors import Conflict, Invalid
from permits.models import Amendment, Timer, WorkItem
from permits.services.changing import amendments
from permits.services.intake import acceptance
from permits.services.procedures import branches, stops
from tests.permits.lives import GREENING, POLICE, REFUSED, ROADS, Life
from workflows import ActionNotOpen, RoleNotHeld

PLANNING, CONSULTED = "road-occupation:planning:opinion", "green-space:roads:opinion"
P1, P3 = "road-occupation", "green-space"
LATER = {"answers": {"period": {"from": "2026-05-04", "to": "2026-07-04"}}}


def amend(life: Life, case: int, changes: Any = LATER, *, who: str = "contractor", **more: Any) -> None:
    life.act(who, amendments.amend, case, changes, **more)


def rounds(life: Life, case: int, item: str) -> list[tuple[int, str]]:
    permit, department, kind = item.split(":")
    rows = life.rows(WorkItem, case, permit=permit, department=department, kind=kind)
    return [(row.round, row.state) for row in rows]


@pytest.fixture
def answered(life: Life) -> int:
    life.require("appraisal")
    case = life.accepted("green")
    for item in (PLANNING, POLICE, CONSULTED):
        life.answer(case, item)
    return case


def test_only_those_whose_inputs_changed_are_asked_again(life: Life, answered: int) -> None:
    amend(life, answered)

    assert rounds(life, answered, PLANNING) == [(1, "done")]
    assert rounds(life, answered, POLICE) == [(1, "done"), (2, "open")]
    assert rounds(life, answered, CONSULTED) == [(1, "done"), (2, "open")]
    assert rounds(life, answered, ROADS) == [(1, "open")]
    row = life.rows(Amendment, answered)[0]
    assert (row.number, row.made_by, sorted(row.reopened)) == (2, "contractor", sorted([POLICE, CONSULTED]))
    assert life.application(answered).form_version == 2


def test_an_open_item_sees_the_new_version_and_is_not_asked_twice(life: Life) -> None:
    case = life.accepted("green")
    amend(life, case)

    assert rounds(life, case, POLICE) == [(1, "open")]
    life.answer(case, POLICE)
    amend(life, case, {"answers": {"period": {"from": "2026-05-05", "to": "2026-07-04"}}})
    assert rounds(life, case, POLICE) == [(1, "done"), (2, "open")]


def test_there_and_back_again_makes_versions_and_asks_on_each(life: Life, answered: int) -> None:
    before = life.application(answered).answers["period"]
    amend(life, answered)
    life.answer(answered, POLICE)
    amend(life, answered, {"answers": {"period": before}})

    assert [row.number for row in life.rows(Amendment, answered)] == [2, 3]
    assert [number for number, _ in rounds(life, answered, POLICE)] == [1, 2, 3]


def test_a_round_that_was_never_answered_is_not_asked_on_top(life: Life, answered: int) -> None:
    before = life.application(answered).answers["period"]
    amend(life, answered)
    amend(life, answered, {"answers": {"period": before}})

    assert rounds(life, answered, POLICE) == [(1, "done"), (2, "open")]


def test_a_refusal_on_the_old_form_no_longer_stands_in_the_way(life: Life) -> None:
    case = life.accepted("green")
    life.answer(case, PLANNING)
    life.answer(case, POLICE, REFUSED)
    amend(life, case)
    life.answer(case, POLICE)
    life.answer(case, ROADS)

    assert life.permit(case, P1).state == "granted"
    assert life.permit(case, P1).form_version == 2


def test_the_new_round_ends_no_later_than_the_promised_day(life: Life, answered: int) -> None:
    promised = life.application(answered).committed_due_on
    life.at("2026-03-10 10:00")
    amend(life, answered)

    item = life.item(answered, POLICE)
    assert (item.due_on, item.limit_working_days) == (promised, 1)
    assert life.application(answered).committed_due_on == promised
    armed = [row for row in life.rows(Timer, answered, state="armed") if row.scope == f"item:{POLICE}"]
    assert len(armed) == 1


def test_while_the_clock_stands_a_reopened_item_rests_and_goes_on_with_it(life: Life, answered: int) -> None:
    why = stops.Stop("appraisal", "依《行政许可法》第四十五条，须作鉴定。", 5)
    life.act("greening", stops.stop_clock, answered, P3, why)
    amend(life, answered)
    assert rounds(life, answered, CONSULTED) == [(1, "done"), (2, "suspended")]

    life.at("2026-03-05 10:00")
    life.act("greening", stops.resume_clock, answered, P3)

    assert rounds(life, answered, CONSULTED) == [(1, "done"), (2, "open")]


def test_a_second_round_that_rested_has_its_own_ladder_though_the_first_was_late(life: Life) -> None:
    life.require("appraisal")
    case = life.accepted("green")
    life.at("2026-03-16 10:00")
    assert "clock.red" in life.events(case)
    life.answer(case, POLICE)
    life.act("roads", stops.stop_clock, case, P1, stops.Stop("appraisal", "依《行政许可法》第四十五条，须作鉴定。", 5))
    amend(life, case)

    life.act("roads", stops.resume_clock, case, P1)

    assert rounds(life, case, POLICE) == [(1, "done"), (2, "open")]
    ladders = life.rows(Timer, case, scope=f"item:{POLICE}", clock="work_item")
    assert [row.state for row in ladders] == ["fired", "armed"]


def test_the_same_values_write_nothing(life: Life, answered: int) -> None:
    before, events = life.application(answered), life.events(answered)
    same = {"answers": {"period": before.answers["period"], "occupy": before.answers["occupy"]}}

    amend(life, answered, same)

    assert life.application(answered) == before
    assert life.events(answered) == events


def test_another_agent_makes_a_version_and_asks_nobody(life: Life, answered: int) -> None:
    amend(life, answered, {"agent": {"name": "李明"}})

    assert life.application(answered).agent["name"] == "李明"
    assert rounds(life, answered, POLICE) == [(1, "done")]


def test_another_applicant_is_another_application(life: Life, answered: int) -> None:
    with pytest.raises(Conflict) as refused:
        amend(life, answered, {"applicant": {"name": "另一家公司"}})

    assert (refused.value.code, bool(refused.value.law)) == ("another_applicant", True)


def test_a_form_that_does_not_hold_is_refused_whole(life: Life, answered: int) -> None:
    for changes in ({"answers": {"period": None}}, {"answers": {"occupy": {"area_m2": -1}}}, {"site": {"road": None}}):
        with pytest.raises(Invalid):
            amend(life, answered, changes)

    assert life.application(answered).form_version == 1


def test_a_consultee_the_new_form_calls_for_joins_and_one_it_does_not_is_cancelled(life: Life) -> None:
    case = life.accepted()
    assert not life.rows(WorkItem, case, department="planning")
    amend(life, case, {"answers": {"distances": {"crossing_m": 4.9}}})

    assert rounds(life, case, PLANNING) == [(1, "open")]
    assert PLANNING in life.item(case, ROADS).after
    amend(life, case, {"answers": {"distances": {"crossing_m": 5}}})
    assert rounds(life, case, PLANNING) == [(1, "cancelled")]
    assert PLANNING not in life.item(case, ROADS).after
    life.answer(case, POLICE)
    life.answer(case, ROADS)
    assert life.application(case).state == "decided"


def test_a_department_added_by_hand_stays_and_is_asked_again_on_any_change(life: Life, answered: int) -> None:
    branch = branches.Branch("police", "co_approval", "视距。")
    life.act("lead", branches.add_branch, answered, P3, branch)
    joined = "green-space:police:co_approval"
    life.answer(answered, joined)
    amend(life, answered)

    assert rounds(life, answered, joined) == [(1, "done"), (2, "open")]
    assert joined in life.item(answered, GREENING).after


def test_only_the_applicant_changes_it_and_only_while_it_runs(life: Life, answered: int) -> None:
    with pytest.raises(RoleNotHeld) as refused:
        amend(life, answered, who="window")
    assert refused.value.law
    with pytest.raises(Conflict):
        amend(life, answered, expected_version=1)
    life.answer(answered, ROADS)
    life.answer(answered, GREENING)
    with pytest.raises(ActionNotOpen):
        amend(life, answered)


def test_before_acceptance_a_permit_taken_out_and_put_back_is_accepted_as_if_nothing_had_been(life: Life) -> None:
    case = life.submitted("green")
    green = life.application(case).answers["green"]
    amend(life, case, {"answers": {"green": None}})
    assert not life.rows(WorkItem, case, permit=P3)
    amend(life, case, {"answers": {"green": green}})
    life.act("window", acceptance.accept, case)

    assert life.permit(case, P3).state == "under_review"
    assert life.application(case).form_version == 3


def test_papers_may_follow_a_changed_form_and_ask_those_who_read_them(life: Life, answered: int) -> None:
    with pytest.raises(Conflict):
        life.hand_in(answered, "M08")
    amend(life, answered, {"site": {"address": "东侧一百米"}})
    for item in (PLANNING, POLICE, CONSULTED):
        life.answer(answered, item)
    life.hand_in(answered, "M08")

    assert rounds(life, answered, POLICE) == [(1, "done"), (2, "done"), (3, "open")]
    assert life.item(answered, POLICE).reason == "material M08 version 2"
    assert rounds(life, answered, PLANNING) == [(1, "done"), (2, "done")]
    assert rounds(life, answered, CONSULTED) == [(1, "done"), (2, "done")]
    assert life.application(answered).form_version == 2
    assert life.events(answered).count("material.replaced") == 1


def test_a_paper_of_a_decided_permit_stays_as_it_was_decided_on(life: Life, answered: int) -> None:
    amend(life, answered)
    life.answer(answered, CONSULTED)
    life.answer(answered, GREENING)

    with pytest.raises(Conflict) as refused:
        life.hand_in(answered, "M17")

    assert refused.value.code == "action_not_open"
    assert life.hand_in(answered, "M08").version == 2


def test_a_running_case_does_not_change_into_the_emergency_lane(life: Life, answered: int) -> None:
    with pytest.raises(Conflict) as refused:
        amend(life, answered, {"answers": {"emergency": True}})

    assert refused.value.code == "other_level"


def test_before_acceptance_the_lane_follows_the_form(life: Life) -> None:
    case = life.submitted()
    amend(life, case, {"answers": {"emergency": True}})
    assert life.application(case).is_emergency

    amend(life, case, {"answers": {"emergency": None}})
    assert not life.application(case).is_emergency
