"""Every named condition: closed on what is not known, open on what it asks for."""

from dataclasses import replace

import pytest

from workflows.conditions.guards import GUARDS, Facts

READY = {
    "has_applicant": Facts(has_applicant=True),
    "has_agent": Facts(has_agent=True),
    "has_site": Facts(has_site=True),
    "answers_valid": Facts(answers_valid=True),
    "route_proceeds": Facts(outcome="proceed"),
    "materials_complete": Facts(),
    "deficiencies_met": Facts(),
    "not_yet_notified": Facts(),
    "already_notified": Facts(notified=True),
    "fields_flagged": Facts(flagged_fields=frozenset({"site.road"})),
    "not_barred": Facts(),
    "promised_papers_in": Facts(),
    "not_yet_circulated": Facts(),
    "time_to_ask": Facts(),
    "check_open": Facts(),
    "window_open": Facts(),
    "lists_in": Facts(),
    "lists_sent": Facts(),
    "notice_unsealed": Facts(),
    "asked_for_list": Facts(kind="intake"),
    "asked_to_verify": Facts(kind="verification"),
    "asked_to_call_back": Facts(kind="call_back"),
    "permits_decided": Facts(live_permits=frozenset({"trees"})),
    "permits_undecided": Facts(undecided_permits=frozenset({"trees"})),
    "decisions_undelivered": Facts(undelivered_permits=frozenset({"trees"})),
    "answered_by_verdict": Facts(kind="decision"),
    "prerequisites_done": Facts(),
    "co_approvals_in": Facts(),
    "co_approvals_agreed": Facts(),
    "assigned": Facts(),
    "condition_carried": Facts(),
    "moot_unanswered": Facts(moot_permits=frozenset({"trees"})),
    "dependencies_settled": Facts(),
    "dependency_open": Facts(is_unsettled=True),
    "ground_is_lawful": Facts(ground="expert_review"),
    "public_notice_over": Facts(),
    "statements_answered": Facts(),
    "statements_open": Facts(has_open_statements=True),
    "hearing_window_over": Facts(hearing="told"),
    "hearing_recorded": Facts(hearing="held"),
    "hearing_not_told": Facts(hearing="lapsed"),
    "hearing_window_open": Facts(hearing="told", can_ask_for_hearing=True),
    "hearing_requested": Facts(hearing="requested"),
    "hearing_called": Facts(hearing="called"),
    "not_chair": Facts(),
    "not_the_counter": Facts(),
    "not_stand_in": Facts(),
    "no_survey_booked": Facts(),
    "survival_check_due": Facts(is_survival_check_due=True),
    "survey_booked": Facts(is_survey_booked=True),
    "visit_begun": Facts(is_visit_begun=True),
    "departments_left": Facts(absent_departments=frozenset({"greening"})),
    "not_extended": Facts(),
    "limit_not_passed": Facts(),
    "not_requester": Facts(),
    "unassigned": Facts(is_unassigned=True),
    "assignee": Facts(is_assignee=True),
    "assignee_or_unassigned": Facts(is_assignee=True),
    "clock_running": Facts(),
    "fee_listed": Facts(is_fee_listed=True),
    "fee_due": Facts(unpaid_fees=frozenset({"F1"})),
    "refund_waits": Facts(refunds_due=frozenset({"R1"})),
    "fees_settled": Facts(),
    "emergency_stated": Facts(is_emergency=True),
    "not_yet_reported": Facts(),
    "is_pre_review": Facts(is_pre_review=True),
    "no_pre_review": Facts(),
    "answer_owed": Facts(owes_answer=True),
    "explanation_owed": Facts(owes_explanation=True),
    "expired": Facts(is_expired=True),
    "still_valid": Facts(is_valid=True),
    "renewable": Facts(is_renewable=True),
    "renewals_left": Facts(has_renewals_left=True),
    "no_change_pending": Facts(),
    "licence_stands": Facts(),
    "term_undecided": Facts(),
    "revocation_told": Facts(intended="revoke"),
    "withdrawal_told": Facts(intended="withdraw_by_authority"),
    "defence_heard": Facts(is_heard=True),
    "review_open": Facts(is_under_review=True),
}
ITEM = frozenset({"road-occupation:police:co_approval"})
HELD_BACK = {
    "no_change_pending": Facts(is_change_pending=True),
    "licence_stands": Facts(is_licence_gone=True),
    "term_undecided": Facts(is_renewed_by_silence=True),
    "materials_complete": Facts(missing_materials=frozenset({"M01"})),
    "deficiencies_met": Facts(open_deficiencies=frozenset({"M01"})),
    "not_yet_notified": Facts(notified=True),
    "not_barred": Facts(barred_through=frozenset({"2027-03-02"})),
    "promised_papers_in": Facts(owed_papers=frozenset({"M07"})),
    "not_yet_circulated": Facts(is_circulated=True),
    "time_to_ask": Facts(is_last_day=True),
    "check_open": Facts(is_check_over=True),
    "window_open": Facts(is_window_over=True),
    "lists_in": Facts(awaited_lists=frozenset({"police"})),
    "lists_sent": Facts(unsent_lists=frozenset({"police"})),
    "notice_unsealed": Facts(is_sealed=True),
    "answered_by_verdict": Facts(kind="intake"),
    "prerequisites_done": Facts(open_prerequisites=ITEM),
    "co_approvals_in": Facts(open_co_approvals=ITEM),
    "co_approvals_agreed": Facts(refused_co_approvals=ITEM),
    "clock_running": Facts(clock_running=False),
    "condition_carried": Facts(lacks_condition=True),
    "dependencies_settled": Facts(unsettled_permits=frozenset({"trees"})),
    "not_yet_reported": Facts(is_reported=True),
    "fees_settled": Facts(gating_fees=frozenset({"F1"})),
    "no_pre_review": Facts(is_pre_review=True),
    "assigned": Facts(is_unassigned=True),
    "ground_is_lawful": Facts(ground="site_visit"),
    "public_notice_over": Facts(is_on_notice=True),
    "statements_answered": Facts(has_open_statements=True),
    "hearing_window_over": Facts(hearing="told", can_ask_for_hearing=True),
    "hearing_recorded": Facts(hearing="requested"),
    "hearing_not_told": Facts(hearing="told"),
    "not_chair": Facts(is_chair=True),
    "not_the_counter": Facts(is_of_intake=True),
    "not_stand_in": Facts(is_stand_in=True),
    "no_survey_booked": Facts(is_survey_booked=True),
    "not_extended": Facts(is_extended=True),
    "limit_not_passed": Facts(is_expired=True),
    "not_requester": Facts(is_requester=True),
}


