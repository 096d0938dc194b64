"""Special procedures 特别程序 (lawful clock stops), hearings, public notices, statements, site visits."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime
from permits.models.internal import InternalText
from permits.models.material import KeptFile
from permits.models.personal import PersonalText


class SpecialProcedure(Base):
    """One lawful stop of a permit's clocks, half-open [started_on, ended_on) (Administrative Licensing Law art. 45)."""

    __tablename__ = "special_procedure"
    __table_args__ = (Index("ix_special_procedure_application", "application_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column()
    ground: Mapped[str] = mapped_column()
    law: Mapped[str] = mapped_column()
    notice: Mapped[str] = mapped_column()
    number: Mapped[str] = mapped_column()
    expected_days: Mapped[int | None] = mapped_column()
    started_on: Mapped[date] = mapped_column()
    ended_on: Mapped[date | None] = mapped_column()
    result: Mapped[str | None] = mapped_column()


class Hearing(Base):
    """One hearing, from the notice of rights to its signed record (Administrative Licensing Law art. 46-48)."""

    __tablename__ = "hearing"
    __table_args__ = (Index("ix_hearing_application", "application_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    parties: Mapped[list[str]] = mapped_column(Json)
    told_on: Mapped[date] = mapped_column()
    request_by_on: Mapped[date] = mapped_column()
    requested_by: Mapped[str | None] = mapped_column()
    requested_on: Mapped[date | None] = mapped_column()
    hold_by_on: Mapped[date | None] = mapped_column()
    called_on: Mapped[date | None] = mapped_column()
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    place: Mapped[str | None] = mapped_column()
    chair: Mapped[str | None] = mapped_column()
    record: Mapped[JsonObject | None] = mapped_column(Json)


class ExtensionRequest(Base):
    """A request for more time: for a permit by its department's head, for the whole case ("") by the government."""

    __tablename__ = "extension_request"
    __table_args__ = (
        Index("ix_extension_request_application", "application_id"),
        Index("ix_extension_request_open", "area", "state", "department"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column()
    department: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    reason: Mapped[str] = mapped_column(InternalText)
    asked_on: Mapped[date] = mapped_column()


class PublicNotice(Base):
    """One public notice 公示 before a decision, from its first to its last day; it never stops the clock."""

    __tablename__ = "public_notice"
    __table_args__ = (
        Index("ix_public_notice_application", "application_id"),
        Index("ix_public_notice_area_to", "area", "to_on"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column()
    from_on: Mapped[date] = mapped_column()
    to_on: Mapped[date] = mapped_column()


class Statement(Base):
    """One statement of the applicant or an interested party, and the answer (art. 7, 36).

    An objection to a public notice has a receipt number, and the account or the telephone of whoever made it.
    """

    __tablename__ = "statement"
    __table_args__ = (
        Index("ix_statement_application", "application_id"),
        Index("ix_statement_made_by", "made_by", "received_at"),
        Index("ix_statement_phone", "phone_digest", "received_at"),
        Index("ix_statement_notice", "public_notice_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    by: Mapped[str] = mapped_column()
    text: Mapped[str] = mapped_column()
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column()
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    number: Mapped[str | None] = mapped_column()
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    phone: Mapped[str | None] = mapped_column(PersonalText)
    phone_digest: Mapped[str | None] = mapped_column()
    public_notice_id: Mapped[int | None] = mapped_column(ForeignKey("public_notice.id"))


class Survey(Base):
    """One joint site visit: booked once for all departments, one record, at least two officers (art. 34(3))."""

    __tablename__ = "survey"
    __table_args__ = (Index("ix_survey_application", "application_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    booked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column()
    departments: Mapped[list[str]] = mapped_column(Json)
    officers: Mapped[list[str] | None] = mapped_column(Json)
    findings: Mapped[str | None] = mapped_column()
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Photo(KeptFile):
    """One photograph of a site visit, as handed in; duplicates are stored once."""

    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("survey_id", "sha256"),
        Index("ix_photo_application", "application_id"),
        Index("ix_photo_uploaded_by", "uploaded_by", "uploaded_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    area: Mapped[str] = mapped_column()
