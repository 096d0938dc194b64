"""The licence 证照: what a granted permit becomes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime


class Licence(Base):
    """A licence in force or ended, with its public verification code."""

    __tablename__ = "licence"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("application_id", "permit"),
        Index("ix_licence_area_state", "area", "state", "valid_to"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column()
    number: Mapped[str] = mapped_column()
    document_number: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    reinstatement: Mapped[str] = mapped_column()
    version: Mapped[int] = mapped_column(default=1)
    holder: Mapped[str] = mapped_column()
    title: Mapped[str] = mapped_column()
    department: Mapped[str] = mapped_column()
    scope: Mapped[JsonObject] = mapped_column(Json)
    conditions: Mapped[list[JsonObject]] = mapped_column(Json)
    valid_from: Mapped[date] = mapped_column()
    valid_to: Mapped[date | None] = mapped_column()
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    code: Mapped[str] = mapped_column()
    renewals: Mapped[int] = mapped_column(server_default="0")
    warranty_to: Mapped[date | None] = mapped_column()
    ended_on: Mapped[date | None] = mapped_column()


class LicenceChange(Base):
    """A change of a licence since its issue: renewed, varied, revoked, withdrawn, cancelled, expired."""

    __tablename__ = "licence_change"
    __table_args__ = (Index("ix_licence_change_licence", "licence_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    number: Mapped[str] = mapped_column()
    on: Mapped[date] = mapped_column()
    ground: Mapped[str] = mapped_column()
    law: Mapped[str] = mapped_column()
    reason: Mapped[str] = mapped_column()
    before: Mapped[JsonObject] = mapped_column(Json)
    after: Mapped[JsonObject] = mapped_column(Json)


class Inspection(Base):
    """One inspection: acceptance 检查验收 of the restored site, a site check during the works, a tree count.

    Law: Urban Road Administration Regulations art. 35; Administrative Licensing Law art. 61.
    """

    __tablename__ = "inspection"
    __table_args__ = (UniqueConstraint("licence_id", "round"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    round: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column()
    requested_on: Mapped[date] = mapped_column()
    inspect_by_on: Mapped[date] = mapped_column()
    held_on: Mapped[date | None] = mapped_column()
    officers: Mapped[list[str] | None] = mapped_column(Json)
    findings: Mapped[str | None] = mapped_column()
    rectify_by_on: Mapped[date | None] = mapped_column()
    found: Mapped[JsonObject | None] = mapped_column(Json)
