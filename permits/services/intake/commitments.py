"""Informed commitment 告知承诺: a signed promise replaces a material and is verified after the grant."""

from collections.abc import Sequence

from permits.casefile import ActContext, CaseFile, PermitRow, open_case
from permits.casefile.facts import current_route, item_facts, roles_on_item
from permits.errors import Invalid
from permits.services.case.duties import Duty, close_item, give
from workflows import N_, Route, RoutedMaterial

SWITCH = "informed_commitment"
VERIFICATION = "verification"
LAW_MATERIALS = "Administrative Licensing Law art. 32(1)(5)"
# a false promise means that the licence was obtained by fraud and must be revoked
LAW_FRAUD = "Administrative Licensing Law art. 69(2)"


def check_commitments(case: CaseFile, route: Route, codes: Sequence[str]) -> list[str]:
    """Return the named materials that are missing and replaced by a commitment; those handed in need none.

    Raises:
        Invalid: the bundle takes no commitments, or a permit that needs the material takes none.
    Law: Administrative Licensing Law art. 32(1)(5).
    """
    if not codes:
        return []
    if case.bundle.switches.get(SWITCH) is not True:
        sentence = N_(
            "This matter takes no commitment in place of a material: safety or ecology is at stake, hand it in"
        )
        raise Invalid([("commitments", sentence, {})], law=LAW_MATERIALS)
    if strict := sorted(set(codes) - {material.code for material in open_to_commitment(case, route)}):
        sentence, named = N_("No commitment may stand in for: %(codes)s"), {"codes": ", ".join(strict)}
        raise Invalid([("commitments", sentence, named)], law=LAW_MATERIALS)
    return sorted(set(codes) - case.materials.keys())


def open_to_commitment(case: CaseFile, route: Route) -> list[RoutedMaterial]:
    """List the materials a commitment may replace: every permit that needs one takes commitments."""
    if case.bundle.switches.get(SWITCH) is not True:
        return []
    rules = case.bundle.permits
    return [m for m in route.materials if not m.shared and all(rules[key].commitment for key in m.permits)]


def committed_for(case: CaseFile, permit: str) -> list[str]:
    """List the materials of a permit replaced by a commitment."""
    promised = case.app.commitments or ()
    return [m.code for m in current_route(case).materials if m.code in promised and permit in m.permits]


def open_verification(case: CaseFile, row: PermitRow) -> None:
    """Open the duty of the department in charge to verify the commitments of a granted permit; the caller saves."""
    if not (codes := committed_for(case, row.key)):
        return
    context, limit = case.context, case.bundle.limits.verification
    days = case.clocks.due(context.today, limit)
    in_charge = case.bundle.permits[row.key].supervisor
    duty = Duty(department=in_charge, kind=VERIFICATION, limit_working_days=limit, permit=row.key)
    give(case, duty, days=days)
    about = {"permit": row.key, "department": in_charge, "codes": codes, "due_on": days[0].isoformat()}
    case.record("commitment.to_be_verified", about)


def verify_commitment(
    context: ActContext, work_item_id: int, *, is_true: bool, findings: str, expected_version: int | None = None
) -> None:
    """Record the result of a verification; a false promise is a ground to revoke the licence.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the findings are empty.
    Law: Administrative Licensing Law art. 61, 69(2).
    """
    case = open_case(context, work_item_id=work_item_id)
    item = case.item(work_item_id)
    case.expect(item, expected_version)
    left = case.move(item, "verify_commitment", roles=roles_on_item(case, item), facts=item_facts(case, item))
    if not findings.strip():
        raise Invalid.at("findings", N_("Say what was found"))
    close_item(case, item, verdict="approved" if is_true else "refused")
    case.change(item, opinion=findings)
    ground = {} if is_true else {"ground": LAW_FRAUD, "licence": case.permit(item.permit).licence_number}
    about = {"work_item": item.id, "permit": item.permit, "department": item.department, "from": left, "to": item.state}
    case.record(
        "commitment.kept" if is_true else "commitment.broken",
        {**about, "codes": committed_for(case, item.permit), "findings": findings, **ground},
    )
    case.save()
