"""The desk an act happens at: who acts, when, on which connection, in which office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection

from permits.actor import Actor
from workflows import Bundle, Calendar, local_day


@dataclass(frozen=True, slots=True)
class Body:
    """A department of an area as it stands on papers."""

    key: str
    name: Mapping[str, str]
    short: Mapping[str, str]
    document_prefix: str
    contact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Office:
    """What does not change during an act: the bundles, the calendar, the departments, the installation."""

    bundles: Mapping[str, Bundle]
    calendar: Calendar
    bodies: Mapping[tuple[str, str], Body]
    secret: str
    public_url: str
    is_sandbox: bool

    def body(self, area: str, department: str) -> Body:
        """Give the department of an area.

        Raises:
            KeyError: the area has no such department.
        """
        return self.bodies[area, department]


@dataclass(frozen=True)
class Desk:
    """One act's surroundings; every service takes it first."""

    conn: Connection
    actor: Actor
    at: datetime
    office: Office
    note: str = field(default="")

    @cached_property
    def today(self) -> date:
        """The office's day of the act (Asia/Shanghai)."""
        return local_day(self.at)
