"""The facts of an application for the engine."""

from dataclasses import replace

from permits.casefile.casefile import CaseFile
from permits.casefile.facts.agreement import open_contradictions
from permits.casefile.facts.clocks import asked_for_more, is_expired, is_extended
from permits.casefile.facts.dependencies import unanswered_moot, unsettled
from permits.casefile.facts.emergencies import is_emergency, is_reported
from permits.casefile.facts.intake import current_route, facts_before_acceptance
from permits.casefile.facts.roles import GOVERNMENT
from permits.casefile.fees import gating_fees
from permits.casefile.outstanding_materials import outstanding_materials
from permits.policies import stands_in
from workflows import WHOLE_CASE, ApplicationFacts, group, missing

UNACCEPTED = group("application", "unaccepted")
DECIDED = group("permit", "decided")
CAPPERS = frozenset({"lead", GOVERNMENT})


def application_facts(case: CaseFile, excused: frozenset[str] = frozenset()) -> ApplicationFacts:
    """Build the facts of an application; `excused` names materials that may be missing, tolerated or promised."""
    if case.app.state in UNACCEPTED:
        return facts_before_acceptance(case, excused)
    facts = _facts_of_review(case)
    actor = case.context.actor
    if actor.holds("lead"):
        facts = _with_survey(case, facts)
    # only lead and government may extend the cap: other actors' actions need no clocks
    if case.app.state == "in_review" and not CAPPERS.isdisjoint(actor.role_names()):
        facts = _with_joint_cap(case, facts)
    return facts


def _facts_of_review(case: CaseFile) -> ApplicationFacts:
    required = frozenset(case.app.required or ())
    live = required - {key for key, permit in case.permits.items() if permit.state == "withdrawn"}
    decided = frozenset(key for key, permit in case.permits.items() if permit.state in DECIDED)
    return ApplicationFacts(
        outcome="proceed",
        notified=case.app.notified_at is not None,
        outstanding_materials=outstanding_materials(case, current_route(case)) if case.app.tolerated else frozenset(),
        is_stand_in=stands_in(case.context.actor, case.app),
        is_emergency=case.app.is_emergency and is_emergency(case),
        is_reported=is_reported(case),
        live_permits=live,
        undecided_permits=missing(live, decided),
        undelivered_permits=frozenset() if case.app.delivered_at is not None else decided,
        moot_permits=unanswered_moot(case),
        unsettled_permits=frozenset(case.permits[key].suffix for key in unsettled(case)),
        contradictions=open_contradictions(case),
        gating_fees=gating_fees(case),
    )


def _with_survey(case: CaseFile, facts: ApplicationFacts) -> ApplicationFacts:
    """Add whether a site visit is booked and whether its moment has come."""
    booked = case.procedures.survey()
    begins_at = booked.booked_at if booked else None
    is_begun = begins_at is not None and begins_at <= case.context.at
    return replace(facts, is_survey_booked=booked is not None, is_visit_begun=is_begun)


def _with_joint_cap(case: CaseFile, facts: ApplicationFacts) -> ApplicationFacts:
    """Add whether the joint cap is extended or expired, and whether the government's actor requested an extension."""
    return replace(
        facts,
        is_extended=is_extended(case, WHOLE_CASE, "joint"),
        is_expired=is_expired(case, WHOLE_CASE, "joint"),
        is_requester=case.context.actor.holds(GOVERNMENT) and None in asked_for_more(case),
    )
