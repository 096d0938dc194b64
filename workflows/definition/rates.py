"""One row of a rate table: frozen data read from a bundle file."""

from dataclasses import dataclass

from workflows.definition.expressions import Expression
from workflows.definition.questions import Text


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One listed rate: permit, condition, quantity and law; without a listed rate there is no fee.

    `steps` raise the rate from a given month on, each by a percentage of the base rate. `restored_by` is the
    answer (yes) by which the holder restores the place himself and pays nothing, where `self_reinstatement` is on.
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
    restored_by: str = ""

    @property
    def last_step(self) -> int:
        """The month after which the rate is constant."""
        return max((month for month, _ in self.steps), default=1) - 1

    def plus_percent(self, month: int) -> int:
        """Return by how many percent the rate is raised in a month, counted from 1."""
        return next((percent for from_month, percent in reversed(self.steps) if month >= from_month), 0)
