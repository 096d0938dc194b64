"""The facts of a permit for the engine."""

from permits.casefile.casefile import CaseFile
from permits.casefile.facts.agreement import contradictions_on, worded
from permits.casefile.facts.clocks import asked_for_more, is_expired, is_extended
from permits.casefile.facts.dependencies import unsettled
from permits.casefile.facts.intake import current_route
from permits.casefile.facts.review import beside
from permits.casefile.facts.roles import COUNTER, GOVERNMENT, roles_on_permit
from permits.casefile.fees import fee_lines
from permits.casefile.rows import PermitRow
from workflows import Bundle, PermitFacts, Text

LAW_48 = Text("《行政许可法》第四十七条、第四十八条", "Administrative Licensing Law art. 47, 48")


def permit_facts(case: CaseFile, row: PermitRow, *, ground: str = "") -> PermitFacts:
    """Build the facts of a permit: limit, requests, procedures beside it; `ground` is why its clock stops."""
    around = beside(case, row.key)
    return PermitFacts(
        clock_running=row.state != "suspended",
        is_unsettled=row.key in unsettled(case),
        is_fee_listed=bool(fee_lines(case, row)),
        is_extended=is_extended(case, row.key, "statutory"),
        is_expired=is_expired(case, row.key, "statutory"),
        is_requester=_has_a_hand_in(case, row),
        ground=ground,
        # only a clerk stops a clock
        required_grounds=frozenset(foreseen(case, row)) if ground or "clerk" in roles_on_permit(case, row) else None,
        # only the lead settles; a decision item has its own facts
        contradictions=worded(case, contradictions_on(case, row)) if case.context.actor.holds("lead") else None,
        # only the lead may add a department
        absent_departments=absent_departments(case, row) if case.context.actor.holds("lead") else None,
        hearing=around.hearing,
        can_ask_for_hearing=around.can_ask_for_hearing,
        is_on_notice=around.is_on_notice,
        has_open_statements=around.has_open_statements,
    )


def foreseen(case: CaseFile, row: PermitRow) -> dict[str, Text]:
    """Return the special procedures a law requires of a permit as the case stands, each with its law.

    Law: Administrative Licensing Law art. 45, 47, 48.
    """
    routed = next((one for one in current_route(case).permits if one.key == row.key), None)
    asked = {one.ground: one.law for one in (routed.procedures if routed else ())}
    hearing = case.procedures.hearing(row.key)
    if hearing is not None and hearing.state in {"requested", "called"}:
        asked["hearing"] = LAW_48
    return asked


def absent_departments(case: CaseFile, row: PermitRow) -> frozenset[str]:
    """List the departments that take no part in a permit and could be added."""
    present = {i.department for i in case.latest.values() if i.permit == row.key and i.state != "cancelled"}
    return consulted(case.bundle) - present


def consulted(bundle: Bundle) -> frozenset[str]:
    """List the departments that can be consulted: not those that only lead, accept or decide above the others."""
    above = {COUNTER, GOVERNMENT, bundle.lead_department} - {rule.supervisor for rule in bundle.permits.values()}
    return frozenset(bundle.departments) - above


def _has_a_hand_in(case: CaseFile, row: PermitRow) -> bool:
    """Return whether the actor works on a permit or requested its extension; only a head is asked."""
    actor = case.context.actor
    if "head" not in roles_on_permit(case, row):
        return False
    if any(item.permit == row.key and item.assignee_id == actor.id for item in case.items):
        return True
    return row.key in asked_for_more(case)
