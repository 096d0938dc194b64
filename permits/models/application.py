"""The application 办件: one form, one set of materials, one outcome."""

import secrets
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime
from permits.models.personal import PersonalJson


class Application(Base):
    """One application; its row locks everything that belongs to it."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("number"),
        Index("ix_application_company", "area", "company_id", "id"),
        Index("ix_application_owner", "area", "owner_id", "id"),
        Index("ix_application_state", "area", "state", "committed_due_on", "id"),
        Index(
            "ix_application_counter",
            "area",
            "id",
            postgresql_where=text("channel = 'counter'"),
            sqlite_where=text("channel = 'counter'"),
        ),
        Index("ix_application_decided", "area", "decided_on", postgresql_where=text("decided_on is not null")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    number: Mapped[str | None] = mapped_column()
    bundle: Mapped[str] = mapped_column()
    bundle_version: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    outcome: Mapped[str | None] = mapped_column()
    status_code: Mapped[int | None] = mapped_column()
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column()
    language: Mapped[str] = mapped_column()
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    applicant: Mapped[JsonObject] = mapped_column(PersonalJson)
    agent: Mapped[JsonObject] = mapped_column(PersonalJson)
    project: Mapped[JsonObject] = mapped_column(Json)
    site: Mapped[JsonObject] = mapped_column(Json)
    answers: Mapped[JsonObject] = mapped_column(Json)
    route: Mapped[JsonObject | None] = mapped_column(Json)
    required: Mapped[list[str] | None] = mapped_column(Json)
    tolerated: Mapped[list[str] | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deemed_accepted: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_on: Mapped[date | None] = mapped_column()
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None] = mapped_column()
    yellow_on: Mapped[date | None] = mapped_column()
    committed_due_on: Mapped[date | None] = mapped_column()
    statutory_due_on: Mapped[date | None] = mapped_column()
    joint_cap_on: Mapped[date | None] = mapped_column()
    is_provisional: Mapped[bool] = mapped_column(default=False)
    net_working_days: Mapped[int | None] = mapped_column()
    stopped_working_days: Mapped[int | None] = mapped_column()
    has_started: Mapped[bool] = mapped_column(default=False)
    stars: Mapped[int | None] = mapped_column()
    rating_comment: Mapped[str | None] = mapped_column()
    urged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(server_default="online")
    kind: Mapped[str] = mapped_column(server_default="new")
    about_licence: Mapped[str | None] = mapped_column()
    form_version: Mapped[int] = mapped_column(server_default="1")
    promise_by: Mapped[date | None] = mapped_column()
    commitments: Mapped[list[str] | None] = mapped_column(Json)
    investigations: Mapped[JsonObject | None] = mapped_column(Json)
    is_emergency: Mapped[bool] = mapped_column(server_default=false())
    has_procedures: Mapped[bool] = mapped_column(server_default=false())
    calendar_edition: Mapped[int] = mapped_column(server_default="0")
    event_seq: Mapped[int] = mapped_column(default=0)
    event_hash: Mapped[str] = mapped_column()
    salt: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(16), server_default="")
