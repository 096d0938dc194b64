"""Every named condition: closed on what is not known, open on what it asks for."""

from collections.abc import Mapping
from dataclasses import fields
from itertools import product
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

from workflows.conditions.facts import FACTS, ApplicationFacts, Facts, WorkItemFacts
from workflows.conditions.guards import GUARDS
from workflows.conditions.registry import collect, guard
from workflows.definition.lifecycles import NAMES
from workflows.definition.questions import Text
from workflows.moving.engine import lifecycle

Known = Mapping[str, Any]
NONE: frozenset[str] = frozenset()
SAID = frozenset({Text("交警：30天", "Police: 30 days")})
READY: dict[str, Known] = {
    "has_applicant": {"has_applicant": True},
    "has_identity": {"has_identity": True},
    "has_agent": {"has_agent": True},
    "has_site": {"has_site": True},
    "answers_valid": {"answers_valid": True},
    "route_proceeds": {"outcome": "proceed"},
    "materials_complete": {"missing_materials": NONE},
    "deficiencies_met": {"open_deficiencies": NONE},
    "not_yet_notified": {"notified": False},
    "already_notified": {"notified": True},
    "fields_flagged": {"flagged_fields": frozenset({"site.road"})},
    "not_barred": {"barred_through": NONE},
    "promised_materials_in": {"outstanding_materials": NONE},
    "not_yet_circulated": {"is_circulated": False},
    "time_to_ask": {"is_last_day": False},
    "check_open": {"is_check_over": False},
    "investigations_concluded": {"investigated": NONE},
    "permits_to_investigate": {"investigable": frozenset({"trees"})},
    "investigation_held": {"concludable": frozenset({"trees"})},
    "window_open": {"is_window_over": False},
    "lists_in": {"awaited_lists": NONE},
    "lists_sent": {"unsent_lists": NONE},
    "notice_unsealed": {"is_sealed": False},
    "asked_for_list": {"kind": "intake"},
    "asked_to_verify": {"kind": "verification"},
    "asked_to_call_back": {"kind": "call_back"},
    "permits_decided": {"live_permits": frozenset({"trees"}), "undecided_permits": NONE},
    "permits_undecided": {"undecided_permits": frozenset({"trees"})},
    "decisions_undelivered": {"undelivered_permits": frozenset({"trees"})},
    "answered_by_verdict": {"kind": "decision"},
    "prerequisites_done": {"open_prerequisites": NONE},
    "co_approvals_in": {"open_co_approvals": NONE},
    "co_approvals_agreed": {"refused_co_approvals": NONE},
    "assigned": {"is_unassigned": False},
    "condition_carried": {"lacking_conditions": frozenset()},
    "moot_unanswered": {"moot_permits": frozenset({"trees"})},
    "dependencies_settled": {"unsettled_permits": NONE},
    "dependency_open": {"is_unsettled": True},
    "ground_is_lawful": {"ground": "expert_review"},
    "ground_is_required": {"ground": "hearing", "required_grounds": frozenset({"hearing"})},
    "contradiction_open": {"contradictions": SAID},
    "contradictions_settled": {"contradictions": frozenset()},
    "within_agreement": {"beyond_agreed": frozenset()},
    "ground_not_to_accept": {"outcome": "refer", "ground": "", "stated_law": ""},
    "found_not_required": {"outcome": "not_required", "stated_law": ""},
    "public_notice_over": {"is_on_notice": False},
    "statements_answered": {"has_open_statements": False},
    "statements_open": {"has_open_statements": True},
    "hearing_window_over": {"can_ask_for_hearing": False},
    "hearing_recorded": {"hearing": "held"},
    "hearing_not_told": {"hearing": "lapsed"},
    "hearing_window_open": {"can_ask_for_hearing": True},
    "hearing_requested": {"hearing": "requested"},
    "hearing_called": {"hearing": "called"},
    "not_chair": {"is_chair": False},
    "not_the_counter": {"is_of_intake": False},
    "not_stand_in": {"is_stand_in": False},
    "no_survey_booked": {"is_survey_booked": False},
    "survival_check_due": {"is_survival_check_due": True},
    "survey_booked": {"is_survey_booked": True},
    "visit_begun": {"is_visit_begun": True},
    "departments_left": {"absent_departments": frozenset({"greening"})},
    "not_extended": {"is_extended": False},
    "limit_not_passed": {"is_expired": False},
    "not_requester": {"is_requester": False},
    "unassigned": {"is_unassigned": True},
    "assignee": {"is_assignee": True},
    "assignee_or_unassigned": {"is_assignee": True, "is_unassigned": False},
    "clock_running": {"clock_running": True},
    "fee_listed": {"is_fee_listed": True},
    "fee_due": {"unpaid_fees": frozenset({"F1"})},
    "refund_waits": {"refunds_due": frozenset({"R1"})},
    "fees_settled": {"gating_fees": NONE},
    "emergency_stated": {"is_emergency": True},
    "not_yet_reported": {"is_reported": False},
    "is_pre_review": {"is_pre_review": True},
    "no_pre_review": {"is_pre_review": False},
    "answer_owed": {"owes_answer": True},
    "explanation_owed": {"is_explanation_outstanding": True},
    "expired": {"is_valid": False},
    "still_valid": {"is_valid": True},
    "renewable": {"is_renewable": True, "change_law": frozenset({Text("第四十九条", "art. 49")})},
    "term_begun": {"is_begun": True},
    "renewals_left": {"has_renewals_left": True},
    "no_change_pending": {"is_change_pending": False},
    "no_draft_open": {"is_draft_open": False},
    "licence_stands": {"is_licence_gone": False},
    "term_undecided": {"is_renewed_by_silence": False},
    "revocation_told": {"intended": "revoke"},
    "withdrawal_told": {"intended": "withdraw_by_authority"},
    "defence_heard": {"is_heard": True},
    "review_open": {"is_under_review": True},
}
ITEM = frozenset({"road-occupation:police:co_approval"})
HELD_BACK: dict[str, Known] = {
    "has_applicant": {"has_applicant": False},
    "has_identity": {"has_identity": False},
    "has_agent": {"has_agent": False},
    "has_site": {"has_site": False},
    "answers_valid": {"answers_valid": False},
    "route_proceeds": {"outcome": ""},
    "materials_complete": {"missing_materials": frozenset({"M01"})},
    "deficiencies_met": {"open_deficiencies": frozenset({"M01"})},
    "not_yet_notified": {"notified": True},
    "already_notified": {"notified": False},
    "fields_flagged": {"flagged_fields": NONE},
    "not_barred": {"barred_through": frozenset({"2027-03-02"})},
    "promised_materials_in": {"outstanding_materials": frozenset({"M07"})},
    "not_yet_circulated": {"is_circulated": True},
    "time_to_ask": {"is_last_day": True},
    "check_open": {"is_check_over": True},
    "investigations_concluded": {"investigated": SAID},
    "permits_to_investigate": {"investigable": NONE},
    "investigation_held": {"concludable": NONE},
    "window_open": {"is_window_over": True},
    "lists_in": {"awaited_lists": frozenset({"police"})},
    "lists_sent": {"unsent_lists": frozenset({"police"})},
    "notice_unsealed": {"is_sealed": True},
    "asked_for_list": {"kind": ""},
    "asked_to_verify": {"kind": ""},
    "asked_to_call_back": {"kind": ""},
    "permits_decided": {"live_permits": NONE, "undecided_permits": NONE},
    "permits_undecided": {"undecided_permits": NONE},
    "decisions_undelivered": {"undelivered_permits": NONE},
    "answered_by_verdict": {"kind": "intake"},
    "prerequisites_done": {"open_prerequisites": ITEM},
    "co_approvals_in": {"open_co_approvals": ITEM},
    "co_approvals_agreed": {"refused_co_approvals": ITEM},
    "assigned": {"is_unassigned": True},
    "condition_carried": {"lacking_conditions": frozenset({Text("树", "trees")})},
    "moot_unanswered": {"moot_permits": NONE},
    "dependencies_settled": {"unsettled_permits": frozenset({"trees"})},
    "dependency_open": {"is_unsettled": False},
    "ground_is_lawful": {"ground": "site_visit"},
    "ground_is_required": {"ground": "tender", "required_grounds": frozenset({"hearing"})},
    "contradiction_open": {"contradictions": frozenset()},
    "contradictions_settled": {"contradictions": SAID},
    "within_agreement": {"beyond_agreed": SAID},
    "ground_not_to_accept": {"outcome": "proceed", "ground": "not_competent", "stated_law": ""},
    "found_not_required": {"outcome": "proceed", "stated_law": ""},
    "public_notice_over": {"is_on_notice": True},
    "statements_answered": {"has_open_statements": True},
    "statements_open": {"has_open_statements": False},
    "hearing_window_over": {"can_ask_for_hearing": True},
    "hearing_recorded": {"hearing": "requested"},
    "hearing_not_told": {"hearing": "told"},
    "hearing_window_open": {"can_ask_for_hearing": False},
    "hearing_requested": {"hearing": ""},
    "hearing_called": {"hearing": ""},
    "not_chair": {"is_chair": True},
    "not_the_counter": {"is_of_intake": True},
    "not_stand_in": {"is_stand_in": True},
    "no_survey_booked": {"is_survey_booked": True},
    "survival_check_due": {"is_survival_check_due": False},
    "survey_booked": {"is_survey_booked": False},
    "visit_begun": {"is_visit_begun": False},
    "departments_left": {"absent_departments": NONE},
    "not_extended": {"is_extended": True},
    "limit_not_passed": {"is_expired": True},
    "not_requester": {"is_requester": True},
    "unassigned": {"is_unassigned": False},
    "assignee": {"is_assignee": False},
    "assignee_or_unassigned": {"is_assignee": False, "is_unassigned": False},
    "clock_running": {"clock_running": False},
    "fee_listed": {"is_fee_listed": False},
    "fee_due": {"unpaid_fees": NONE},
    "refund_waits": {"refunds_due": NONE},
    "fees_settled": {"gating_fees": frozenset({"F1"})},
    "emergency_stated": {"is_emergency": False},
    "not_yet_reported": {"is_reported": True},
    "is_pre_review": {"is_pre_review": False},
    "no_pre_review": {"is_pre_review": True},
    "answer_owed": {"owes_answer": False},
    "explanation_owed": {"is_explanation_outstanding": False},
    "expired": {"is_valid": True},
    "still_valid": {"is_valid": False},
    "renewable": {"is_renewable": False, "change_law": frozenset({Text("第四十九条", "art. 49")})},
    "term_begun": {"is_begun": False},
    "renewals_left": {"has_renewals_left": False},
    "no_change_pending": {"is_change_pending": True},
    "no_draft_open": {"is_draft_open": True},
    "licence_stands": {"is_licence_gone": True},
    "term_undecided": {"is_renewed_by_silence": True},
    "revocation_told": {"intended": ""},
    "withdrawal_told": {"intended": ""},
    "defence_heard": {"is_heard": False},
    "review_open": {"is_under_review": False},
}
# what a fact of a type may be, for walking all that a guard can be told
SAMPLES: dict[Any, list[Any]] = {
    bool: [False, True],
    frozenset[str]: [NONE, frozenset({"x"})],
    frozenset[Text]: [frozenset(), SAID],
    str: ["", "proceed", "decision", "intake", "told", "requested", "called", "held", "expert_review", "revoke"],
}


