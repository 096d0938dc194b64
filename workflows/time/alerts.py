"""When a limit turns yellow, as a bundle chooses."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflows.definition.questions import Value


@dataclass(frozen=True, slots=True)
class Alert:
    """A limit is yellow with `percent` of it left, and in any case on its last `working_days`."""

    percent: int = 20
    working_days: int = 1

    def days_left(self, limit: int) -> int:
        """Return the working days left of a limit with which it turns yellow."""
        return max(self.working_days, limit * self.percent // 100)


USUAL = Alert()


def alert_of(switches: Mapping[str, Value]) -> Alert:
    """Return the alert that the local choices of a bundle ask for."""
    return Alert(int(switches["alert_percent"]), int(switches["alert_working_days"]))
