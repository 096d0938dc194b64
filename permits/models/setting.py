"""Settings of the installation and gap-free counters."""

from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base


class Setting(Base):
    """One stored setting of this installation (whether it is a sandbox, its clock's offset)."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column()


class Counter(Base):
    """A gap-free counter: the last number issued in a series of an area."""

    __tablename__ = "counter"

    area: Mapped[str] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column()
