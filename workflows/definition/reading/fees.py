"""Read the rate tables of a bundle: each row is one listed fee with its law."""

from collections.abc import Iterator

from workflows.definition.capabilities import FeeRule
from workflows.definition.expressions import Expression
from workflows.definition.reading.parts import Names, condition
from workflows.definition.tables import Table
from workflows.errors import N_

STEEPEST_PERCENT = 1000


def fee_rule(table: Table, names: Names) -> FeeRule:
    """Read one listed rate.

    Raises:
        BundleError: it is malformed, its rate is not positive, or its steps do not rise month by month.
    """
    found = FeeRule(
        key=table.take("key", str),
        permit=table.take("permit", str),
        name=table.text("name"),
        unit=table.text("unit"),
        law=table.text("law"),
        when=condition(table, names),
        quantity=condition(table, names, "quantity"),
        rate_fen=table.take("rate_fen", int),
        days=_optional(table, names, "days"),
        multiplier=_optional(table, names, "multiplier"),
        month_days=table.get("month_days", int, 30),
        steps=tuple(_steps(table)),
        restored_by=table.get("restored_by", str, ""),
    )
    if found.rate_fen < 1 or found.month_days < 1:
        table.refuse(N_("%(place)s: a rate and its month are at least 1"))
    table.close()
    return found


def _optional(table: Table, names: Names, key: str) -> Expression | None:
    return condition(table, names, key) if key in table else None


def _steps(table: Table) -> Iterator[tuple[int, int]]:
    last = (1, 0)
    for row in table.tables("steps"):
        step = row.take("from_month", int), row.take("plus_percent", int)
        row.close()
        if not (step[0] > last[0] and last[1] < step[1] <= STEEPEST_PERCENT):
            table.refuse(N_("%(place)s: steps rise month by month, from the second on"))
        last = step
        yield step
