"""Read what a grant may narrow, and whose restrictions it carries."""

from typing import cast, get_args

from workflows.definition.agreement import Carried, CarryingRule, NarrowKind, NarrowRule
from workflows.definition.questions import Text
from workflows.definition.tables import Table

NO_UNIT = Text("", "")


def narrow_rule(table: Table) -> NarrowRule:
    """Read one field of a permit's scope that a grant may narrow.

    Raises:
        BundleError: it is malformed.
    """
    found = NarrowRule(
        key=table.take("key", str),
        kind=cast("NarrowKind", table.one_of("kind", get_args(NarrowKind))),
        label=table.text("label"),
        unit=table.optional_text("unit") or NO_UNIT,
        asked=table.words("asked"),
        most=table.get("most", int, None),
    )
    table.close()
    return found


def carrying_rule(table: Table) -> CarryingRule:
    """Read whose restrictions a grant carries; what is left out has its default.

    Raises:
        BundleError: it is malformed.
    """
    usual, allowed = CarryingRule(), get_args(Carried)
    found = CarryingRule(
        conditions=cast("Carried", table.one_of("conditions", allowed, usual.conditions)),
        scope=cast("Carried", table.one_of("scope", allowed, usual.scope)),
    )
    table.close()
    return found
