"""Read the dependencies between a bundle's permits."""

from typing import cast, get_args

from workflows.definition.bundle import Dependency, Effect
from workflows.definition.reading.parts import Names, condition
from workflows.definition.tables import Table
from workflows.errors import N_


def read_dependency(table: Table, names: Names) -> Dependency:
    """Read the effect of one permit's refusal, or of a fact, on others.

    Raises:
        BundleError: it is malformed, or has neither a refusal nor a fact as its cause.
    """
    found = Dependency(
        key=table.take("key", str),
        effect=cast("Effect", table.one_of("effect", get_args(Effect))),
        permits=table.words("permits"),
        message=table.text("message"),
        law=table.text("law"),
        refused=table.get("refused", str, ""),
        when=condition(table, names) if "when" in table else None,
        condition_kinds=table.words("condition_kinds"),
        only_if=table.optional_text("only_if"),
    )
    table.close()
    is_founded = bool(found.refused) != bool(found.when) and not (found.refused and found.effect == "standing")
    if not is_founded or bool(found.condition_kinds) == (found.effect == "moot"):
        table.refuse(N_("%(place)s: name what calls it up, and for a condition the kinds that meet it"))
    return found
