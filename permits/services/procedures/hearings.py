"""Hearings 听证: right notified, requested, called and recorded; the decision waits for the hearing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from permits.casefile import ActContext, CaseFile, PermitRow
from permits.casefile.facts import is_on_applicants_side, permit_facts, roles_on_permit
from permits.errors import Invalid, NotFound, refuse_if
from permits.models import Hearing, User
from permits.queries.office.people import Member, members
from permits.queries.rows.procedures import HearingRow
from permits.services.case.numbers import draw_document_number
from permits.services.procedures.hearing_notices import (
    issue_hearing_notice,
    issue_hearing_record,
    issue_hearing_right,
)
from permits.services.procedures.stops import open_permit
from workflows import N_, local_day

LAW_47 = "Administrative Licensing Law art. 47"
LAW_48 = "Administrative Licensing Law art. 48"
WINDOW, HOLDING = "hearing_request", "hearing"
MOST_PARTIES = 100
LONGEST_NAME = 200
STAFF = ("clerk", "head", "lead", "government")


@dataclass(frozen=True, slots=True)
class Call:
    """When and where the hearing is held; `chair` is a user name."""

    at: datetime
    place: str
    chair: str


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a hearing, and who signed it."""

    text: str
    signed_by: Sequence[str]


def notify_hearing_right(
    context: ActContext,
    application_id: int,
    permit: str,
    *,
    parties: Sequence[str],
    expected_version: int | None = None,
) -> None:
    """Notify applicant and interested parties of their right to a hearing and its last day.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no interested party is named.
    Law: Administrative Licensing Law art. 46, 47.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    case.move(row, "notify_hearing_right", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    named = _names("parties", parties, law=LAW_47)
    last_on = _await_request(case, row)
    case.change(case.app, has_procedures=True)
    case.add(
        Hearing,
        area=case.app.area,
        permit=row.key,
        state="told",
        parties=named,
        told_on=context.today,
        request_by_on=last_on,
    )
    case.record("hearing.told", {"permit": row.key, "parties": len(named), "request_by_on": last_on.isoformat()})
    issue_hearing_right(case, row, parties=named, last_on=last_on, number=_number(case, row))
    case.save()


def request_hearing(
    context: ActContext, application_id: int, permit: str, *, by: str = "", expected_version: int | None = None
) -> None:
    """Request a hearing: the applicant for itself, the department for an interested party that was notified.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the requester is not one of the parties.
    Law: Administrative Licensing Law art. 47.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    roles = roles_on_permit(case, row)
    case.move(row, "request_hearing", roles=roles, facts=permit_facts(case, row))
    hearing = _current(case, row)
    own = case.form.applicant.get("name", "") if is_on_applicants_side(case) else ""
    asked_by = own or by.strip()
    is_party = bool(own) or asked_by in hearing.parties
    refuse_if(("by", N_("Name one of the parties who were told"), not is_party), law=LAW_47)
    hold_by_on = case.clocks.wait(row.key, HOLDING, _days(case, "hearing_hold_days", 20))
    case.change(hearing, state="requested", requested_by=asked_by, requested_on=context.today, hold_by_on=hold_by_on)
    case.clocks.disarm([row.key], [WINDOW])
    about = {"permit": row.key, "department": row.department, "is_applicant": bool(own)}
    case.record("hearing.requested", {**about, "hold_by_on": hold_by_on.isoformat()})
    case.save()


