"""The office: areas with the chain of acts of their administration, departments, roads."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime


class Area(Base):
    """An administrative area; one deployment serves many. `event_seq` and `event_hash` are the head of its chain."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    hosts: Mapped[list[str]] = mapped_column(Json, server_default="[]")  # at which its pages are asked for
    cut_off_hour: Mapped[int | None] = mapped_column()
    four_eyes: Mapped[bool] = mapped_column(server_default=false())  # roles of oversight need two administrators
    event_seq: Mapped[int] = mapped_column(server_default="0")
    event_hash: Mapped[str] = mapped_column(server_default="0" * 64)


class OfficeEvent(Base):
    """One act on the office itself, chained by area as the events of a case are; append-only."""

    __tablename__ = "office_event"

    area: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column()
    actor: Mapped[str] = mapped_column()
    actor_kind: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    payload: Mapped[JsonObject] = mapped_column(Json)
    prev_hash: Mapped[str] = mapped_column()
    hash: Mapped[str] = mapped_column()


class Department(Base):
    """A department of an area, by its key in bundles (`window` and `lead` are departments too)."""

    __tablename__ = "department"

    area: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    short_zh: Mapped[str] = mapped_column()
    short_en: Mapped[str] = mapped_column()
    uscc: Mapped[str] = mapped_column()
    document_prefix: Mapped[str] = mapped_column()
    address_zh: Mapped[str] = mapped_column()
    address_en: Mapped[str] = mapped_column()
    phone: Mapped[str] = mapped_column()


class Road(Base):
    """A road of an area, with the days from which the excavation moratorium runs (Road Regulations art. 33)."""

    __tablename__ = "road"
    __table_args__ = (Index("ix_road_area_name", "area", "name_zh", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    name_zh: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    road_class: Mapped[str] = mapped_column()
    opened_on: Mapped[date | None] = mapped_column()
    overhauled_on: Mapped[date | None] = mapped_column()
