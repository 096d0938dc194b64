"""Extend a limit once: a permit's by the head of its department, the joint cap by the government."""

from permits.casefile import ActContext, CaseFile, PermitRow, open_case
from permits.casefile.facts import application_facts, permit_facts, roles_on_case, roles_on_permit
from permits.casefile.ledger import counting, extend
from permits.errors import refuse_if
from permits.models import ExtensionRequest
from permits.models.base import JsonObject
from permits.services.case.numbers import draw_document_number
from permits.services.notifying.notices import licensing_law, words
from permits.services.procedures.notices import Extension, issue_extension
from permits.services.procedures.stops import open_permit
from workflows import N_, WHOLE_CASE, Text

LAW_42_1 = "Administrative Licensing Law art. 42(1)"
LAW_42_2 = "Administrative Licensing Law art. 42(2)"
HEAD = Text("本机关负责人", "the head of this department")
JOINT = Text("本办件联合办理", "the joint handling of this case")


def request_extension(
    context: ActContext, application_id: int, permit: str, *, reason: str, expected_version: int | None = None
) -> None:
    """Request an extension from the head of the department; the limit stays as it is.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no reason is given.
    Law: Administrative Licensing Law art. 42(1).
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    case.move(row, "request_extension", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    _needs_reason(reason, LAW_42_1)
    case.record("extension.requested", {"permit": row.key, "department": row.department, "reason": reason})
    _ask(case, row.department, reason, permit=row.key)
    case.save()


def extend_permit(
    context: ActContext, application_id: int, permit: str, *, reason: str, expected_version: int | None = None
) -> None:
    """Extend a permit's statutory limit, once and before it has passed; its promised day stays. Issues the notice.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no reason is given.
    Law: Administrative Licensing Law art. 42(1).
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    case.move(row, "extend", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    _needs_reason(reason, LAW_42_1)
    facts = {
        "scope": words(case.bundle.permits[row.key].name),
        "working_days": case.bundle.limits.statutory_extension,
        "reason": reason,
        "approved_by": words(HEAD),
    }
    _extend(case, row, facts)
    case.save()


def request_joint_extension(
    context: ActContext, application_id: int, *, reason: str, expected_version: int | None = None
) -> None:
    """Request an extension of the joint cap from the government; the cap stays as it is.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no reason is given.
    Law: Administrative Licensing Law art. 42(2).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "request_joint_extension", roles=roles_on_case(case), facts=application_facts(case))
    _needs_reason(reason, LAW_42_2)
    case.record("extension.requested", {"department": "government", "reason": reason})
    _ask(case, "government", reason)
    case.save()


def extend_joint(context: ActContext, application_id: int, *, reason: str, expected_version: int | None = None) -> None:
    """Extend the joint cap, once and before it has passed; the permits' limits stay.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no reason is given.
    Law: Administrative Licensing Law art. 42(2).
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "extend_joint", roles=roles_on_case(case), facts=application_facts(case))
    _needs_reason(reason, LAW_42_2)
    facts = {
        "scope": words(JOINT),
        "working_days": case.bundle.limits.joint_extension,
        "reason": reason,
        "approved_by": context.office.body(case.app.area, "government").name,
    }
    _extend(case, None, facts)
    case.save()


def _needs_reason(reason: str, law: str) -> None:
    refuse_if(("reason", N_("Say why more time is needed: the applicant is told"), not reason.strip()), law=law)


def _ask(case: CaseFile, department: str, reason: str, *, permit: str = "") -> None:
    """Put a request into the inbox of who may extend; "" asks for the whole case."""
    case.change_all(ExtensionRequest, {ExtensionRequest.permit: permit}, state="repeated")
    case.add(
        ExtensionRequest,
        area=case.app.area,
        permit=permit,
        department=department,
        state="open",
        reason=reason,
        asked_on=case.context.today,
    )


def _extend(case: CaseFile, row: PermitRow | None, facts: JsonObject) -> None:
    """Enter the extension of a permit or of the case, record it and issue its notice."""
    scope, key = (row.key, "statutory") if row else (WHOLE_CASE, "joint")
    department = row.department if row else "government"
    law = licensing_law("第四十二条第一款", "art. 42(1)") if row else licensing_law("第四十二条第二款", "art. 42(2)")
    old = case.clocks.reading(counting(case, scope, key)[1])
    number = draw_document_number(case.context, case.context.office.body(case.app.area, department).document_prefix)
    reading = extend(case, scope, key, facts["working_days"], basis=law["en"], notice=number)
    days = {"old_due_on": old.due_on.isoformat(), "new_due_on": reading.due_on.isoformat()}
    named = {"permit": row.key} if row else {}
    about = {"clock": key, "number": number, "working_days": facts["working_days"], "reason": facts["reason"]}
    case.change_all(ExtensionRequest, {ExtensionRequest.permit: row.key if row else ""}, state="granted")
    case.record("clock.extended", {**named, **about, **days})
    paper = Extension(number, department, law, {**facts, **days, "provisional": reading.provisional})
    issue_extension(case, paper, permit=scope if row else "")
