"""Rows of the procedures beside the review: hearings, public notices, statements, site visits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from permits.casefile.rows.shelf import Shelf
from permits.models import Hearing, PublicNotice, Statement, Survey
from permits.models.base import JsonObject

SETTLED = frozenset({"held", "lapsed"})


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


class Procedures:
    """The procedures of one case, oldest first; each kind is read on first use."""

    def __init__(self, shelf: Shelf, *, were_any: bool) -> None:
        """Skip every query if the case never had a procedure."""
        self._shelf = shelf
        if not were_any:
            shelf.put(HearingRow, ())
            shelf.put(PublicNoticeRow, ())
            shelf.put(StatementRow, ())
            shelf.put(SurveyRow, ())

    @property
    def hearings(self) -> list[HearingRow]:
        """The hearings."""
        return self._shelf.all(HearingRow)

    @property
    def public_notices(self) -> list[PublicNoticeRow]:
        """The public notices."""
        return self._shelf.all(PublicNoticeRow)

    @property
    def statements(self) -> list[StatementRow]:
        """The statements about the permits."""
        return self._shelf.all(StatementRow)

    @property
    def surveys(self) -> list[SurveyRow]:
        """The site visits."""
        return self._shelf.all(SurveyRow)

    def hearing(self, permit: str) -> HearingRow | None:
        """The latest hearing on a permit."""
        return next((one for one in reversed(self.hearings) if one.permit == permit), None)

    def survey(self) -> SurveyRow | None:
        """The site visit that is booked and not yet recorded."""
        return next((one for one in self.surveys if one.state == "booked"), None)

    def notice_on(self, permit: str, on: date) -> PublicNoticeRow | None:
        """The public notice of a permit whose last day has not passed."""
        return next((one for one in self.public_notices if one.permit == permit and on <= one.to_on), None)

    def is_on_notice(self, permit: str, on: date) -> bool:
        """Return whether the last day of a permit's public notice has not passed."""
        return self.notice_on(permit, on) is not None

    def unanswered(self, permit: str) -> list[StatementRow]:
        """The unanswered statements about a permit."""
        return [one for one in self.statements if one.permit == permit and one.answered_at is None]
