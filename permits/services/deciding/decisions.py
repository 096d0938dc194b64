"""Decide one permit: its decision document, its licence, its remedies."""

from collections.abc import Mapping
from typing import Any

from permits.casefile import CaseFile, PermitRow, WorkItemRow
from permits.documents.codes import verification_code
from permits.documents.numbering import licence_number
from permits.models import Licence
from permits.services.case.bans import FALSE_MATERIALS, punish_false_materials
from permits.services.case.duties import SYSTEM_ROLES, UNFINISHED, cancel_item
from permits.services.case.numbers import draw_document_number
from permits.services.case.remedies import UNSERVED
from permits.services.case.scope import asked_by
from permits.services.case.terms import cut_to_longest, term_of
from permits.services.deciding.notices import Decision, LicencePaper, issue_decision, issue_licence
from permits.services.deciding.successions import carry_into_licence
from permits.services.intake.commitments import open_verification
from permits.services.licences.register import arm_term, first_state
from permits.services.money.fees import charge
from permits.services.procedures.conclusion import end_procedures
from workflows import Bundle, PermitFacts, WorkItemFacts


def decide_permit(case: CaseFile, item: WorkItemRow, verdict: Any, facts: WorkItemFacts) -> None:
    """Grant or refuse a permit by its decision item; open consultations on it are cancelled.

    Law: Administrative Licensing Law art. 38, 39, 44; Administrative Reconsideration Law art. 20.
    """
    row, context = case.permits[item.permit], case.context
    is_granted = item.verdict == "approved"
    left = case.move(row, "grant" if is_granted else "refuse", roles=SYSTEM_ROLES, facts=_judged_on(row, facts))
    if is_granted and case.app.kind != "renewal":
        verdict = cut_to_longest(case.bundle, row.key, verdict, case.form.answers)
    granted = "granted_narrower" if verdict.narrower else "granted"
    net, stopped = case.clocks.spent(case.clocks[row.key, "statutory"][1])
    validity = term_of(case, row.key, case.form.answers, verdict.narrower) if is_granted else None
    number = draw_document_number(context, context.office.body(case.app.area, row.department).document_prefix)
    decision = Decision(row, number, granted if is_granted else "refused", verdict, validity)
    case.change(
        row,
        decision=decision.word,
        document_number=number,
        decided_at=context.at,
        decided_on=context.today,
        form_version=case.app.form_version,
        net_working_days=net,
        stopped_working_days=stopped,
        reasons={"opinion": verdict.opinion, "code": verdict.reason_code, "law": verdict.law},
        conditions=[dict(condition) for condition in verdict.conditions] or None,
        narrower=dict(verdict.narrower) if verdict.narrower else None,
        remedies=UNSERVED,
        licence_number=licence_number(case.app.number or "", row.suffix) if is_granted else None,
    )
    _close_review(case, row)
    is_carried = is_granted and carry_into_licence(case, row, decision)
    licence = _add_licence(case, decision) if is_granted and not is_carried else None
    case.record(
        "permit.granted" if is_granted else "permit.refused",
        {"permit": row.key, "from": left, "to": row.state, "decision": decision.word, "number": number},
    )
    _issue(case, decision, licence)
    if decision.validity is not None and not is_carried:
        charge(case, row, narrower=verdict.narrower, validity=decision.validity)


def _judged_on(row: PermitRow, item: WorkItemFacts) -> PermitFacts:
    """Build the permit's facts from those of its decision item."""
    return PermitFacts.decided_on(item, clock_running=row.state != "suspended")


def _close_review(case: CaseFile, row: PermitRow) -> None:
    """End a permit's clocks and procedures; open consultations on it are cancelled."""
    case.clocks.end(row.key, ("committed", "statutory"))
    end_procedures(case, row)
    for other in case.items:
        if other.permit == row.key and other.state in UNFINISHED:
            cancel_item(case, other)


def _issue(case: CaseFile, decision: Decision, licence: LicencePaper | None) -> None:
    """Issue the decision, with the licence or with the sanction for false materials."""
    issue_decision(case, decision)
    if licence:
        issue_licence(case, decision, licence)
    if decision.verdict.reason_code == FALSE_MATERIALS:
        punish_false_materials(case, decision.permit.key)
    if licence:
        open_verification(case, decision.permit)


def _add_licence(case: CaseFile, decision: Decision) -> LicencePaper:
    """Add the licence of a granted permit; returns the columns its notice prints."""
    app, row, form = case.app, decision.permit, case.form
    rule = case.bundle.permits[row.key]
    number = licence_number(app.number or "", row.suffix)
    scope = granted_scope(case.bundle, row, form.answers, decision.verdict.narrower)
    valid_from, valid_to = decision.validity or (case.context.today, None)
    values: LicencePaper = {
        "permit": row.key,
        "number": number,
        "document_number": decision.number,
        "holder": form.applicant.get("name", ""),
        "title": rule.document.zh,
        "department": row.department,
        "scope": scope,
        "conditions": [dict(condition) for condition in decision.verdict.conditions],
        "valid_from": valid_from,
        "valid_to": valid_to,
        "code": verification_code(number, keys=case.context.office.keys),
    }
    case.add(
        Licence,
        area=app.area,
        state="in_force",
        reinstatement=first_state(rule),
        version=1,
        issued_at=case.context.at,
        **values,
    )
    arm_term(case, number, row.key, valid_to)
    return values


def granted_scope(
    bundle: Bundle, row: PermitRow, answers: Mapping[str, object], narrower: Mapping[str, object] | None
) -> dict[str, object]:
    """Return the scope of a permit: its part of the answers, and the narrower scope where less was granted."""
    asked = {name: answers[name] for name in asked_by(bundle, row.key) if answers.get(name)}
    return {"asked": asked, "narrower": dict(narrower)} if narrower else {"asked": asked}
