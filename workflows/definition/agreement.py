"""What departments may restrict in a grant, and whose restrictions a grant carries; frozen data of a bundle."""

from dataclasses import dataclass
from typing import Literal

from workflows.definition.questions import Text

NarrowKind = Literal["count", "amount", "hours", "day", "text"]
Bound = Literal["", "most", "least", "exactly"]
Carried = Literal["decider", "bound_by_law", "everyone"]
# what a measure of this name holds; one of any other name is an amount
HOURS, SIDE, DAYS, DAY = "hours", "side", "days", "day"


@dataclass(frozen=True, slots=True)
class NarrowRule:
    """One field of a permit's scope that a grant may narrow.

    `asked` are the paths into the answers that ask for it, the first one given counts; a field without one is compared
    with nothing, and bounded by `most` alone.
    """

    key: str
    kind: NarrowKind
    label: Text
    unit: Text
    asked: tuple[str, ...] = ()
    most: int | None = None

    @property
    def measure(self) -> str:
        """The measure under which it is compared with conditions."""
        return DAY if self.kind == "day" else self.key


@dataclass(frozen=True, slots=True)
class CarryingRule:
    """Whose conditions, and whose narrower scope, a grant carries beside the decider's own; others' are offered."""

    conditions: Carried = "bound_by_law"
    scope: Carried = "bound_by_law"


@dataclass(frozen=True, slots=True)
class Tacit:
    """Silence of a department that is only consulted counts as its agreement after these working days, by this law.

    Only where the switch `tacit_consent` is on, and never of whoever must agree or decides.
    """

    working_days: int
    law: Text
