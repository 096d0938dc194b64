"""Materials 申请材料: documents that come in, one row per version."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, UtcDateTime


class KeptFile(Base):
    """The metadata of a received file."""

    __abstract__ = True

    file_name: Mapped[str] = mapped_column()
    media_type: Mapped[str] = mapped_column()
    size_bytes: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column()
    storage_key: Mapped[str] = mapped_column()
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Material(KeptFile):
    """One file of a material, numbered by `version`; later files stand beside it, a removed one stays on record."""

    __tablename__ = "material"
    __table_args__ = (
        UniqueConstraint("application_id", "code", "version"),
        Index("ix_material_uploaded_by", "uploaded_by", "uploaded_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    area: Mapped[str] = mapped_column()
    code: Mapped[str] = mapped_column()
    version: Mapped[int] = mapped_column()
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