def call_hearing(
    context: ActContext, application_id: int, permit: str, call: Call, *, expected_version: int | None = None
) -> None:
    """Call the parties to the hearing in time; a second call postpones it.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: too soon after the notice, too late after the request, or the chair reviews the file.
    Law: Administrative Licensing Law art. 48.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    case.move(row, "call_hearing", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    hearing = _current(case, row)
    _check_day(case, hearing, local_day(call.at))
    chair = _chair(case, row, call.chair)
    refuse_if(("place", N_("Say where"), not call.place.strip()), law=LAW_48)
    case.change(hearing, state="called", called_on=context.today, held_at=call.at, place=call.place, chair=call.chair)
    case.record("hearing.called", {"permit": row.key, "on": local_day(call.at).isoformat(), "chair": call.chair})
    issue_hearing_notice(case, row, hearing, chair=chair, number=_number(case, row))
    case.save()


def record_hearing(
    context: ActContext, application_id: int, permit: str, record: Record, *, expected_version: int | None = None
) -> None:
    """File the signed record of the hearing; the decision can then be taken, and cites it.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the hearing has not taken place, or the record is empty or unsigned.
    Law: Administrative Licensing Law art. 48.
    """
    case, row = open_permit(context, application_id, permit, expected_version)
    case.move(row, "record_hearing", roles=roles_on_permit(case, row), facts=permit_facts(case, row))
    hearing = _current(case, row)
    refuse_if(
        ("record", N_("The hearing has not taken place yet"), hearing.held_at is None or context.at < hearing.held_at),
        ("record", N_("Write the record"), not record.text.strip()),
        law=LAW_48,
    )
    signed = _names("signed_by", record.signed_by, law=LAW_48)
    number = _number(case, row)
    kept = {"number": number, "text": record.text, "signed_by": signed, "recorded_on": context.today.isoformat()}
    case.change(hearing, state="held", record=kept)
    case.clocks.disarm([row.key], [HOLDING])
    case.record("hearing.held", {"permit": row.key, "number": number, "on": _held_on(hearing)})
    issue_hearing_record(case, row, hearing, chair=_name_of(case, hearing.chair or ""), number=number)
    case.save()


def lapse_hearing(case: CaseFile, permit: str) -> None:
    """Record that no hearing was requested in time; the caller saves."""
    hearing = case.procedures.hearing(permit)
    if hearing is not None and hearing.state == "told":
        case.change(hearing, state="lapsed")
        department = case.permits[permit].department
        case.record("hearing.lapsed", {"permit": permit, "department": department})


def hearing_overdue(case: CaseFile, permit: str) -> None:
    """Record that a requested hearing was not held in time; the caller saves."""
    case.record("hearing.overdue", {"permit": permit, "department": case.permits[permit].department})


def _current(case: CaseFile, row: PermitRow) -> HearingRow:
    hearing = case.procedures.hearing(row.key)
    if hearing is None:
        raise NotFound
    return hearing


def _held_on(hearing: HearingRow) -> str:
    return local_day(hearing.held_at).isoformat() if hearing.held_at else ""


def _number(case: CaseFile, row: PermitRow) -> str:
    return draw_document_number(case.context, case.context.office.body(case.app.area, row.department).document_prefix)


def _names(field: str, names: Sequence[str], *, law: str) -> list[str]:
    """Strip the names and drop repeats."""
    named = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    is_right = 1 <= len(named) <= MOST_PARTIES and all(len(name) <= LONGEST_NAME for name in named)
    refuse_if((field, N_("Write the names, one a line, at least one"), not is_right), law=law)
    return named


def _days(case: CaseFile, switch: str, by_law: int) -> int:
    return int(case.bundle.switches.get(switch, by_law))


def _last_day(case: CaseFile, since: date, term: str, by_law: int) -> date:
    """Return the last day of a term: in working days, or in calendar days where the bundle says so."""
    days = _days(case, f"{term}_days", by_law)
    if _is_calendar(case, f"{term}_unit"):
        return since + timedelta(days=days)
    return case.context.calendar.add(since, days)


def _await_request(case: CaseFile, row: PermitRow) -> date:
    """Arm the end of the request window; calendar days do not follow the working days. Returns the last day."""
    if not _is_calendar(case, "hearing_request_unit"):
        return case.clocks.wait(row.key, WINDOW, _days(case, "hearing_request_days", 5))
    today, last_on = case.context.today, _last_day(case, case.context.today, "hearing_request", 5)
    case.clocks.arm(row.key, WINDOW, started_on=today, due_on=last_on, yellow_on=last_on)
    return last_on


def _is_calendar(case: CaseFile, switch: str) -> bool:
    return bool(case.bundle.switches.get(switch, "working") == "calendar")


def _check_day(case: CaseFile, hearing: HearingRow, on: date) -> None:
    """Check that a hearing is called early enough and held soon enough; the notice period takes precedence."""
    earliest_on = _last_day(case, case.context.today, "hearing_notice", 7)
    latest_on = max(hearing.hold_by_on or earliest_on, earliest_on)
    if on < earliest_on:
        message = N_("The parties are told at least %(count)s days ahead: %(day)s at the earliest")
        told = {"count": _days(case, "hearing_notice_days", 7), "day": earliest_on.isoformat()}
        raise Invalid([("at", message, told)], law=LAW_48)
    if on > latest_on:
        message = N_("A hearing is held within %(count)s working days of the request: %(day)s at the latest")
        told = {"count": _days(case, "hearing_hold_days", 20), "day": latest_on.isoformat()}
        raise Invalid([("at", message, told)], law=LAW_48)


def chairs(case: CaseFile, permit: str) -> list[Member]:
    """List the people of the office who may chair a hearing on a permit: nobody who reviews the file.

    Law: Administrative Licensing Law art. 48.
    """
    return [one for one in _staff(case) if not _is_reviewer(case, permit, one)]


def _staff(case: CaseFile) -> list[Member]:
    return members(case.context.conn, case.app.area, STAFF)


def _chair(case: CaseFile, row: PermitRow, username: str) -> str:
    """Check that the chair is of the office and does not review the file; returns the chair's name."""
    found = next((one for one in _staff(case) if one.username == username), None)
    refuse_if(
        ("chair", N_("Nobody of the office has this user name"), found is None),
        ("chair", N_("Who reviews the file may not chair its hearing"), _is_reviewer(case, row.key, found)),
        law=LAW_48,
    )
    return _name_of(case, username)


def _is_reviewer(case: CaseFile, permit: str, person: Member | None) -> bool:
    return person is not None and any(item.permit == permit and item.assignee_id == person.id for item in case.items)


def _name_of(case: CaseFile, username: str) -> str:
    columns: Any = User.name_zh if case.app.language == "zh" else User.name_en
    wanted = select(columns).where(User.area == case.app.area, User.username == username)
    found = case.context.conn.execute(wanted).scalar()
    return str(found or username)
