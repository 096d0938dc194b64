"""Procedures beside the review of a case, prepared for the pages about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from permits.casefile import CaseFile
from permits.casefile.seen import rows_of
from permits.policies import is_applicant
from permits.queries.case.procedures import photos_seen, statements_seen
from permits.queries.reading.rows import Document
from permits.queries.reading.rows_beside import Hearing, Photo, PublicNotice, Statement, Stop, Survey
from permits.services.procedures.photos import takes_part


class StopSeen(TypedDict):
    """A special procedure with its expected last day, where its notice names the days."""

    permit: str
    ground: str
    law: str
    notice: str
    number: str
    started_on: date
    ended_on: date | None
    expected_on: date | None


class HearingSeen(TypedDict):
    """A hearing with the name of its chair."""

    permit: str
    state: str
    parties: list[str]
    told_on: date
    request_by_on: date
    requested_by: str | None
    requested_on: date | None
    hold_by_on: date | None
    held_at: datetime | None
    place: str | None
    chair_name: str | None
    record: Document | None


class NoticeSeen(TypedDict):
    """A public notice, and whether its period is over."""

    permit: str
    from_on: date
    to_on: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class SurveySeen:
    """A site visit with its photographs, and whether the viewer may add some."""

    application_id: int
    state: str
    booked_at: datetime | None
    place: str
    departments: list[str]
    officers: list[str] | None
    findings: str | None
    recorded_at: datetime | None
    photos: list[Photo]
    takes_photos: bool


class ProceduresSeen(TypedDict):
    """Stops, hearings, public notices, site visits and statements that the viewer may see."""

    stops: list[StopSeen]
    hearings: list[HearingSeen]
    public_notices: list[NoticeSeen]
    surveys: list[SurveySeen]
    statements: list[Statement]


def procedures_seen(case: CaseFile, on: date, language: str) -> ProceduresSeen:
    """Gather stops, hearings, public notices, site visits and statements as the viewer may see them."""
    own = str(case.form.applicant.get("name", "")) if is_applicant(case.context.actor, case.app) else None
    photos = rows_of(case, Photo)
    return {
        "stops": [_stop(case, row) for row in rows_of(case, Stop)],
        "hearings": [_hearing(row, language) for row in rows_of(case, Hearing)],
        "public_notices": [_notice(row, on) for row in rows_of(case, PublicNotice)],
        "surveys": [_survey(case, row, photos_seen(row, photos, own)) for row in rows_of(case, Survey)],
        "statements": statements_seen(rows_of(case, Statement), own),
    }


def _stop(case: CaseFile, row: Stop) -> StopSeen:
    is_awaited = row.ended_on is None and row.expected_days
    return {
        "permit": row.permit,
        "ground": row.ground,
        "law": row.law,
        "notice": row.notice,
        "number": row.number,
        "started_on": row.started_on,
        "ended_on": row.ended_on,
        "expected_on": case.clocks.due(row.started_on, row.expected_days or 0)[0] if is_awaited else None,
    }


def _hearing(row: Hearing, language: str) -> HearingSeen:
    return {
        "permit": row.permit,
        "state": row.state,
        "parties": row.parties,
        "told_on": row.told_on,
        "request_by_on": row.request_by_on,
        "requested_by": row.requested_by,
        "requested_on": row.requested_on,
        "hold_by_on": row.hold_by_on,
        "held_at": row.held_at,
        "place": row.place,
        "chair_name": (row.chair_en if language == "en" else row.chair_zh) or row.chair,
        "record": row.record,
    }


def _notice(row: PublicNotice, on: date) -> NoticeSeen:
    return {"permit": row.permit, "from_on": row.from_on, "to_on": row.to_on, "is_over": row.to_on < on}


def _survey(case: CaseFile, row: Survey, photos: Sequence[Photo]) -> SurveySeen:
    is_open = row.state == "booked" and takes_part(case.context.actor, row.departments)
    return SurveySeen(
        application_id=case.app.id,
        state=row.state,
        booked_at=row.booked_at,
        place=row.place,
        departments=row.departments,
        officers=row.officers,
        findings=row.findings,
        recorded_at=row.recorded_at,
        photos=list(photos),
        takes_photos=is_open,
    )
