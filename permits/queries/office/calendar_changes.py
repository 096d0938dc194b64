"""The changes of the calendar on record, with what each superseded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, cast

from sqlalchemy import Connection, select

from permits.models import CalendarChange
from permits.queries.typed import Part, Window, columns_of, part


class SupersededDay(TypedDict):
    """An official day as it was before a change."""

    on: str
    working: bool
    name_zh: str
    name_en: str
    source: str


@dataclass(frozen=True, slots=True)
class CalendarChangeRow:
    """One change: by whom, when, by which notice or decision, and what it replaced."""

    id: int
    area: str
    source: str
    supersedes: Mapping[str, object]
    made_at: datetime
    made_by: str

    @property
    def amends(self) -> str:
        """The notice it amends; "" for a whole year or a closure."""
        return str(self.supersedes.get("notice", ""))

    @property
    def superseded(self) -> list[tuple[date, SupersededDay]]:
        """The official days it replaced."""
        days = cast("Sequence[SupersededDay]", self.supersedes.get("days", ()))
        return [(date.fromisoformat(day["on"]), day) for day in days]


def calendar_changes(conn: Connection, area: str, window: Window) -> Part[CalendarChangeRow]:
    """List the latest changes of the national calendar and of an area's, newest first."""
    mine = select(*columns_of(CalendarChangeRow, CalendarChange)).where(CalendarChange.area.in_(("", area)))
    return part(conn, CalendarChangeRow, mine, window, CalendarChange.id, newest_first=True)
