"""What a run of a fuzzer has found."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Result:
    """How much was sent, how it was answered, and each fault once a kind."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: set[str] = field(default_factory=set)

    def note(self, status: int) -> None:
        """Count an answer."""
        self.sent += 1
        self.statuses[status] += 1
