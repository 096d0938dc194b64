"""Rows of the procedures beside the review: hearings, public notices, statements, site visits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from permits.models import Hearing, PublicNotice, Statement, Survey
from permits.models.base import JsonObject


@dataclass(slots=True)
class HearingRow:
    """One hearing: right notified, requested, called, held; or lapsed because nobody requested it in time."""

    model: ClassVar = Hearing

    id: int
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
    chair: str | None
    record: JsonObject | None


@dataclass(slots=True)
class PublicNoticeRow:
    """One public notice."""

    model: ClassVar = PublicNotice

    id: int
    permit: str
    from_on: date
    to_on: date


@dataclass(slots=True)
class StatementRow:
    """One statement about a permit, and its answer."""

    model: ClassVar = Statement

    id: int
    permit: str
    kind: str
    by: str
    text: str
    received_at: datetime
    answer: str | None
    answered_at: datetime | None


@dataclass(slots=True)
class SurveyRow:
    """One site visit: booked, recorded or cancelled."""

    model: ClassVar = Survey

    id: int
    state: str
    booked_at: datetime | None
    place: str
    departments: list[str]
    officers: list[str] | None
    findings: str | None
    recorded_at: datetime | None
