"""Departments file into the one notice before it is sealed; nobody adds to it afterwards."""

import pytest

from permits.casefile import CaseFile
from permits.errors import Conflict, Invalid, NotFound
from permits.models import Deficiency, DeficiencyDraft, Timer, WorkItem
from permits.queries.case import paths as case_paths
from permits.queries.lanes import cases as lane_cases
from permits.queries.lanes import lanes
from permits.queries.lists import applications
from permits.services.intake import acceptance, circulation, deficiencies
from permits.services.intake.acceptance import NonAcceptance
from permits.services.intake.deficiencies import DeficiencyItem
from tests.permits.lives import Life, day
from workflows import ActionNotOpen, GuardsUnmet, RoleNotHeld, case_mermaid

# received on Monday 2 March 2026: the check ends on Monday the 9th
ONCE = "Administrative Licensing Law art. 32(1)(4), 72(4)"


def lacking(material: str = "M05", reason: str = "比例不符。") -> DeficiencyItem:
    return DeficiencyItem(code="wrong_scale", reason=reason, remedy="", material=material)


def circulated(life: Life, *departments: str) -> int:
    filed = life.submitted("occupy", excavate={"area_m2": 20})
    life.act("window", circulation.circulate, filed, departments=departments)
    return filed


def check(life: Life, application_id: int, department: str) -> int:
    return int(life.rows(WorkItem, application_id, kind="intake", department=department)[-1].id)


def file(life: Life, application_id: int, who: str, *items: DeficiencyItem) -> None:
    life.act(who, circulation.file_deficiency, check(life, application_id, who), items)


def lists(life: Life, application_id: int) -> dict[str, str]:
    return {row.department: row.state for row in life.rows(DeficiencyDraft, application_id)}


def test_every_department_of_the_route_is_asked_and_has_two_working_days(life: Life) -> None:
    filed = circulated(life)

    checks = life.rows(WorkItem, filed, kind="intake")
    assert {(row.department, row.due_on) for row in checks} == {
        ("window", day("2026-03-03")),
        ("planning", day("2026-03-04")),
        ("police", day("2026-03-04")),
        ("roads", day("2026-03-04")),
    }
    assert life.application(filed).state == "received"
    assert life.application(filed).due_on == day("2026-03-09")


def test_the_one_notice_holds_the_counters_items_and_every_departments(life: Life) -> None:
    filed = circulated(life)
    file(life, filed, "planning", lacking("M10"))
    file(life, filed, "police", lacking("M08"), lacking("M05"))
    file(life, filed, "roads")

    life.act("window", deficiencies.notify_deficiencies, filed, [lacking("M01")])

    rows = {(row.department, row.material) for row in life.rows(Deficiency, filed)}
    assert rows == {("window", "M01"), ("planning", "M10"), ("police", "M08"), ("police", "M05")}
    assert life.notices(filed).count("deficiency") == 1
    assert life.application(filed).state == "supplement"


def test_the_counter_need_not_add_anything_of_its_own(life: Life) -> None:
    filed = circulated(life, "police")
    file(life, filed, "police", lacking())

    life.act("window", deficiencies.notify_deficiencies, filed, [])

    assert [row.department for row in life.rows(Deficiency, filed)] == ["police"]


def test_notice_and_acceptance_wait_for_whoever_has_not_filed(life: Life) -> None:
    filed = circulated(life)
    file(life, filed, "planning")
    file(life, filed, "police")

    for act in (
        lambda: life.act("window", deficiencies.notify_deficiencies, filed, [lacking()]),
        lambda: life.act("window", acceptance.accept, filed),
    ):
        with pytest.raises(GuardsUnmet) as refused:
            act()
        assert refused.value.unmet == ("Wait until every department asked has filed its list, or its day has passed",)


