"""Register a notification 备案: no decision, no licence, a receipt."""

from permits.casefile import CaseFile, PermitRow
from permits.services.case.duties import SYSTEM_ROLES
from permits.services.case.numbers import draw_document_number
from permits.services.case.scope import asked_by, scope_lines
from permits.services.notifying.notices import common, issue, words
from workflows import PermitFacts, RoutedPermit


def register_permit(case: CaseFile, permit: RoutedPermit) -> None:
    """File a notification for the record in the name of its department and issue the receipt; the caller saves."""
    row, context = case.permits[permit.key], case.context
    left = case.move(row, "register", roles=SYSTEM_ROLES, facts=PermitFacts.unknown())
    number = draw_document_number(context, context.office.body(case.app.area, row.department).document_prefix)
    case.change(
        row,
        decision="registered",
        document_number=number,
        decided_at=context.at,
        decided_on=context.today,
        form_version=case.app.form_version,
    )
    about = {"permit": row.key, "department": row.department, "from": left, "to": row.state, "number": number}
    case.record("permit.registered", about)
    _issue_receipt(case, row, number)


def _issue_receipt(case: CaseFile, row: PermitRow, number: str) -> None:
    rule, answers = case.bundle.permits[row.key], case.form.answers
    asked = {name: answers[name] for name in asked_by(case.bundle, row.key) if answers.get(name)}
    facts = {
        **common(case, number=number, body=row.department, law=words(rule.law)),
        "permit": words(rule.name),
        "document": words(rule.document),
        "department": case.context.office.body(case.app.area, row.department).name,
        "registered_on": case.context.today.isoformat(),
        "scope": scope_lines(case.bundle, row.key, asked, None),
    }
    issue(case, "registration", facts, permit=row.key)
