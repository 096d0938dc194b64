"""Daily roots over the heads of all event chains, signed and published."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, UtcDateTime


class ChainRoot(Base):
    """One root; `line` is the digest of its line in the anchor file, `previous` that of the line before it."""

    __tablename__ = "chain_root"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    heads: Mapped[int] = mapped_column()
    root: Mapped[str] = mapped_column()
    previous: Mapped[str] = mapped_column()
    line: Mapped[str] = mapped_column()
    kid: Mapped[str] = mapped_column()
    signature: Mapped[str] = mapped_column()
