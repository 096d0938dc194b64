"""Fees in whole fen, from a bundle's rate tables, by scope and days; an unlisted fee is never charged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from workflows.definition.bundle import Bundle
from workflows.definition.capabilities import FeeRule
from workflows.definition.expressions import Expression, FactValue
from workflows.definition.facts import Known, derive
from workflows.definition.questions import Text

HALF = Fraction(1, 2)
PERCENT = Fraction(100)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of a fee notice: a quantity, for a number of days, at one rate.

    `days` is None for a one-time fee. `plus_percent` is the step-up of these days.
    """

    key: str
    name: Text
    unit: Text
    law: Text
    quantity: Fraction
    days: int | None
    rate_fen: int
    plus_percent: int
    multiplier: Fraction

    @property
    def amount_fen(self) -> int:
        """The amount, rounded half up to a whole fen, once per line."""
        exact = self.quantity * (1 if self.days is None else self.days) * self.rate_fen * self.multiplier
        return int(exact * (PERCENT + self.plus_percent) / PERCENT + HALF)

    def to_data(self) -> dict[str, object]:
        """Return the line as JSON without floats; quantities are decimal strings."""
        return {
            "key": self.key,
            **{name: {"zh": text.zh, "en": text.en} for name, text in self._texts()},
            "quantity": f"{float(self.quantity):g}",
            "days": self.days,
            "rate_fen": self.rate_fen,
            "plus_percent": self.plus_percent,
            "multiplier": f"{float(self.multiplier):g}",
            "amount_fen": self.amount_fen,
        }

    def _texts(self) -> tuple[tuple[str, Text], ...]:
        return ("name", self.name), ("unit", self.unit), ("law", self.law)


@dataclass(frozen=True, slots=True)
class Asked:
    """The input of a fee: the answers and the project, as of a day, for a maximum number of days."""

    answers: Mapping[str, object]
    on: date
    project: Mapping[str, object] | None = None
    most_days: int | None = None


def assess(bundle: Bundle, permit: str, asked: Asked) -> tuple[FeeLine, ...]:
    """Compute the fee of a permit; without an applicable listed rate there is none.

    Raises:
        BundleError: a condition or quantity of the bundle cannot be evaluated.
    Law: Administrative Licensing Law art. 58, 59.
    """
    rules = [rule for rule in bundle.fees if rule.permit == permit and not _is_restored(bundle, rule, asked)]
    if not rules:
        return ()
    known = derive(bundle, asked.answers, asked.on, asked.project)
    lines = (line for rule in rules if known.holds(rule.when) for line in _lines(rule, known, asked.most_days))
    return tuple(line for line in lines if line.amount_fen > 0)


def multiplies(bundle: Bundle, known: Known) -> bool:
    """Return whether a listed rate is charged on these facts, and by more than its plain amount."""
    charged = (fee.multiplier for fee in bundle.fees if fee.multiplier and known.holds(fee.when))
    return any(_number(multiplier, known) > 1 for multiplier in charged)


def _is_restored(bundle: Bundle, rule: FeeRule, asked: Asked) -> bool:
    """Return whether the holder restores the place himself, where the area lets him do so instead of paying."""
    return bundle.switches["self_reinstatement"] is True and asked.answers.get(rule.restored_by) is True


def total_fen(lines: tuple[FeeLine, ...]) -> int:
    """Return the sum of the lines."""
    return sum(line.amount_fen for line in lines)


def _lines(rule: FeeRule, known: Known, most_days: int | None) -> Iterator[FeeLine]:
    multiplier = _number(rule.multiplier, known) if rule.multiplier else Fraction(1)
    once = FeeLine(
        rule.key, rule.name, rule.unit, rule.law, _number(rule.quantity, known), None, rule.rate_fen, 0, multiplier
    )
    if rule.days is None:
        if most_days != 0:
            yield once
        return
    days = int(_number(rule.days, known))
    left = days if most_days is None else min(days, most_days)
    month = 1
    while left > 0:
        stretch = left if month > rule.last_step else min(left, rule.month_days)
        yield replace(once, days=stretch, plus_percent=rule.plus_percent(month))
        left, month = left - stretch, month + 1


def _number(expression: Expression, known: Known) -> Fraction:
    """Convert a number exactly as written: 0.3 is three tenths."""
    value: FactValue = expression.value(known.context)
    return Fraction(str(value)) if isinstance(value, float) and value > 0 else Fraction(0)


def yuan(fen: int) -> str:
    """Format an amount of fen as yuan: ¥1,234.56."""
    sign, whole = "-" if fen < 0 else "", abs(fen)
    return f"{sign}¥{whole // 100:,}.{whole % 100:02}"
