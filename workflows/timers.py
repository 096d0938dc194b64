"""Which rungs a clock arms, and the moment each of them fires."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from workflows.calendar import ONE_DAY, midnight
from workflows.errors import N_, WorkflowError

RUNGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "work_item": ("yellow", "red"),
        "committed": ("yellow", "red"),
        "statutory": ("yellow", "red"),
        "joint": ("yellow", "red"),
        "intake": ("yellow", "deemed_acceptance"),
        "department_check": ("yellow", "check_closed"),
        "supplement": ("yellow", "lapse"),
        "delivery": ("yellow", "red"),
        "closing": ("close",),
        "stopped": ("reproject",),
        "special_procedure": ("expected_end",),
    }
)


@dataclass(frozen=True, slots=True)
class Rung:
    """One moment at which a clock does something by itself."""

    scope: str
    clock: str
    rung: str
    fire_at: datetime


def arm(scope: str, clock: str, *, started_on: date, due_on: date, yellow_on: date) -> tuple[Rung, ...]:
    """Return the rungs of a clock in the order they fire; a committed clock has some in scope `application` only.

    Raises:
        WorkflowError: no clock has this key.
    Law: Administrative Licensing Law art. 32, 42, 44, 82.
    """
    if clock not in RUNGS:
        raise WorkflowError(N_("No clock is called %(clock)s"), params={"clock": clock})
    if clock == "committed" and scope != "application":
        return ()
    over_on = due_on + ONE_DAY
    warned_on = min(max(yellow_on, started_on + ONE_DAY), over_on)
    return tuple(
        Rung(scope, clock, rung, midnight(warned_on if rung == "yellow" else over_on)) for rung in RUNGS[clock]
    )