def test_the_departments_last_day_is_theirs_to_the_end_and_then_nobody_waits(life: Life) -> None:
    filed = circulated(life, "police")

    life.at("2026-03-04 23:59")
    assert lists(life, filed) == {"police": "asked"}
    life.at("2026-03-05 00:00")
    assert lists(life, filed) == {"police": "missed"}

    life.act("window", acceptance.accept, filed)
    assert life.application(filed).state == "in_review"
    assert life.rows(WorkItem, filed, kind="intake", department="police")[0].state == "cancelled"


def test_a_late_list_still_counts_until_the_notice_is_sent(life: Life) -> None:
    filed = circulated(life, "police")
    life.at("2026-03-05 09:00")

    file(life, filed, "police", lacking())

    with pytest.raises(GuardsUnmet):
        life.act("window", acceptance.accept, filed)
    life.act("window", deficiencies.notify_deficiencies, filed, [])
    assert [row.material for row in life.rows(Deficiency, filed)] == ["M05"]


def test_a_list_may_be_filed_again_and_an_empty_one_sets_acceptance_free(life: Life) -> None:
    filed = circulated(life, "police")
    file(life, filed, "police", lacking())
    with pytest.raises(GuardsUnmet):
        life.act("window", acceptance.accept, filed)

    file(life, filed, "police")
    life.act("window", acceptance.accept, filed)

    assert life.application(filed).state == "in_review"


def test_after_the_notice_a_departments_wish_is_refused_with_the_article(life: Life) -> None:
    filed = circulated(life, "police", "planning")
    file(life, filed, "police", lacking())
    file(life, filed, "planning")
    life.act("window", deficiencies.notify_deficiencies, filed, [])

    for who in ("police", "planning"):
        with pytest.raises(GuardsUnmet) as refused:
            file(life, filed, who, lacking("M06"))
        assert refused.value.law == ONCE

    life.hand_in(filed, "M05")
    life.act("contractor", deficiencies.supplement, filed)
    with pytest.raises(GuardsUnmet) as later:
        file(life, filed, "police", lacking("M06"))
    assert later.value.law == ONCE
    with pytest.raises(GuardsUnmet):
        life.act("window", circulation.circulate, filed)


def test_a_reviewing_department_cannot_ask_for_papers_on_its_own_work_either(life: Life) -> None:
    filed = life.accepted()
    decision = life.item(filed, "road-occupation:roads:decision").id

    with pytest.raises(GuardsUnmet) as refused:
        life.act("roads", circulation.file_deficiency, decision, [lacking()])

    assert refused.value.law == ONCE


def test_the_check_is_not_lengthened_and_silence_still_accepts(life: Life) -> None:
    filed = circulated(life)
    file(life, filed, "police", lacking())

    life.at("2026-03-09 23:59")
    assert life.application(filed).state == "received"
    life.at("2026-03-10 00:00")

    assert (life.application(filed).state, life.application(filed).deemed_accepted) == ("in_review", True)
    open_checks = [row for row in life.rows(WorkItem, filed, kind="intake") if row.state in {"open", "claimed"}]
    assert open_checks == []
    with pytest.raises(ActionNotOpen) as refused:
        life.act("window", deficiencies.notify_deficiencies, filed, [lacking()])
    assert refused.value.law == ONCE
    with pytest.raises(GuardsUnmet) as wish:
        file(life, filed, "planning", lacking())
    assert wish.value.law == ONCE


def test_the_counter_keeps_the_last_day_to_send_the_notice(life: Life) -> None:
    filed = life.submitted()
    life.at("2026-03-06 09:00")
    life.act("window", circulation.circulate, filed)

    assert life.rows(WorkItem, filed, kind="intake", department="police")[0].due_on == day("2026-03-06")


def test_on_the_last_day_nobody_is_asked_any_more(life: Life) -> None:
    filed = life.submitted()
    life.at("2026-03-09 09:00")

    with pytest.raises(GuardsUnmet) as refused:
        life.act("window", circulation.circulate, filed)

    assert refused.value.unmet == ("This is the last day of the check: no time is left to ask the departments",)


