"""Powers of attorney 授权委托书: by which somebody who is no member of a company acts for it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from permits.models.base import BigId, Json, JsonObject, UtcDateTime
from permits.models.material import KeptFile
from permits.models.personal import PersonalJson


class PowerOfAttorney(KeptFile):
    """One power: principal, agent, scope, validity and the document; revoked, never deleted.

    `principal_uscc` is the credit code, for a natural person the salted hash of the number. `agent_id` is the agent's
    account; one presented on paper has none and belongs to its application. `confirmed_as`: principal, counter, link.
    """

    __tablename__ = "power_of_attorney"
    __table_args__ = (Index("ix_power_of_attorney_principal", "area", "principal_uscc"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    area: Mapped[str] = mapped_column()
    principal_kind: Mapped[str] = mapped_column(server_default="company")
    principal_uscc: Mapped[str] = mapped_column()
    principal_name: Mapped[str] = mapped_column()
    principal_email: Mapped[str] = mapped_column(server_default="")  # where a natural person is asked
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    agent: Mapped[JsonObject] = mapped_column(PersonalJson)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    scope: Mapped[str] = mapped_column()  # a bundle, or "" for every matter
    acts: Mapped[list[str]] = mapped_column(Json, server_default='["file", "change", "receive", "withdraw"]')
    from_on: Mapped[date] = mapped_column()
    to_on: Mapped[date | None] = mapped_column()
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column()
    confirmed_as: Mapped[str | None] = mapped_column()
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[str | None] = mapped_column()
