"""Emergency works 紧急抢修: lawful at once, reported as they begin, filed within clock hours, holidays included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import (
    application_facts,
    beside_days,
    emergency_lane,
    emergency_report,
    is_emergency,
    roles_on_case,
)
from permits.errors import Invalid, SetupFault
from permits.models import EmergencyReport, FineFlag, Timer
from permits.services.filing.emergency_notices import Filing, issue_emergency_report
from permits.services.oversight.flags import flag
from permits.verifier import moment
from workflows import N_, ONE_DAY, WHOLE_CASE, Article, Emergency, group, local_day, midnight

DROPPED = group("application", "dropped")
ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Notified:
    """One department notified of the works, and when; None means at their start."""

    department: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The start of the works, the departments notified, and the photographs."""

    started_at: datetime
    notified: Sequence[Notified]
    photos: Sequence[str] = ()


def report_emergency(
    context: ActContext, application_id: int, report: Report, *, expected_version: int | None = None
) -> None:
    """Report works that could not wait; the filing is due a number of clock hours after their start.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the works start in the future, or an unknown department is named.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "report_emergency", roles=roles_on_case(case), facts=application_facts(case))
    _check(case, report)
    lane = _lane(case)
    file_by_at = file_by(case, report.started_at)
    filed_at = case.app.submitted_at
    _keep(case, report, file_by_at=file_by_at, filed_at=filed_at)
    case.record("application.emergency_reported", _payload(lane, report, file_by_at))
    issue_emergency_report(case, lane, report, filing=Filing(file_by_at, beside_days(case)))
    case.clocks.disarm([WHOLE_CASE], ["emergency"])
    if late := _notified_late(case, lane, report):
        _flag_once(case, lane.silent_flag, departments=late)
    if filed_at is None:
        _arm(case, file_by_at)
    elif filed_at > file_by_at:
        _flag_once(case, lane.late_flag, file_by_at=moment(file_by_at), filed_at=moment(filed_at))
    case.save()


def _lane(case: CaseFile) -> Emergency:
    """Return the lane of the case's matter; its action is offered only where there is one.

    Raises:
        SetupFault: the matter has none.
    """
    lane = emergency_lane(case)
    if lane is None:
        raise SetupFault(f"no emergency lane in {case.bundle.key}")
    return lane


def file_by(case: CaseFile, started_at: datetime) -> datetime:
    """Return the last moment to file works begun at a moment: clock hours, or working days for those beside the lane.

    Answers decide which, so a draft that is filled in later may move it.
    """
    if days := beside_days(case):
        last_on, _ = case.clocks.due(local_day(started_at), days)
        return midnight(last_on + ONE_DAY) - ONE_SECOND
    return started_at + timedelta(hours=int(case.bundle.switches["emergency_filing_hours"]))


def _check(case: CaseFile, report: Report) -> None:
    if report.started_at > case.context.at:
        law = Article(_lane(case).law)
        raise Invalid([("started_at", N_("Works that have not begun need a permit first"), {})], law=law)
    for index, one in enumerate(report.notified):
        if one.department not in case.bundle.departments:
            raise Invalid.at(f"notified.{index}.department", N_("There is no such department"))
        if one.at is not None and one.at > case.context.at:
            raise Invalid.at(f"notified.{index}.at", N_("This moment has not come yet"))


def _keep(case: CaseFile, report: Report, *, file_by_at: datetime, filed_at: datetime | None) -> None:
    case.add(
        EmergencyReport,
        area=case.app.area,
        started_at=report.started_at,
        file_by_at=file_by_at,
        notified=_noted(report),
        photos=list(report.photos),
        filed_at=filed_at,
        is_late=filed_at > file_by_at if filed_at else None,
    )
    case.change(case.app, is_emergency=True)


def _noted(report: Report) -> list[dict[str, str]]:
    return [{"department": one.department, "at": moment(one.at or report.started_at)} for one in report.notified]


def _payload(lane: Emergency, report: Report, file_by_at: datetime) -> dict[str, object]:
    return {
        "started_at": moment(report.started_at),
        "file_by_at": moment(file_by_at),
        "notified": _noted(report),
        "departments": list(lane.notify),
    }


def _notified_late(case: CaseFile, lane: Emergency, report: Report) -> list[str]:
    """List the departments not notified by the start of the works, within the bundle's leeway."""
    leeway = timedelta(minutes=int(case.bundle.switches["emergency_notice_minutes"]))
    notified = {one.department for one in report.notified if one.at is None or one.at <= report.started_at + leeway}
    return [department for department in lane.notify if department not in notified]