def test_departments_are_asked_once_and_only_those_that_take_part(life: Life) -> None:
    filed = life.submitted()
    with pytest.raises(Invalid) as strange:
        life.act("window", circulation.circulate, filed, departments=["greening"])
    assert strange.value.problems[0][2] == {"keys": "greening"}

    life.act("window", circulation.circulate, filed, departments=["police"])
    with pytest.raises(GuardsUnmet):
        life.act("window", circulation.circulate, filed)


def test_only_the_department_itself_files_its_list(life: Life) -> None:
    filed = circulated(life, "police", "roads")
    police = check(life, filed, "police")

    with pytest.raises(RoleNotHeld):
        life.act("roads", circulation.file_deficiency, police, [])
    with pytest.raises(RoleNotHeld):
        life.act("window", circulation.file_deficiency, police, [])
    with pytest.raises(NotFound):
        life.act("greening", circulation.file_deficiency, police, [])
    with pytest.raises(RoleNotHeld):
        life.act("police", circulation.circulate, filed)


def test_what_has_changed_meanwhile_is_not_acted_on(life: Life) -> None:
    filed = circulated(life, "police")
    item = check(life, filed, "police")
    file(life, filed, "police")

    with pytest.raises(Conflict):
        life.act("police", circulation.file_deficiency, item, [], expected_version=1)


def test_a_malformed_list_is_named_by_its_place_and_changes_nothing(life: Life) -> None:
    filed = circulated(life, "police")

    with pytest.raises(Invalid) as refused:
        file(life, filed, "police", lacking(), lacking("M99"), DeficiencyItem("missing", "x", "", field="site.colour"))

    assert [place for place, _, _ in refused.value.problems] == ["items.1.material", "items.2.field"]
    assert lists(life, filed) == {"police": "asked"}


def test_two_departments_may_miss_the_same_paper_and_both_are_answered(life: Life) -> None:
    filed = circulated(life, "police", "roads")
    for who in ("police", "roads"):
        file(life, filed, who, lacking("M08"))
    life.act("window", deficiencies.notify_deficiencies, filed, [])
    life.hand_in(filed, "M08")
    life.act("contractor", deficiencies.supplement, filed)

    life.act("window", deficiencies.reflag, filed, [lacking("M08")])

    assert {(row.department, row.state, row.rounds) for row in life.rows(Deficiency, filed)} == {
        ("police", "open", 2),
        ("roads", "open", 2),
    }


def test_withdrawal_and_refusal_end_what_departments_were_asked(life: Life) -> None:
    filed = circulated(life)

    life.act(
        "window", acceptance.refuse_acceptance, filed, NonAcceptance("县道", "highway", law="《公路法》第五十五条")
    )

    assert {row.state for row in life.rows(WorkItem, filed, kind="intake")} == {"done", "cancelled"}
    assert life.rows(Timer, filed, clock="department_check", state="armed") == []


def test_the_picture_and_the_path_tell_departments_checks_from_the_counters(life: Life) -> None:
    filed = circulated(life)
    file(life, filed, "police")

    def drawn(case: CaseFile) -> tuple[int, str]:
        facts = one_lane(life, case)
        counter = lanes.lay_out(facts, case.context.calendar, case.context.today, "en").lanes[0]
        row = applications.seen(case.context.conn, case.context.actor, str(filed))
        path = case_paths.path_of(case.context.conn, row, life.office, lang="en")
        return len(counter.bars), case_mermaid(path)

    bars, mermaid = life.look("window", filed, drawn)

    before, _ = life.look("window", life.submitted(), lambda case: drawn_of_a_plain_case(life, case))
    assert bars == before
    assert mermaid.count("Completeness check") == 4


def one_lane(life: Life, case: CaseFile) -> lanes.LaneCase:
    found = lane_cases.lane_cases(case.context.conn, case.app.area, [case.app.id], life.office, language="en")
    return found[case.app.id]


def drawn_of_a_plain_case(life: Life, case: CaseFile) -> tuple[int, str]:
    facts = one_lane(life, case)
    return len(lanes.lay_out(facts, case.context.calendar, case.context.today, "en").lanes[0].bars), ""
