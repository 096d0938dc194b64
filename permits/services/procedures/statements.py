"""Statements and objections of the applicant and interested parties; each is answered before the decision."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from sqlalchemy import func, select

from forms.checks.phones import canonical_phone, check_phone
from permits.actor import SYSTEM
from permits.casefile import ActContext, CaseFile, PermitRow, open_case
from permits.casefile.facts import permit_facts, roles_on_permit
from permits.errors import Conflict, NotFound, refuse_if
from permits.keys import phone_digest
from permits.models import Statement
from permits.policies import is_applicant
from permits.queries.rows.procedures import PublicNoticeRow
from permits.services.procedures.stops import open_permit
from workflows import N_, group

LAW_36 = "Administrative Licensing Law art. 36"
KINDS = frozenset({"statement", "objection"})
LONGEST_NAME = 200
WINDOW = timedelta(hours=24)
# how many times the cap of one person all people without an account have together, for one public notice
STRANGERS = 40


class Made(TypedDict, total=False):
    """By whom and to which public notice an objection was made, and its receipt number."""

    number: str
    made_by: int | None
    phone: str | None
    phone_digest: str | None
    public_notice_id: int


@dataclass(frozen=True, slots=True)
class Said:
    """A statement about a permit, and its author, with a telephone, if not the actor."""

    text: str
    kind: str = "statement"
    by: str = ""
    phone: str = ""


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


def object_to_notice(context: ActContext, application_id: int, permit: str, said: Said) -> str:
    """File an objection of anybody to a permit on public notice; returns its receipt number, nothing else of the case.

    Who has no account gives a name and a telephone number.

    Raises:
        NotFound: the permit is not on public notice today.
        Invalid: the text is empty, the kind is unknown, or nobody can be reached.
        Conflict: this person, or everybody without an account together, has objected too often within 24 hours.
    Law: Administrative Licensing Law art. 36.
    """
    # the system is the actor: the applicant reads the event chain, which must not name the objector
    case = open_case(replace(context, actor=SYSTEM(context.actor.area)), application_id=application_id)
    row, notice = case.permit(permit), case.procedures.notice_on(permit, context.today)
    if row.state not in group("permit", "in_review") or notice is None:
        raise NotFound
    said = _with_author(context, said)
    _check_room(context, notice, said)
    case.move(row, "file_statement", roles={"applicant"}, facts=permit_facts(case, row))
    number = f"{case.app.number}-YY{case.app.event_seq + 1}"
    made: Made = {
        "number": number,
        "made_by": context.actor.id,
        "phone": said.phone or None,
        "phone_digest": phone_digest(context.office.secret, said.phone),
        "public_notice_id": notice.id,
    }
    _keep(case, row, said, by=said.by, **made)
    case.save()
    return number


def _with_author(context: ActContext, said: Said) -> Said:
    """Name the author: the account, or a name with a telephone number somebody can be reached at."""
    if context.actor.id is not None:
        return replace(said, by=context.actor.name, phone="")
    phone = canonical_phone(said.phone)
    faults = check_phone(phone)
    refuse_if(
        ("by", N_("Say who you are"), not said.by.strip()),
        ("phone", faults[0].message if faults else "", bool(faults)),
        law=LAW_36,
    )
    return replace(said, by=said.by.strip(), phone=phone)


def _check_room(context: ActContext, notice: PublicNoticeRow, said: Said) -> None:
    most, recent = context.office.caps.objections, Statement.received_at > context.at - WINDOW
    by_phone = Statement.phone_digest == phone_digest(context.office.secret, said.phone)
    mine = by_phone if said.phone else Statement.made_by == context.actor.id
    others = (Statement.public_notice_id == notice.id) & Statement.phone.is_not(None)
    counts = (select(func.count()).where(recent, one).scalar_subquery() for one in (mine, others))
    by_person, by_strangers = context.conn.execute(select(*counts)).one()
    if by_person >= most:
        raise Conflict(
            "too_many", N_("You have objected %(count)s times within 24 hours: go on tomorrow"), params={"count": most}
        )
    if said.phone and by_strangers >= most * STRANGERS:
        raise Conflict(
            "too_many", N_("Too many objections came in today: tell the department by telephone, or sign in")
        )


def _keep(case: CaseFile, row: PermitRow, said: Said, *, by: str, **made: Unpack[Made]) -> None:
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
        received_at=_moment_of(case, row, said),
        **made,
    )
    digest = hashlib.sha256(said.text.encode()).hexdigest()
    about = {"permit": row.key, "department": row.department, "kind": said.kind, "sha256": digest}
    case.record("statement.filed", about)


def _moment_of(case: CaseFile, row: PermitRow, said: Said) -> datetime:
    """Return when a statement is received; the same words at one moment follow each other by a microsecond.

    The chain names them by their moment, and could not tell which was answered.
    """
    same = (row.key, said.kind, said.text)
    taken = {one.received_at for one in case.procedures.statements if (one.permit, one.kind, one.text) == same}
    at = case.context.at
    while at in taken:
        at += timedelta(microseconds=1)
    return at


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
