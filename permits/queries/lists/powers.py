"""The powers of attorney that concern a person: as agent, as a member of the principal, or at the counter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, or_, select

from permits.actor import Actor
from permits.models import PowerOfAttorney
from permits.policies import serves_counter
from permits.queries.reading.rows import Document
from permits.queries.typed import Part, Window, columns_of, part


@dataclass(frozen=True, slots=True)
class PowerRow:
    """One power of attorney with its document."""

    id: int
    principal_kind: str
    principal_uscc: str
    principal_name: str
    agent_id: int | None
    agent: Document
    application_id: int | None
    scope: str
    acts: Sequence[str]
    from_on: date
    to_on: date | None
    confirmed_at: datetime | None
    confirmed_as: str | None
    revoked_at: datetime | None
    file_name: str
    media_type: str
    sha256: str
    storage_key: str

    @property
    def waits(self) -> bool:
        """Whether the principal has neither confirmed nor revoked it."""
        return self.confirmed_at is None and self.revoked_at is None

    def is_valid(self, on: date) -> bool:
        """Return whether it is in force on a day."""
        is_running = self.from_on <= on and (self.to_on is None or on <= self.to_on)
        return is_running and self.revoked_at is None and self.confirmed_at is not None


def powers_of(conn: Connection, actor: Actor, window: Window, *, power_id: int | None = None) -> Part[PowerRow]:
    """List the powers that concern the actor, newest first; one of them with `power_id`.

    The counter's are those of its area; an agent's and a principal's hold in all areas.
    """
    mine = [PowerOfAttorney.agent_id == actor.id]
    if actor.company:
        mine.append(PowerOfAttorney.principal_uscc.like(f"{actor.company[:-1]}_"))
    if serves_counter(actor):
        mine = [PowerOfAttorney.area == actor.area]
    wanted = select(*columns_of(PowerRow, PowerOfAttorney)).where(or_(*mine))
    if power_id is not None:
        wanted = wanted.where(PowerOfAttorney.id == power_id)
    return part(conn, PowerRow, wanted, window, PowerOfAttorney.id, newest_first=True)