def of_guard(name: str) -> list[str]:
    """Name the lifecycles whose facts tell all that a guard reads."""
    return [key for key in NAMES if not GUARDS[name].foreign_facts(FACTS[key])]


def told(name: str, known: Known) -> Facts:
    return FACTS[of_guard(name)[0]](**known)


def test_every_guard_is_examined_here() -> None:
    assert set(READY) == set(HELD_BACK) == set(GUARDS)


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_a_guard_opens_on_what_it_asks_for(name: str) -> None:
    assert GUARDS[name].holds(told(name, READY[name]))


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_a_guard_closes_on_the_opposite(name: str) -> None:
    assert not GUARDS[name].holds(told(name, HELD_BACK[name]))


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_no_guard_holds_on_nothing(name: str) -> None:
    assert of_guard(name)
    assert not any(GUARDS[name].holds(FACTS[key].unknown()) for key in of_guard(name))


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_forgetting_any_fact_a_guard_reads_never_opens_it(name: str) -> None:
    found, kinds = GUARDS[name], get_type_hints(FACTS[of_guard(name)[0]])
    samples = [SAMPLES[get_args(kinds[fact])[0]] for fact in found.reads]
    for values in product(*samples):
        for forgotten in found.reads:
            known = dict(zip(found.reads, values, strict=True)) | {forgotten: None}
            assert not found.holds(told(name, known)), known


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_a_guard_asks_for_facts_of_the_type_they_are_told_in(name: str) -> None:
    asked = {fact: kind for fact, kind in GUARDS[name].condition.__annotations__.items() if fact != "return"}
    for key in of_guard(name):
        kinds = get_type_hints(FACTS[key])
        assert {fact: get_args(kinds[fact]) for fact in asked} == {f: (kind, type(None)) for f, kind in asked.items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_is_unknown_until_it_is_told(name: str) -> None:
    assert [getattr(FACTS[name].unknown(), field.name) for field in fields(FACTS[name])] == [None] * len(
        fields(FACTS[name])
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_of_a_lifecycle_is_read_by_one_of_its_guards(name: str) -> None:
    named = {guard for action in lifecycle(name).actions for guard in action.guards}
    read = {fact for guard in named for fact in GUARDS[guard].reads}

    assert {field.name for field in fields(FACTS[name])} == read


def test_every_guard_is_named_by_a_lifecycle() -> None:
    assert {guard for name in NAMES for action in lifecycle(name).actions for guard in action.guards} == set(GUARDS)


def test_a_guard_that_reads_nothing_or_names_what_it_does_not_read_is_refused() -> None:
    with pytest.raises(ValueError, match="does not read any fact"):
        guard(unmet="Never")(lambda: True)
    with pytest.raises(ValueError, match="does not read barred_through"):
        guard(unmet="Never %(names)s", naming="barred_through")(lambda is_valid: not is_valid)


def test_two_guards_of_one_name_are_refused() -> None:
    twins = [ModuleType("first"), ModuleType("second")]
    for module in twins:
        module.same = guard(unmet="Never")(lambda is_valid: not is_valid)  # type: ignore[attr-defined]  # a module made up

    with pytest.raises(ValueError, match="two guards are named"):
        collect(twins)


def test_no_live_permit_at_all_is_never_a_finished_join() -> None:
    assert not GUARDS["permits_decided"].holds(ApplicationFacts(live_permits=NONE, undecided_permits=NONE))


def test_one_undecided_permit_holds_the_join_back() -> None:
    both, one = frozenset({"trees", "green-space"}), frozenset({"trees"})

    assert not GUARDS["permits_decided"].holds(ApplicationFacts(live_permits=both, undecided_permits=one))
    assert GUARDS["permits_decided"].holds(ApplicationFacts(live_permits=both, undecided_permits=NONE))


@pytest.mark.parametrize("kind", ["intake", "survey", "delivery"])
def test_items_closed_by_acts_take_no_verdict(kind: str) -> None:
    assert not GUARDS["answered_by_verdict"].holds(WorkItemFacts(kind=kind))


def test_an_item_free_or_mine_is_open_to_me_and_one_held_by_another_is_not() -> None:
    condition = GUARDS["assignee_or_unassigned"]

    assert condition.holds(WorkItemFacts(is_assignee=False, is_unassigned=True))
    assert not condition.holds(WorkItemFacts(is_assignee=False, is_unassigned=False))


def test_a_sentence_names_who_holds_the_move_back() -> None:
    barred = GUARDS["not_barred"].sentence(ApplicationFacts(barred_through=frozenset({"2027-03-02"})))

    assert getattr(barred, "params") == {"names": "2027-03-02"}  # noqa: B009 - a plain str to whoever knows of no names
    assert getattr(GUARDS["not_barred"].sentence(ApplicationFacts.unknown()), "params") == {"names": ""}  # noqa: B009 - as above


def test_each_guard_says_something_of_its_own() -> None:
    sentences = [guard.unmet for guard in GUARDS.values()]

    assert len(set(sentences)) == len(sentences)
    assert all(sentence[0].isupper() and not sentence.endswith(".") for sentence in sentences)
