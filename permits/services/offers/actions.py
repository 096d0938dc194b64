"""The actions an actor may take on a case now: permitted, and ready or not, with the unmet conditions as sentences."""

from dataclasses import dataclass, replace

from permits.casefile import CaseFile, LicenceRow, PermitRow, WorkItemRow
from permits.casefile.facts import (
    application_facts,
    current_route,
    item_facts,
    permit_facts,
    roles_on_check,
    roles_on_item,
    roles_on_permit,
)
from permits.casefile.fees import with_fees
from permits.casefile.licences import licence_facts, reinstatement_facts, roles_on_licence, roles_on_works
from permits.services.intake.commitments import open_to_commitment
from permits.services.intake.tolerance import may_follow
from permits.services.oversight.explanations import is_explanation_outstanding
from permits.services.oversight.supervision import open_orders_to, roles_answering
from workflows import ApplicationFacts, Available, Text, available_actions, group


@dataclass(frozen=True, slots=True)
class Offer:
    """One action on one target: ready now, or attainable by what the action's own form can add."""

    name: str
    on: str
    target: str
    ready: bool
    unmet: tuple[str, ...]
    label: Text
    tone: str
    attainable: bool


def available(case: CaseFile) -> list[Offer]:
    """List every action open to the actor on an application and its work items."""
    offers = offers_on_case(case)
    offers += [offer for row in case.permits.values() for offer in offers_on_permit(case, row)]
    if case.app.decided_at or case.app.state == "withdrawn":
        offers += [offer for row in case.licences.values() for offer in offers_on_licence(case, row)]
    return offers + [offer for item in case.items for offer in offers_on_item(case, item)]


def offers_on_case(case: CaseFile) -> list[Offer]:
    """List the actions open to the actor on the application itself."""
    owed = open_orders_to(case)
    facts = replace(
        application_facts(case), owes_answer=bool(owed), is_explanation_outstanding=is_explanation_outstanding(case)
    )
    if case.app.required is not None:
        facts = with_fees(case, facts)
    roles = roles_answering(case, owed) | roles_on_check(case)
    found = available_actions("application", case.app.state, roles, facts)
    hoped = available_actions("application", case.app.state, roles, at_best(case, facts))
    best = {one.name: one.ready for one in hoped}
    return [
        replace(_offer(one, "application", str(case.app.id)), attainable=best[one.name])
        for one in found
        if (one.ready or one.name not in WHEN_OWED) and (one.name != REPORT or case.bundle.emergency)
    ]


def at_best(case: CaseFile, facts: ApplicationFacts) -> ApplicationFacts:
    """Return the facts a form can reach at best: materials tolerated or vouched for, an own finding with its law."""
    if facts.stated_law is not None:
        facts = replace(facts, stated_law="any")
    if not facts.missing_materials:
        return facts
    route = current_route(case)
    excusable = {one.code for one in (*may_follow(case, route), *open_to_commitment(case, route))}
    return replace(facts, missing_materials=facts.missing_materials - excusable)


def offers_on_licence(case: CaseFile, row: LicenceRow) -> list[Offer]:
    """List the actions open to the actor on one licence, ready or not."""
    roles = roles_on_licence(case, row)
    found = available_actions("licence", row.state, roles, licence_facts(case, row))
    if row.state != "cancelled":
        works = roles_on_works(case, row)
        found += available_actions("reinstatement", row.reinstatement, works, reinstatement_facts(case, row))
    return [_offer(one, "licence", row.number) for one in found if one.ready or one.name not in WHEN_OWED]


def offers_on_permit(case: CaseFile, row: PermitRow) -> list[Offer]:
    """List the actions open to the actor on one permit, ready or not."""
    if case.app.state not in group("application", "unserved"):
        return []
    found = available_actions("permit", row.state, roles_on_permit(case, row), permit_facts(case, row))
    return [_offer(one, "permit", row.key) for one in found]


def offers_on_item(case: CaseFile, item: WorkItemRow) -> list[Offer]:
    """List the actions open to the actor on one work item."""
    found = available_actions("work_item", item.state, roles_on_item(case, item), item_facts(case, item))
    return [_offer(one, "work_item", str(item.id)) for one in found if one.name in OFFERED or one.ready]


def _offer(one: Available, on: str, target: str) -> Offer:
    return Offer(one.name, on, target, one.ready, one.unmet, one.label, one.tone, attainable=one.ready)


# Always shown, ready or not: the department's main actions. The others are shown once ready.
OFFERED = frozenset({"approve", "refuse"})
# Of a matter that has the lane.
REPORT = "report_emergency"
# Shown only when due.
WHEN_OWED = frozenset(
    {"record_payment", "record_refund", "answer_supervision", "publish_explanation", "record_survival"}
)
