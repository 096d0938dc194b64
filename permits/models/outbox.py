"""The outbox: jobs enqueued inside a transaction; the row is authoritative, the message only wakes a worker."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime
from permits.watch.lines import request_id
from permits.watch.tracing import parent

WAITING = text("state in ('new', 'running')")
DONE = text("state = 'done'")
UNFINISHED = text("state <> 'done'")


class OutboxRow(Base):
    """One job to run once; `dedupe` prevents a duplicate row.

    `created_at` is the office's moment; the others are real. `available_at`: when the job is due; `sent_until`: until
    when its message counts as under way; `requested_at`: since when somebody is waiting for its result; `request_id`
    and `trace`: the request that caused it, for log lines and spans; `failure`: why a failed job is not tried again
    (`permits.services.house.outbox.Failure`).
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("dedupe"),
        Index("ix_outbox_waiting", "available_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index(
            "ix_outbox_unfinished",
            "job",
            "state",
            "available_at",
            sqlite_where=UNFINISHED,
            postgresql_where=UNFINISHED,
        ),
        Index("ix_outbox_done", "done_at", sqlite_where=DONE, postgresql_where=DONE),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    job: Mapped[str] = mapped_column()
    args: Mapped[JsonObject] = mapped_column(Json)
    dedupe: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    available_at: Mapped[datetime] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    requested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column()
    request_id: Mapped[str | None] = mapped_column(default=request_id)
    trace: Mapped[str | None] = mapped_column(default=parent)
    failure: Mapped[str | None] = mapped_column()
