"""Facts for the walks: a case held up only by its duties and materials."""

from dataclasses import replace

from workflows.conditions.facts import ApplicationFacts, Facts, PermitFacts, WorkItemFacts

NOBODY: frozenset[str] = frozenset()
SOMETHING = frozenset({"x"})
# only the review holds it up, and no guard about the actor fails
ITEM = WorkItemFacts(
    open_prerequisites=NOBODY,
    open_co_approvals=NOBODY,
    refused_co_approvals=NOBODY,
    hearing="",
    can_ask_for_hearing=False,
    is_on_notice=False,
    has_open_statements=False,
    contradictions=frozenset(),
    beyond_agreed=frozenset(),
    is_assignee=False,
    is_unassigned=False,
    is_pre_review=False,
    is_sealed=False,
    lacking_conditions=frozenset(),
    is_chair=False,
    is_of_intake=False,
    is_licence_gone=False,
    is_renewed_by_silence=False,
)
FREE = replace(ITEM, is_unassigned=True)
PERMIT = PermitFacts(ground="", required_grounds=SOMETHING, is_expired=False)
CASE = ApplicationFacts(
    # papers may prove false in any case
    ground="false_materials",
    stated_law="",
    has_applicant=True,
    has_identity=True,
    has_agent=True,
    has_site=True,
    answers_valid=True,
    investigated=frozenset(),
    concludable=SOMETHING,
    investigable=SOMETHING,
    is_last_day=False,
    is_check_over=False,
    is_window_over=False,
    barred_through=NOBODY,
    outstanding_materials=NOBODY,
    unsettled_permits=NOBODY,
    contradictions=frozenset(),
    gating_fees=NOBODY,
    is_stand_in=False,
)
ASSUMED: dict[str, Facts] = {"permit": PERMIT, "work_item": ITEM}
