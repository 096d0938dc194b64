"""Settle what two departments contradict each other in: the lead says which holds, and why."""

from dataclasses import dataclass

from permits.casefile import ActContext, CaseFile, WorkItemRow
from permits.casefile.facts import contradictions_on, permit_facts, roles_on_permit
from permits.errors import refuse_if
from permits.services.closing.dependency_notices import issue_settled
from permits.services.procedures.stops import open_permit
from workflows import N_, Contradiction, Restriction

LAW_26 = "Administrative Licensing Law art. 26(2)"


@dataclass(frozen=True, slots=True)
class Ruling:
    """Which of two contradicting restrictions holds, by its id, and why."""

    holds: str
    reason: str


def note_contradictions(case: CaseFile, item: WorkItemRow) -> None:
    """Tell both departments and the lead of what an answer contradicts; the caller saves."""
    row = case.permits.get(item.permit)
    if row is None or item.kind == "decision":
        return
    mine = [one for one in contradictions_on(case, row) if item.department in one.departments]
    if mine:
        about = {"permit": row.key, "departments": sorted({name for one in mine for name in one.departments})}
        case.record("permit.contradicted", {**about, "texts": [_texts(one) for one in mine]})


def _texts(one: Contradiction) -> list[str]:
    return [one.first.text.zh, one.second.text.zh]


def settle_contradiction(
    context: ActContext, application_id: int, permit: str, ruling: Ruling, *, expected_version: int | None = None
) -> None:
    """Settle which of two contradicting restrictions holds; the other is set aside, in a grant not served yet too.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no reason is given, or nothing contradicts what is to hold.
    Law: Administrative Licensing Law art. 26(2).
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    case.move(row, "settle_contradiction", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    found = contradictions_on(case, row)
    pairs = [sides for one in found for sides in ((one.first, one.second), (one.second, one.first))]
    against = [other for holds, other in pairs if holds.id == ruling.holds]
    refuse_if(
        ("holds", N_("Nothing contradicts this"), not against),
        ("reason", N_("Say why it holds"), not ruling.reason.strip()),
        law=LAW_26,
    )
    holds = next(one for one, _other in pairs if one.id == ruling.holds)
    for one in against:
        _set_aside(case, one, holds, ruling.reason.strip())
    case.record(
        "permit.contradiction_settled",
        {
            "permit": row.key,
            "departments": sorted({holds.department, *(one.department for one in against)}),
            "holds": holds.text.zh,
            "set_aside": [one.text.zh for one in against],
            "reason": ruling.reason.strip(),
        },
    )
    case.save()


def _set_aside(case: CaseFile, one: Restriction, holds: Restriction, reason: str) -> None:
    """Set a restriction aside; a grant that carries it is issued again without it."""
    row = case.permits[one.permit]
    settled = {"department": one.department, "text": one.text.zh, "holds": holds.text.zh, "reason": reason}
    case.change(row, settlements=[*(row.settlements or ()), settled])
    if row.state != "granted":
        return
    kept = [said for place, said in enumerate(row.conditions or ()) if str(place) != one.place]
    scope = {key: value for key, value in (row.narrower or {}).items() if key != one.place}
    case.change(row, conditions=kept, narrower=scope or None)
    if row.licence_number:
        licence = case.licences[row.licence_number]
        case.change(licence, conditions=kept, scope={**licence.scope, "narrower": scope})
        issue_settled(case, row, set_aside=one.text, holds=holds.text, reason=reason)
