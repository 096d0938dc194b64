"""The office: areas, departments, roads."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId


class Area(Base):
    """An administrative area; one deployment serves many."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    cut_off_hour: Mapped[int | None]


class Department(Base):
    """A department of an area, by the key the bundles use (`window` and `lead` are departments too)."""

    __tablename__ = "department"

    area: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    short_zh: Mapped[str]
    short_en: Mapped[str]
    uscc: Mapped[str]
    document_prefix: Mapped[str]
    address_zh: Mapped[str]
    address_en: Mapped[str]
    phone: Mapped[str]


class Road(Base):
    """A road of an area with the days the excavation moratorium counts from (Road Regulations art. 33)."""

    __tablename__ = "road"
    __table_args__ = (Index("ix_road_area_name", "area", "name_zh", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    road_class: Mapped[str]
    opened_on: Mapped[date | None]
    overhauled_on: Mapped[date | None]
