"""Who decides: by `decider_mode` each department its own permit, or the approval bureau every one (审管分离)."""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from workflows.definition.bundle import Bundle, ItemRule, PermitRule
from workflows.definition.expressions import Expression, compile_expression
from workflows.definition.questions import Text

BUREAU = "bureau"
# decides what the law leaves to a people's government, whoever decides the rest
GOVERNMENT = "government"
LAW_25 = Text("《行政许可法》第二十五条", "Administrative Licensing Law art. 25")
SIGNED = Text(
    "实行相对集中行政许可权，由行政审批部门作出决定",
    "Licensing powers are exercised by one agency: the approval bureau decides",
)
INTERNAL = Text(
    "审管分离：主管部门提出内部审查意见，许可后负责监管",
    "The department in charge gives its internal opinion, and supervises after the grant",
)


def with_deciders(bundle: Bundle) -> Bundle:
    """Return a bundle with the deciders of its mode; as written where each department decides its own permit.

    Where the bureau signs, it takes over every decision but the government's. The department that would decide gives
    an opinion first, without binding the bureau, and supervises after the grant.

    Law: Administrative Licensing Law art. 25.
    """
    if bundle.switches["decider_mode"] != BUREAU:
        return bundle
    bureau = bundle.lead_department
    permits = {key: _signed(rule, bureau) if _moved(rule, bureau) else rule for key, rule in bundle.permits.items()}
    return replace(bundle, permits=MappingProxyType(permits))


def _moved(rule: PermitRule, bureau: str) -> list[ItemRule]:
    return [one for one in rule.items if one.kind == "decision" and one.department not in {bureau, GOVERNMENT}]


def _signed(rule: PermitRule, bureau: str) -> PermitRule:
    deciding = _moved(rule, bureau)
    renamed = {one.id: replace(one, department=bureau).id for one in deciding}
    opinions = [found for one in deciding if (found := _opinion(one, rule.items))]
    items = tuple(
        _decision(one, bureau, _awaited(one)) if one in deciding else replace(one, after=_renamed(one.after, renamed))
        for one in rule.items
    )
    tiers = tuple(replace(one, level=one.bureau or one.level) for one in rule.tiers)
    return replace(rule, department=bureau, items=(*items, *opinions), tiers=tiers)


def _decision(rule: ItemRule, bureau: str, after: tuple[str, ...]) -> ItemRule:
    law = Text(f"{rule.law.zh}；{LAW_25.zh}", f"{rule.law.en}; {LAW_25.en}")
    return replace(rule, department=bureau, reason=SIGNED, law=law, after=after, limit_working_days=None)


def _awaited(rule: ItemRule) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*rule.after, replace(rule, kind="opinion").id)))


def _renamed(names: Sequence[str], renamed: dict[str, str]) -> tuple[str, ...]:
    return tuple(renamed.get(name, name) for name in names)


def _opinion(rule: ItemRule, beside: Sequence[ItemRule]) -> ItemRule | None:
    """Turn a department's decision into its opinion, needed where it gives none on the permit already."""
    given = [one.when for one in beside if one.id == replace(rule, kind="opinion").id]
    when = _and_none(rule.when, given)
    if when is None:
        return None
    return ItemRule(
        permit=rule.permit,
        kind="opinion",
        department=rule.department,
        when=when,
        reason=INTERNAL,
        law=Text(f"{rule.law.zh}；{LAW_25.zh}", f"{rule.law.en}; {LAW_25.en}"),
        limit_working_days=rule.limit_working_days,
        inputs=rule.inputs,
        is_internal=True,
    )


def _and_none(when: Expression, others: Sequence[Expression]) -> Expression | None:
    """Return a condition narrowed to where none of others holds; None where one of them always does."""
    if any(one.source in {"true", when.source} for one in others):
        return None
    if not others:
        return when
    source = " && ".join([f"({when.source})", *(f"!({one.source})" for one in others)])
    return compile_expression(source, when.names.union(*(one.names for one in others)), place=when.place)
