"""The action context 办理环境: who acts, when, on which connection, in which office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlalchemy import Connection

from permits import clock
from permits.actor import Actor
from permits.office import Office
from workflows import SHANGHAI, Calendar, local_day


@dataclass(frozen=True, slots=True)
class Issued:
    """A notice issued by the action, with the facts pinned in it and the language of its case."""

    kind: str
    facts: Mapping[str, object]
    language: str


@dataclass(frozen=True)
class ActContext:
    """The context of one action; every service takes it first. `issued` lists the notices it has issued so far."""

    conn: Connection
    actor: Actor
    at: datetime
    office: Office
    note: str = field(default="")
    issued: list[Issued] = field(default_factory=list, compare=False)

    def __post_init__(self) -> None:
        """Refuse to write while this process's clock is wrong: what an act puts on record has a moment.

        Raises:
            ClockWrong: it is.
        """
        if clock.is_wrong() and not self.conn.get_execution_options().get("ro"):
            clock.require_right()

    @cached_property
    def today(self) -> date:
        """The office's day of the action (Asia/Shanghai)."""
        return local_day(self.at)

    @cached_property
    def received_on(self) -> date:
        """The day on which an application or material handed in now counts as received.

        Where the area has a cut-off hour, a filing after it counts as received the next working day. So does a filing
        on a day off, so that an earlier filing never counts as the later one. Without a cut-off hour the day counts.
        """
        hour = self.office.cut_off_of(self.actor.area)
        if hour is None:
            return self.today
        is_late = self.at.astimezone(SHANGHAI).time() > time(hour)
        return self.calendar.next_working(self.today + timedelta(days=1) if is_late else self.today)

    @cached_property
    def calendar(self) -> Calendar:
        """The working days of the actor's area: one edition for the whole action, whatever changes meanwhile."""
        return self.office.calendar_of(self.actor.area)
