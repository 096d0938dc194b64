"""Fire the due rungs of one application, in the order of their moments."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from permits.actor import SYSTEM
from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.writing import Where
from permits.models import Application, Timer, TimerFire
from permits.office import Office
from workflows import WARNINGS

LIGHTS = WARNINGS | {"red"}
Handler = Callable[[CaseFile, str, str, str], None]

DUE = select(Timer.id, Timer.scope, Timer.clock, Timer.rung, Timer.fire_at, Timer.ahead).where(
    Timer.application_id == bindparam("id"), Timer.state == "armed", Timer.fire_at <= bindparam("by")
)


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One timer on its next rung; at equal times, state changes fire before warnings."""

    fire_at: datetime
    is_light: bool
    id: int
    rung: str = field(compare=False)
    scope: str = field(compare=False)
    clock: str = field(compare=False)
    ahead: tuple[tuple[str, str], ...] = field(compare=False)

    @classmethod
    def on(cls, row: Any) -> "Step":
        """Build a step from a timer's row."""
        ahead = tuple((rung, at) for rung, at in row.ahead)
        return cls(row.fire_at, row.rung in LIGHTS, row.id, row.rung, row.scope, row.clock, ahead)

    def above(self) -> "Step | None":
        """Return the step on the next rung of the ladder; None on the highest."""
        if not self.ahead:
            return None
        (rung, at), *rest = self.ahead
        fire_at = datetime.fromisoformat(at)
        return replace(self, rung=rung, fire_at=fire_at, is_light=rung in LIGHTS, ahead=tuple(rest))


@dataclass(slots=True)
class Turn:
    """One application's turn in a sweep: how many of its rungs fired, and whether one failed."""

    application_id: int = 0
    area: str = ""
    fired: int = 0
    is_broken: bool = False


def is_anything_due(conn: Connection, at: datetime) -> bool:
    """Return whether any timer is due by `at`."""
    due = select(Timer.id).where(Timer.state == "armed", Timer.fire_at <= at)
    return conn.execute(due.order_by(Timer.fire_at).limit(1)).first() is not None


def take_due(
    conn: Connection, at: datetime, *, areas: Collection[str] | None = None, leaving_out: Collection[int] = ()
) -> Row[int, str] | None:
    """Lock the application with the earliest due timer, of some areas or of all; returns its (id, area).

    Skips those locked by others.
    """
    due = (
        select(Application.id, Application.area)
        .join(Timer, Timer.application_id == Application.id)
        .where(Timer.state == "armed", Timer.fire_at <= at, Timer.application_id.not_in(leaving_out))
        .order_by(Timer.fire_at, Timer.application_id)
        .limit(1)
    )
    if areas is not None:
        due = due.where(Application.area.in_(areas))
    return conn.execute(due.with_for_update(of=Application, skip_locked=True)).first()


def hold(conn: Connection, turn: Turn) -> bool:
    """Lock the application of a turn again; False if somebody else holds the lock."""
    again = select(Application.id).where(Application.id == turn.application_id, Application.area == turn.area)
    return conn.execute(again.with_for_update(skip_locked=True)).first() is not None


class Firing:
    """The due rungs of one application, whose lock the caller holds."""

    def __init__(self, conn: Connection, office: Office, turn: Turn, *, at: datetime) -> None:
        self.conn = conn
        self.office = office
        self.turn = turn
        self.at = at

    def run(self, handlers: dict[str, Handler], otherwise: Handler, *, most: int | None = None) -> None:
        """Fire in order, at most `most` rungs; the caller commits.

        Warnings are written together; a state change is written at once, and the case is read again.
        """
        due = self._due()
        case = self._open(due[0].fire_at) if due else None
        while case and due and self.turn.fired != most:
            step = heappop(due)
            case.act_at(step.fire_at)
            if step.rung in WARNINGS:
                self._climb(case, step, due)
                otherwise(case, step.scope, step.clock, step.rung)
            else:
                self._leave(case, step)
                # before the handler, which may disarm timers itself
                case.save()
                handlers.get(step.rung, otherwise)(case, step.scope, step.clock, step.rung)
                case.save()
                due = self._due()
                case = self._open(step.fire_at)
            self.turn.fired += 1
        if case:
            case.save()

    def _due(self) -> list[Step]:
        due = [Step.on(row) for row in self.conn.execute(DUE, {"id": self.turn.application_id, "by": self.at})]
        heapify(due)
        return due

    def _open(self, at: datetime) -> CaseFile:
        context = ActContext(self.conn, SYSTEM(self.turn.area), at, self.office)
        return open_case(context, application_id=self.turn.application_id, lock=False)

    def _climb(self, case: CaseFile, step: Step, due: list[Step]) -> None:
        """Move a timer to its next rung, written with the rest of the case."""
        above = step.above()
        self._leave(case, step, above)
        if above and above.fire_at <= self.at:
            heappush(due, above)

    def _leave(self, case: CaseFile, step: Step, above: Step | None = None) -> None:
        """Record that a rung fires now, and move its timer to the next rung or end it."""
        mine: Where = {Timer.id: step.id}
        if above:
            ahead = [list(rung) for rung in above.ahead]
            case.change_all(Timer, mine, rung=above.rung, fire_at=above.fire_at, ahead=ahead)
        else:
            case.change_all(Timer, mine, state="fired")
        case.add(TimerFire, timer_id=step.id, rung=step.rung, fired_at=self.at)
