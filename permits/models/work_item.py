"""The work item 任务: one department's duty on one permit."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime
from workflows import lifecycle

OPEN = text("state in ({})".format(", ".join(f"'{state}'" for state in lifecycle("work_item").ordered("open"))))


class WorkItem(Base):
    """One duty: intake, opinion, co-approval, decision, delivery …; inboxes are queries over these rows."""

    __tablename__ = "work_item"
    __table_args__ = (
        UniqueConstraint("application_id", "permit", "department", "kind", "round"),
        Index("ix_work_item_inbox", "area", "department", "due_on", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_work_item_assignee", "area", "assignee_id", "due_on", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_work_item_done", "area", "done_on", "department"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    permit: Mapped[str] = mapped_column()
    department: Mapped[str] = mapped_column()
    kind: Mapped[str] = mapped_column()
    round: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column()
    version: Mapped[int] = mapped_column(default=1)
    blocks: Mapped[bool] = mapped_column()
    after: Mapped[list[str]] = mapped_column(Json)
    limit_working_days: Mapped[int] = mapped_column()
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_on: Mapped[date | None] = mapped_column()
    due_on: Mapped[date | None] = mapped_column()
    yellow_on: Mapped[date | None] = mapped_column()
    verdict: Mapped[str | None] = mapped_column()
    opinion: Mapped[str | None] = mapped_column()
    reason_code: Mapped[str | None] = mapped_column()
    law: Mapped[str | None] = mapped_column()
    conditions: Mapped[list[JsonObject] | None] = mapped_column(Json)
    narrower: Mapped[JsonObject | None] = mapped_column(Json)
    net_working_days: Mapped[int | None] = mapped_column()
    stopped_working_days: Mapped[int | None] = mapped_column()
    fingerprint: Mapped[str | None] = mapped_column()
    reason: Mapped[str | None] = mapped_column()
