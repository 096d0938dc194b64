"""The sweep: fire due timers, one application at a time, each rung once and in order."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import TypeAlias

import structlog
from sqlalchemy import Connection, Engine, Row
from sqlalchemy.exc import SQLAlchemyError

from permits.casefile import CaseFile
from permits.casefile.ledger import reproject_stopped
from permits.db import perform, reading
from permits.errors import Refusal, SetupFault
from permits.models import Incident
from permits.office import Office
from permits.services.bundles.following import follow_open_cases
from permits.services.calendar.calendars import renew
from permits.services.closing.delivery import close
from permits.services.closing.dependencies import remind
from permits.services.deciding.silence import consent_by_silence
from permits.services.deciding.successions import deem_renewed
from permits.services.filing.emergencies import filing_overdue
from permits.services.intake.acceptance import deem_accepted, lapse
from permits.services.intake.circulation import close_check
from permits.services.intake.tolerance import promise_missed
from permits.services.licences.aftercare import warranty_ended
from permits.services.licences.register import expire, restoration_overdue, warn
from permits.services.oversight.explanations import owe_explanation, remind_of_explanation
from permits.services.oversight.incidents import raise_incident, settle_incident
from permits.services.oversight.supervision import note_unanswered, order_again_if_late, order_what_is_late
from permits.services.procedures.hearings import hearing_overdue, lapse_hearing
from permits.services.procedures.public_notices import notice_over
from permits.services.procedures.stops import result_overdue
from permits.services.timers.firing import Firing, Handler, Turn, hold, is_anything_due, take_due
from workflows import WorkflowError

log = structlog.get_logger(__name__)
FAULTS = (Refusal, SetupFault, WorkflowError, SQLAlchemyError, LookupError, ValueError)
FAILED = "sweep_failed"
Take: TypeAlias = Callable[[Connection], Row[int, str] | None]


def sweep(engine: Engine, office: Office, *, at: datetime, areas: Collection[str] | None = None) -> int:
    """Fire every timer due by `at`, oldest application first; returns how many fired. Commits.

    Of some areas, or without any named of all. Cases that are not accepted yet follow the rules in force first.

    One transaction per application; several workers may sweep at once, each skips applications locked by others. A case
    that fails raises one incident and never stops the sweep; the next sweep tries it again.
    """
    with reading(engine) as conn:
        renew(conn, office)
    follow_open_cases(engine, office, at=at, areas=areas)
    with reading(engine) as conn:
        if not is_anything_due(conn, at):
            return 0
    fired = 0
    left: set[int] = set()
    while turn := _take_turn(engine, office, at=at, areas=areas, leaving_out=left):
        fired += turn.fired
        if turn.is_broken or not turn.fired:
            # the next sweep tries the case again; this one must end
            left.add(turn.application_id)
    return fired


def _take_turn(
    engine: Engine, office: Office, *, at: datetime, areas: Collection[str] | None, leaving_out: Collection[int]
) -> Turn | None:
    """Fire the next application; None if every other one is done or locked."""
    turn = Turn()
    try:
        found = partial(take_due, at=at, areas=areas, leaving_out=leaving_out)
        perform(engine, partial(_fire_next, office=office, turn=turn, at=at, take=found))
    except FAULTS as error:
        if not turn.application_id:
            raise
        log.exception("sweep.case_failed", application=turn.application_id, fired=turn.fired)
        perform(engine, partial(_fire_before, office=office, turn=turn, at=at, error=error, most=turn.fired))
    return turn if turn.application_id else None


def _fire_next(conn: Connection, *, office: Office, turn: Turn, at: datetime, take: Take) -> None:
    found = take(conn)
    # reset a turn that is retried
    turn.application_id, turn.area, turn.fired = 0, "", 0
    if found:
        turn.application_id, turn.area = found
        Firing(conn, office, turn, at=at).run(RUNGS, _warn)
        # a case that fires again is repaired
        settle_incident(conn, turn.application_id, FAILED, at=at)


def _fire_before(conn: Connection, *, office: Office, turn: Turn, at: datetime, error: Exception, most: int) -> None:
    """Fire the rungs before the failed one, and raise an incident about it."""
    turn.fired, turn.is_broken = 0, True
    if hold(conn, turn):
        Firing(conn, office, turn, at=at).run(RUNGS, _warn, most=most)
        raise_incident(conn, turn.application_id, FAILED, area=turn.area, error=error, at=at)


def _deem(case: CaseFile, *_about: str) -> None:
    try:
        deem_accepted(case)
    except WorkflowError as refused:
        case.judge_on(None)
        case.add(
            Incident,
            area=case.app.area,
            kind="not_deemed_accepted",
            detail={"code": refused.code},
            raised_at=case.context.at,
        )
        case.record("application.check_overdue", {"clock": "intake"})


def _lapse(case: CaseFile, *_about: str) -> None:
    lapse(case)


def _close_check(case: CaseFile, scope: str, *_about: str) -> None:
    close_check(case, scope)


def _promise_missed(case: CaseFile, *_about: str) -> None:
    promise_missed(case)


def _close(case: CaseFile, *_about: str) -> None:
    close(case)


def _red(case: CaseFile, scope: str, clock: str, rung: str) -> None:
    """Record the red light; order an answer for a late duty or case, and an explanation for a broken promise."""
    _warn(case, scope, clock, rung)
    is_answered = clock == "work_item" and consent_by_silence(case, scope)
    if clock in {"work_item", "committed"} and not is_answered:
        order_what_is_late(case, scope)
    if clock == "committed":
        owe_explanation(case)


def _overrun(case: CaseFile, scope: str, *_about: str) -> None:
    order_again_if_late(case, scope)


def _escalation(case: CaseFile, scope: str, *_about: str) -> None:
    note_unanswered(case, scope)


def _explanation(case: CaseFile, *_about: str) -> None:
    remind_of_explanation(case)


def _warn(case: CaseFile, scope: str, clock: str, rung: str) -> None:
    """Record the light of a clock: half used, yellow, due today, red."""
    case.record(f"clock.{rung}", {"scope": scope, "clock": clock})


def _reproject(case: CaseFile, *_about: str) -> None:
    reproject_stopped(case)


def _about_permit(act_on: Callable[[CaseFile, str], None]) -> Handler:
    """Build a handler from a function of the case and one permit, the timer's scope."""
    return lambda case, scope, *_about: act_on(case, scope)


def _emergency(case: CaseFile, *_about: str) -> None:
    filing_overdue(case)


RUNGS: dict[str, Handler] = {
    "deemed_acceptance": _deem,
    "lapse": _lapse,
    "close": _close,
    "red": _red,
    "overrun": _overrun,
    "escalation": _escalation,
    "explanation_reminder": _explanation,
    "reproject": _reproject,
    "expected_end": _about_permit(result_overdue),
    "notice_over": _about_permit(notice_over),
    "hearing_lapse": _about_permit(lapse_hearing),
    "hearing_overdue": _about_permit(hearing_overdue),
    "check_closed": _close_check,
    "promise_missed": _promise_missed,
    "emergency_filing": _emergency,
    "moot_reminder": remind,
    "deemed_renewal": deem_renewed,
    "expire": expire,
    "licence_ends_soon": warn,
    "renewal_due_soon": warn,
    "restoration_overdue": restoration_overdue,
    "warranty_ended": warranty_ended,
}