def test_every_guard_is_examined_here() -> None:
    assert set(READY) == set(GUARDS)


@pytest.mark.parametrize("name", sorted(READY))
def test_a_guard_opens_on_what_it_asks_for(name: str) -> None:
    assert GUARDS[name].holds(READY[name])


@pytest.mark.parametrize("name", sorted(READY))
def test_a_guard_closes_on_its_opposite_or_on_nothing_known(name: str) -> None:
    assert not GUARDS[name].holds(HELD_BACK.get(name, Facts()))


def test_no_live_permit_at_all_is_never_a_finished_join() -> None:
    assert not GUARDS["permits_decided"].holds(Facts(live_permits=frozenset(), undecided_permits=frozenset()))


def test_one_undecided_permit_holds_the_join_back() -> None:
    both = Facts(live_permits=frozenset({"trees", "green-space"}), undecided_permits=frozenset({"trees"}))

    assert not GUARDS["permits_decided"].holds(both)
    assert GUARDS["permits_decided"].holds(replace(both, undecided_permits=frozenset()))


@pytest.mark.parametrize("kind", ["intake", "survey", "delivery"])
def test_items_closed_by_acts_take_no_verdict(kind: str) -> None:
    assert not GUARDS["answered_by_verdict"].holds(Facts(kind=kind))


def test_an_item_free_or_mine_is_open_to_me_and_one_held_by_another_is_not() -> None:
    condition = GUARDS["assignee_or_unassigned"]

    assert condition.holds(Facts(is_unassigned=True))
    assert not condition.holds(Facts(is_assignee=False, is_unassigned=False))


def test_each_guard_says_something_of_its_own() -> None:
    sentences = [guard.unmet for guard in GUARDS.values()]

    assert len(set(sentences)) == len(sentences)
    assert all(sentence[0].isupper() and not sentence.endswith(".") for sentence in sentences)
