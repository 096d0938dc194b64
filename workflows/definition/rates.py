"""One row of a rate table: frozen data read from a bundle file."""

from dataclasses import dataclass

from workflows.definition.expressions import Expression
from workflows.definition.questions import Text


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One listed rate: on which permit, when, for how much of what, with its law; a fee without one is no fee.

    `steps` raise the rate from a month of so many days on, each by so many percent of the rate itself.
    """

    key: str
    permit: str
    name: Text
    unit: Text
    law: Text
    when: Expression
    quantity: Expression
    rate_fen: int
    days: Expression | None = None
    multiplier: Expression | None = None
    month_days: int = 30
    steps: tuple[tuple[int, int], ...] = ()

    @property
    def last_step(self) -> int:
        """The month from whose end on nothing changes any more."""
        return max((month for month, _ in self.steps), default=1) - 1

    def plus_percent(self, month: int) -> int:
        """Say by how many percent the rate is raised in a month, the first being 1."""
        return next((percent for from_month, percent in reversed(self.steps) if month >= from_month), 0)