def _arm(case: CaseFile, file_by_at: datetime) -> None:
    """Arm the check one second after the last moment, at which a filing is still in time."""
    case.add(
        Timer,
        area=case.app.area,
        scope=WHOLE_CASE,
        clock="emergency",
        rung="emergency_filing",
        fire_at=file_by_at + ONE_SECOND,
        state="armed",
    )


def file_emergency(case: CaseFile) -> None:
    """Record on submission whether reported works are filed in time; late ones are flagged and still handled."""
    if is_emergency(case) and not case.app.is_emergency:
        case.change(case.app, is_emergency=True)
    report, at = emergency_report(case), case.context.at
    if report is None:
        _await_report(case)
        return
    file_by_at = file_by(case, report.started_at)
    is_late = at > file_by_at
    this = {EmergencyReport.id: report.id}
    case.change_all(EmergencyReport, this, file_by_at=file_by_at, filed_at=at, is_late=is_late)
    case.clocks.disarm([WHOLE_CASE], ["emergency"])
    if is_late:
        _flag_once(case, _lane(case).late_flag, file_by_at=moment(file_by_at), filed_at=moment(at))


def follow_form(case: CaseFile) -> None:
    """Set or clear the emergency mark by the changed form; reported works keep it."""
    is_claimed = is_emergency(case)
    if is_claimed != case.app.is_emergency and emergency_report(case) is None:
        case.change(case.app, is_emergency=is_claimed)
        case.clocks.disarm([WHOLE_CASE], ["emergency"])
        _await_report(case)


def _await_report(case: CaseFile) -> None:
    """Arm the check for claimed works that are never reported, after the hours of a filing."""
    if case.app.is_emergency:
        _arm(case, file_by(case, case.context.at))


def filing_overdue(case: CaseFile) -> None:
    """Notify the departments of the lane and the counter of a missing filing and flag the breach; the caller saves."""
    report = emergency_report(case)
    if report is None:
        _never_reported(case)
        return
    if report.filed_at is not None:
        return
    file_by_at = file_by(case, report.started_at)
    if file_by_at >= case.context.at:
        _arm(case, file_by_at)
        return
    lane, missed_at = _lane(case), moment(file_by_at)
    case.record("application.emergency_overdue", {"file_by_at": missed_at, "departments": list(lane.notify)})
    _flag_once(case, lane.late_flag, file_by_at=missed_at)


def _never_reported(case: CaseFile) -> None:
    """Notify the departments of the lane of claimed works that were never reported, and flag the breach."""
    if not case.app.is_emergency or case.app.state in DROPPED:
        return
    lane = _lane(case)
    departments = list(lane.notify)
    case.record("application.emergency_unreported", {"departments": departments})
    _flag_once(case, lane.silent_flag, departments=departments)


def _flag_once(case: CaseFile, kind: str, **detail: object) -> None:
    """Flag a breach once, whether the timer, the report or the filing finds it first; without a kind, none is known."""
    if not kind:
        return
    known = select(FineFlag.id).where(FineFlag.application_id == case.app.id, FineFlag.kind == kind)
    if case.context.conn.execute(known).first() is None:
        flag(case, kind, **detail)
