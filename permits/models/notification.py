"""Notifications in the application and by mail."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime

UNREAD = text("read_at is null")
UNSENT = text("sent_at is null")


class Notification(Base):
    """One notification of one user about one event of a case, or, without an application, about what is of no case."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "application_id", "event_seq", "template"),
        Index("ix_notification_unread", "user_id", "id", sqlite_where=UNREAD, postgresql_where=UNREAD),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    event_seq: Mapped[int] = mapped_column()
    template: Mapped[str] = mapped_column()
    params: Mapped[JsonObject] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Mail(Base):
    """One mail, sent once; its file name or message id is derived from the row.

    `handing_since`: since when it is being handed over, in real time; it stays where the mail server never answered.
    """

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("dedupe"),
        Index("ix_mail_area_created", "area", "created_at"),
        Index("ix_mail_held", "not_before", sqlite_where=UNSENT, postgresql_where=UNSENT),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # none: to a stranger
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    dedupe: Mapped[str] = mapped_column()
    recipient: Mapped[str] = mapped_column()
    subject: Mapped[str] = mapped_column()
    body: Mapped[str] = mapped_column()
    params: Mapped[JsonObject | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
