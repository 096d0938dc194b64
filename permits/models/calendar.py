"""The calendar of working days: the only source of what counts."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base


class CalendarDay(Base):
    """One calendar day: working or not, by which notice, official or provisional."""

    __tablename__ = "calendar_day"

    on: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    official: Mapped[bool]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    source: Mapped[str]
