"""Statements and objections of the applicant and interested parties; each is answered before the decision."""

import hashlib
from dataclasses import dataclass, replace

from permits.actor import SYSTEM
from permits.casefile import ActContext, CaseFile, PermitRow, open_case
from permits.casefile.facts import permit_facts, roles_on_permit
from permits.errors import Conflict, NotFound, refuse_if
from permits.models import Statement
from permits.policies import is_applicant
from permits.services.procedures.stops import open_permit
from workflows import N_, group

LAW_36 = "Administrative Licensing Law art. 36"
KINDS = frozenset({"statement", "objection"})
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Said:
    """A statement about a permit, and its author if not the actor."""

    text: str
    kind: str = "statement"
    by: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one statement, by its id."""

    statement: int
    text: str


def file_statement(
    context: ActContext, application_id: int, permit: str, said: Said, *, expected_version: int | None = None
) -> None:
    """File a statement of the applicant, or of an interested party that made it to the office.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the text is empty, the kind is unknown, or no author is named.
    Law: Administrative Licensing Law art. 7, 36.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    roles = roles_on_permit(case, row)
    case.move(row, "file_statement", roles=roles, facts=permit_facts(case, row))
    own = case.form.applicant.get("name", "") if is_applicant(context.actor, case.app) else ""
    _keep(case, row, said, by=own or said.by.strip())
    case.save()


def object_to_notice(context: ActContext, application_id: int, permit: str, said: Said) -> None:
    """File an objection of anybody with an account to a permit on public notice; shows them nothing of the case.

    Raises:
        NotFound: the permit is not on public notice today.
        Invalid: the text is empty or the kind is unknown.
    Law: Administrative Licensing Law art. 36.
    """
    # the system is the actor: the applicant reads the event chain, which must not name the objector
    case = open_case(replace(context, actor=SYSTEM(context.actor.area)), application_id=application_id)
    row = case.permit(permit)
    if row.state not in group("permit", "in_review") or not case.procedures.is_on_notice(permit, context.today):
        raise NotFound
    case.move(row, "file_statement", roles={"applicant"}, facts=permit_facts(case, row))
    _keep(case, row, said, by=context.actor.name)
    case.save()


def _keep(case: CaseFile, row: PermitRow, said: Said, *, by: str) -> None:
    refuse_if(
        ("text", N_("Say what there is to say"), not said.text.strip()),
        ("kind", N_("Either a statement or an objection"), said.kind not in KINDS),
        ("by", N_("Name who said it"), not by or len(by) > LONGEST_NAME),
        law=LAW_36,
    )
    case.change(case.app, has_procedures=True)
    case.add(
        Statement,
        area=case.app.area,
        permit=row.key,
        kind=said.kind,
        by=by,
        text=said.text,
        received_at=case.context.at,
    )
    digest = hashlib.sha256(said.text.encode()).hexdigest()
    about = {"permit": row.key, "department": row.department, "kind": said.kind, "sha256": digest}
    case.record("statement.filed", about)


def answer_statement(
    context: ActContext, application_id: int, permit: str, answer: Answer, *, expected_version: int | None = None
) -> None:
    """Answer a statement, once; the decision waits for the answer.

    Raises:
        NotFound, WorkflowError.
        Conflict: it has been answered already, or the permit has changed.
        Invalid: the answer is empty.
    Law: Administrative Licensing Law art. 36.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    case.move(row, "answer_statement", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    found = next(
        (one for one in case.procedures.statements if (one.id, one.permit) == (answer.statement, permit)), None
    )
    if found is None:
        raise NotFound
    if found.answered_at is not None:
        raise Conflict("answered", N_("This statement has been answered already"), law=LAW_36)
    refuse_if(("answer", N_("Write the answer"), not answer.text.strip()), law=LAW_36)
    case.change(found, answer=answer.text, answered_at=context.at)
    digest = hashlib.sha256(answer.text.encode()).hexdigest()
    case.record("statement.answered", {"permit": row.key, "statement": found.id, "sha256": digest})
    case.save()
