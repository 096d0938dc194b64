"""What somebody typed into a form whose session had ended, kept until they sign in again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, UtcDateTime
from permits.models.personal import PersonalDocument


class KeptInput(Base):
    """The fields of one form as they were sent; `path` is where they were sent to. Holds no password and no file."""

    __tablename__ = "kept_input"
    __table_args__ = (
        Index("ix_kept_input_user_path", "user_id", "path", unique=True),
        Index("ix_kept_input_expires", "expires_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    path: Mapped[str] = mapped_column()
    fields: Mapped[list[list[str]]] = mapped_column(PersonalDocument)
    had_files: Mapped[bool] = mapped_column()
    is_awaited: Mapped[bool] = mapped_column()
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
