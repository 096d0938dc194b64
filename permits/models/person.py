"""Users and companies: who may sign in and in which role."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import Base, BigId, Json, JsonObject, UtcDateTime
from permits.models.personal import PersonalText


class Company(Base):
    """An applicant organisation the installation knows; its people see its applications in every area.

    `area` is the one that put it on record and keeps its name. Whoever registers for a company only claims it
    (`User.claimed_uscc`) until the office has seen its licence.
    """

    __tablename__ = "company"
    __table_args__ = (UniqueConstraint("area", "uscc"), Index("ix_company_uscc", "uscc", unique=True))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    name: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    uscc: Mapped[str] = mapped_column()


class User(Base):
    """A user account."""

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("username"), Index("ix_user_account_phone", "area", "phone_digest"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    username: Mapped[str] = mapped_column()
    name_zh: Mapped[str] = mapped_column()
    name_en: Mapped[str] = mapped_column()
    email: Mapped[str] = mapped_column()
    phone: Mapped[str] = mapped_column(PersonalText)
    phone_digest: Mapped[str | None] = mapped_column()  # by which a telephone number is found
    password_hash: Mapped[str] = mapped_column()
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    language: Mapped[str] = mapped_column(default="zh")
    has_chosen_language: Mapped[bool] = mapped_column(server_default=false())
    is_active: Mapped[bool] = mapped_column(default=True)
    enforcement_number: Mapped[str] = mapped_column(server_default="")  # of a law-enforcement officer
    # somebody who registered says who they are; the office has not seen it yet
    identity_seen: Mapped[bool] = mapped_column(server_default=true())
    claimed_uscc: Mapped[str] = mapped_column(server_default="")  # the company they say they act for
    claimed_company: Mapped[str] = mapped_column(server_default="")


class RoleGrant(Base):
    """One role of one user, in one department where the role has one."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_area_role_department", "area", "role", "department"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    department: Mapped[str] = mapped_column(primary_key=True, default="")
    area: Mapped[str] = mapped_column()


class ApiToken(Base):
    """A bearer token, stored as its hash; `scopes` are those of `permits.policies.SCOPES`, none for all."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    token_hash: Mapped[str] = mapped_column()
    label: Mapped[str] = mapped_column()
    scopes: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last use, to the hour
    warned_days: Mapped[int | None] = mapped_column()  # the last warning told this many days before the end, or fewer
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OneTimeLink(Base):
    """A link that does one thing once, before it expires: a password is chosen, a power confirmed; stored as its hash.

    `told` is what the letter with the link knew: the company that somebody registers. Without an account it is for
    whoever reads the address it was mailed to.
    """

    __tablename__ = "one_time_link"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told: Mapped[JsonObject] = mapped_column(Json, server_default="{}")


class KnownDevice(Base):
    """A browser that a person has signed in with, by the hash of its cookie."""

    __tablename__ = "known_device"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    device_hash: Mapped[str] = mapped_column(primary_key=True)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoleRequest(Base):
    """A role of oversight that one administrator asked for and a second one grants or declines."""

    __tablename__ = "role_request"
    __table_args__ = (Index("ix_role_request_area", "area", "decided_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[str] = mapped_column()
    asked_by: Mapped[str] = mapped_column()
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column()
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_granted: Mapped[bool] = mapped_column(server_default=false())
