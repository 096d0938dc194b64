"""Read what a grant may narrow, whose restrictions it carries, and who must agree."""

from collections.abc import Mapping
from typing import cast, get_args

from workflows.definition.agreement import Carried, CarryingRule, NarrowKind, NarrowRule, TermBound
from workflows.definition.joins import JoinKind, JoinPolicy, OnRefusal
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
        bounds=cast("TermBound", table.one_of("bounds", get_args(TermBound), "")),
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


def join_policy(table: Table) -> JoinPolicy:
    """Read the policy of a fork: of the permits of an application, or of the co-approvals of a permit.

    Raises:
        BundleError: it is malformed.
    """
    found = JoinPolicy(
        kind=cast("JoinKind", table.one_of("kind", get_args(JoinKind), "all")),
        k=table.get("k", int, 0),
        weights=cast("Mapping[str, int]", table.table("weights").scalars()) if "weights" in table else {},
        pass_weight=table.get("pass_weight", int, 0),
        lead=table.get("lead", str, ""),
        on_refusal=cast("OnRefusal", table.one_of("on_refusal", get_args(OnRefusal), "finish_all")),
        veto=frozenset(table.words("veto")),
    )
    table.close()
    return found
