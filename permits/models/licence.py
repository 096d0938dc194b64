"""The licence 证照: what a granted permit becomes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, UtcDateTime


class Licence(Base):
    """A licence in force or ended, with the code under which anyone can verify it."""

    __tablename__ = "licence"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("application_id", "permit"),
        Index("ix_licence_area_state", "area", "state", "valid_to"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str]
    permit: Mapped[str]
    number: Mapped[str]
    document_number: Mapped[str]
    state: Mapped[str]
    reinstatement: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    holder: Mapped[str]
    title: Mapped[str]
    department: Mapped[str]
    scope: Mapped[dict[str, Any]] = mapped_column(Json)
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    code: Mapped[str]
    renewals: Mapped[int] = mapped_column(server_default="0")
    warranty_to: Mapped[date | None]
    ended_on: Mapped[date | None]


class LicenceChange(Base):
    """What has happened to a licence since it was issued: renewed, varied, revoked, withdrawn, cancelled, expired."""

    __tablename__ = "licence_change"
    __table_args__ = (Index("ix_licence_change_licence", "licence_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str]
    on: Mapped[date]
    ground: Mapped[str]
    law: Mapped[str]
    reason: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)


class Inspection(Base):
    """One inspection: acceptance 检查验收 of the reinstated place, a site check on the way, a count of the trees.

    Law: Urban Road Administration Regulations art. 35; Administrative Licensing Law art. 61.
    """

    __tablename__ = "inspection"
    __table_args__ = (UniqueConstraint("licence_id", "round"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    licence_id: Mapped[int] = mapped_column(ForeignKey("licence.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str]
    kind: Mapped[str]
    round: Mapped[int]
    state: Mapped[str]
    requested_on: Mapped[date]
    inspect_by_on: Mapped[date]
    held_on: Mapped[date | None]
    officers: Mapped[list[str] | None] = mapped_column(Json)
    findings: Mapped[str | None]
    rectify_by_on: Mapped[date | None]
    found: Mapped[dict[str, Any] | None] = mapped_column(Json)
