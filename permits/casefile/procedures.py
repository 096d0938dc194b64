"""What goes on beside the review of a case: hearings, public notices, statements, site visits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from permits.casefile.batch import Batch
from permits.casefile.statements import children
from permits.models import Base, Hearing, PublicNotice, Statement, Survey

SETTLED = frozenset({"held", "lapsed"})


@dataclass(slots=True)
class HearingRow:
    """One hearing: told, requested, called, held; or lapsed, because nobody asked for it in time."""

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
    record: dict[str, Any] | None


@dataclass(slots=True)
class PublicNoticeRow:
    """One public notice."""

    id: int
    permit: str
    from_on: date
    to_on: date


@dataclass(slots=True)
class StatementRow:
    """What somebody said about a permit, and the answer."""

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

    id: int
    state: str
    booked_at: datetime | None
    place: str
    departments: list[str]
    officers: list[str] | None
    findings: str | None
    recorded_at: datetime | None


Row = HearingRow | PublicNoticeRow | StatementRow | SurveyRow
MODELS: dict[Any, type[Base]] = {
    HearingRow: Hearing,
    PublicNoticeRow: PublicNotice,
    StatementRow: Statement,
    SurveyRow: Survey,
}


@dataclass(slots=True)
class Procedures:
    """All of one case, oldest first."""

    hearings: list[HearingRow]
    public_notices: list[PublicNoticeRow]
    statements: list[StatementRow]
    surveys: list[SurveyRow]

    def hearing(self, permit: str) -> HearingRow | None:
        """The latest hearing on a permit."""
        return next((one for one in reversed(self.hearings) if one.permit == permit), None)

    def survey(self) -> SurveyRow | None:
        """The site visit that is booked and not recorded yet."""
        return next((one for one in self.surveys if one.state == "booked"), None)

    def notice_on(self, permit: str, on: date) -> PublicNoticeRow | None:
        """The public notice of a permit whose last day has not passed."""
        return next((one for one in self.public_notices if one.permit == permit and on <= one.to_on), None)

    def is_on_notice(self, permit: str, on: date) -> bool:
        """Say whether the last day of a permit's public notice has not passed."""
        return self.notice_on(permit, on) is not None

    def unanswered(self, permit: str) -> list[StatementRow]:
        """The statements about a permit that nobody has answered."""
        return [one for one in self.statements if one.permit == permit and one.answered_at is None]


def read_procedures(conn: Connection, application_id: int) -> Procedures:
    """Read everything that goes on beside the review of a case."""
    kinds = ((row, conn.execute(children(model, row), {"id": application_id})) for row, model in MODELS.items())
    return Procedures(*([row(*values) for values in found] for row, found in kinds))


def change(batch: Batch, row: Row, **changes: Any) -> None:
    """Change columns of one of these rows, those it holds and those it does not."""
    for name, value in changes.items():
        if name in type(row).__slots__:
            setattr(row, name, value)
    table: Any = MODELS[type(row)].__table__
    batch.update(table, {"id": row.id}, changes)
