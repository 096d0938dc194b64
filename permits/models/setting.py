"""Small facts of the installation: settings and gap-free counters."""

from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base


class Setting(Base):
    """One fact about this installation (is it a sandbox, where stands its clock)."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column()


class Counter(Base):
    """A gap-free counter: the last number given in a series of an area."""

    __tablename__ = "counter"

    area: Mapped[str] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column()
